"""A copy whose key went before the process died: the next run goes on with it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from retention import storage
from retention.choices import CopyState
from retention.models import EvidenceCopy
from retention.services.copy_destruction import run_due_day
from retention.services.copy_destruction.carrying_out import Run, finish_begun, settle_list
from retention.storage import BEGUN, GONE, Grave, read_graves, write_grave
from tests.copies.ending import HOUR, OPERATOR, a_year_old, assert_gone, lines, signed

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("believed")


def test_it_is_finished_first_and_the_line_is_written_once(
    keyless: EvidenceCopy, now: dt.datetime, copies_dir: Path
) -> None:
    with storage.open_root(str(copies_dir)) as root:
        assert finish_begun(Run(root, OPERATOR, now + HOUR)) == {}
        assert finish_begun(Run(root, OPERATOR, now + HOUR)) == {}

    assert_gone(keyless)
    assert [line["step"] for line in lines()] == [GONE]
    assert Entry.objects.get(verb=Verb.COPY_DESTROYED).actor == "主機操作者"


def test_what_cannot_be_finished_is_named_and_stops_no_other(
    keyless: EvidenceCopy, cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    (copies_dir / keyless.key.hex / "stone").mkdir()
    other = a_year_old(cameras, now)
    signed(cast, now, other)

    report = run_due_day(now)

    assert report is not None
    assert (list(report.failures), report.destroyed) == ([keyless.number], [other.number])
    assert report.failures[keyless.number].endswith("請確認留存檔的資料夾已掛載且可寫入")
    assert_gone(other)


def test_the_list_beside_the_copies_says_gone_of_what_the_database_destroyed(
    keyless: EvidenceCopy, now: dt.datetime, copies_dir: Path
) -> None:
    EvidenceCopy.objects.update(state=CopyState.DESTROYED)
    begun = Grave(keyless.key, keyless.number, "銷毀清冊 1", "甲、乙", "2026-11-22T00:00:00+08:00")
    with storage.open_root(str(copies_dir)) as root:
        write_grave(root, BEGUN, begun)
        settle_list(Run(root, SYSTEM, now))
        settle_list(Run(root, SYSTEM, now))
        assert read_graves(root).gone == {keyless.key: begun}
    assert len(lines()) == 2


def test_of_a_copy_that_stands_the_line_stays_intent(
    cast: Cast, cameras: list[Camera], now: dt.datetime, copies_dir: Path
) -> None:
    copy = a_year_old(cameras, now)
    with storage.open_root(str(copies_dir)) as root:
        write_grave(root, BEGUN, Grave(copy.key, copy.number, "銷毀清冊 1", "", "2026"))
        settle_list(Run(root, SYSTEM, now))
        assert read_graves(root).gone == {}
