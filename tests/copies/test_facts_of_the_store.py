"""What speaks for and against destroying copies now is gathered from the folder and the records (house, invariant 5)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from ledger.choices import Verb
from ledger.models import Entry
from ledger.rules import Actor
from ledger.services import SYSTEM
from retention import storage
from retention.choices import CopyMedium, CopyState, CopyVerdict, CopyWay, DeletedBy, Doubt
from retention.models import CopyAcceptance, CopyStore, EvidenceCopy, FootageSource, HandCheck
from retention.rules import StoreGround
from retention.selectors import judged, standing_copies
from retention.services.copy_destruction import accept_copies, adopt_store
from retention.services.copy_destruction.grounds import (
    STORE,
    doubts_of,
    ground_of_store,
    is_ours,
    mark,
    opened_store,
    the_store,
)
from retention.services.destruction import grounds
from retention.storage import Marker
from tests.absences import away
from tests.retention.keeping import folder_of
from tests.shared import shared

if TYPE_CHECKING:
    from pathlib import Path

    from cameras.models import Camera
    from retention.models import Hold
    from retention.selectors import Judged
    from tests.conftest import Cast

DAY, HOUR, SECOND = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(seconds=1)
TOKEN = uuid.UUID(int=7)


@shared
def folder(db: None, now: dt.datetime) -> CopyStore:
    """The folder of copies after its third run, of this morning."""
    CopyStore.objects.create(pk=1, token=TOKEN, marked_at=now - DAY, pass_number=3, last_pass_at=now - 3 * HOUR)
    return CopyStore.objects.get()


@pytest.fixture
def root(copies_dir: Path) -> Path:
    copies_dir.mkdir()
    return copies_dir


def copy_of(hold: Hold, now: dt.datetime, number: int = 1, **columns: Any) -> EvidenceCopy:
    facts: dict[str, Any] = {
        "number": f"E115-{number:04d}", "hold": hold, "medium": CopyMedium.FILE, "way": CopyWay.UPLOAD,
        "state": CopyState.FINISHED, "starts_at": hold.starts_at, "ends_at": hold.ends_at, "made_by": "承辦人",
        "opened_at": now, "due_on": now.date(), "sha256": "0" * 64, "size": 1,
    }  # fmt: skip
    return EvidenceCopy.objects.create(**facts | columns)


def ground(
    store: CopyStore, now: dt.datetime, root: Path | None = None, due: list[Judged] | None = None
) -> StoreGround:
    if root is None:
        return ground_of_store(store, None, due or [], now)
    with storage.open_root(str(root)) as opened:
        return ground_of_store(store, opened, due or [], now)


def marked(root: Path, token: uuid.UUID, passes: int) -> None:
    with storage.open_root(str(root)) as opened:
        storage.write_marker(opened, Marker(token, passes))


def accepted(at: dt.datetime, *, copies: int = 0, day: dt.date | None = None) -> None:
    CopyAcceptance.objects.create(
        stated_day=day or at.date(), copies=copies, reason="已核對", accepted_by="承辦人", accepted_at=at
    )


# --- gathering ---------------------------------------------------------------------------------------------------------
def test_what_folder_and_records_say(folder: CopyStore, root: Path, hold: Hold, now: dt.datetime) -> None:
    marked(root, TOKEN, 4)
    (root / "copy").mkdir()
    copy_of(hold, now, 1)
    copy_of(hold, now, 2, due_on=now.date() + 90 * DAY)
    copy_of(hold, now, 3, state=CopyState.RECEIVING, sha256="")
    copy_of(hold, now, 4, due_on=now.date() + 91 * DAY)
    hold.released_at = now - DAY
    hold.save(update_fields=["released_at"])
    due = judged(standing_copies(), now)

    assert [one.verdict for one in due].count(CopyVerdict.DESTROY_BY_SYSTEM) == 1
    assert ground(folder, now, root, due) == StoreGround(
        now=now, is_readable=True, is_marked=True, is_empty=False, marker_pass=4, database_pass=3,
        last_pass_at=now - 3 * HOUR, copies=3, unsigned=1, accepted=0, restored_at=None, witnesses=(),
    )  # fmt: skip


def test_a_folder_that_is_not_there_says_nothing(folder: CopyStore, hold: Hold, now: dt.datetime) -> None:
    copy_of(hold, now)
    found = ground(folder, now)

    assert (found.is_readable, found.is_marked, found.is_empty, found.marker_pass) == (False, False, False, 0)
    assert list(doubts_of(folder, None, [], now)) == [Doubt.AWAY]


@pytest.mark.parametrize(
    ("token", "said"), [(None, (False, 0)), (uuid.UUID(int=8), (False, 0)), (TOKEN, (True, 9))],
    ids=["none", "another's", "ours"],
)  # fmt: skip
def test_only_our_own_marker_counts(
    folder: CopyStore, root: Path, now: dt.datetime, token: uuid.UUID | None, said: tuple[bool, int]
) -> None:
    if token:
        marked(root, token, 9)

    found = ground(folder, now, root)

    assert (found.is_marked, found.marker_pass) == said
    with storage.open_root(str(root)) as opened:
        assert is_ours(folder, opened) is said[0]


@pytest.mark.parametrize(
    ("columns", "is_empty"),
    [
        ({"state": CopyState.FINISHED}, True),
        ({"state": CopyState.DESTROYING}, True),
        ({"state": CopyState.DESTROYED}, False),
        ({"state": CopyState.RECEIVING}, False),
        ({"medium": CopyMedium.MEDIUM, "medium_kind": "usb", "medium_serial": "U-1", "kept_at": "保險櫃"}, False),
    ],
    ids=["finished", "destroying", "destroyed", "receiving", "medium"],
)
def test_a_folder_is_empty_where_there_should_be_bytes(
    folder: CopyStore, root: Path, hold: Hold, now: dt.datetime, columns: dict[str, Any], is_empty: bool
) -> None:
    copy_of(hold, now, **columns)

    assert ground(folder, now, root).is_empty is is_empty
    (root / "copy").mkdir()
    assert not ground(folder, now, root).is_empty


def test_as_many_may_go_as_somebody_accepted_since_the_last_run(folder: CopyStore, now: dt.datetime) -> None:
    assert ground(folder, now).accepted == 0
    for at, copies in (
        (now - 3 * HOUR - SECOND, 90),
        (now - 3 * HOUR, 7),
        (now, 8),
        (now - HOUR, 2),
        (now + SECOND, 95),
    ):
        accepted(at, copies=copies)

    assert ground(folder, now).accepted == 8
    assert ground(folder, now - HOUR).accepted == 7


def test_after_a_restore_somebody_must_have_confirmed_since(folder: CopyStore, now: dt.datetime) -> None:
    folder.restored_at = now - HOUR
    accepted(now - HOUR - SECOND)
    assert ground(folder, now).restored_at == now - HOUR

    accepted(now - HOUR)
    assert ground(folder, now).restored_at is None


def checked(camera: Camera, at: dt.datetime) -> None:
    HandCheck.objects.create(
        recorder=camera.recorder, checked_at=at, checked_by="警衛", earliest_day=at.date() - 9 * DAY
    )


def test_witnesses_are_recordings_a_stated_day_a_hand_check_and_a_server_elsewhere(
    folder: CopyStore, cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for deleted_by, retired in ((DeletedBy.PRODUCT, None), (DeletedBy.RECORDER, now.date())):
        source = folder_of(cameras[:1], now, deleted_by)
        FootageSource.objects.filter(pk=source.pk).update(newest_at=now - HOUR, retired_on=retired)
    for at, day in ((now - 4 * HOUR, 1), (now - 2 * HOUR, 20), (now + SECOND, 2)):
        accepted(at, day=now.date().replace(day=day))
    for at in (now - 4 * HOUR, now + SECOND):
        checked(cameras[0], at)
    monkeypatch.setattr(grounds, "database_time", lambda: now - SECOND)
    assert [name for name, _ in ground(folder, now).witnesses] == ["最新影像", "人員所述日期", "資料庫主機時間"]

    checked(cameras[0], now - 2 * HOUR)
    assert list(ground(folder, now).witnesses) == [
        ("最新影像", now - HOUR), ("人員所述日期", now.replace(day=20)), ("影像查核", now - 2 * HOUR),
        ("資料庫主機時間", now - SECOND),
    ]  # fmt: skip


def test_doubts_are_those_of_the_facts(folder: CopyStore, root: Path, now: dt.datetime) -> None:
    with storage.open_root(str(root)) as opened:
        assert list(doubts_of(folder, opened, [], now)) == [Doubt.MARKER]
        mark(folder, opened)
        assert doubts_of(folder, opened, [], now) == {}
        assert list(doubts_of(folder, opened, [], now + 70 * DAY)) == [Doubt.CLOCK]


# --- the mark ----------------------------------------------------------------------------------------------------------
def passes_of(root: Path) -> int | None:
    with storage.open_root(str(root)) as opened:
        marker = storage.read_marker(opened)
    return marker.pass_number if marker else None


def met(store: CopyStore, now: dt.datetime) -> bool:
    """Open the folder; say whether it could be had."""
    with opened_store(store, now) as opened:
        return opened is not None


def test_there_is_one_store(db: None) -> None:
    assert the_store() == the_store()
    assert CopyStore.objects.count() == 1


def test_a_folder_is_marked_when_it_is_first_met_with_a_copy(root: Path, hold: Hold, now: dt.datetime) -> None:
    store = the_store()
    assert met(store, now)
    assert (passes_of(root), store.marked_at) == (None, None), "without copies there is nothing to mark"
    copy_of(hold, now, state=CopyState.DESTROYED)
    copy_of(hold, now, 2, state=CopyState.ABANDONED)
    assert met(store, now)
    assert passes_of(root) is None

    copy_of(hold, now, 3, state=CopyState.RECEIVING, sha256="")
    assert met(store, now)

    assert passes_of(root) == 0
    assert CopyStore.objects.get().marked_at == now


@pytest.mark.parametrize("how", ["marked before", "passes made", "another's mark", "bytes missing"])
def test_a_folder_that_was_met_or_may_be_another_disk_is_not_marked(
    root: Path, hold: Hold, now: dt.datetime, how: str
) -> None:
    store = the_store()
    copy_of(hold, now)
    if how != "bytes missing":
        (root / "copy").mkdir()
    if how == "marked before":
        store.marked_at = now - DAY
    elif how == "passes made":
        store.pass_number = 1
    elif how == "another's mark":
        marked(root, uuid.UUID(int=8), 2)

    assert met(store, now)

    assert passes_of(root) == (2 if how == "another's mark" else None)


def test_a_folder_that_is_not_there_is_none(copies_dir: Path, hold: Hold, now: dt.datetime) -> None:
    copies_dir.write_text("")
    copy_of(hold, now)

    assert not met(the_store(), now)


# --- a person's word ---------------------------------------------------------------------------------------------------
def accept(cast: Cast, who: str, now: dt.datetime) -> CopyAcceptance:
    return accept_copies(stated_day=now.date(), copies=4, reason="整批到期", user=getattr(cast, who), now=now)


def test_who_accepts_says_the_day_and_how_many_and_the_ledger_keeps_it(
    cast: Cast, folder: CopyStore, now: dt.datetime
) -> None:
    row = accept(cast, "handler", now)

    row.refresh_from_db()
    assert (row.stated_day, row.copies, row.reason) == (now.date(), 4, "整批到期")
    assert (row.accepted_by, row.accepted_at) == ("事務組長 游承堃", now)
    entry = Entry.objects.get(verb=Verb.COPIES_ACCEPTED)
    assert (entry.subject, entry.actor, entry.at) == (STORE, "事務組長 游承堃", now)
    assert entry.detail == {"day": "115年11月23日（一）", "copies": "4", "reason": "整批到期"}


def test_only_who_executes_or_deputises_for_him_accepts(cast: Cast, folder: CopyStore, now: dt.datetime) -> None:
    with pytest.raises(PermissionDenied, match=r"^只有承辦人及處室主管可以確認留存檔的銷毀可以執行。$"):
        accept(cast, "dean", now)
    away(cast.handler, cast.dean, now)
    assert accept(cast, "dean", now).accepted_by.startswith("教務主任 陳煒騏")


@pytest.mark.parametrize(
    ("token", "passes", "known"), [(TOKEN, 9, 9), (TOKEN, 2, 3), (uuid.UUID(int=8), 9, 3), (None, 0, 3)], ids=str
)
def test_who_accepts_has_seen_that_the_database_is_older_than_the_folder(
    cast: Cast, folder: CopyStore, root: Path, now: dt.datetime, token: uuid.UUID | None, passes: int, known: int
) -> None:
    if token:
        marked(root, token, passes)

    accept(cast, "handler", now)

    assert CopyStore.objects.get().pass_number == known


def test_a_word_may_be_given_while_the_folder_is_away(cast: Cast, folder: CopyStore, now: dt.datetime) -> None:
    accept(cast, "handler", now)

    assert CopyStore.objects.get().pass_number == 3


def test_the_operator_says_that_a_folder_is_ours(folder: CopyStore, root: Path, now: dt.datetime) -> None:
    marked(root, uuid.UUID(int=8), 9)

    adopt_store(reason="搬移硬碟", actor=Actor(name="操作者", account="root"), now=now)

    assert (passes_of(root), CopyStore.objects.get().pass_number, CopyStore.objects.get().marked_at) == (9, 9, now)
    assert adopt_store(reason="再一次", actor=SYSTEM, now=now).pass_number == 9
