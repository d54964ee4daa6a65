"""Whatever random people do to cases, the table of transitions, the ledger and everybody's secrets hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.choices import Role
from accounts.models import User
from accounts.services import appoint
from ledger import services as ledger
from ledger.services import SYSTEM
from tests.review.acts import scan
from tests.review.walk import School, Walk

if TYPE_CHECKING:
    import datetime as dt
    from random import Random

    from requests.services.drafts import Content
    from tests.conftest import Cast

pytestmark = pytest.mark.once
HAPPENS = {"submit", "sign propose", "recall", "consult", "restrict", "recuse"}
"""What the walks of one run do not miss, together: a walk that is always refused proves nothing."""
calm = settings(
    deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate]
)


@pytest.fixture
def school_at_work(cast: Cast, content: Content, now: dt.datetime) -> School:
    """The cast, a second 承辦人 and a second 主任."""
    clerk = User.objects.create_user("clerk", "方若", "x")
    appoint(user=clerk, role=Role.HANDLER, title="幹事", since=now.date(), actor=SYSTEM, now=now)
    director = User.objects.create_user("director", "白川", "x")
    appoint(user=director, role=Role.SUPERVISOR, title="學務主任", since=now.date(), actor=SYSTEM, now=now)
    return School(
        everybody=[
            cast.teacher, cast.colleague, cast.handler, cast.supervisor, cast.principal, cast.dean, clerk, director,
            cast.guard, cast.administrator, cast.auditor,
        ],
        administrator=cast.administrator,
        content=content,
        scan=scan(now),
        now=now,
    )  # fmt: skip


def walk(school: School, *, walks: int, steps: int) -> None:
    """Walk again and again from the same beginning, verify the ledger after each, and let everything be undone."""

    @settings(calm, max_examples=walks)
    @given(random=st.randoms(use_true_random=True))
    def one(random: Random) -> None:
        with transaction.atomic():
            walked = Walk(school, random)
            walked.go(steps)
            report = ledger.verify()
            transaction.set_rollback(True)
        assert report.ok, f"{report}\n{walked.story()}"

    one()
    done = {word.removesuffix(": done") for word in school.counts if word.endswith(": done")}
    assert done >= HAPPENS, school.counts


def test_whatever_people_do_the_rules_hold(school_at_work: School) -> None:
    walk(school_at_work, walks=12, steps=40)


@pytest.mark.long
def test_whatever_people_do_for_long_the_rules_hold(school_at_work: School) -> None:
    walk(school_at_work, walks=200, steps=100)
