"""來文機關免覆: with a reason, once, of a letter that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests import policies, selectors
from requests.models import ReviewRequest
from requests.services.agency import AgencyRefused, need_no_reply
from requests.services.drafts import withdraw
from tests.review.acts import refused, written

if TYPE_CHECKING:
    import datetime as dt

    from tests.conftest import Cast


def test_a_body_that_wants_no_answer_gets_none_for_a_reason(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(AgencyRefused, "免覆的依據"):
        need_no_reply(case_id=case.pk, handler=cast.handler, reason=" ", now=now)
    with refused(policies.NotTheHandler):
        need_no_reply(case_id=case.pk, handler=cast.teacher, reason="載明免覆", now=now)
    need_no_reply(case_id=case.pk, handler=cast.handler, reason="來文說明二載明免覆", now=now)
    facts = selectors.agency_facts(ReviewRequest.objects.get(pk=case.pk))
    assert facts is not None
    assert facts.no_reply_reason == "來文說明二載明免覆"
    assert written(case)[-1] == "requests.no_reply_needed"
    with refused(AgencyRefused, "已登錄"):
        need_no_reply(case_id=case.pk, handler=cast.handler, reason="x", now=now)


def test_a_letter_that_is_owed_or_a_case_that_is_over_needs_no_such_word(
    case: ReviewRequest, visit: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    with refused(AgencyRefused, "到校"):
        need_no_reply(case_id=visit.pk, handler=cast.handler, reason="x", now=now)
    withdraw(case_id=case.pk, applicant=cast.handler, now=now)
    with refused(AgencyRefused, "已辦畢"):
        need_no_reply(case_id=case.pk, handler=cast.handler, reason="x", now=now)
