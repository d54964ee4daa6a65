"""逾期未補正，續行審核: when the term is over the step that returned a case, or 承辦人, decides on what is there (伍、一)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse

from accounts.choices import Role
from accounts.services import appoint
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM, sentence
from requests import selectors
from requests.choices import Action, Proposal, RefusalGround, Status
from requests.services.chain import NotOverdue, NotRecallable, chase_corrections, go_on, recall
from requests.services.drafts import Content, correct
from requests.transitions import WrongOrder
from tests.review.acts import refused, told
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

DAY = dt.timedelta(days=1)
OVER = "調閱申請 115-0001 已逾補正期限 115/11/30，得「逾期未補正，續行審核」"


@shared
def returned(case: ReviewRequest, cast: Cast, signs: Signs) -> ReviewRequest:
    """A case 承辦人 proposed and 處室主管 returned on Monday: to be corrected by the next one."""
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    return signs(case, cast.supervisor, Action.RETURN_TO_APPLICANT, opinion="請縮短時段。")


def test_it_goes_on_at_the_step_that_returned_it_and_can_be_decided(
    returned: ReviewRequest, cast: Cast, signs: Signs, content: Content, now: dt.datetime
) -> None:
    later = now + 8 * DAY
    case = go_on(case_id=returned.pk, actor=cast.supervisor, now=later)
    assert (case.status, case.step) == (Status.IN_REVIEW, 2)
    assert "調閱申請 115-0001 逾期未補正，學校依現有資料續行審核" in told(cast.teacher)
    entry = Entry.objects.get(verb=Verb.CASE_WENT_ON)
    assert sentence(entry) == "總務主任 方瑀彤因逾期未補正續行審核案 115-0001"
    with refused(WrongOrder):
        correct(case_id=case.pk, applicant=cast.teacher, content=content, now=later)
    with refused(NotRecallable):
        recall(case_id=case.pk, actor=cast.supervisor, now=later)
    no: dict[str, Any] = {"opinion": "未敘明時段。", "grounds": (RefusalGround.NOT_CORRECTED,), "now": later}
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.REFUSE, **no)
    assert signs(case, cast.principal, Action.REFUSE, **no).status == Status.REFUSED


def test_not_before_the_term_is_over_nor_by_anybody_else(returned: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    due = selectors.correction_due(returned)
    assert due is not None
    with refused(NotOverdue):
        go_on(case_id=returned.pk, actor=cast.supervisor, now=due)
    for person in (cast.teacher, cast.principal, cast.dean, cast.guard, cast.administrator, cast.auditor):
        with refused(NotOverdue):
            go_on(case_id=returned.pk, actor=person, now=due + DAY)
    assert go_on(case_id=returned.pk, actor=cast.handler, now=due + DAY).step == 2, "承辦人, whoever returned it"
    with refused(WrongOrder):
        go_on(case_id=returned.pk, actor=cast.handler, now=due + DAY)


def test_who_has_left_does_not_hold_it_up(returned: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    later = now + 8 * DAY
    cast.supervisor.appointments.update(role=Role.STAFF)
    appoint(user=cast.dean, role=Role.SUPERVISOR, title="總務主任", since=now.date(), actor=SYSTEM, now=now)
    case = go_on(case_id=returned.pk, actor=cast.dean, now=later)
    assert selectors.signatories(case, later) == [cast.dean]


def test_those_who_may_are_told_once_the_day_after(returned: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    assert not chase_corrections(now + 7 * DAY).acted
    assert chase_corrections(now + 8 * DAY).words == "逾期未補正之通知 2 則"
    assert OVER in told(cast.supervisor)
    assert OVER in told(cast.handler)
    assert not chase_corrections(now + 9 * DAY).acted


def test_the_case_page_offers_it_and_the_applicant_reads_that_it_went_on(
    client: Client, returned: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    page, case_page = (reverse(f"review:{name}", args=[returned.number]) for name in ("go-on", "case"))
    with time_machine.travel(now, tick=False):
        client.force_login(cast.handler)
        assert page not in client.get(case_page).content.decode()
        assert "補正期限屆滿仍未補正時" in client.get(page, follow=True).content.decode()
    with time_machine.travel(now + 8 * DAY, tick=False):
        client.force_login(cast.handler)
        assert page in client.get(case_page).content.decode()
        assert "依現有資料擬辦、核定" in client.get(page).content.decode()
        assert "已續行審核 115-0001" in client.post(page, follow=True).content.decode()
        client.force_login(cast.teacher)
        text = client.get(case_page).content.decode()
        assert "逾期未補正，續行審核" in text
        assert page not in text


@pytest.mark.parametrize("person", ["handler", "supervisor"])
def test_a_party_does_not(returned: ReviewRequest, cast: Cast, now: dt.datetime, person: str) -> None:
    type(returned).objects.filter(pk=returned.pk).update(applicant=getattr(cast, person))
    with refused(NotOverdue):
        go_on(case_id=returned.pk, actor=getattr(cast, person), now=now + 8 * DAY)
