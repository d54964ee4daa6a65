"""What the report counts and what it says of it agree: nothing is 均 where something is wanting, no outage is rounded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from cameras.choices import OutageCause
from cameras.services import open_outage
from ledger.services import SYSTEM
from maintenance.rules import exactly_in_words
from reports.rules import every
from reports.selectors.compliance import Asked, compliance
from tests.reports.clauses import Place, unsigned_form, well_kept

if TYPE_CHECKING:
    from cameras.models import Camera
    from tests.conftest import Cast

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture
def place(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Place:
    return well_kept(cast, cameras, now)


def said(place: Place, key: str) -> str:
    [found] = [one for one in compliance(Asked(place.span, place.now, place.verified)) if one.duty.key == key]
    return "；".join(proof.text for proof in found.found.proofs)


def test_what_no_signed_form_stands_for_is_not_said_to_rest_on_one(place: Place) -> None:
    unsigned_form(place)
    assert "調閱 1 件，其中 0 件以簽名之申請單或公文為據" in said(place, "3.2b")
    assert "均有陪同人員" in said(place, "5.4")


def test_an_outage_is_told_to_the_minute(place: Place) -> None:
    since = place.now - 3 * HOUR
    open_outage(
        camera=place.cameras[0], cause=OutageCause.POWER, reference="", since=since, until=place.now - MINUTE, actor=SYSTEM,
        now=place.now,
    )  # fmt: skip
    assert "停電 1 筆，共 2 小時 59 分" in said(place, "4.3a")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (dt.timedelta(seconds=59), "不到 1 分"),
        (dt.timedelta(minutes=59), "59 分"),
        (dt.timedelta(hours=2, minutes=59), "2 小時 59 分"),
        (dt.timedelta(hours=40, minutes=59), "1 天 16 小時 59 分"),
        (dt.timedelta(days=1), "1 天"),
        (dt.timedelta(days=1, minutes=1), "1 天 1 分"),
    ],
)
def test_a_span_on_record_is_not_rounded(span: dt.timedelta, words: str) -> None:
    assert exactly_in_words(span) == words


def test_all_or_how_many() -> None:
    assert every(6, 0, "件") == "均"
    assert every(6, 1, "件") == "其中 5 件"
