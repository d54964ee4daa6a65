"""A request on paper owes an answer to three questions before 陳核 and its signed form before the decision (ruling 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role
from accounts.services import appoint
from ledger.choices import Verb
from ledger.services import SYSTEM
from requests import policies, selectors
from requests.choices import Action, Answer, Asker, Need, Proposal, RecusalGround, RefusalGround, Status
from requests.models import ReviewRequest
from requests.policies import NotTheHandler, NotYourCase
from requests.services.chain import StandingUnknown
from requests.services.drafts import Content, correct, withdraw
from requests.services.extensions import extend
from requests.services.recusals import recuse
from requests.services.standing import StandingRefused, check_standing_of, keep_signed_form
from tests.review.acts import on_paper, refused, scan, told, written
from tests.shared import shared

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from tests.conftest import Cast
    from tests.review.conftest import Signs

YES = Proposal.APPROVE
GROUNDS = (RefusalGround.NO_INTEREST,)


@shared
def parents(case: ReviewRequest, cast: Cast) -> ReviewRequest:
    """A guardian's request on paper, typed in by 承辦人 (代填): nobody of the school is the applicant."""
    ReviewRequest.objects.filter(pk=case.pk).update(
        applicant=None, entered_by=cast.handler, asker=Asker.GUARDIAN, need=Need.CHILD, applicant_name="林家長"
    )
    return ReviewRequest.objects.get(pk=case.pk)


def answer(
    case: ReviewRequest,
    actor: User,
    now: dt.datetime,
    *,
    identity: bool = True,
    guardian: bool = True,
    order: Answer | None = Answer.NO,
) -> ReviewRequest:
    return check_standing_of(
        case_id=case.pk, actor=actor, identity_checked=identity, guardianship_confirmed=guardian,
        protection_order=order, now=now,
    )  # fmt: skip


def keep_form(case: ReviewRequest, actor: User, now: dt.datetime) -> ReviewRequest:
    return keep_signed_form(case_id=case.pk, actor=actor, scan=scan(now), now=now)


@pytest.mark.counted_elsewhere
# --- the three questions -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("asker", [Asker.GUARDIAN, Asker.REPRESENTATIVE])
@pytest.mark.parametrize("proposal", [Proposal.APPROVE, Proposal.REFUSE])
def test_nothing_goes_on_before_the_three_answers(
    parents: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime, asker: Asker, proposal: Proposal
) -> None:
    ReviewRequest.objects.update(asker=asker, need=Need.OWN)
    more = {"proposal": proposal, "opinion": "非監護人。", "grounds": GROUNDS}
    with refused(StandingUnknown, "請先於案件頁完成「申請人身分查驗」"):
        signs(parents, cast.handler, Action.PROPOSE, **more)  # type: ignore[arg-type]
    answer(parents, cast.handler, now, order=None)
    with refused(StandingUnknown):
        signs(parents, cast.handler, Action.PROPOSE, **more)  # type: ignore[arg-type]
    answered = answer(parents, cast.handler, now)
    assert (answered.identity_checked, answered.guardianship_confirmed) == (True, True)
    assert (answered.protection_order, answered.is_restricted) == (Answer.NO, False)
    assert signs(parents, cast.handler, Action.PROPOSE, **more).step == 2  # type: ignore[arg-type]


def test_it_may_be_sent_back_before_they_are_answered(parents: ReviewRequest, cast: Cast, signs: Signs) -> None:
    assert signs(parents, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請補身分證明。").status == Status.RETURNED


@pytest.mark.parametrize(("identity", "guardian"), [(False, True), (True, False), (False, False)])
def test_whose_standing_does_not_hold_is_only_refused(
    parents: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime, identity: bool, guardian: bool
) -> None:
    answer(parents, cast.handler, now, identity=identity, guardian=guardian)
    with refused(StandingUnknown, "只能退回補正或擬不准"):
        signs(parents, cast.handler, Action.PROPOSE, proposal=YES)
    signs(parents, cast.handler, Action.PROPOSE, proposal=Proposal.REFUSE, opinion="非監護人。", grounds=GROUNDS)
    with refused(StandingUnknown):
        signs(parents, cast.supervisor, Action.PROPOSE, proposal=YES)


def test_a_protection_order_makes_it_a_restricted_case_of_its_chain(
    parents: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    shut = answer(parents, cast.handler, now, order=Answer.YES)
    assert shut.is_restricted
    assert set(shut.readers.all()) == {cast.handler, cast.supervisor, cast.principal}
    assert written(shut)[-2:] == [Verb.STANDING_CHECKED, Verb.CASE_RESTRICTED]
    changed = answer(parents, cast.handler, now, order=Answer.NO)
    assert changed.is_restricted, "a 限制案 stays one"
    assert signs(parents, cast.handler, Action.PROPOSE, proposal=YES).step == 2


def test_a_protection_order_is_kept_even_where_nobody_sits_at_a_step(
    parents: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    cast.principal.appointments.all().delete()
    assert answer(parents, cast.handler, now, order=Answer.YES).is_restricted


def test_with_a_protection_order_an_open_case_does_not_go_on(
    parents: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    answer(parents, cast.handler, now)
    ReviewRequest.objects.update(protection_order=Answer.YES)
    with refused(StandingUnknown, "請先將本案設為限制案"):
        signs(parents, cast.handler, Action.PROPOSE, proposal=YES)


@pytest.mark.parametrize("asker", [Asker.STAFF, Asker.PUPIL])
def test_who_asks_for_himself_is_not_asked(
    parents: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime, asker: Asker
) -> None:
    ReviewRequest.objects.update(asker=asker, need=Need.OWN)
    with refused(StandingRefused, "不必查驗監護關係"):
        answer(parents, cast.handler, now)
    assert signs(parents, cast.handler, Action.PROPOSE, proposal=YES).step == 2


@pytest.mark.parametrize("username", ["teacher", "supervisor", "principal", "colleague", "administrator"])
def test_the_handler_alone_answers_and_keeps_the_form(
    parents: ReviewRequest, cast: Cast, now: dt.datetime, username: str
) -> None:
    person = getattr(cast, username)
    form = scan(now)
    with refused(NotTheHandler, "查驗申請人身分"):
        answer(parents, person, now)
    with refused(NotTheHandler, "存入簽名的附錄1"):
        keep_signed_form(case_id=parents.pk, actor=person, scan=form, now=now)


def test_after_the_decision_the_answers_stand(
    parents: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    answer(parents, cast.handler, now)
    keep_form(parents, cast.handler, now)
    signs(parents, cast.handler, Action.PROPOSE, proposal=YES)
    signs(parents, cast.supervisor, Action.PROPOSE, proposal=YES)
    signs(parents, cast.principal, Action.APPROVE)
    with refused(StandingRefused, "不能再變更查驗結果"):
        answer(parents, cast.handler, now, order=Answer.YES)


# --- the signed form ---------------------------------------------------------------------------------------------------
def test_without_the_signed_form_the_case_stops_before_the_last_step(
    parents: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    answer(parents, cast.handler, now)
    signs(parents, cast.handler, Action.PROPOSE, proposal=YES)
    with refused(StandingUnknown, "須先存入申請人簽名的附錄1"):
        signs(parents, cast.supervisor, Action.PROPOSE, proposal=YES)
    with refused(StandingUnknown):
        on_paper(parents, cast.handler, cast.supervisor, Action.PROPOSE, YES, at=now, now=now)
    assert signs(parents, cast.supervisor, Action.RETURN_TO_PREVIOUS, opinion="請補簽名表單。").step == 1
    kept = keep_form(parents, cast.handler, now)
    assert kept.signed_form is not None
    assert written(kept)[-1] == Verb.SIGNED_FORM_KEPT
    signs(parents, cast.handler, Action.PROPOSE, proposal=YES)
    assert signs(parents, cast.supervisor, Action.PROPOSE, proposal=YES).step == 3


def test_who_holds_the_last_steps_needs_it_before_deciding(
    parents: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    appoint(user=cast.supervisor, role=Role.PRINCIPAL, title="代理校長", since=now.date(), actor=SYSTEM, now=now)
    answer(parents, cast.handler, now)
    signs(parents, cast.handler, Action.PROPOSE, proposal=YES)
    with refused(StandingUnknown):
        signs(parents, cast.supervisor, Action.APPROVE)
    keep_form(parents, cast.handler, now)
    assert signs(parents, cast.supervisor, Action.APPROVE).status == Status.APPROVED


def test_the_form_is_kept_once_and_only_for_what_was_asked_on_paper(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    form = scan(now)
    with refused(StandingRefused, "不需要紙本簽名"):
        keep_signed_form(case_id=case.pk, actor=cast.handler, scan=form, now=now)
    ReviewRequest.objects.update(entered_by=cast.handler)
    keep_form(case, cast.handler, now)
    with refused(StandingRefused, "不能更換"):
        keep_signed_form(case_id=case.pk, actor=cast.handler, scan=form, now=now)


def test_what_was_sent_in_the_browser_needs_no_form(case: ReviewRequest, cast: Cast, signs: Signs) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    assert signs(case, cast.supervisor, Action.PROPOSE, proposal=YES).step == 3


@pytest.mark.counted_elsewhere
# --- the handler speaks for who has no account ---------------------------------------------------------------------------
def test_the_handler_corrects_withdraws_and_is_told_for_who_has_no_account(
    parents: ReviewRequest, cast: Cast, signs: Signs, content: Content, now: dt.datetime
) -> None:
    extend(case_id=parents.pk, actor=cast.supervisor, reason="須調取影像。", now=now)
    signs(parents, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請補身分證明。")
    assert [text for text in told(cast.handler) if "請補正" in text or "展延" in text] == [
        "調閱申請 115-0001 的處理期限展延至 115年12月23日（三）",
        "調閱申請 115-0001 請補正",
    ]
    for person in (cast.teacher, cast.supervisor, cast.principal):
        with refused(NotYourCase):
            correct(case_id=parents.pk, applicant=person, content=content, now=now)
    assert correct(case_id=parents.pk, applicant=cast.handler, content=content, now=now).step == 1
    assert withdraw(case_id=parents.pk, applicant=cast.handler, now=now).status == Status.WITHDRAWN


def test_a_handler_who_keeps_out_speaks_for_nobody(parents: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    other = type(cast.dean).objects.create_user("handler2", "方若", "x")
    appoint(user=other, role=Role.HANDLER, title="幹事", since=now.date(), actor=SYSTEM, now=now)
    recuse(case_id=parents.pk, person_id=cast.handler.pk, ground=RecusalGround.RELATIVE, note="", actor=other, now=now)
    assert selectors.asked_by(parents, now) == [other]
    assert [policies.answers_for(one, parents, now) for one in (other, cast.handler)] == [True, False]
    with refused(NotYourCase):
        withdraw(case_id=parents.pk, applicant=cast.handler, now=now)
