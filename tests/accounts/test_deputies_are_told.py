"""Who is made a deputy is told, and who is given one without his own doing: from then on another signature counts (ruling 3)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.choices import DeputyReason
from accounts.services import name_deputy
from work.models import Notice

if TYPE_CHECKING:
    from accounts.models import User
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast


def name(cast: Cast, actor: User, now: dt.datetime, reason: DeputyReason = DeputyReason.LEAVE) -> None:
    name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=reason, since=now,
        until=now + dt.timedelta(days=1), actor=actor, now=now,
    )  # fmt: skip


def told() -> dict[User, tuple[str, str]]:
    return {one.recipient: (one.text, one.url) for one in Notice.objects.select_related("recipient")}


PERIOD = "115/11/23 09:00 至 115/11/24 09:00"


def test_who_names_a_deputy_himself_tells_the_deputy_only(cast: Cast, now: dt.datetime) -> None:
    name(cast, cast.principal, now)
    assert told() == {cast.dean: (f"您已被指定代理校長，第1順位（請假，{PERIOD}）", reverse("accounts:me"))}


def test_the_administrator_tells_both_and_the_principal_finds_where_to_end_it(cast: Cast, desk: Desk) -> None:
    name(cast, cast.administrator, desk.now)

    assert set(told()) == {cast.dean, cast.principal}
    text, url = told()[cast.principal]
    assert text == f"系統管理人員已為您指定代理人（請假，{PERIOD}）；如非您的意思，請結束這項代理"
    desk.sign_in(cast.principal)
    assert "結束代理" in desk.text(desk.client.get(url))


def test_for_a_vacancy_nobody_is_left_to_tell_but_the_deputy(cast: Cast, now: dt.datetime) -> None:
    cast.principal.appointments.update(until=now.date() - dt.timedelta(days=1))
    name(cast, cast.administrator, now, DeputyReason.VACANT)
    assert told() == {cast.dean: (f"您已被指定代理出缺的職務，第1順位（出缺，{PERIOD}）", reverse("accounts:me"))}


def test_the_choice_says_as_what_each_person_works_here(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    page = desk.text(desk.client.get(reverse("accounts:person-deputies", args=[cast.principal.pk])))
    assert "陳煒騏　教務主任（教職員）" in page
    assert "方瑀彤　總務主任（處室主管）" in page
