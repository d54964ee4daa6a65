"""Who stands in for 承辦人 is told what 承辦人 would be told of cases, and reads the register (rulings 3, 22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.choices import DeputyReason
from requests.choices import Action, Answer, Proposal
from requests.services.agency import chase_letters
from tests.absences import away
from tests.agency.conftest import consented
from tests.review.acts import told

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs


@pytest.mark.parametrize(("reason", "is_there"), [(DeputyReason.LEAVE, True), (DeputyReason.RECUSAL, False)])
def test_the_deputy_is_told_and_who_stands_in_for_another_case_is_not(
    client: Client, visit: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime, at_now: None,
    reason: DeputyReason, is_there: bool,
) -> None:  # fmt: skip
    consented(visit, cast, now)
    signs(visit, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    signs(visit, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)
    away(cast.handler, cast.dean, now, reason=reason)
    signs(visit, cast.principal, Action.APPROVE, grants_copy=Answer.YES, copy_answer="依來文。")
    chase_letters(now)
    arrange, supply = (any(words in text for text in told(cast.dean)) for words in ("請安排調閱", "前補送"))
    assert (arrange, supply) == (is_there, is_there)
    assert any("請安排調閱" in text for text in told(cast.handler))
    client.force_login(cast.dean)
    assert client.get(reverse("reports:register")).status_code == (200 if is_there else 403)
