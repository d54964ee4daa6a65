"""One pass over one source: finish what is open, look, weigh the ground, plan durably, carry out, record."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from ledger.services import SYSTEM
from printing.rules import long_date
from retention import rules, storage
from retention.choices import Doubt, PassResult
from retention.models import Destruction, FootageSource, RetentionPass
from retention.rules import minutes
from retention.selectors import DESTRUCTIONS
from retention.services.destruction.carrying_out import carry_out, finish_open
from retention.services.destruction.grounds import ground_of
from retention.services.destruction.judging import Judge, judge_of
from retention.services.destruction.past_due import keep_past_due
from retention.services.destruction.planning import Survey, survey
from retention.services.scanning import forget, note_earliest_days, scan_source, store_folder
from retention.storage import ManifestError, Marker

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from ledger.services import Actor
    from retention.storage.manifest import Written

NEVER_ON = frozenset({Doubt.OTHERS_DELETE, Doubt.AWAY, Doubt.MARKER, Doubt.OLD_DATABASE, Doubt.RESTORED})
"""Doubts under which even a committed manifest is not carried on; the clock and the amount were sure when it was made."""


@dataclass(slots=True)
class PassReport:
    """What one pass found and did. `doubts` are the reasons, in words, for which it destroyed nothing."""

    source: FootageSource
    found: Survey = field(default_factory=Survey)
    doubts: dict[Doubt, str] = field(default_factory=dict)
    destructions: list[Destruction] = field(default_factory=list)

    @property
    def failed_files(self) -> int:
        """How many files could not be removed."""
        return sum(row.failed_files for row in self.destructions)

    @property
    def result(self) -> PassResult:
        """What came of it."""
        if self.doubts:
            return PassResult.REFUSED
        if self.failed_files or self.found.closed:
            return PassResult.PARTLY
        return PassResult.DONE if self.destructions else PassResult.NOTHING


def preview(source: FootageSource, now: dt.datetime) -> PassReport:
    """Return what a pass would destroy now and why it might not, changing nothing (試算)."""
    report = PassReport(source)
    judge = judge_of(source, now)
    with _opened(report) as root:
        marker = None
        if root is not None:
            for _ in survey(root, judge, report.found):
                pass
            marker = storage.read_marker(root)
        report.doubts = rules.doubts(
            ground_of(source, report.found, marker, now, is_readable=root is not None and report.found.is_readable)
        )
    return report


def enforce_source(source: FootageSource, now: dt.datetime, *, actor: Actor = SYSTEM) -> PassReport:
    """Destroy what is due in one source, or say why not; either way a row remembers it. Raises SourceBusy.

    A file that cannot be removed, or a doubt, never raises: both stand in the report and on the list of exceptions.
    """
    report = PassReport(source)
    try:
        with storage.turn_at(source.token):
            source.refresh_from_db()
            _pass(report, now, actor)
    except OSError as error:  # the data folder, or the source itself: other sources still have their pass
        report.doubts[Doubt.DISK] = _in_words(error)
        _remember(report, judge_of(source, now), now)
    return report


def _pass(report: PassReport, now: dt.datetime, actor: Actor) -> None:
    source, judge = report.source, judge_of(report.source, now)
    with _opened(report) as root:
        if root is None:
            _weigh(report, None, now, is_readable=False)
        elif _finish(report, root, now):
            scan_source(source, now, before=judge.terms.cut)
            _plan_and_destroy(report, root, judge, actor)
            with contextlib.suppress(OSError):  # the next scan looks again
                _look_again(report, root, judge)
    _remember(report, judge, now)


@contextlib.contextmanager
def _opened(report: PassReport) -> Iterator[int | None]:
    """Open the source's folder, or yield None."""
    with contextlib.ExitStack() as stack:
        try:
            root = stack.enter_context(storage.open_root(report.source.path))
        except OSError:
            root = None
        yield root


def _weigh(report: PassReport, marker: Marker | None, now: dt.datetime, *, is_readable: bool) -> None:
    report.doubts |= rules.doubts(ground_of(report.source, report.found, marker, now, is_readable=is_readable))


def _finish(report: PassReport, root: int, now: dt.datetime) -> bool:
    """Finish what a killed worker left open; say whether the pass may go on."""
    if not report.source.destructions.filter(finished_at=None).exists():
        return True
    ground = ground_of(report.source, Survey(files=1), storage.read_marker(root), now)
    report.doubts = {doubt: said for doubt, said in rules.doubts(ground).items() if doubt in NEVER_ON}
    if not report.doubts:
        try:
            _mark(report, root)
            report.destructions += finish_open(report.source, root, now)
        except ManifestError as error:
            report.doubts[Doubt.MANIFEST] = str(error)
        except OSError as error:
            report.doubts[Doubt.DISK] = _in_words(error)
    return not report.doubts


def _plan_and_destroy(report: PassReport, root: int, judge: Judge, actor: Actor) -> None:
    """Write the manifest, weigh the ground with all that was found, and only then commit and carry out."""
    manifest = uuid.uuid4()
    try:
        written = storage.write_manifest(manifest, survey(root, judge, report.found))
        _weigh(report, storage.read_marker(root), judge.now, is_readable=report.found.is_readable)
        if report.found.due_files and not report.doubts:
            _mark(report, root)  # it can be written
    except ManifestError as error:
        report.doubts[Doubt.DISK] = str(error)
    except OSError as error:
        report.doubts[Doubt.DISK] = _in_words(error)
    if report.doubts or not report.found.due_files:
        storage.drop_manifest(manifest)
        if not report.doubts:
            _pass_made(report.source, judge.now)
        return
    destruction = _commit(report, manifest, written, judge, actor)
    try:
        _mark(report, root)
        report.destructions.append(carry_out(destruction.pk, root, actor=actor, now=judge.now))
    except OSError as error:  # it stays open: the next pass carries it on
        report.doubts[Doubt.DISK] = _in_words(error)


def _mark(report: PassReport, root: int) -> None:
    """Let the folder know the number of the pass before anything goes: a database of before is then known by it."""
    storage.write_marker(root, Marker(report.source.token, report.source.pass_number))


def _in_words(error: OSError) -> str:
    return f"{error.strerror or error}，請確認資料夾可寫入、磁碟未滿"


@transaction.atomic
def _commit(report: PassReport, manifest: uuid.UUID, written: Written, judge: Judge, actor: Actor) -> Destruction:
    """Commit the plan: from here on the manifest is carried out, whatever happens to this process."""
    source, found = FootageSource.objects.select_for_update(no_key=True).get(pk=report.source.pk), report.found
    destruction = Destruction.objects.create(
        source=source,
        manifest=manifest,
        manifest_sha256=written.sha256,
        planned_at=judge.now,
        planned_files=written.files,
        planned_size=written.size,
        before_day=minutes.day_of(minutes.day_number(judge.terms.cut)),
        first_at=minutes.moment(found.earliest or 0),
        last_at=minutes.moment(found.latest or 0),
        cameras=sorted({camera for _, camera in found.due}),
        accepted_by=_accepted_by(source, judge),
    )
    source.pass_number += 1
    _pass_made(source, judge.now)
    report.source.pass_number, report.source.last_pass_at = source.pass_number, source.last_pass_at
    words = {
        "before": long_date(destruction.before_day),
        "files": str(written.files),
        "sha256": written.sha256,
    }
    said = DESTRUCTIONS.said(destruction)
    ledger.append(verb=Verb.DESTRUCTION_PLANNED, actor=actor, detail=words, now=judge.now, **said)
    return destruction


def _accepted_by(source: FootageSource, judge: Judge) -> str:
    last = source.acceptances.filter(accepted_at__lte=judge.now).first()
    is_newer = last and (source.last_pass_at is None or last.accepted_at > source.last_pass_at)
    return last.accepted_by if last and is_newer else ""


def _pass_made(source: FootageSource, now: dt.datetime) -> None:
    """Only a pass whose ground was sure moves the clock's last reading."""
    source.last_pass_at = now
    source.save(update_fields=["last_pass_at", "pass_number"])


def _look_again(report: PassReport, root: int, judge: Judge) -> None:
    """Let coverage say what is left in the units the pass read itself; one that is gone has no row any more."""
    if not report.found.units:
        return
    source, layout, left = report.source, judge.layout, set(report.found.units)
    closed: list[str] = []
    for unit in storage.units(root, layout, lambda path, _why: closed.append(path)):
        if unit.path in left:
            left.discard(unit.path)
            with contextlib.suppress(OSError):  # what is known of it stays, until a scan can read it
                seen = storage.read_folder(unit, layout, offset=judge.offset, terms=judge.terms)
                store_folder(source, unit.path, "", seen, judge.offset)
    forget(source, left, closed)
    note_earliest_days(source)


def _remember(report: PassReport, judge: Judge, now: dt.datetime) -> None:
    """Keep what the pass found and did, and the list of what is past the ceiling and still there."""
    RetentionPass.objects.create(
        source=report.source,
        at=now,
        result=report.result,
        doubts={str(doubt): said for doubt, said in report.doubts.items()},
        due_files=report.found.due_files,
        due_size=report.found.due_size.total(),
        destruction=report.destructions[-1] if report.destructions else None,
    )
    keep_past_due(report.source, report.found, report.doubts, report.destructions, judge)
