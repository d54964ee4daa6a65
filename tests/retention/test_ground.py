"""No destruction when the ground is not sure (house, invariant 5): nothing goes, every reason is remembered and shown."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from ledger.services import SYSTEM
from printing.rules import TAIPEI
from retention.choices import Doubt, FindingKind, PassResult
from retention.models import Acceptance, Destruction, Finding, FootageSource, HandCheck, PastDue, RetentionPass
from retention.services import (
    accept_pass,
    adopt_source,
    enforce_maximum_retention,
    enforce_source,
    preview,
    wait_for_a_person,
)
from retention.services.destruction import grounds
from retention.services.destruction.grounds import is_this_machine
from tests.retention.recordings import left, record

if TYPE_CHECKING:
    from pathlib import Path

    from cameras.models import Camera

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)


def test_a_database_behind_a_socket_or_loopback_has_this_machines_clock() -> None:
    assert all(is_this_machine(host) for host in ("", "/run/postgresql", "localhost", "127.0.0.1", "::1"))
    assert not any(is_this_machine(host) for host in ("db", "192.0.2.7", "db.example.edu.tw"))


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_database_server_on_another_machine_vouches_for_the_date(monkeypatch: pytest.MonkeyPatch) -> None:
    assert grounds.database_time() is None
    monkeypatch.setattr(grounds, "is_this_machine", lambda host: False)
    told = grounds.database_time()
    assert told is not None
    assert abs(told - timezone.now()) < DAY


# --- the same on disk -------------------------------------------------------------------------------------------------


def refused(source: FootageSource, root: Path, now: dt.datetime) -> set[Doubt]:
    """Run a pass, make sure that nothing went, and return why."""
    before = left(root)
    report = enforce_source(FootageSource.objects.get(pk=source.pk), now)
    assert left(root) == before
    assert not Destruction.objects.exists()
    last = RetentionPass.objects.first()
    assert last is not None
    assert last.result == PassResult.REFUSED
    assert last.doubts == {str(doubt): said for doubt, said in report.doubts.items()}
    return set(report.doubts)


def mark(root: Path, source: FootageSource, passes: int) -> None:
    (root / ".cctv-source.json").write_text(json.dumps({"source": str(source.token), "passes": passes}))


@pytest.mark.counted_elsewhere
def test_a_folder_we_only_read_is_not_destroyed_in(source: FootageSource, root: Path, now: dt.datetime) -> None:
    assert refused(source, root, now) >= {Doubt.OTHERS_DELETE, Doubt.MARKER}


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"source": "x", "passes": 1}', '{"source": null}'])
def test_without_our_marker_nothing_goes(ours: FootageSource, root: Path, now: dt.datetime, text: str | None) -> None:
    marker = root / ".cctv-source.json"
    marker.unlink() if text is None else marker.write_text(text)
    assert refused(ours, root, now) == {Doubt.MARKER}


def test_a_marker_that_is_a_link_or_a_pipe_is_none(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    marker = root / ".cctv-source.json"
    real = marker.rename(root.with_name("marker.json"))
    marker.symlink_to(real)
    assert refused(ours, root, now) == {Doubt.MARKER}


@pytest.mark.counted_elsewhere
def test_a_database_from_before_the_last_pass_does_not_destroy(
    ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    """It lacks the holds placed since: a restored backup is noticed by the number of passes in the marker."""
    mark(root, ours, passes=7)
    assert refused(ours, root, now) == {Doubt.OLD_DATABASE}
    adopt_source(source_id=ours.pk, files=12, reason="還原後已核對留存", actor=SYSTEM, now=now)
    assert enforce_source(FootageSource.objects.get(pk=ours.pk), now).result == PassResult.DONE


@pytest.mark.counted_elsewhere
def test_after_a_restore_nothing_goes_until_a_person_has_confirmed_the_folder(
    ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    accept(ours, stated_day=now.date(), now=now)
    wait_for_a_person(now + HOUR)
    assert refused(ours, root, now + HOUR) == {Doubt.RESTORED}
    accept(ours, stated_day=now.date(), now=now + 2 * HOUR)
    assert enforce_source(FootageSource.objects.get(pk=ours.pk), now + 2 * HOUR).result == PassResult.DONE


def test_a_disk_that_is_not_there_is_remembered(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    root.rename(root.with_name("elsewhere"))
    assert set(enforce_source(ours, now).doubts) == {Doubt.AWAY}
    root.mkdir()
    assert set(enforce_source(ours, now).doubts) >= {Doubt.MARKER}


@pytest.fixture
def settled(ours: FootageSource, root: Path, now: dt.datetime) -> FootageSource:
    """A source that made a pass, with something due again tomorrow."""
    enforce_source(ours, now)
    record(root, "C01", now - 365 * DAY + HOUR, now - 365 * DAY + 2 * HOUR, every=600)
    Destruction.objects.update(source=ours)
    return FootageSource.objects.get(pk=ours.pk)


def due_files(root: Path) -> int:
    return sum(path.startswith("2025-") for path in left(root))


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("step", [-10, 400], ids=["ten days back", "four hundred forward"])
def test_a_clock_that_jumped_destroys_nothing(settled: FootageSource, root: Path, now: dt.datetime, step: int) -> None:
    before = left(root)
    report = enforce_source(settled, now + step * DAY)
    assert left(root) == before
    assert Doubt.CLOCK in report.doubts
    assert FootageSource.objects.get(pk=settled.pk).last_pass_at == now, "a refused pass is no reading of the clock"
    assert enforce_source(settled, now + HOUR).result == PassResult.DONE, "set right again, it goes on"


@pytest.mark.counted_elsewhere
def test_after_a_summer_the_newest_recording_vouches_for_the_date(
    settled: FootageSource, root: Path, now: dt.datetime
) -> None:
    autumn = now + 70 * DAY
    assert Doubt.CLOCK in enforce_source(settled, autumn).doubts
    record(root, "C01", autumn - 2 * HOUR, autumn - HOUR, every=600)
    assert enforce_source(settled, autumn).result == PassResult.DONE
    assert due_files(root) == 0


@pytest.mark.counted_elsewhere
def test_after_a_summer_one_confirmed_date_is_enough_and_counts_once(
    settled: FootageSource, root: Path, now: dt.datetime
) -> None:
    autumn = now + 70 * DAY
    accept(settled, stated_day=(autumn - 70 * DAY).date(), now=autumn)
    assert Doubt.CLOCK in enforce_source(settled, autumn).doubts, "the person says another date than the machine"
    accept(settled, stated_day=autumn.date(), now=autumn)
    assert enforce_source(settled, autumn).result == PassResult.DONE
    assert Doubt.CLOCK in enforce_source(settled, autumn + 70 * DAY).doubts


def accept(source: FootageSource, *, stated_day: dt.date, now: dt.datetime, files: int = 0) -> Acceptance:
    return accept_pass(source_id=source.pk, stated_day=stated_day, files=files, reason="已核對", actor=SYSTEM, now=now)


@pytest.mark.counted_elsewhere
def test_a_hand_check_since_vouches_for_the_date_unless_it_makes_no_sense(
    settled: FootageSource, cameras: list[Camera], now: dt.datetime
) -> None:
    autumn = now + 70 * DAY
    for kept, doubted in ((450, True), (20, False)):
        HandCheck.objects.create(
            recorder=cameras[0].recorder, checked_at=autumn, checked_by="警衛", earliest_day=autumn.date() - kept * DAY
        )
        assert (Doubt.CLOCK in preview(settled, autumn).doubts) == doubted


def test_more_than_may_go_at_once_waits_for_a_person_who_saw_the_number(
    settled: FootageSource, root: Path, now: dt.datetime
) -> None:
    record(root, "C02", now - 380 * DAY, now - 374 * DAY, every=600)
    shown = preview(settled, now + HOUR)
    assert Doubt.BLAST in shown.doubts
    assert Doubt.BLAST in enforce_source(settled, now + HOUR).doubts
    assert sum(PastDue.objects.values_list("files", flat=True)) == shown.found.due_files
    record(root, "C02", now - 374 * DAY, now - 374 * DAY + HOUR, every=600)
    assert Doubt.BLAST in enforce_source(settled, now + HOUR).doubts
    assert sum(PastDue.objects.values_list("files", flat=True)) == shown.found.due_files + 6
    shown = preview(settled, now + HOUR)
    accept(settled, stated_day=now.date(), now=now + HOUR, files=shown.found.due_files - 1)
    assert Doubt.BLAST in enforce_source(settled, now + HOUR).doubts
    accept(settled, stated_day=now.date(), now=now + HOUR, files=shown.found.due_files)
    assert enforce_source(settled, now + HOUR).result == PassResult.DONE
    assert due_files(root) == 0
    assert Destruction.objects.first().accepted_by == "系統"  # type: ignore[union-attr]
    assert not PastDue.objects.exists()


def test_a_manifest_that_cannot_be_written_destroys_nothing(
    ours: FootageSource, root: Path, now: dt.datetime, settings: object, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    settings.RETENTION_DIR = tmp_path / "retention"  # type: ignore[attr-defined]
    (tmp_path / "retention").mkdir()
    (tmp_path / "retention" / "manifests").touch()
    assert refused(ours, root, now) == {Doubt.DISK}


@pytest.mark.counted_elsewhere
def test_the_duty_says_why_and_the_finding_closes_by_itself(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    marker = root / ".cctv-source.json"
    kept = marker.read_text()
    marker.unlink()
    assert enforce_maximum_retention(now).words.endswith("由本系統刪除的資料夾 1 個，銷毀 0 檔，1 個未執行")
    finding = Finding.objects.get(kind=FindingKind.NOT_DESTROYED)
    assert finding.text.startswith("影像資料夾 一號主機 未銷毀任何檔案。資料夾的標記檔不屬於本系統")
    marker.write_text(kept)
    assert enforce_maximum_retention(now + HOUR).words.endswith("由本系統刪除的資料夾 1 個，銷毀 12 檔")
    finding.refresh_from_db()
    assert finding.closed_at == now + HOUR


def test_a_database_elsewhere_is_a_witness_like_the_others(
    settled: FootageSource, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    autumn = now + 70 * DAY
    assert Doubt.CLOCK in preview(settled, autumn).doubts
    monkeypatch.setattr(grounds, "database_time", lambda: autumn - HOUR)
    assert Doubt.CLOCK not in preview(settled, autumn).doubts
