"""管理檢視 (ruling 18): who looks without a case says why, which cameras, how long."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from ledger import services as ledger
from ledger.models import Entry
from requests import policies, selectors
from requests.choices import ManagementPurpose
from requests.models import ManagementViewing
from requests.services.viewings import NotOnWatch, ViewingRefused, record_look
from tests.review.acts import refused

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

MINUTE = dt.timedelta(minutes=1)


def look(user: User, seen: list[Camera], now: dt.datetime, **more: Any) -> ManagementViewing:
    facts: dict[str, Any] = {
        "purpose": ManagementPurpose.CLOCK, "reason": "校時後確認", "cameras": seen, "started_at": now - 6 * MINUTE,
        "ended_at": now - MINUTE, "form_key": uuid.uuid4(),
    }  # fmt: skip
    return record_look(user=user, now=now, **facts | more)


def test_a_look_is_a_row_and_an_entry(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    found = look(cast.guard, cameras[:2], now)
    sentence = ledger.sentence(Entry.objects.latest("sequence"))
    assert sentence == f"警衛 巴奈・古拉斯登錄管理檢視 {found.pk}：確認校時，C01、C02，5 分鐘，校時後確認"
    assert look(cast.guard, cameras, now, form_key=found.form_key) == found
    assert ledger.verify().finding is None
    ManagementViewing.objects.update(reason="無")
    assert ledger.verify().finding is not None


@pytest.mark.parametrize("username", ["teacher", "colleague", "dean", "administrator", "auditor"])
def test_others_do_not_look(cast: Cast, cameras: list[Camera], now: dt.datetime, username: str) -> None:
    with refused(NotOnWatch):
        look(getattr(cast, username), cameras, now)


def test_it_says_what_why_and_how_long(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    wrongs: list[dict[str, Any]] = [{"seen": []}, {"reason": " "}, {"ended_at": now + MINUTE}, {"started_at": now}]
    for wrong in wrongs:
        with refused(ViewingRefused):
            look(cast.handler, now=now, **{"seen": cameras} | wrong)


def test_a_guard_reads_his_own_and_the_books_keepers_all(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    own, other = look(cast.guard, cameras, now), look(cast.handler, cameras, now)
    assert list(selectors.looks_of(cast.guard, now)) == [own]
    readers = {person for person in vars(cast).values() if policies.may_read_looks(person, now)}
    assert readers == {cast.handler, cast.supervisor, cast.principal, cast.guard, cast.auditor}
    for reader in (cast.handler, cast.principal, cast.auditor):
        assert set(selectors.looks_of(reader, now)) == {own, other}
