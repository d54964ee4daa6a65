"""附錄1 of a case in every state, read back from the PDF cell by cell (rulings 2, 3, 4, 7, 9, 19)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import DeputyReason, Role, StepKind
from accounts.models import PlanStep
from accounts.services import appoint
from accounts.services.deputies import name_deputy
from files.services import store
from ledger.services import SYSTEM
from printing.documents import Furniture
from requests.choices import (
    Action,
    Answer,
    Asker,
    DutyBasis,
    Need,
    Proposal,
    RecusalGround,
    RefusalGround,
    ViewingManner,
)
from requests.documents import render_appendix_1
from requests.documents.filling import printed_appendix_1
from requests.services.chain import Grant, PaperSignature, Signing, record_paper_signature
from requests.services.recusals import recuse
from requests.services.standing import keep_signed_form
from tests.printing import reader

if TYPE_CHECKING:
    from files.models import StoredFile
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = [pytest.mark.anywhere, pytest.mark.counted_elsewhere]
APPLICANT = "五年三班導師許喆安115/11/2309:00線上簽核"
HANDLER = "事務組長游承堃{}115/11/2309:00線上簽核"
SUPERVISOR = "總務主任方瑀彤{}115/11/2309:00線上簽核"
PRINCIPAL = "校長蘇翊甯{}115/11/2309:00線上簽核"
SCOPE = "擬部分准之範圍（尚未核定）"
NOT_FOR_HIM = (RefusalGround.PDPA_10_3, RefusalGround.PLAN_5_1)


class Paper:
    """A printed 附錄1, read back."""

    def __init__(self, pdf: bytes) -> None:
        self.pages = reader.pages(pdf)
        self.rows = reader.cells(self.pages[0])
        self.cells = self.rows[-1]
        self.further = reader.sections(self.pages[1:])


class Prints(Protocol):
    """Prints a case."""

    def __call__(self, case: ReviewRequest, *, for_ink: bool = False, full_identity: bool = False) -> Paper: ...


@pytest.fixture
def printed(now: dt.datetime) -> Prints:
    """Return the act of printing, by 承辦人 now."""

    def act(case: ReviewRequest, *, for_ink: bool = False, full_identity: bool = False) -> Paper:
        case.refresh_from_db()
        furniture = Furniture(str(case.number), now, "游承堃", f"https://cctv.example/{case.number}/", is_demo=True)
        form = printed_appendix_1(case, for_ink=for_ink, full_identity=full_identity)
        return Paper(render_appendix_1(form, furniture))

    return act


@pytest.fixture
def scan(now: dt.datetime) -> StoredFile:
    return store(upload=SimpleUploadedFile("核章.pdf", b"%PDF-1.4\n%%EOF\n"), now=now)


def grant_of(case: ReviewRequest, manner: ViewingManner = ViewingManner.ACCOMPANIED) -> Grant:
    """The first camera, the first ten minutes."""
    assert case.starts_at is not None
    conditions = "遮蔽其他學生後檢視。\n限監護人一人到場。"
    return Grant(case.cameras.all()[:1], case.starts_at, case.starts_at + dt.timedelta(minutes=10), manner, conditions)


# --- What is asked --------------------------------------------------------------------------------------------------------


def test_the_basis_of_a_duty_the_child_and_the_long_period_stand_where_an_office_writes_them(
    case: ReviewRequest, printed: Prints
) -> None:
    case.duty_basis, case.duty_reference, case.subject = DutyBasis.BULLYING, "2481234", "五年三班12號"
    case.long_period_reason = "不確定發生的時間。"
    case.save()
    rows = printed(case).rows
    assert rows[2][1] == "導師（當事人：五年三班12號）"
    assert rows[4][0] == (
        "申請事由：（依據：霸凌防制，編號2481234）學生於午休時間在走廊跌倒受傷，須釐清經過。"
        "調閱逾兩小時之理由：不確定發生的時間。"
    )


def test_a_basis_without_a_number_and_a_need_that_is_no_duty(case: ReviewRequest, printed: Prints) -> None:
    case.duty_basis = DutyBasis.SAFETY
    case.save()
    assert printed(case).rows[4][0].startswith("申請事由：（依據：校安通報）學生")
    case.need = Need.OWN
    case.save()
    assert printed(case).rows[4][0].startswith("申請事由：學生")


# --- The way through the chain --------------------------------------------------------------------------------------------


def test_a_request_just_sent_carries_the_applicant_alone(case: ReviewRequest, printed: Prints) -> None:
    assert printed(case).rows == [
        ["申請日期", "民國115年11月23日"],
        ["身分證號", "校內人員，帳號驗證", "聯絡電話", "03-0000000分機312"],
        ["與當事人關係", "導師", "調閱單位", "五年三班"],
        [
            "攝影機地點",
            "忠孝樓一樓川堂（C01）忠孝樓三樓東側走廊（C02）",
            "調閱監視畫面時段",
            "115年11月20日12時00分至115年11月20日12時15分",
        ],
        ["申請事由：學生於午休時間在走廊跌倒受傷，須釐清經過。"],
        ["申請人", "監錄系統管理承辦人", "監錄系統管理處室主管", "校長"],
        [APPLICANT, "", "", ""],
    ]


def test_the_cells_fill_from_left_to_right_and_a_return_empties_its_own(
    case: ReviewRequest, cast: Cast, signs: Signs, printed: Prints
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert printed(case).cells == [APPLICANT, HANDLER.format("擬准"), "", ""]
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert printed(case).cells == [APPLICANT, HANDLER.format("擬准"), SUPERVISOR.format("審核同意"), ""]
    signs(case, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請查明時段。")
    assert printed(case).cells == [APPLICANT, HANDLER.format("擬准"), "", ""]
    signs(case, cast.supervisor, Action.RETURN_TO_APPLICANT, opinion="請補時段。")
    assert printed(case).cells == [APPLICANT, HANDLER.format("擬准"), "", ""]


def test_an_approved_case_says_so_and_needs_no_second_page(approved: ReviewRequest, printed: Prints) -> None:
    paper = printed(approved)
    assert paper.cells[3] == PRINCIPAL.format("准予調閱")
    assert len(paper.pages) == 1


@pytest.mark.parametrize(
    ("handler", "supervisor", "words"),
    [
        (Proposal.APPROVE, Proposal.APPROVE, ("擬准", "審核同意")),
        (Proposal.APPROVE, Proposal.PARTLY_APPROVE, ("擬准", "擬部分准")),
        (Proposal.APPROVE, Proposal.REFUSE, ("擬准", "擬不准")),
        (Proposal.PARTLY_APPROVE, Proposal.PARTLY_APPROVE, ("擬部分准", "擬部分准")),
        (Proposal.PARTLY_APPROVE, Proposal.APPROVE, ("擬部分准", "擬准")),
        (Proposal.REFUSE, Proposal.REFUSE, ("擬不准", "擬不准")),
        (Proposal.REFUSE, Proposal.APPROVE, ("擬不准", "擬准")),
    ],
)
def test_who_agrees_to_a_grant_says_so_and_who_proposes_anything_else_says_what(
    case: ReviewRequest,
    cast: Cast,
    signs: Signs,
    printed: Prints,
    handler: Proposal,
    supervisor: Proposal,
    words: tuple[str, str],
) -> None:
    for actor, proposal in ((cast.handler, handler), (cast.supervisor, supervisor)):
        grant = grant_of(case) if proposal == Proposal.PARTLY_APPROVE else None
        grounds = NOT_FOR_HIM if proposal == Proposal.REFUSE else ()
        signs(case, actor, Action.PROPOSE, proposal=proposal, opinion="時段過長。", grant=grant, grounds=grounds)
    paper = printed(case)
    assert paper.cells[1:3] == [HANDLER.format(words[0]), SUPERVISOR.format(words[1])]
    assert list(paper.further) == ([SCOPE] if supervisor == Proposal.PARTLY_APPROVE else [])


def test_who_signs_on_paper_sees_what_a_part_would_grant_until_it_is_decided(
    case: ReviewRequest, cast: Cast, signs: Signs, printed: Prints, now: dt.datetime
) -> None:
    appoint(user=cast.handler, role=Role.SUPERVISOR, title="總務主任", since=now.date(), actor=SYSTEM, now=now)
    grant = grant_of(case, ViewingManner.TOLD)
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.PARTLY_APPROVE, opinion="內部意見。", grant=grant)
    paper = printed(case, for_ink=True)
    assert paper.cells[1:] == ["", "", ""]
    assert paper.further == {
        SCOPE: "擬准調閱之攝影機：忠孝樓一樓川堂（C01）"
        "擬准調閱之時段：115年11月20日（五）12:00至115年11月20日（五）12:10"
        "方式：由學校檢視後告知結果其他附款：遮蔽其他學生後檢視。限監護人一人到場。"
    }
    signs(case, cast.principal, Action.APPROVE)
    assert printed(case).further == {}


# --- What a decision says on the 續頁 ---------------------------------------------------------------------------------------


def test_a_part_is_granted_with_its_scope_and_conditions_on_the_continuation_page(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, printed: Prints
) -> None:
    grant = grant_of(at_principal, ViewingManner.TOLD)
    signs(at_principal, cast.principal, Action.PARTLY_APPROVE, opinion="其餘畫面與事由無關。", grant=grant)
    paper = printed(at_principal)
    assert paper.cells[3] == PRINCIPAL.format("部分准予（附款見續頁）")
    assert paper.further == {
        "附款": "准許調閱之攝影機：忠孝樓一樓川堂（C01）"
        "准許調閱之時段：115年11月20日（五）12:00至115年11月20日（五）12:10"
        "方式：由學校檢視後告知結果其他附款：遮蔽其他學生後檢視。限監護人一人到場。理由：其餘畫面與事由無關。"
    }


def test_a_refusal_spells_out_its_grounds_one_a_line_then_the_facts(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, printed: Prints
) -> None:
    signs(at_principal, cast.principal, Action.REFUSE, opinion="申請時段與事由無關。", grounds=NOT_FOR_HIM)
    form = printed_appendix_1(at_principal, for_ink=False)
    assert form.extra_pages[0] == (
        "不予核准理由",
        "依據：\n"
        "1、個人資料保護法第10條但書第3款（妨害該蒐集機關或第三人之重大利益）\n"
        "2、本校計畫伍、一（非因個人權益維護所必要，或非校內人員）\n"
        "事實與理由：申請時段與事由無關。",
    )
    paper = printed(at_principal)
    assert paper.cells[3] == PRINCIPAL.format("不予核准")
    assert paper.further["不予核准理由"] == reader.squeeze(form.extra_pages[0][1])


def test_one_ground_needs_no_number(at_principal: ReviewRequest, cast: Cast, signs: Signs) -> None:
    signs(at_principal, cast.principal, Action.REFUSE, opinion="已覆蓋。", grounds=(RefusalGround.OVERWRITTEN,))
    ((_, text),) = printed_appendix_1(at_principal, for_ink=False).extra_pages
    assert text == "依據：逾保存期限，影像已覆蓋\n事實與理由：已覆蓋。"


@pytest.mark.parametrize(
    ("answer", "printed_answer"),
    [(Answer.NO, "不准複製。理由：畫面有他人。"), (Answer.YES, "准予複製（遮蔽後之複製本）。理由：畫面有他人。")],
)
def test_a_request_for_a_copy_stands_on_the_form_and_is_answered_on_the_continuation_page(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, printed: Prints, answer: Answer, printed_answer: str
) -> None:
    at_principal.wants_copy = True
    at_principal.save(update_fields=["wants_copy"])
    assert printed(at_principal).rows[4][0].endswith("另請求複製。")
    assert printed(at_principal).further == {}
    signs(at_principal, cast.principal, Action.APPROVE, grants_copy=answer, copy_answer="畫面有他人。")
    assert printed(at_principal).further == {"複製請求之答覆": printed_answer}


def test_who_is_refused_the_viewing_is_answered_about_the_copy_and_told_the_remedy(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, printed: Prints
) -> None:
    at_principal.wants_copy = True
    at_principal.save(update_fields=["wants_copy"])
    signs(at_principal, cast.principal, Action.REFUSE, opinion="與事由無關。", grounds=NOT_FOR_HIM, with_remedy=True)
    further = printed(at_principal).further
    assert list(further) == ["不予核准理由", "複製請求之答覆", "救濟教示"]
    assert further["複製請求之答覆"] == "調閱既不予核准，所請複製併不予准許，依據及理由同上。"
    remedy = at_principal.approvals.get(action=Action.REFUSE).remedy
    assert further["救濟教示"] == reader.squeeze(remedy) != ""


# --- Who signs --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [DeputyReason.OFFICIAL_TRIP, DeputyReason.LEAVE, DeputyReason.OFFICIAL_LEAVE])
def test_a_deputy_signs_under_his_own_title_for_the_principal(
    reason: DeputyReason, at_principal: ReviewRequest, cast: Cast, signs: Signs, printed: Prints, now: dt.datetime
) -> None:
    deputy_for_principal(cast, reason, now)
    signs(at_principal, cast.dean, Action.APPROVE)
    assert printed(at_principal).cells[3] == f"校長{reason.label}教務主任陳煒騏代准予調閱115/11/2309:00線上簽核"


def test_a_deputy_signs_where_the_principal_keeps_out(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, printed: Prints, now: dt.datetime
) -> None:
    deputy_for_principal(cast, DeputyReason.RECUSAL, now)
    recuse(case_id=at_principal.pk, person_id=cast.principal.pk, ground=RecusalGround.OWN, note="", actor=cast.principal,
           now=now)  # fmt: skip
    signs(at_principal, cast.dean, Action.APPROVE)
    assert printed(at_principal).cells[3] == "校長迴避教務主任陳煒騏代准予調閱115/11/2309:00線上簽核"


def deputy_for_principal(cast: Cast, reason: DeputyReason, now: dt.datetime) -> None:
    name_deputy(
        principal_id=cast.principal.pk,
        deputy_id=cast.dean.pk,
        order=1,
        reason=reason,
        since=now,
        until=now + dt.timedelta(days=1),
        actor=cast.administrator,
        now=now,
    )


def test_who_holds_two_neighbouring_steps_proposes_once(
    case: ReviewRequest, cast: Cast, signs: Signs, printed: Prints, now: dt.datetime
) -> None:
    appoint(user=cast.handler, role=Role.SUPERVISOR, title="總務主任", since=now.date(), actor=SYSTEM, now=now)
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert printed(case).cells == [APPLICANT, HANDLER.format("擬准"), "（兼）同左", ""]
    signs(case, cast.principal, Action.APPROVE)
    assert printed(case).cells[3] == PRINCIPAL.format("准予調閱")


def test_who_holds_the_last_two_steps_decides_once_and_the_decision_stands_in_the_first(
    case: ReviewRequest, cast: Cast, signs: Signs, printed: Prints, now: dt.datetime
) -> None:
    appoint(user=cast.principal, role=Role.SUPERVISOR, title="校長", since=now.date(), actor=SYSTEM, now=now)
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    grant = grant_of(case)
    signs(case, cast.principal, Action.PARTLY_APPROVE, grant=grant)
    paper = printed(case)
    assert paper.cells[2:] == [PRINCIPAL.format("部分准予（附款見續頁）"), "（兼）同左"]
    assert "遮蔽其他學生後檢視。" in paper.further["附款"]


def test_a_step_signed_on_paper_says_so_under_the_papers_own_time(
    case: ReviewRequest, cast: Cast, signs: Signs, printed: Prints, scan: StoredFile, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    paper = PaperSignature(cast.supervisor, now + dt.timedelta(minutes=40), scan)
    signing = Signing(action=Action.PROPOSE, proposal=Proposal.APPROVE, opinion="", acts_seen=1)
    record_paper_signature(
        case_id=case.pk, recorder=cast.handler, paper=paper, signing=signing, now=now + dt.timedelta(hours=5)
    )
    assert printed(case).cells[2] == "總務主任方瑀彤審核同意115/11/2309:40紙本核章"


# --- Who asked on paper -----------------------------------------------------------------------------------------------------


@pytest.fixture
def typed_in(case: ReviewRequest, cast: Cast, now: dt.datetime) -> ReviewRequest:
    """A case 承辦人 typed in on Monday from what a guardian handed in on Friday (代填)."""
    case.asker, case.entered_by, case.applicant = Asker.GUARDIAN, cast.handler, None
    case.applicant_name, case.applicant_title = "巴奈・古拉斯", ""
    case.received_at = now - dt.timedelta(days=3)
    case.save()
    return case


def test_the_cell_of_who_asks_on_paper_is_room_for_the_signature_until_the_signed_form_is_there(
    typed_in: ReviewRequest, cast: Cast, printed: Prints, scan: StoredFile, now: dt.datetime
) -> None:
    before = printed(typed_in)
    assert before.cells == ["監護人巴奈・古拉斯", "", "", ""]
    assert before.rows[0] == ["申請日期", "民國115年11月20日"]
    keep_signed_form(case_id=typed_in.pk, actor=cast.handler, scan=scan, now=now)
    assert printed(typed_in).cells == ["監護人巴奈・古拉斯紙本簽名存卷", "", "", ""]


@pytest.mark.parametrize(
    ("asker", "title", "shown"),
    [
        (Asker.REPRESENTATIVE, "", "法定代理人"),
        (Asker.PUPIL, "", "學生"),
        (Asker.STAFF, "二年一班導師", "二年一班導師"),
    ],
)
def test_the_title_of_who_asks_on_paper_is_what_they_are(
    typed_in: ReviewRequest, printed: Prints, asker: Asker, title: str, shown: str
) -> None:
    typed_in.asker, typed_in.applicant_title = asker, title
    typed_in.save()
    assert printed(typed_in).cells[0] == f"{shown}巴奈・古拉斯"


# --- For ink, in full, for a plan of another length -------------------------------------------------------------------------


def test_for_ink_the_cells_of_the_chain_are_empty(approved: ReviewRequest, printed: Prints) -> None:
    assert printed(approved, for_ink=True).cells == ["五年三班導師許喆安", "", "", ""]


def test_the_room_for_ink_lies_below_the_name(approved: ReviewRequest, printed: Prints) -> None:
    page = printed(approved, for_ink=True).pages[0]
    cell = page.find_tables()[0].rows[-1].cells[0]
    name = page.crop(cell).extract_words()[-1]
    assert name["bottom"] < cell[1] + (cell[3] - cell[1]) / 3


def test_the_identity_number_is_masked_and_in_full_only_when_asked_for(
    approved: ReviewRequest, printed: Prints
) -> None:
    approved.id_number = "A123456789"
    approved.save(update_fields=["id_number"])
    assert printed(approved, full_identity=True).rows[1][1] == "A123456789"
    assert printed(approved).rows[1][1] == "校內人員，帳號驗證", "frozen before the number was there"
    assert "A123456789" not in approved.decided_on.content  # type: ignore[union-attr]


def test_an_identity_number_is_frozen_masked(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, printed: Prints
) -> None:
    at_principal.id_number = "A123456789"
    at_principal.save(update_fields=["id_number"])
    decided = signs(at_principal, cast.principal, Action.APPROVE)
    assert printed(decided).rows[1][1] == "A12****789"
    assert "A123456789" not in decided.decided_on.content  # type: ignore[union-attr]


ROLES = (
    (Role.HANDLER, "監錄系統管理｜承辦人", "handler"),
    (Role.SUPERVISOR, "監錄系統管理｜處室主管", "supervisor"),
    (Role.ADMINISTRATOR, "資訊組", "administrator"),
    (Role.PRINCIPAL, "校長", "principal"),
)


@pytest.fixture(params=[1, 2, 3, 4])
def steps(request: pytest.FixtureRequest, case: ReviewRequest) -> list[str]:
    """Plans of one to four steps; returns who signs them in order. The last decides, whoever it is."""
    assert case.plan is not None
    case.plan.steps.all().delete()
    chosen = ROLES[: request.param]
    PlanStep.objects.bulk_create(
        PlanStep(
            plan=case.plan,
            order=order,
            role=role,
            kind=StepKind.DECIDES if order == len(chosen) else StepKind.PROPOSES,
            title=label,
            paper_label=label,
        )
        for order, (role, label, _) in enumerate(chosen, start=1)
    )
    return [person for _, _, person in chosen]


def test_a_plan_of_any_length_prints_its_own_cells(
    steps: list[str], case: ReviewRequest, cast: Cast, signs: Signs, printed: Prints
) -> None:
    *proposing, deciding = (getattr(cast, person) for person in steps)
    for person in proposing:
        signs(case, person, Action.PROPOSE, proposal=Proposal.APPROVE)
    signs(case, deciding, Action.PARTLY_APPROVE, grant=grant_of(case))
    paper = printed(case)
    expected_words = ["", *["擬准", "審核同意", "審核同意"][: len(proposing)], "部分准予（附款見續頁）"]
    assert len(paper.cells) == len(steps) + 1
    for cell, word in zip(paper.cells, expected_words, strict=True):
        assert word in cell
        assert cell.endswith("線上簽核")
    assert list(paper.further) == ["附款"], "every name and word stands in its cell"
