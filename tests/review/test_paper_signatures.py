"""紙本核章登錄: 承辦人 records who signed on paper, when, what, with the scan; that person is told (ruling 4)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import DeputyReason, Role
from accounts.services import appoint, name_deputy
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM, sentence
from requests.choices import Action, Proposal, RecusalGround, RefusalGround, SigningManner, Status
from requests.models import ReviewRequest
from requests.policies import NotTheHandler, NotYourStep
from requests.services.chain import (
    GroundNeeded,
    NotRecallable,
    OpinionNeeded,
    PaperRefused,
    StaleCase,
    recall,
)
from requests.services.drafts import Content, correct, save_draft, submit
from requests.services.recusals import recuse
from requests.services.secrecy import restrict
from requests.services.standing import keep_signed_form
from requests.transitions import WrongOrder
from tests.review.acts import on_paper, refused, scan, told
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast
    from tests.review.conftest import Signs

YES = Proposal.APPROVE
HOUR = dt.timedelta(hours=1)
PROPOSE = Action.PROPOSE


@shared
def waiting(case: ReviewRequest, cast: Cast, signs: Signs) -> ReviewRequest:
    """A case at 處室主管."""
    return signs(case, cast.handler, PROPOSE, proposal=YES)


def test_a_paper_signature_moves_the_case_and_its_signatory_is_told(
    waiting: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    signed = on_paper(
        waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now + HOUR, now=now + 2 * HOUR, opinion="如擬"
    )
    act = signed.approvals.get(step=2)
    assert signed.step == 3
    assert (act.actor, act.at, act.manner, act.opinion) == (cast.supervisor, now + HOUR, SigningManner.PAPER, "如擬")
    assert (act.recorded_by, act.recorded_at) == (cast.handler, now + 2 * HOUR)
    assert act.scan is not None
    assert told(cast.supervisor)[-1] == (
        "已登錄您於 115/11/23 10:00 就調閱申請 115-0001 的紙本核章，如與事實不符，請於 115/11/30 11:00 前提出異議"
    )
    assert "請簽核調閱申請 115-0001：校長核定" in told(cast.principal)
    stored, recorded = Entry.objects.order_by("-sequence")[1], Entry.objects.latest("sequence")
    assert (stored.verb, stored.subject) == (Verb.FILE_STORED, f"附件 {act.scan_id}")
    assert sentence(recorded) == ("事務組長 游承堃登錄總務主任方瑀彤於 115/11/23 10:00 就案 115-0001 紙本核章：擬准")


def test_a_decision_on_paper_counts_from_the_day_it_was_signed(
    at_principal: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    decided = on_paper(at_principal, cast.handler, cast.principal, Action.APPROVE, at=now + HOUR, now=now + 5 * HOUR)
    assert (decided.status, decided.step, decided.decided_at) == (Status.APPROVED, 0, now + HOUR)
    assert decided.decided_on == decided.approvals.get(step=3).snapshot
    assert "調閱申請 115-0001 已核准" in told(cast.teacher)


def test_a_return_on_paper_leads_back_like_one_in_the_browser(
    at_principal: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    back = on_paper(
        at_principal, cast.handler, cast.principal, Action.RETURN_TO_PREVIOUS, at=now, now=now, opinion="請查明。"
    )
    assert (back.step, back.approvals.filter(is_current=True).count()) == (2, 1)
    returned = on_paper(
        back, cast.handler, cast.supervisor, Action.RETURN_TO_APPLICANT, at=now, now=now, opinion="請敘明。"
    )
    assert returned.status == Status.RETURNED
    assert "調閱申請 115-0001 請補正" in told(cast.teacher)


def test_who_holds_neighbouring_steps_signs_them_once_on_paper_too(
    waiting: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    appoint(user=cast.supervisor, role=Role.PRINCIPAL, title="代理校長", since=now.date(), actor=SYSTEM, now=now)
    decided = on_paper(waiting, cast.handler, cast.supervisor, Action.APPROVE, at=now, now=now)
    twin = decided.approvals.get(step=3)
    assert decided.status == Status.APPROVED
    assert (twin.same_as_left, twin.manner, twin.recorded_by) == (True, SigningManner.PAPER, cast.handler)
    assert twin.scan == decided.approvals.get(step=2).scan


@pytest.mark.counted_elsewhere
def test_what_was_signed_on_paper_must_carry_the_act_all_the_same(
    at_principal: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    with refused(OpinionNeeded):
        on_paper(at_principal, cast.handler, cast.principal, Action.REFUSE, at=now, now=now)
    with refused(GroundNeeded):
        on_paper(at_principal, cast.handler, cast.principal, Action.REFUSE, at=now, now=now, opinion="時段不符。")
    with refused(WrongOrder):
        on_paper(at_principal, cast.handler, cast.principal, PROPOSE, YES, at=now, now=now)
    grounds = (RefusalGround.UNSPECIFIC,)
    decided = on_paper(
        at_principal,
        cast.handler,
        cast.principal,
        Action.REFUSE,
        at=now,
        now=now,
        opinion="時段不符。",
        grounds=grounds,
    )
    assert decided.status == Status.REFUSED


@pytest.mark.counted_elsewhere
# --- who ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("recorder", ["teacher", "colleague", "dean", "principal", "guard", "administrator", "auditor"])
def test_nobody_but_the_handler_records(waiting: ReviewRequest, cast: Cast, now: dt.datetime, recorder: str) -> None:
    with refused(NotTheHandler, "只有本案承辦人可以登錄紙本核章"):
        on_paper(waiting, getattr(cast, recorder), cast.supervisor, PROPOSE, YES, at=now, now=now)


def test_nobody_records_his_own_signature(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(PaperRefused, "您自己的簽核請直接線上辦理") as refusal:
        on_paper(case, cast.handler, cast.handler, PROPOSE, YES, at=now, now=now)
    assert refusal.value.field == "signatory"


@pytest.fixture
def typed_in(case: ReviewRequest, cast: Cast, now: dt.datetime) -> ReviewRequest:
    """A request of yesterday on paper, typed in now, after a power cut."""
    ReviewRequest.objects.filter(pk=case.pk).update(
        entered_by=cast.handler, received_at=now - dt.timedelta(days=1), submitted_at=now
    )
    keep_signed_form(case_id=case.pk, actor=cast.handler, scan=scan(now), now=now)
    return ReviewRequest.objects.get(pk=case.pk)


def test_what_was_signed_on_paper_before_a_case_was_typed_in_is_recorded_as_it_was_also_ones_own(
    typed_in: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    on_paper(typed_in, cast.handler, cast.handler, PROPOSE, YES, at=now - 3 * HOUR, now=now)
    on_paper(typed_in, cast.handler, cast.supervisor, PROPOSE, YES, at=now - 2 * HOUR, now=now)
    decided = on_paper(typed_in, cast.handler, cast.principal, Action.APPROVE, at=now - HOUR, now=now)
    assert decided.status == Status.APPROVED
    assert not [text for text in told(cast.handler) if "紙本核章" in text]
    acts = decided.approvals.order_by("step")
    assert [act.at for act in acts] == [now - 3 * HOUR, now - 2 * HOUR, now - HOUR]
    assert {(act.manner, act.recorded_by, act.recorded_at) for act in acts} == {
        (SigningManner.PAPER, cast.handler, now)
    }


def test_ones_own_signature_after_the_case_was_typed_in_belongs_on_the_screen(
    typed_in: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    for at in (now, now + HOUR):
        with refused(PaperRefused, "您自己的簽核請直接線上辦理"):
            on_paper(typed_in, cast.handler, cast.handler, PROPOSE, YES, at=at, now=now + HOUR)


def test_the_page_offers_ones_own_name_last_and_only_for_a_case_from_paper(
    client: Client, typed_in: ReviewRequest, cast: Cast, at_now: None
) -> None:
    client.force_login(cast.handler)
    address = f"/requests/{typed_in.number}/paper/?action=propose&proposal=approve"
    assert list(client.get(address).context["form"].fields["signatory"].queryset) == [cast.handler]
    ReviewRequest.objects.update(entered_by=None)
    assert "目前這一關沒有其他人可以簽核" in client.get(address).content.decode()


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("signatory", ["teacher", "colleague", "dean", "principal", "guard"])
def test_who_could_not_sign_the_step_did_not_sign_it_on_paper(
    waiting: ReviewRequest, cast: Cast, now: dt.datetime, signatory: str
) -> None:
    with refused(NotYourStep, "處室主管審核"):
        on_paper(waiting, cast.handler, getattr(cast, signatory), PROPOSE, YES, at=now, now=now)


def test_a_party_neither_records_nor_is_recorded(
    waiting: ReviewRequest, content: Content, cast: Cast, now: dt.datetime
) -> None:
    draft = save_draft(applicant=cast.handler, content=content, key=None, now=now)
    own = submit(key=draft.draft_key, applicant=cast.handler, accepts_note=True, now=now)
    with refused(NotTheHandler):
        on_paper(own, cast.handler, cast.supervisor, PROPOSE, YES, at=now, now=now)
    recuse(
        case_id=waiting.pk,
        person_id=cast.supervisor.pk,
        ground=RecusalGround.PARTY,
        note="",
        actor=cast.handler,
        now=now,
    )
    with refused(NotYourStep):
        on_paper(waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now, now=now)


def test_of_a_restricted_case_only_a_reader_signs_on_paper(
    waiting: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    other = type(cast.dean).objects.create_user("supervisor2", "方若", "x")
    appoint(user=other, role=Role.SUPERVISOR, title="學務主任", since=now.date(), actor=SYSTEM, now=now)
    restrict(case_id=waiting.pk, actor=cast.handler, readers=[cast.supervisor, cast.principal], now=now)
    with refused(NotYourStep):
        on_paper(waiting, cast.handler, other, PROPOSE, YES, at=now, now=now)


def test_a_deputy_signs_on_paper_while_he_deputised(waiting: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    name_deputy(
        principal_id=cast.supervisor.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.LEAVE, since=now,
        until=now + HOUR, actor=cast.supervisor, now=now,
    )  # fmt: skip
    late = now + 5 * HOUR
    with refused(NotYourStep):
        on_paper(waiting, cast.handler, cast.dean, PROPOSE, YES, at=now + HOUR, now=late)
    signed = on_paper(waiting, cast.handler, cast.dean, PROPOSE, YES, at=now + HOUR / 2, now=late)
    act = signed.approvals.get(step=2)
    assert (act.acting_for, act.acting_for_note, act.actor_title) == (cast.supervisor, "總務主任請假", "教務主任")


# --- when --------------------------------------------------------------------------------------------------------------
def test_times_are_in_order(waiting: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    minute = dt.timedelta(minutes=1)
    with refused(PaperRefused, "不能在未來") as refusal:
        on_paper(waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now + HOUR + minute, now=now + HOUR)
    assert refusal.value.field == "signed_at"
    with refused(PaperRefused, "不能早於收件、補正或前一次簽核（115/11/23 09:00）"):
        on_paper(waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now - minute, now=now + HOUR)
    on_paper(waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now + HOUR, now=now + 2 * HOUR)
    with refused(PaperRefused, "115/11/23 10:00"):
        on_paper(waiting, cast.handler, cast.principal, Action.APPROVE, at=now + minute, now=now + 2 * HOUR)


def test_a_form_typed_in_later_may_have_been_signed_since_it_was_received(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    other = type(cast.dean).objects.create_user("handler2", "方若", "x")
    appoint(user=other, role=Role.HANDLER, title="幹事", since=now.date(), actor=SYSTEM, now=now)
    case.received_at = now - 3 * HOUR
    case.save(update_fields=["received_at"])
    with refused(PaperRefused, "115/11/23 06:00"):
        on_paper(case, cast.handler, other, PROPOSE, YES, at=now - 4 * HOUR, now=now)
    assert on_paper(case, cast.handler, other, PROPOSE, YES, at=now - 2 * HOUR, now=now).step == 2


@pytest.mark.counted_elsewhere
def test_what_was_corrected_since_was_not_signed_before(
    waiting: ReviewRequest, cast: Cast, signs: Signs, content: Content, now: dt.datetime
) -> None:
    signs(waiting, cast.supervisor, Action.RETURN_TO_APPLICANT, opinion="請縮短時段。")
    correct(case_id=waiting.pk, applicant=cast.teacher, content=content, now=now + 2 * HOUR)
    with refused(PaperRefused, "115/11/23 11:00"):
        on_paper(waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now + HOUR, now=now + 4 * HOUR)
    assert (
        on_paper(waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now + 3 * HOUR, now=now + 4 * HOUR).step == 3
    )


def test_after_a_return_was_taken_back_its_own_time_counts(
    waiting: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(waiting, cast.supervisor, Action.RETURN_TO_APPLICANT, opinion="請縮短時段。", now=now + HOUR)
    recall(case_id=waiting.pk, actor=cast.supervisor, now=now + HOUR)
    with refused(PaperRefused, "115/11/23 10:00"):
        on_paper(waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now, now=now + 2 * HOUR)
    assert on_paper(waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now + HOUR, now=now + 2 * HOUR).step == 3


def test_who_recorded_on_an_old_page_is_told_who_was_faster(
    waiting: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(waiting, cast.supervisor, PROPOSE, proposal=YES)
    with refused(StaleCase, "總務主任方瑀彤"):
        on_paper(waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now, now=now, acts_seen=1)


@pytest.mark.counted_elsewhere
def test_a_decided_case_takes_no_more_signatures(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(WrongOrder, "已核准"):
        on_paper(approved, cast.handler, cast.principal, Action.REFUSE, at=now, now=now)


def test_who_recorded_it_does_not_take_it_back(waiting: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    on_paper(waiting, cast.handler, cast.supervisor, PROPOSE, YES, at=now, now=now)
    with refused(NotRecallable):
        recall(case_id=waiting.pk, actor=cast.handler, now=now)
