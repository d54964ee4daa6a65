"""展延 of the 處理期限: once, before it is over, with a reason the applicant is told (個資法 §13; 行程法 §48)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.models import SchoolPlan
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import sentence
from printing.rules import TAIPEI, long_moment
from requests.choices import Action, RecusalGround, Status
from requests.policies import KeepsOut
from requests.services.drafts import Content, save_draft, submit, withdraw
from requests.services.extensions import ExtensionRefused, extend
from requests.services.recusals import recuse
from requests.transitions import WrongOrder
from tests.review.acts import refused, told
from work.models import Holiday

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

SECOND = dt.timedelta(seconds=1)
SPRING_FESTIVAL = {
    dt.date(2027, 1, 1): "開國紀念日",
    **{dt.date(2027, 2, day): "春節" for day in range(4, 11)},
}
"""116年: 除夕前一日 and 除夕 2/4–2/5, 初一至初三 2/6–2/8, 補假 2/9–2/10 (行政院人事行政總處, 116年政府行政機關辦公日曆表)."""


def longer(
    case: ReviewRequest, actor: User, now: dt.datetime, reason: str = " 須調取多支攝影機影像。 "
) -> ReviewRequest:
    return extend(case_id=case.pk, actor=actor, reason=reason, now=now)


def due(case: ReviewRequest) -> str:
    assert case.due_at is not None
    return long_moment(case.due_at)


@pytest.mark.parametrize("username", ["handler", "supervisor", "principal"])
def test_the_chain_extends_once_and_the_applicant_is_told(
    case: ReviewRequest, cast: Cast, now: dt.datetime, username: str
) -> None:
    assert due(case) == "115年12月8日（二）23:59"
    actor = getattr(cast, username)
    extended = longer(case, actor, now)
    assert due(extended) == "115年12月23日（三）23:59"
    assert (extended.extended_at, extended.extension_reason) == (now, "須調取多支攝影機影像。")
    assert "調閱申請 115-0001 的處理期限展延至 115年12月23日（三）" in told(cast.teacher)
    assert sentence(Entry.objects.get(verb=Verb.CASE_EXTENDED)).endswith("之處理期限至 115年12月23日（三）")
    with refused(ExtensionRefused, "以展延一次為限"):
        longer(extended, cast.handler, now)


@pytest.mark.parametrize("username", ["teacher", "colleague", "dean", "guard", "administrator", "auditor"])
def test_nobody_else_extends(case: ReviewRequest, cast: Cast, now: dt.datetime, username: str) -> None:
    with refused(KeepsOut):
        longer(case, getattr(cast, username), now)


def test_the_reason_is_written_and_the_period_not_over(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(ExtensionRefused, "請填寫展延理由"):
        longer(case, cast.handler, now, reason="  ")
    assert case.due_at is not None
    with refused(ExtensionRefused, "處理期限已過"):
        longer(case, cast.handler, case.due_at + SECOND)
    assert longer(case, cast.handler, case.due_at).extended_at == case.due_at


def test_also_while_the_applicant_corrects_but_not_when_it_is_decided_or_withdrawn(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請敘明。")
    assert longer(case, cast.handler, now).status == Status.RETURNED
    withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    with refused(WrongOrder, "已撤回"):
        longer(case, cast.handler, now)


@pytest.mark.counted_elsewhere
def test_a_decided_case_needs_no_more_time(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(WrongOrder, "已核准"):
        longer(approved, cast.handler, now)


def test_who_keeps_out_does_not_extend(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    recuse(
        case_id=case.pk, person_id=cast.supervisor.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler, now=now
    )
    with refused(KeepsOut):
        longer(case, cast.supervisor, now)


def test_the_days_are_the_plans(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    SchoolPlan.objects.update(extension_days=5)
    assert due(longer(case, cast.handler, now)) == "115年12月14日（一）23:59"


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize(
    ("received", "first", "second"),
    [
        pytest.param(
            (2026, 11, 20), "115年12月7日（一）12:00", "115年12月21日（一）23:59", id="a Saturday, then a Sunday"
        ),
        pytest.param(
            (2026, 11, 26), "115年12月11日（五）23:59", "115年12月28日（一）12:00", id="the second on a Saturday"
        ),
        pytest.param((2026, 12, 2), "115年12月17日（四）23:59", "116年1月4日（一）12:00", id="開國紀念日 on a Friday"),
        pytest.param((2027, 1, 21), "116年2月11日（四）23:59", "116年2月22日（一）12:00", id="the first in 春節"),
        pytest.param((2027, 1, 8), "116年1月25日（一）12:00", "116年2月11日（四）23:59", id="the second in 春節"),
    ],
)
def test_both_periods_are_counted_from_the_receipt_and_end_by_the_law(
    cast: Cast, content: Content, received: tuple[int, int, int], first: str, second: str
) -> None:
    for day, name in SPRING_FESTIVAL.items():
        Holiday.objects.get_or_create(date=day, defaults={"name": name})
    moment = dt.datetime(*received, 9, 0, tzinfo=TAIPEI)
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=moment)
    case = submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=moment)
    assert due(case) == first
    assert due(longer(case, cast.handler, moment)) == second
