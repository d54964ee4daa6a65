"""What the tests of the end of copies begin with: finished copies with bytes and a key, in a folder of their own."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from accounts.models import User
from ledger import services as ledger
from ledger.choices import Verb
from ledger.rules import Actor
from printing.rules import TAIPEI, local_date
from retention.choices import CopyState, HoldKind, ListKind, MediumKind
from retention.models import DestructionList, EvidenceCopy, Hold
from retention.selectors import HOLDS
from retention.services.copies import Label, store_medium
from retention.services.copy_destruction import ListError, WantedList, open_list, sign_list
from retention.services.holds import place_from_shell, release_hold
from tests.copies.making import content_of, made, parts_on_disk
from tests.retention.keeping import checked

if TYPE_CHECKING:
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
IN_OFFICE = dt.datetime(2026, 8, 3, 9, tzinfo=TAIPEI)
"""From then on the cast has its posts."""
OPERATOR = Actor(name="主機操作者", account="root")
KEY = "AGE-SECRET-KEY-1TEST"


def held(cameras: list[Camera], starts_at: dt.datetime, *, released: dt.datetime | None = None) -> Hold:
    """A 暫時留存 of an hour for no case, in force or released."""
    hold = place_from_shell(
        cameras=cameras, starts_at=starts_at, ends_at=starts_at + HOUR, reason="測試", actor=ledger.SYSTEM,
        now=starts_at + HOUR,
    )  # fmt: skip
    if released:
        release_hold(hold_id=hold.pk, reason="結束", actor=ledger.SYSTEM, now=released)
        hold.refresh_from_db()
    return hold


def by_law(cameras: list[Camera], starts_at: dt.datetime, now: dt.datetime) -> Hold:
    """A 法定留存 of an hour."""
    hold = Hold.objects.create(
        kind=HoldKind.LEGAL, starts_at=starts_at, ends_at=starts_at + HOUR, reason="偵查中", document_number="桃警字第1號",
        review_on=local_date(now) + 90 * DAY, placed_by="主任", placed_at=now,
    )  # fmt: skip
    hold.cameras.set(cameras)
    words = {"cameras": "C01", "reason": hold.reason}
    ledger.append(verb=Verb.HOLD_PLACED, actor=ledger.SYSTEM, detail=words, now=now, **HOLDS.said(hold))
    return hold


def copied(hold: Hold, *, medium: bool = False, due_on: dt.date | None = None, **content: Any) -> EvidenceCopy:
    """A finished copy of all a hold keeps, taken in as people do: a small file, or a medium in the safe."""
    at = max(hold.ends_at, IN_OFFICE)
    handler = User.objects.get(username="handler")
    is_over, hold.released_at = hold.released_at, None
    Hold.objects.filter(pk=hold.pk).update(released_at=None)
    if medium:
        label = Label(MediumKind.USB, "U-01", "總務處保險櫃")
        said = content_of(hold, **content)
        copy = store_medium(hold_id=hold.pk, content=said, label=label, user=handler, now=at)
    else:
        copy = made(hold, handler, at, **content)
    Hold.objects.filter(pk=hold.pk).update(released_at=is_over)
    if due_on:
        EvidenceCopy.objects.filter(pk=copy.pk).update(due_on=due_on)
    return EvidenceCopy.objects.get(pk=copy.pk)


def a_year_old(
    cameras: list[Camera], now: dt.datetime, *, days: int = 0, over: bool = True, **columns: Any
) -> EvidenceCopy:
    """A copy that comes due `days` days from now."""
    day = local_date(now) + days * DAY
    starts = dt.datetime.combine(day.replace(year=day.year - 1), dt.time(8), now.tzinfo)
    return copied(held(cameras[:1], starts, released=now - DAY if over else None), **columns)


def signed(cast: Cast, now: dt.datetime, *copies: EvidenceCopy, kind: ListKind = ListKind.DUE) -> DestructionList:
    """A list written by 承辦人 and signed by 處室主管."""
    return sign_list(list_id=written(cast, now, *copies, kind=kind).pk, user=cast.supervisor, now=now)


def written(cast: Cast, now: dt.datetime, *copies: EvidenceCopy, kind: ListKind = ListKind.DUE) -> DestructionList:
    """A list written by 承辦人 that waits for 監銷人."""
    reason = "" if kind == ListKind.DUE else "已無保存必要"
    wanted = WantedList(kind, [copy.pk for copy in copies], reason)
    return open_list(wanted=wanted, user=cast.handler, now=now)


def sure(cameras: list[Camera], now: dt.datetime) -> None:
    """A hand check lets the clock be believed."""
    checked(cameras[0], 20, now)


def is_there(copy: EvidenceCopy) -> bool:
    """Whether anything of a copy is left: its key or its bytes."""
    copy.refresh_from_db()
    return bool(copy.identity or parts_on_disk(copy.key))


def assert_gone(copy: EvidenceCopy) -> None:
    """Neither key nor bytes nor rows of parts; one item says so, and the list beside the copies."""
    assert not is_there(copy)
    assert (copy.state, copy.parts.count()) == (CopyState.DESTROYED, 0)
    assert copy.destroyed_at == copy.items.get(destroyed_at__isnull=False).destroyed_at


def graves() -> str:
    """The list of known destructions beside the copies, as it stands."""
    path: Path = settings.COPIES_DIR / "destroyed.jsonl"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def lines() -> list[dict[str, str]]:
    """The same, line by line."""
    return [json.loads(line) for line in graves().splitlines()]


def refused_at(field: str | None, words: str) -> pytest.RaisesExc[ListError]:
    """Expect a refusal that stands beside `field`, None for one beside none."""
    return pytest.raises(ListError, match=words, check=lambda error: error.field == field)
