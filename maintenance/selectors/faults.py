"""Questions about faults."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from ledger.witnesses import RowWitness, row_facts
from maintenance.choices import UNFINISHED, UNREPAIRED, WITHOUT_PICTURE, FaultStatus, Symptom
from maintenance.models import Fault

if TYPE_CHECKING:
    from collections.abc import Collection

    from cameras.models import Camera, Recorder

WRITTEN = (
    "description", "interim", "measures", "vendor", "camera__code", "camera__name", "camera__place__name", "recorder__code",
    "recorder__name",
)  # fmt: skip
"""Where the words of a fault stand; who reported it is none of them."""
OVER = [status for status in FaultStatus if status not in UNFINISHED]
ONE_REPORT_FOR = dt.timedelta(hours=24)


def _facts(fault: Fault) -> dict[str, object]:
    """Return the columns of a fault, and which photos it has."""
    return row_facts(fault) | {"photos": [photo.file.sha256 for photo in fault.photos.all()]}


# Who is named here may be a passer-by; the random key of the form stands in the digest and salts it.
FAULTS = RowWitness(
    Fault.objects.prefetch_related("photos__file"), subject=lambda fault: f"故障 {fault.number}", facts=_facts
)


def open_first(faults: QuerySet[Fault]) -> QuerySet[Fault]:
    """Return `faults` in the order somebody has to act: 待確認 first, what is done last; then newest first."""
    rank = Case(
        *(When(status=status, then=Value(order)) for order, status in enumerate(UNFINISHED)),
        default=Value(len(UNFINISHED)),
        output_field=IntegerField(),
    )
    return faults.select_related("camera__place", "recorder", "reporter", "owner").order_by(rank, "-reported_at", "-pk")


def open_fault_of(
    camera: Camera | None, recorder: Recorder | None, symptom: str, *, description: str | None = None
) -> Fault | None:
    """Return the unrepaired fault that already says this, or None; `description` where the symptom alone says nothing.

    Whatever means that a camera has no picture is one cause.
    """
    same = WITHOUT_PICTURE if camera and symptom in WITHOUT_PICTURE else (symptom,)
    faults = Fault.objects.filter(camera=camera, recorder=recorder, symptom__in=same, status__in=UNREPAIRED)
    return (faults if description is None else faults.filter(description=description)).first()


def darkened_by_others(fault: Fault | None, cameras: Collection[Camera], *, with_unconfirmed: bool = False) -> set[int]:
    """Return which of `cameras` (keys) have no picture by another confirmed fault: their own, or their recorder's."""
    others = Fault.objects.filter(symptom__in=WITHOUT_PICTURE, status__in=UNREPAIRED)
    others = others.exclude(pk=fault.pk) if fault else others
    others = others if with_unconfirmed else others.exclude(status=FaultStatus.UNCONFIRMED)
    own, recorders = set(others.values_list("camera", flat=True)), set(others.values_list("recorder", flat=True))
    return {camera.pk for camera in cameras if camera.pk in own or camera.recorder_id in recorders}


def recent_report_of(camera: Camera, now: dt.datetime) -> Fault | None:
    """Return what was already reported of the camera within a day and is not done, or None (ruling 27)."""
    return Fault.objects.filter(camera=camera, status__in=UNREPAIRED, reported_at__gt=now - ONE_REPORT_FOR).first()


def sticker_reports_since(moment: dt.datetime) -> int:
    """Return how many reports without an account came in since a moment."""
    return Fault.objects.filter(reporter=None, reported_at__gt=moment).count()


def unfinished_faults(faults: QuerySet[Fault] | None = None) -> QuerySet[Fault]:
    """Return those of `faults` (None: of all) somebody still has to act on, 複驗 included: few, and in order."""
    return open_first((Fault.objects.all() if faults is None else faults).filter(status__in=UNFINISHED))


def past_faults(faults: QuerySet[Fault]) -> QuerySet[Fault]:
    """Return those of `faults` that are over, each with what its row says: they grow for years."""
    return faults.filter(status__in=OVER).select_related("camera__place", "recorder", "reporter", "owner")


def faults_of_camera(camera: Camera, start: dt.datetime, end: dt.datetime) -> QuerySet[Fault]:
    """Return the faults of one camera that were reported before `end` and not repaired before `start`, newest first."""
    still = Q(repaired_at__isnull=True, status__in=UNREPAIRED) | Q(repaired_at__gt=start) | Q(reported_at__gte=start)
    return Fault.objects.filter(still, camera=camera, reported_at__lt=end).order_by("-reported_at", "-pk")


def faults_found(faults: QuerySet[Fault], text: str, most: int) -> list[Fault]:
    """Return the first `most` of `faults` that `text` names: 單號, what is written, symptom, camera or place; newest first."""
    symptoms = [value for value, label in Symptom.choices if text in label]
    says = Q(number__icontains=text) | Q(symptom__in=symptoms)
    for column in WRITTEN:
        says |= Q(**{f"{column}__icontains": text})
    is_it = Case(When(number__iexact=text, then=Value(0)), default=Value(1))
    found = faults.filter(says).select_related("camera__place", "recorder")
    return list(found.order_by(is_it, "-reported_at", "-pk")[:most])
