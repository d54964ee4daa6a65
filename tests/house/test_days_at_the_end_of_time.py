"""A day at the end of what a computer counts is refused or not found; no page breaks on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.choices import Feature
from tests.conftest import switch_on
from tests.maintenance.looking import make_shift

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast


@pytest.mark.usefixtures("at_now")
def test_no_page_breaks_on_a_day_at_the_end_of_time(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    switch_on(Feature.DAILY_CHECK)
    shift = make_shift(cast.handler, now, weekdays=range(7))
    client.force_login(cast.handler)
    last = "from_0=9999/12/31&until_0=9999/12/31&from=9999/12/31&until=9999/12/31&on=9999/12/31"
    for path in (
        "/print/forms/", "/ledger/register/", "/maintenance/cameras/C01/", "/reports/compliance/", "/retention/",
        "/maintenance/appendix-2.pdf", "/maintenance/inspections/",
    ):  # fmt: skip
        assert client.get(f"{path}?{last}").status_code < 500, path
    for path in ("/maintenance/daily/", "/maintenance/calendar/"):
        assert client.get(f"{path}?month=9999-12").status_code < 500, path
    assert client.get("/holidays/999/").status_code == 200
    for path in ("/holidays/1000/", "/holidays/9000/", f"/maintenance/daily/9999-12-31/{shift.pk}/"):
        assert client.get(path).status_code == 404, path
