"""What the tests of the end of copies begin with: finished copies with bytes and a key, in a folder of their own."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from retention.choices import CopyMedium, CopyState, CopyWay, HoldKind, ListKind, MediumKind
from retention.models import CopyPart, DestructionList, EvidenceCopy, Hold
from retention.rules import anniversary
from retention.selectors import COPIES, HOLDS
from retention.services.copy_destruction import WantedList, open_list, sign_list
from retention.services.holds import place_from_shell, release_hold
from retention.storage.parts import parts_on_disk, write_part
from tests.retention.keeping import checked

if TYPE_CHECKING:
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
KEY = "AGE-SECRET-KEY-1TEST"
_numbers = itertools.count(1)


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


def copied(hold: Hold, **columns: Any) -> EvidenceCopy:
    """A finished copy of all a hold keeps, with two parts on the disk, or of a medium."""
    made = hold.ends_at
    said: dict[str, Any] = {
        "number": f"E115-{next(_numbers):04d}", "medium": CopyMedium.FILE, "way": CopyWay.UPLOAD,
        "state": CopyState.FINISHED, "starts_at": hold.starts_at, "ends_at": hold.ends_at, "identity": KEY,
        "size": 1234, "sha256": "ab" * 32, "made_by": "事務組長 游承堃", "opened_at": made, "finished_at": made,
        "due_on": anniversary(local_date(hold.starts_at), 1), **columns,
    }  # fmt: skip
    if said["medium"] == CopyMedium.MEDIUM:
        of_medium = {
            "medium_kind": MediumKind.USB,
            "medium_serial": "U-01",
            "kept_at": "總務處保險櫃",
            "way": CopyWay.SAFE,
        }
        said |= of_medium | {"identity": "", "size": 0, "sha256": ""}
    copy = EvidenceCopy.objects.create(hold=hold, **said)
    copy.cameras.set(hold.cameras.all())
    if copy.medium == CopyMedium.FILE:
        for number in (1, 2):
            write_part(copy.key, number, b"sealed" * 100)
            CopyPart.objects.create(copy=copy, number=number, size=600, plain_sha256="a" * 64, sealed_sha256="b" * 64)
    ledger.append(
        verb=Verb.COPY_MADE, actor=ledger.SYSTEM, detail={"what": "測試"}, now=made, **COPIES.said(copy)
    )  # fmt: skip
    return copy


def a_year_old(
    cameras: list[Camera], now: dt.datetime, *, days: int = 0, over: bool = True, **columns: Any
) -> EvidenceCopy:
    """A copy that comes due `days` days from now."""
    starts = dt.datetime.combine(local_date(now).replace(year=now.year - 1), dt.time(8), now.tzinfo) + days * DAY
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
