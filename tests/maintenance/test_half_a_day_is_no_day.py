"""Wherever people say how far back a recorder plays, they are asked for the first whole day (4.3b, ruling 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.choices import Feature
from maintenance.services import start_work_list
from tests.conftest import switch_on
from tests.maintenance.looking import make_shift

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

WHOLE_DAYS = "從 0 時起就能播放的最早一天；只剩半天的不算"
pytestmark = pytest.mark.usefixtures("at_now")


def test_each_page_that_asks_says_that_half_a_day_does_not_count(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    switch_on(Feature.DAILY_CHECK)
    shift, work_list = make_shift(cast.handler, now), start_work_list(user=cast.handler, now=now)
    client.force_login(cast.guard)
    for address in (
        "/retention/hand-checks/new/",
        f"/maintenance/checklists/{work_list.pk}/recorders/{cameras[0].recorder.code}/",
        f"/maintenance/daily/{now.date()}/{shift.pk}/",
    ):
        assert WHOLE_DAYS in client.get(address).content.decode(), address
