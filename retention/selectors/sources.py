"""Folders of recordings, and whose deletion they are subject to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.witnesses import RowWitness, row_facts
from retention.models import FootageSource
from retention.rules import make_layout
from retention.selectors.standing import newest_check

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cameras.models import Camera
    from retention.rules import Layout

MEASURED = ("scanned_at", "newest_at", "problem", "pass_number", "last_pass_at", "restored_at")
"""Columns that tell what a scan, a pass or a restore left there; they are no act, so no entry witnesses them."""


def source_facts(source: FootageSource) -> dict[str, object]:
    """Return what people decided of a source."""
    return row_facts(source, without=MEASURED)


SOURCES = RowWitness(FootageSource.objects.all(), subject=lambda source: f"影像資料夾 {source.pk}", facts=source_facts)


def sources_in_use() -> QuerySet[FootageSource]:
    """Return the sources not retired, by name."""
    return FootageSource.objects.filter(retired_on=None).select_related("recorder")


def cameras_of(source: FootageSource) -> dict[str, Camera | None]:
    """Return whose recordings each folder name of a source holds; None while nobody knows."""
    return {row.folder: row.camera for row in source.folder_cameras.select_related("camera")}


def minimums_of(source: FootageSource) -> dict[str, tuple[int, int]]:
    """Return the camera's key and its own minimum days (0: the plan's) of each folder name whose camera is known.

    Asked in every turn of a destruction: one plain query.
    """
    known = source.folder_cameras.exclude(camera=None).values_list("folder", "camera", "camera__minimum_days")
    return {folder: (camera, minimum or 0) for folder, camera, minimum in known if camera is not None}


def former_cameras_of(source: FootageSource) -> dict[str, list[int]]:
    """Return the keys of the cameras whose recordings a folder name was said to hold before. One plain query."""
    found: dict[str, list[int]] = {}
    for folder, camera in source.folder_cameras.exclude(former_cameras=None).values_list("folder", "former_cameras"):
        found.setdefault(folder, []).append(camera)
    return found


def layout_of(source: FootageSource) -> Layout:
    """Return the layout of a source: its columns were checked when it was registered."""
    return make_layout(source.pattern, source.zone, source.longest_seconds)


def clock_offset(source: FootageSource) -> int:
    """Return by how many seconds the clock of the source's recorder was fast when it was last checked by hand."""
    check = newest_check(source.recorder) if source.recorder else None
    return check.clock_offset_seconds if check else 0
