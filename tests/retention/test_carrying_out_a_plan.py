"""A plan is carried out turn by turn: everything once, what cannot go named."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from retention import storage
from retention.choices import PassResult
from retention.models import Destruction, FootageSource, PastDue
from retention.services import enforce_source
from retention.services.destruction import carrying_out, finish_open
from retention.services.destruction.carrying_out import _after, _failure, _files
from retention.storage import Batch, Recording
from tests.retention.passes import old

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from pathlib import Path


def batch(folder: str, *names: str) -> Batch:
    return Batch(folder, "C01", [Recording(name, number, 1) for number, name in enumerate(names)])


@pytest.mark.parametrize(
    ("seen", "rest"),
    [
        (0, {"a": ["1", "2"], "b": ["3"]}), (1, {"a": ["2"], "b": ["3"]}), (2, {"b": ["3"]}), (3, {}), (9, {}),
    ],
)  # fmt: skip
def test_what_is_left_of_batches_once_some_were_looked_at(seen: int, rest: dict[str, list[str]]) -> None:
    turn = [batch("a", "1", "2"), batch("b", "3")]

    after = _after(turn, seen)

    assert {one.folder: [each.name for each in one.recordings] for one in after} == rest
    assert all(one.camera == "C01" for one in after)
    assert _files(after) == sum(map(len, rest.values()))


def test_a_failure_is_named_in_text_whatever_the_name() -> None:
    assert _failure(batch("a/b"), "x.mp4", "無法刪除") == {"path": "a/b/x.mp4", "camera": "C01", "reason": "無法刪除"}
    assert _failure(batch("a"), b"\xff.mp4".decode(errors="surrogateescape"), "")["path"] == "a/\ufffd.mp4"


@pytest.mark.parametrize(("turn", "together"), [(1, 1), (2, 20), (3, 2), (1000, 1)])
def test_turns_of_any_size_take_everything_once(
    small: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, turn: int, together: int
) -> None:
    asked: list[int] = []
    real = storage.remove

    def counting(opened: int, folder: str, names: Sequence[str], kept: frozenset[str], until: float) -> storage.Removal:
        asked.append(len(names))
        assert until <= time.monotonic() + storage.LONGEST_SECONDS, "nobody waits longer to place a hold"
        return real(opened, folder, names, kept, until)

    monkeypatch.setattr(storage, "remove", counting)
    monkeypatch.setattr(carrying_out, "TURN", turn)
    monkeypatch.setattr(carrying_out, "COUNTED_TOGETHER", together)

    enforce_source(small, now)

    made = Destruction.objects.get()
    assert (made.done_files, made.destroyed_files, made.destroyed_size, old(root)) == (5, 5, 230, set())
    assert sum(asked) == 5
    assert max(asked) <= turn


def test_what_was_counted_before_is_not_looked_at_again(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker had counted the first four: only the last is left to do."""
    Destruction.objects.update(done_files=4, destroyed_files=4, destroyed_size=130)
    looked: list[str] = []
    real = storage.remove

    def noting(opened: int, folder: str, names: Sequence[str], kept: frozenset[str], until: float) -> storage.Removal:
        looked.extend(names)
        return real(opened, folder, names, kept, until)

    monkeypatch.setattr(storage, "remove", noting)
    with storage.open_root(str(root)) as opened:
        finish_open(small, opened, now)

    begun.refresh_from_db()
    assert looked == ["10.00.mp4"]
    assert (begun.done_files, begun.destroyed_files, begun.destroyed_size) == (5, 5, 230)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the disk refuse to remove one name."""
    real = storage.remove

    def arm(bad: str) -> None:
        def refusing(
            opened: int, folder: str, names: Sequence[str], kept: frozenset[str], until: float
        ) -> storage.Removal:
            done = real(opened, folder, [name for name in names if name != bad], kept, until)
            if bad in names:
                done.seen += 1
                done.failed[bad] = "無法刪除（Input/output error）"
            return done

        monkeypatch.setattr(storage, "remove", refusing)

    return arm


def test_what_cannot_be_removed_is_counted_and_stands_on_the_list(
    small: FootageSource, root: Path, now: dt.datetime, failing: Callable[[str], None]
) -> None:
    failing("20.00.mp4")

    report = enforce_source(small, now)

    made = Destruction.objects.get()
    assert (made.destroyed_files, made.destroyed_size, made.failed_files) == (4, 220, 1)
    assert made.failures == [
        {"path": "2025-11-22/01/C01/20.00.mp4", "camera": "C01", "reason": "無法刪除（Input/output error）"}
    ]
    assert (report.result, report.failed_files) == (PassResult.PARTLY, 1)
    assert [(one.folder, one.camera_folder, one.files) for one in PastDue.objects.all()] == [("2025-11-22", "C01", 1)]
