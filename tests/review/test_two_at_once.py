"""Two people at once: one wins, the other is told who did what, and nothing is lost (house, ux: Concurrency).

Real connections on real threads: SQLite begins IMMEDIATE, PostgreSQL locks the row.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from accounts.choices import Role
from accounts.services import appoint
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from requests import selectors
from requests.choices import Action, Answer, Proposal, RecusalGround, Status
from requests.models import Recusal, ReviewRequest
from requests.policies import KeepsOut, NotYourStep
from requests.services.chain import (
    NotRecallable,
    PaperSignature,
    Signing,
    StaleCase,
    recall,
    record_paper_signature,
    sign,
)
from requests.services.consultations import ConsultationRefused, consult
from requests.services.drafts import withdraw
from requests.services.extensions import ExtensionRefused, extend
from requests.services.recusals import RecusalRefused, recuse
from requests.transitions import WrongOrder
from tests.review.acts import scan
from tests.shared import shared

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from accounts.models import User
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.counted_elsewhere]
YES = Proposal.APPROVE


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Let each act happen on a thread and a connection of its own, begun together; return results or refusals."""
    together = Barrier(len(acts))

    def happen(act: Callable[[], object]) -> object:
        try:
            together.wait()
            return act()
        except (ValueError, PermissionError, WrongOrder, NotYourStep, KeepsOut) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(happen, act) for act in acts]]


def winners(outcomes: list[object]) -> list[object]:
    return [one for one in outcomes if not isinstance(one, Exception)]


def losers(outcomes: list[object]) -> list[Exception]:
    return [one for one in outcomes if isinstance(one, Exception)]


@shared
def second(cast: Cast, now: dt.datetime) -> User:
    """A second 承辦人."""
    person = type(cast.dean).objects.create_user("handler2", "方若", "x")
    appoint(user=person, role=Role.HANDLER, title="幹事", since=now.date(), actor=SYSTEM, now=now)
    return person


def signing(case: ReviewRequest, actor: User, action: Action, now: dt.datetime, **more: Any) -> Callable[[], object]:
    content: dict[str, Any] = {"opinion": "請敘明。", "is_necessary": Answer.YES, "acts_seen": selectors.acts_on(case)}
    said = Signing(action=action, **content | more)
    return lambda: sign(case_id=case.pk, actor=actor, signing=said, now=now)


def test_of_two_handlers_one_signs_and_the_other_is_told_who(
    case: ReviewRequest, cast: Cast, second: User, now: dt.datetime
) -> None:
    outcomes = at_once(
        signing(case, cast.handler, Action.PROPOSE, now, proposal=YES),
        signing(case, second, Action.RETURN_TO_APPLICANT, now),
    )
    [refusal] = losers(outcomes)
    act = case.approvals.get()
    assert isinstance(refusal, StaleCase)
    assert f"此案已由{act.actor_title}{act.actor_name}於 115/11/23 09:00「{act.get_action_display()}」" in str(refusal)
    assert "請確認案件最新狀態" in str(refusal)
    case.refresh_from_db()
    assert (case.status, case.step) == ((Status.IN_REVIEW, 2) if act.actor == cast.handler else (Status.RETURNED, 1))
    assert Entry.objects.filter(verb__in=[Verb.CASE_PROPOSED, Verb.CASE_RETURNED]).count() == 1


def test_one_person_who_taps_twice_signs_once(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    tap = signing(case, cast.handler, Action.PROPOSE, now, proposal=YES)
    outcomes = at_once(tap, tap, tap, tap)
    assert len(winners(outcomes)) == 1
    assert all(isinstance(one, StaleCase) for one in losers(outcomes))
    assert case.approvals.count() == 1


def test_the_applicant_withdraws_while_the_principal_decides(
    at_principal: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    outcomes = at_once(
        signing(at_principal, cast.principal, Action.APPROVE, now),
        lambda: withdraw(case_id=at_principal.pk, applicant=cast.teacher, now=now),
    )
    assert len(winners(outcomes)) == 1
    assert isinstance(losers(outcomes)[0], WrongOrder)
    at_principal.refresh_from_db()
    withdrawn = at_principal.status == Status.WITHDRAWN
    assert at_principal.status in {Status.WITHDRAWN, Status.APPROVED}
    assert at_principal.approvals.count() == (2 if withdrawn else 3)
    assert (at_principal.decided_on is None) is withdrawn


def test_one_takes_back_while_the_next_signs(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    proposed = signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    outcomes = at_once(
        lambda: recall(case_id=case.pk, actor=cast.handler, now=now),
        signing(proposed, cast.supervisor, Action.PROPOSE, now, proposal=YES),
    )
    [refusal] = losers(outcomes)
    assert isinstance(refusal, (NotRecallable, StaleCase))
    case.refresh_from_db()
    assert case.step == (3 if isinstance(refusal, NotRecallable) else 1)
    assert isinstance(refusal, NotRecallable) or "「抽回」" in str(refusal)


def test_on_paper_and_in_the_browser_at_once(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    proposed = signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    said = Signing(action=Action.PROPOSE, proposal=YES, opinion="", acts_seen=1)
    paper = PaperSignature(cast.supervisor, now, scan(now))
    outcomes = at_once(
        lambda: record_paper_signature(case_id=case.pk, recorder=cast.handler, paper=paper, signing=said, now=now),
        signing(proposed, cast.supervisor, Action.PROPOSE, now, proposal=YES),
    )
    assert len(winners(outcomes)) == 1
    assert isinstance(losers(outcomes)[0], StaleCase)
    assert case.approvals.filter(step=2).count() == 1


def test_who_is_kept_out_at_that_moment_either_has_signed_or_does_not(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    proposed = signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    outcomes = at_once(
        lambda: recuse(
            case_id=case.pk, person_id=cast.supervisor.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler,
            now=now,
        ),
        signing(proposed, cast.supervisor, Action.PROPOSE, now, proposal=YES),
    )  # fmt: skip
    assert isinstance(outcomes[0], Recusal)
    assert isinstance(outcomes[1], (ReviewRequest, NotYourStep))
    assert case.approvals.filter(actor=cast.supervisor).exists() is isinstance(outcomes[1], ReviewRequest)


def test_what_may_happen_once_happens_once(case: ReviewRequest, cast: Cast, second: User, now: dt.datetime) -> None:
    def twice(act: Callable[[User], object]) -> list[object]:
        return at_once(lambda: act(cast.handler), lambda: act(second))

    extended = twice(lambda actor: extend(case_id=case.pk, actor=actor, reason="須調取影像。", now=now))
    asked = twice(
        lambda actor: consult(case_id=case.pk, person_id=cast.dean.pk, question="意見？", actor=actor, now=now)
    )
    kept_out = twice(
        lambda actor: recuse(
            case_id=case.pk, person_id=cast.colleague.pk, ground=RecusalGround.PARTY, note="", actor=actor, now=now
        )
    )
    for outcomes, refusal in (
        (extended, ExtensionRefused),
        (asked, ConsultationRefused),
        (kept_out, RecusalRefused),
    ):
        assert len(winners(outcomes)) == 1
        assert isinstance(losers(outcomes)[0], refusal)
    assert (case.consultations.count(), case.recusals.count()) == (1, 1)
    assert ledger.verify().ok


def test_the_ledger_holds_after_all_of_them(case: ReviewRequest, cast: Cast, second: User, now: dt.datetime) -> None:
    at_once(
        signing(case, cast.handler, Action.PROPOSE, now, proposal=YES),
        signing(case, second, Action.PROPOSE, now, proposal=YES),
        lambda: extend(case_id=case.pk, actor=cast.principal, reason="須調取影像。", now=now),
        lambda: withdraw(case_id=case.pk, applicant=cast.teacher, now=now),
    )
    report = ledger.verify()
    assert report.ok, report
