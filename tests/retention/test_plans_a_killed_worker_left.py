"""A plan whose worker was killed is finished first by the next pass, or waits and says why."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from retention import storage
from retention.choices import Doubt, PassResult
from retention.models import CoverageDay, Destruction, FootageSource, RetentionPass
from retention.services import enforce_source
from retention.services.destruction import finish_open
from retention.storage import manifest
from tests.retention.passes import FULL, fresh, full, old

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def test_the_next_pass_finishes_it_first_and_says_so(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime
) -> None:
    report = enforce_source(fresh(small), now + HOUR)

    begun.refresh_from_db()
    assert (begun.finished_at, begun.resumed, begun.destroyed_files) == (now + HOUR, 1, 5)
    assert [one.pk for one in report.destructions] == [begun.pk]
    assert (report.result, old(root)) == (PassResult.DONE, set())
    assert Entry.objects.filter(verb=Verb.DESTRUCTION_DONE).get().actor == SYSTEM.name
    assert RetentionPass.objects.get().destruction == begun
    assert not CoverageDay.objects.filter(day__year=2025).exists()


def test_neither_the_clock_nor_the_amount_holds_up_what_was_sure_when_it_was_planned(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime
) -> None:
    late = now + 100 * DAY

    report = enforce_source(fresh(small), late)

    begun.refresh_from_db()
    assert begun.finished_at == late
    assert old(root) == set()
    assert set(report.doubts) == {Doubt.CLOCK}, "a new plan waits"


def test_in_a_folder_that_is_not_ours_any_more_it_waits(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime
) -> None:
    FootageSource.objects.update(restored_at=now + HOUR)
    (root / ".cctv-source.json").write_text(json.dumps({"source": str(small.token), "passes": 99}))

    report = enforce_source(fresh(small), now + HOUR)

    assert set(report.doubts) == {Doubt.OLD_DATABASE, Doubt.RESTORED}
    assert len(old(root)) == 5
    begun.refresh_from_db()
    assert (begun.finished_at, begun.resumed) == (None, 0)
    assert RetentionPass.objects.get().result == PassResult.REFUSED


def test_a_plan_whose_list_is_lost_is_named_and_nothing_new_is_planned(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime
) -> None:
    manifest.path_of(begun.manifest).unlink()

    report = enforce_source(fresh(small), now + HOUR)

    assert list(report.doubts) == [Doubt.MANIFEST]
    assert "銷毀清單" in report.doubts[Doubt.MANIFEST]
    assert len(old(root)) == 5
    assert Destruction.objects.count() == 1


def test_a_disk_that_fails_while_it_is_finished_is_a_doubt_in_words(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "write_marker", full)

    report = enforce_source(fresh(small), now + HOUR)

    assert report.doubts == {Doubt.DISK: FULL}
    assert len(old(root)) == 5


def test_of_several_open_plans_each_is_finished_once(
    begun: Destruction, small: FootageSource, root: Path, now: dt.datetime
) -> None:
    with storage.open_root(str(root)) as opened:
        assert [one.pk for one in finish_open(small, opened, now)] == [begun.pk]
        assert finish_open(small, opened, now) == []
