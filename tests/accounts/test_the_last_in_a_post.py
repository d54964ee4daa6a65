"""結束職務 lets nobody go without whom no case goes on (參、一); handing over and leaving are the ways that name who follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import PlanStep
from accounts.policies import roles_of
from accounts.services import end_post, give_post
from accounts.services.people import LastInPost
from printing.rules import local_date
from reports.choices import MoveKind, PostAfter
from reports.services.staff import Leaving, let_go
from work.selectors import holders_of

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast


def end(person: User, cast: Cast, now: dt.datetime) -> None:
    end_post(appointment_id=person.appointments.get().pk, actor=cast.administrator, now=now)


@pytest.mark.parametrize("who", ["handler", "supervisor", "principal"])
def test_the_only_one_in_a_role_of_the_chain_keeps_the_post_until_somebody_follows(
    cast: Cast, now: dt.datetime, who: str
) -> None:
    person: User = getattr(cast, who)
    (role,) = roles_of(person, local_date(now))
    with pytest.raises(LastInPost, match=f"目前只有此人擔任{role.label}"):
        end(person, cast, now)
    assert roles_of(person, local_date(now)) == {role}

    give_post(
        person_id=cast.dean.pk, role=role, title=f"代理{role.label}", office="", since=local_date(now),
        actor=cast.administrator, now=now,
    )  # fmt: skip
    end(person, cast, now)

    assert list(holders_of(role, day=local_date(now))) == [cast.dean]


def test_the_page_says_which_ways_there_are_and_one_of_them_is_open(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    url = reverse("accounts:post-end", args=[cast.principal.appointments.get().pk])

    for answer in (desk.client.get(url), desk.client.post(url)):
        page = desk.text(answer)
        assert "目前只有蘇翊甯擔任校長" in page
        assert reverse("reports:post-handover", args=[cast.principal.pk]) in page
        assert reverse("reports:departure", args=[cast.principal.pk]) in page
    assert roles_of(cast.principal, desk.now.date()) == {Role.PRINCIPAL}

    leaving = Leaving(cast.principal.pk, MoveKind.LEAVING, cast.dean.pk, PostAfter.VACANT)
    let_go(leaving=leaving, actor=cast.administrator, now=desk.now)
    assert not holders_of(Role.PRINCIPAL, day=desk.now.date()).exists()


def test_a_post_no_case_needs_ends_though_nobody_follows(cast: Cast, now: dt.datetime) -> None:
    end(cast.guard, cast, now)
    PlanStep.objects.filter(role=Role.SUPERVISOR).delete()
    end(cast.supervisor, cast, now)
    assert not holders_of(Role.GUARD, Role.SUPERVISOR, day=local_date(now)).exists()
