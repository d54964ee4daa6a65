"""伍、五 (ruling 17): after its term two people erase a case's personal data; what happened stays and verifies."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from files.models import StoredFile
from files.services import store
from ledger.models import Entry
from ledger.services import verify
from printing.rules import local_date
from requests import policies, rules, selectors, triggers
from requests.choices import (
    Action,
    Answer,
    Asker,
    DutyBasis,
    ErasureBasis,
    Need,
    Proposal,
    RecusalGround,
    ViewingManner,
)
from requests.documents.filling import printed_appendix_1
from requests.models import Erasure, ReviewRequest, Snapshot
from requests.services import chain, drafts
from requests.services.closing import close_case
from requests.services.consultations import answer_consultation, consult
from requests.services.ending import end_holds
from requests.services.erasing import ErasureRefused, NotYoursToErase, confirm_erasure, drop_erasure, propose_erasure
from requests.services.extensions import extend
from requests.services.recusals import recuse
from requests.services.secrecy import restrict
from requests.services.standing import keep_signed_form
from requests.services.viewings import end_viewing, start_viewing
from retention.choices import BackupOutcome
from retention.models import Hold
from tests.review.acts import PDF, on_paper, refused, told
from tests.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests.services.drafts import Content
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.usefixtures("at_now")
DAY = dt.timedelta(days=1)
SECRETS = {
    "applicant_name": "高𣕑宇", "relation": "姑姑某甲", "phone": "03-9876543", "unit": "四年九班", "subject": "四年九班廿三號",
    "reason": "在遊戲場跌倒擦傷額頭", "long_period_reason": "無法確知是哪一節下課", "file": "擦傷照片", "opinion": "尚屬必要請同意",
    "condition": "僅看到鞦韆旁為止", "question": "是否曾於健康中心處理", "answer": "確有到健康中心上藥", "note": "係其親妹",
    "present": "高家長偕祖母", "remark": "家長情緒激動", "extension": "輔導室尚未回覆", "no_copy": "硬碟於當週故障",
    "copy_answer": "畫面另有他班學生",
}  # fmt: skip


@shared
def told_all(cast: Cast, content: Content, signs: Signs, now: dt.datetime) -> ReviewRequest:
    """A mother's request on paper, with a secret in every place a case has for words; viewed and closed."""
    attached = store(upload=SimpleUploadedFile(f"{SECRETS['file']}.pdf", PDF, "application/pdf"), now=now)
    words: dict[str, Any] = {
        name: SECRETS[name] for name in ("relation", "phone", "unit", "subject", "reason", "long_period_reason")
    }
    asked = dataclasses.replace(
        content, need=Need.CHILD, wants_copy=True, id_number="A123456789", ends_at=content.starts_at + dt.timedelta(hours=3),
        attachments=[attached],
        **words,
    )  # fmt: skip
    entry = drafts.Entry(
        asker=Asker.REPRESENTATIVE, applicant_name=SECRETS["applicant_name"], received_at=now, identity_checked=True,
        guardianship_confirmed=True, protection_order=Answer.NO,
    )  # fmt: skip
    key = drafts.save_entry(handler=cast.handler, entry=entry, content=asked, key=None, now=now).draft_key
    case = drafts.enter(key=key, handler=cast.handler, accepts_note=True, now=now)
    form = store(upload=SimpleUploadedFile("簽名.pdf", PDF, "application/pdf"), now=now)
    keep_signed_form(case_id=case.pk, actor=cast.handler, scan=form, now=now)
    asking = consult(case_id=case.pk, person_id=cast.dean.pk, question=SECRETS["question"], actor=cast.handler, now=now)
    answer_consultation(consultation_id=asking.pk, actor=cast.dean, opinion=SECRETS["answer"], now=now)
    consult(case_id=case.pk, person_id=cast.colleague.pk, question=SECRETS["question"], actor=cast.handler, now=now)
    recuse(
        case_id=case.pk, person_id=cast.auditor.pk, ground=RecusalGround.RELATIVE, note=SECRETS["note"],
        actor=cast.handler, now=now,
    )  # fmt: skip
    extend(case_id=case.pk, actor=cast.handler, reason=SECRETS["extension"], now=now)
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, opinion=SECRETS["opinion"])
    on_paper(case, cast.handler, cast.supervisor, Action.PROPOSE, Proposal.APPROVE, at=now, now=now)
    grant = chain.Grant(
        list(content.cameras)[:1], content.starts_at, content.ends_at, ViewingManner.ACCOMPANIED, SECRETS["condition"]
    )
    case.refresh_from_db()
    signs(
        case, cast.principal, Action.PARTLY_APPROVE, opinion="如擬。", grant=grant, grants_copy=Answer.NO,
        copy_answer=SECRETS["copy_answer"],
    )  # fmt: skip
    return closed(case, cast, now + 8 * DAY)


def closed(case: ReviewRequest, cast: Cast, at: dt.datetime, *, is_viewed: bool = True) -> ReviewRequest:
    """Look, close, and let the hold go."""
    if is_viewed:
        viewing = start_viewing(
            case_id=case.pk, escort=cast.handler, people_present=SECRETS["present"], told_not_to_film=True, now=at
        )
        end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks=SECRETS["remark"], now=at)
    case = close_case(
        case_id=case.pk, actor=cast.handler, now=at, outcome=BackupOutcome.NO_FOOTAGE, reason=SECRETS["no_copy"],
        note="不再調閱。",
    )  # fmt: skip
    end_holds(at + 60 * DAY)
    return case


def a_year_after(case: ReviewRequest) -> dt.datetime:
    """The first morning on which the term of a closed case is over."""
    assert case.closed_at is not None
    return case.closed_at.replace(year=case.closed_at.year + 1) + DAY


def propose(case: ReviewRequest, cast: Cast, at: dt.datetime, **changes: Any) -> Erasure:
    given: dict[str, Any] = {
        "case_ids": [case.pk], "basis": ErasureBasis.UNFILED, "approval_number": "", "actor": cast.handler, "now": at,
    }  # fmt: skip
    return propose_erasure(**given | changes)


def erase(case: ReviewRequest, cast: Cast) -> ReviewRequest:
    at = a_year_after(case)
    confirm_erasure(erasure_id=propose(case, cast, at).pk, actor=cast.supervisor, now=at)
    return ReviewRequest.objects.get(pk=case.pk)


def texts(*only: type[models.Model]) -> Iterator[str]:
    """Every text, JSON, encrypted text and byte string of every table, or of some."""
    for model in only or apps.get_models(include_auto_created=True):
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField, models.JSONField, models.BinaryField))
        ]
        for row in model._default_manager.values_list(*columns) if columns else ():
            for value in row:
                yield bytes(value).decode("utf-8", "replace") if isinstance(value, (bytes, memoryview)) else str(value)


def kept_files() -> list[Path]:
    return [path for path in Path(settings.DATA_DIR, "files").rglob("*") if path.is_file()]


# --- the term ----------------------------------------------------------------------------------------------------------
@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), years=st.integers(1, 10))
def test_the_term_is_whole_years_and_its_last_day_counts_whole(day: dt.date, years: int) -> None:
    last = rules.erasable_from(day, years) - DAY
    assert last.year - day.year == years
    assert (last.month, last.day) == ((2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day))


@pytest.mark.counted_elsewhere
def test_nothing_goes_under_its_term(told_all: ReviewRequest, cast: Cast) -> None:
    at = a_year_after(told_all)
    assert selectors.expired_cases(cast.handler, at - DAY) == []
    with refused(ErasureRefused, match="案 115-0001 保存期間未滿"):
        propose(told_all, cast, at - DAY)
    [one] = selectors.expired_cases(cast.handler, at)
    assert (one.case, one.erasable_from) == (told_all, local_date(at))


def test_a_case_that_is_not_over_is_never_erased(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(ErasureRefused, match="尚未結案"):
        propose(approved, cast, now + 4000 * DAY)


def test_the_term_never_ends_before_the_last_copy_or_hold(
    told_all: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    at = a_year_after(told_all)
    Hold.objects.update(released_at=None)
    with refused(ErasureRefused, match="影像仍在留存中"):
        propose(told_all, cast, at)
    hold = Hold.objects.get()
    copy = hold.copies.create(
        number="E115-0001", medium="medium", way="safe", state="finished", starts_at=now, ends_at=at, medium_kind="usb",
        medium_serial="1", kept_at="保險箱", made_by="游承堃", opened_at=now, due_on=local_date(at),
    )  # fmt: skip
    with refused(ErasureRefused, match="尚有留存檔 1 件未銷毀"):
        propose(told_all, cast, at)
    type(copy).objects.update(state="destroyed", destroyed_at=at)
    Hold.objects.update(released_at=at)
    assert propose(told_all, cast, at).is_open


def test_of_a_withdrawn_case_it_counts_from_the_withdrawal(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    drafts.withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    end_holds(now + 14 * DAY)
    case.refresh_from_db()
    assert selectors.kept_because(case, now + 365 * DAY) == "保存期間未滿"
    assert selectors.kept_because(case, now + 366 * DAY) == ""


# --- the two people ----------------------------------------------------------------------------------------------------
def test_the_handler_proposes_and_another_person_confirms(told_all: ReviewRequest, cast: Cast) -> None:
    at = a_year_after(told_all)
    for who in ("supervisor", "principal", "teacher", "guard", "administrator", "auditor"):
        with pytest.raises(NotYoursToErase):
            propose(told_all, cast, at, actor=getattr(cast, who))
    erasure = propose(told_all, cast, at)
    assert told(cast.supervisor)[-1] == told(cast.principal)[-1] == f"請確認個資銷毀 {erasure.pk}：1 件屆期申請單"
    assert selectors.expired_cases(cast.handler, at) == []
    with refused(ErasureRefused, match="已提出者"):
        propose(told_all, cast, at)
    for who in ("handler", "teacher", "dean", "guard", "administrator", "auditor"):
        with pytest.raises(NotYoursToErase):
            confirm_erasure(erasure_id=erasure.pk, actor=getattr(cast, who), now=at)
    done = confirm_erasure(erasure_id=erasure.pk, actor=cast.principal, now=at)
    assert (done.proposed_by, done.confirmed_by) == ("事務組長 游承堃", "校長 蘇翊甯")
    assert not any("個資銷毀" in text for text in told(cast.supervisor))
    with refused(ErasureRefused, match="已經處理完畢"):
        confirm_erasure(erasure_id=erasure.pk, actor=cast.principal, now=at)
    with refused(NotYoursToErase):
        propose(told_all, cast, at)


def test_the_database_itself_refuses_one_account_for_both(told_all: ReviewRequest, cast: Cast) -> None:
    at = a_year_after(told_all)
    erasure = propose(told_all, cast, at)
    for account in ("handler", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Erasure.objects.filter(pk=erasure.pk).update(confirmed_at=at, confirmed_account=account)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(basis=ErasureBasis.APPROVED)


def test_it_names_the_approval_or_that_nothing_was_filed(told_all: ReviewRequest, cast: Cast) -> None:
    at = a_year_after(told_all)
    with refused(ErasureRefused, match="至少勾選一案"):
        propose(told_all, cast, at, case_ids=[])
    with refused(ErasureRefused, match="核准文號") as refusal:
        propose(told_all, cast, at, basis=ErasureBasis.APPROVED, approval_number=" ")
    assert refusal.value.field == "approval_number"
    propose(told_all, cast, at, basis=ErasureBasis.APPROVED, approval_number="桃教秘字第1號")
    assert Entry.objects.get(verb="requests.erasure_proposed").detail == {"count": "1", "basis": "桃教秘字第1號"}


def test_a_proposal_is_taken_off_with_a_reason_and_may_be_made_anew(told_all: ReviewRequest, cast: Cast) -> None:
    at = a_year_after(told_all)
    erasure = propose(told_all, cast, at)
    with pytest.raises(NotYoursToErase):
        drop_erasure(erasure_id=erasure.pk, reason="x", actor=cast.auditor, now=at)
    with refused(ErasureRefused, match="撤銷理由"):
        drop_erasure(erasure_id=erasure.pk, reason=" ", actor=cast.supervisor, now=at)
    drop_erasure(erasure_id=erasure.pk, reason="案件尚有訴訟。", actor=cast.supervisor, now=at)
    assert selectors.expired_cases(cast.handler, at) != []
    again = propose(told_all, cast, at)
    drop_erasure(erasure_id=again.pk, reason="再等。", actor=cast.handler, now=at)
    assert verify().ok


def test_what_came_up_meanwhile_stops_the_second_person(told_all: ReviewRequest, cast: Cast) -> None:
    at = a_year_after(told_all)
    erasure = propose(told_all, cast, at)
    Hold.objects.update(released_at=None)
    with refused(ErasureRefused, match="影像仍在留存中"):
        confirm_erasure(erasure_id=erasure.pk, actor=cast.principal, now=at)


@pytest.mark.counted_elsewhere
def test_nobody_confirms_a_case_he_must_keep_out_of_or_may_not_know(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    recuse(
        case_id=approved.pk, person_id=cast.supervisor.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler,
        now=now,
    )  # fmt: skip
    case = closed(approved, cast, now)
    at = a_year_after(case)
    erasure = propose(case, cast, at)
    assert not selectors.may_read(erasure, cast.supervisor, at)
    with pytest.raises(NotYoursToErase):
        confirm_erasure(erasure_id=erasure.pk, actor=cast.supervisor, now=at)


@pytest.mark.counted_elsewhere
# --- what goes, what stays ---------------------------------------------------------------------------------------------
def test_the_erased_words_are_found_nowhere(told_all: ReviewRequest, cast: Cast) -> None:
    secrets = [*SECRETS.values(), "A123456789", PDF.decode()]
    before = list(texts())
    for secret in secrets[:-1]:
        assert any(secret in text for text in before), secret
    assert len(kept_files()) >= 3
    kept = {path.name for path in kept_files()}
    mine = {str(key) for key in StoredFile.objects.values_list("pk", flat=True)}
    assert mine <= {name.partition(".")[0] for name in kept}
    assert verify().ok
    erase(told_all, cast)
    after = list(texts())
    for secret in secrets:
        assert not [text for text in after if secret in text], secret
    assert verify().ok


@pytest.mark.counted_elsewhere
@pytest.mark.django_db(transaction=True)
def test_the_files_go_with_the_case(told_all: ReviewRequest, cast: Cast) -> None:
    keys = [str(key) for key in selectors.files_of(told_all).values_list("pk", flat=True)]
    assert len(keys) == 3
    assert {key for key in keys if any(key in path.name for path in kept_files())} == set(keys)
    erase(told_all, cast)
    assert not StoredFile.objects.exists()
    assert not [path for path in kept_files() if any(key in path.name for key in keys)]


def test_a_file_another_case_has_stays(case: ReviewRequest, cast: Cast, content: Content, now: dt.datetime) -> None:
    shared = store(upload=SimpleUploadedFile("圖.pdf", PDF, "application/pdf"), now=now)
    case.attachments.add(shared)
    other = drafts.save_draft(applicant=cast.teacher, content=content, key=None, copied=[shared], now=now)
    drafts.withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    end_holds(now + 14 * DAY)
    at = now + 366 * DAY
    confirm_erasure(erasure_id=propose(case, cast, at).pk, actor=cast.supervisor, now=at)
    assert not case.attachments.exists()
    assert list(other.attachments.all()) == [shared]


@pytest.mark.counted_elsewhere
def test_number_dates_decision_and_chain_stay(told_all: ReviewRequest, cast: Cast) -> None:
    def chain_of(case: ReviewRequest) -> list[tuple[Any, ...]]:
        columns = ("action", "proposal", "actor_name", "actor_title", "at", "manner", "grounds", "is_current")
        return list(case.approvals.values_list(*columns))

    signed, was = chain_of(told_all), ReviewRequest.objects.get(pk=told_all.pk)
    case = erase(told_all, cast)
    assert chain_of(case) == signed
    for column in ("number", "status", "received_at", "decided_at", "closed_at", "closed_by", "starts_at", "ends_at"):
        assert getattr(case, column) == getattr(was, column)
    assert [viewing.escort_name for viewing in case.viewings.all()] == ["事務組長 游承堃"]
    assert (bytes(case.salt), case.applicant, case.readers.count()) == (b"", None, 0)
    assert {bytes(one.salt) for one in Snapshot.objects.filter(review_request=case)} == {b""}
    assert list(selectors.register(cast.principal, a_year_after(case))) == list(case.viewings.all())


def test_a_changed_row_of_an_erased_case_is_still_named(told_all: ReviewRequest, cast: Cast) -> None:
    case = erase(told_all, cast)
    assert verify().ok
    with transaction.atomic():
        case.approvals.filter(action=Action.PARTLY_APPROVE).update(actor_name="某人")
        assert not verify().ok
        transaction.set_rollback(True)
    assert verify().ok


def test_the_paper_of_an_erased_case_says_so(told_all: ReviewRequest, cast: Cast) -> None:
    case = erase(told_all, cast)
    form = printed_appendix_1(case, for_ink=False)
    assert form.reason == "本件申請單之個資已依計畫伍、五銷毀。"
    assert (form.id_number, form.phone, form.relation, form.extra_pages) == ("", "", "", ())
    applicant, *chain_cells = form.signatures
    assert applicant.lines == ("（個資已銷毀）",)
    assert all(cell.lines for cell in chain_cells)
    assert not any(cell.lines for cell in printed_appendix_1(case, for_ink=True).signatures[1:])


@pytest.mark.counted_elsewhere
def test_a_restricted_case_stays_hidden_but_its_row_of_the_register_stands(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    restrict(case_id=approved.pk, actor=cast.handler, readers=[cast.principal, cast.supervisor], now=now)
    case = erase(closed(approved, cast, now), cast)
    at = a_year_after(case)
    assert selectors.register(cast.principal, at).count() == 1
    assert selectors.register(cast.guard, at).count() == 0
    for who in ("handler", "principal", "teacher", "auditor"):
        assert not policies.cases_in_books_of(getattr(cast, who), at).exists()
    assert selectors.erasures_of(cast.handler, at) == [Erasure.objects.get()]


@pytest.mark.counted_elsewhere
def test_nobody_works_on_an_erased_case(told_all: ReviewRequest, cast: Cast) -> None:
    case = erase(told_all, cast)
    with pytest.raises(PermissionDenied):
        restrict(case_id=case.pk, actor=cast.handler, readers=[cast.principal], now=a_year_after(case))


def test_a_coded_ground_is_no_word_of_the_case(cast: Cast, content: Content, now: dt.datetime) -> None:
    coded = dataclasses.replace(content, need=Need.DUTY, duty_basis=DutyBasis.GENDER, duty_reference="性平0042號")
    key = drafts.save_draft(applicant=cast.teacher, content=coded, key=None, now=now).draft_key
    case = drafts.submit(key=key, applicant=cast.teacher, accepts_note=True, now=now)
    drafts.withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    end_holds(now + 14 * DAY)
    at = now + 366 * DAY
    confirm_erasure(erasure_id=propose(case, cast, at).pk, actor=cast.principal, now=at)
    assert not [text for text in texts() if "性平0042號" in text]


@pytest.mark.counted_elsewhere
def test_of_a_member_of_staff_only_the_ledger_and_the_account_tell_who_acted(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    """The ledger never changes: that an account sent a case is an act, as signing one is."""
    case = erase(closed(approved, cast, now), cast)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label not in {"accounts.User", "ledger.Entry"}:
            assert not [text for text in texts(model) if "許喆安" in text], model._meta.label
    assert case.applicant is None
    assert verify().ok


@pytest.mark.counted_elsewhere
# --- nothing is deleted under its term ------------------------------------------------------------------------------------
def test_the_database_refuses_to_delete_a_case_that_was_sent(told_all: ReviewRequest) -> None:
    with pytest.raises(models.ProtectedError):
        told_all.delete()
    with pytest.raises(models.ProtectedError):
        ReviewRequest.objects.filter(pk=told_all.pk).delete()


def test_a_row_of_the_register_that_is_gone_is_named(told_all: ReviewRequest) -> None:
    """The database refuses it; who may take its triggers away is found."""
    with pytest.raises(IntegrityError, match="調閱登記簿只能新增"), transaction.atomic():
        told_all.viewings.all().delete()
    triggers.drop(connection)
    told_all.viewings.all().delete()
    assert not verify().ok


def test_no_code_of_the_room_deletes_anything_but_drafts() -> None:
    """Neither a service nor a view: `.delete(` stands where drafts nobody sent are discarded, and nowhere else."""
    room = Path(settings.BASE_DIR, "requests")
    deleting = {
        str(path.relative_to(room))
        for path in room.rglob("*.py")
        if ".delete(" in path.read_text(encoding="utf-8") and "migrations" not in path.parts
    }
    assert deleting == {"services/drafts/discarding.py"}
