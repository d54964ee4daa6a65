"""A hold, and copies of its footage."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from ledger.services import SYSTEM
from retention.choices import CopyState
from retention.models import EvidenceCopy
from retention.services import place_from_shell
from retention.services.copy_destruction import adopt_store
from tests.copies.ending import a_year_old, signed
from tests.retention.keeping import checked
from tests.shared import shared

if TYPE_CHECKING:
    from cameras.models import Camera
    from retention.models import Hold
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)


@shared
def hold(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Hold:
    """C01 and C02, yesterday 10:00 to 11:00, for no case: everybody who handles cases may know it."""
    start = now.replace(hour=10) - dt.timedelta(days=1)
    return place_from_shell(
        cameras=cameras[:2], starts_at=start, ends_at=start + HOUR, reason="測試", actor=SYSTEM, now=now
    )


@shared
def believed(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    """Somebody read the recorder's clock today."""
    checked(cameras[0], 20, now)


@pytest.fixture
def case_key() -> uuid.UUID:
    """The opaque key of a case nobody asks about here."""
    return uuid.UUID(int=115)


@pytest.fixture
def keyless(cast: Cast, cameras: list[Camera], now: dt.datetime) -> EvidenceCopy:
    """A copy on a signed list whose key went, and then the process."""
    copy = a_year_old(cameras, now)
    row = signed(cast, now, copy)
    EvidenceCopy.objects.filter(pk=copy.pk).update(state=CopyState.DESTROYING, identity="")
    row.items.update(started_at=now)
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    return copy
