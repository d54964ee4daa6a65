"""Copying what folders of recordings hold of a hold's footage: a job with progress; killed, it begins again (ruling 12)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from cameras.selectors import replacement_lines
from ledger.services import SYSTEM
from retention import rules, storage
from retention.choices import CopyState, CopyWay
from retention.models import CopyFile, CopyPart, EvidenceCopy
from retention.rules import Span, minutes
from retention.selectors import clock_offset, layout_of, sources_in_use
from retention.services.copies.errors import CopyError
from retention.services.copies.opening import require_room
from retention.services.copies.receiving import as_columns, write_given_up
from work.services import advance_job, fail_job, finish_job, start_job

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from cameras.models import Camera
    from retention.models import FootageSource
    from work.models import Job

MIB = 2**20
NOTHING_THERE = "影像資料夾中沒有這段影像"
"""The copy is given up; what the case owes stays until a person records why (無影像、已覆蓋)."""
LESS_THERE = "先前複製的內容有分段不符，而影像資料夾中的影像已不完整；其餘分段仍保留，由人員決定是否放棄"
"""The recorder has overwritten what was copied once: what is left of it is all there is."""
SHOWN_EVERY = 2.0
"""Seconds between two looks at the progress."""


@dataclass(slots=True)
class _Gathered:
    """What the sources hold of a copy's cameras: by source its root path and recordings, and whose each is."""

    by_source: list[tuple[FootageSource, list[storage.Fetched], dict[str, Camera]]] = field(default_factory=list)
    problem: str = ""

    @property
    def size(self) -> int:
        return sum(one.size for _, found, _ in self.by_source for one in found)


def copy_from_folders(copy_id: int, now: dt.datetime) -> EvidenceCopy:
    """Do the job of a waiting folder copy: list, take in, hand over to the finishing job. Raises SourceBusy.

    What cannot be read now leaves the copy waiting, with the reason; the next hour tries again.
    """
    copy = EvidenceCopy.objects.get(pk=copy_id)
    with storage.turn_at(copy.key):
        copy.refresh_from_db()
        if copy.state not in {CopyState.WAITING, CopyState.RECEIVING}:
            return copy
        gathered = _gather(copy, now)
        if gathered.problem:
            return _wait(copy_id, gathered.problem)
        if copy.parts.exists() and gathered.size < copy.declared_size:
            return _wait(copy_id, LESS_THERE)
        if not gathered.size:
            return _nothing_there(copy_id, now)
        try:
            require_room(gathered.size, but=copy.pk)
            return _take_in(copy, gathered, now)
        except (CopyError, OSError) as error:
            return _wait(copy_id, str(error))


def _gather(copy: EvidenceCopy, now: dt.datetime) -> _Gathered:
    gathered, lines = _Gathered(), replacement_lines()
    owners = {one.pk: camera for camera in copy.cameras.all() for one in lines.get(camera.pk, (camera,))}
    terms = rules.terms_at(now, minimum_days=1, maximum_years=1)
    span = Span(copy.starts_at.timestamp(), copy.ends_at.timestamp())
    for source in sources_in_use():
        rows = source.folder_cameras.filter(camera__in=owners)
        folders = {row.folder: owners[row.camera_id] for row in rows if row.camera_id}
        if not folders:
            continue
        try:
            with storage.open_root(source.path) as root:
                found = storage.search(
                    root, layout_of(source), folders.keys(), span, offset=clock_offset(source), terms=terms
                )
        except OSError as error:
            gathered.problem = f"影像資料夾「{source.name}」無法讀取（{error.strerror}）"
            continue
        if not found.is_whole:
            gathered.problem = f"影像資料夾「{source.name}」有無法讀取的資料夾或檔案"
        gathered.by_source.append((source, found.found, folders))
    return gathered


def _take_in(copy: EvidenceCopy, gathered: _Gathered, now: dt.datetime) -> EvidenceCopy:
    """Stream every recording into parts. A recording that its recorder takes away meanwhile ends the attempt: OSError."""
    _begin(copy.pk, gathered.size)
    job = start_job(
        kind=job_kind(copy), title=f"{copy} 由影像資料夾複製", requested_by=None, now=now, total=gathered.size // MIB
    )
    progress, files = _Progress(job), list[CopyFile]()
    try:
        with storage.PartWriter(copy.key, copy.recipient) as writer:
            for piece in _pieces(copy, gathered, writer, files):
                writer.write(piece)
                progress.show(writer.size)
            taken = writer.close()
    except OSError as error:
        fail_job(job=job, failure=str(error), now=now)
        raise
    copy = _keep(copy.pk, gathered, files, taken)
    finish_job(job=job, result=f"{len(files)} 個檔案", now=now)
    return copy


def job_kind(copy: EvidenceCopy) -> str:
    """Return how the job of a copy is found among all jobs."""
    return f"retention.copies.{copy.pk}"


def _pieces(
    copy: EvidenceCopy, gathered: _Gathered, writer: storage.PartWriter, files: list[CopyFile]
) -> Iterator[bytes]:
    """Yield the bytes of all recordings in order, and note in `files` where each lies in the stream."""
    for source, found, folders in gathered.by_source:
        with storage.open_root(source.path) as root:
            for one in found:
                begun = writer.size
                yield from storage.read_recording(root, one)
                files.append(
                    CopyFile(
                        copy=copy, position=len(files) + 1, name=f"{one.folder}/{one.name}", offset=begun,
                        size=writer.size - begun, camera=folders[one.camera], starts_at=minutes.moment(one.start),
                    )
                )  # fmt: skip


class _Progress:
    """Lets a job say how far it is, no oftener than anybody looks."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._next = 0.0

    def show(self, size: int) -> None:
        if (moment := time.monotonic()) >= self._next:
            self._next = moment + SHOWN_EVERY
            advance_job(job=self._job, done=size // MIB)


@transaction.atomic
def _begin(copy_id: int, size: int) -> None:
    copy = _locked(copy_id)
    copy.state, copy.problem, copy.declared_size = CopyState.RECEIVING, "", size
    copy.save(update_fields=["state", "problem", "declared_size"])
    copy.parts.all().delete()
    copy.files.all().delete()


@transaction.atomic
def _keep(
    copy_id: int, gathered: _Gathered, files: Sequence[CopyFile], taken: Sequence[storage.TakenPart]
) -> EvidenceCopy:
    """Write what was taken in. Cameras without any recording are not in the copy: for them a reason is still owed."""
    copy = _locked(copy_id)
    if copy.state != CopyState.RECEIVING:
        transaction.on_commit(lambda: storage.drop_parts(copy.key))
        return copy
    CopyFile.objects.bulk_create(files)
    CopyPart.objects.bulk_create([CopyPart(copy=copy, **as_columns(part)) for part in taken])
    copy.cameras.set({file.camera_id for file in files if file.camera_id})
    copy.clock_offset_seconds = max(
        (clock_offset(one) for one, found, _ in gathered.by_source if found), key=abs, default=0
    )
    copy.state = CopyState.FINISHING
    copy.save(update_fields=["state", "clock_offset_seconds"])
    return copy


@transaction.atomic
def _wait(copy_id: int, problem: str) -> EvidenceCopy:
    copy = _locked(copy_id)
    if copy.state in {CopyState.WAITING, CopyState.RECEIVING}:
        copy.state, copy.problem = CopyState.WAITING, problem[:200]
        copy.save(update_fields=["state", "problem"])
    return copy


@transaction.atomic
def _nothing_there(copy_id: int, now: dt.datetime) -> EvidenceCopy:
    return write_given_up(_locked(copy_id), NOTHING_THERE, SYSTEM, now)


def _locked(copy_id: int) -> EvidenceCopy:
    return EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)


def due_folder_copies(now: dt.datetime) -> list[int]:
    """Return the folder copies a job is to make now, the oldest first."""
    waiting = EvidenceCopy.objects.filter(
        way=CopyWay.FOLDER, state__in=[CopyState.WAITING, CopyState.RECEIVING], not_before__lte=now
    )
    return list(waiting.order_by("opened_at", "pk").values_list("pk", flat=True))
