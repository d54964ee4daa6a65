"""Questions about cameras, and the one answer to 「為何無影像」."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from django.db.models import Case, FilteredRelation, Prefetch, Q, Value, When

from accounts.once import once
from cameras.models import Camera, Outage, Recorder
from ledger.witnesses import RowWitness

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

RECORDERS = RowWitness(Recorder.objects.all(), subject=lambda recorder: f"主機 {recorder.code}")
CAMERAS = RowWitness(Camera.objects.all(), subject=lambda camera: f"攝影機 {camera.code}")
OUTAGES = RowWitness(
    Outage.objects.select_related("camera"), subject=lambda outage: f"攝影機 {outage.camera.code}（中斷 {outage.pk}）"
)


def cameras_by_place() -> QuerySet[Camera]:
    """Return every camera, ordered by place, then code, with its open outages as `open_outages`."""
    running = Prefetch("outages", Outage.objects.filter(until=None), to_attr="open_outages")
    return (
        Camera.objects.select_related("place", "recorder")
        .prefetch_related(running)
        .order_by("place__order", "place__name", "code")
    )


def cameras_that_recorded(day: dt.date) -> QuerySet[Camera]:
    """Return the cameras that were in use on `day`: one retired since may still have footage on its recorder."""
    return Camera.objects.filter(Q(retired_on=None) | Q(retired_on__gte=day), installed_on__lte=day)


def cameras_in_use(day: dt.date) -> QuerySet[Camera]:
    """Return the cameras not retired on `day`, ordered by place, then code."""
    in_use = Q(retired_on__isnull=True) | Q(retired_on__gt=day)
    return Camera.objects.filter(in_use).select_related("place").order_by("place__order", "place__name", "code")


def is_in_use(one: Camera | Recorder, day: dt.date) -> bool:
    """Say of a row already there what `cameras_in_use` and `recorders_in_use` ask the database."""
    return one.retired_on is None or one.retired_on > day


class Hung(NamedTuple):
    """Cameras, what hung in the place of each before or after it, and by the key of a camera when it had no picture."""

    cameras: Sequence[Camera]
    lines: Mapping[int, tuple[Camera, ...]]
    outages: Mapping[int, Sequence[Outage]]


def hung(day: dt.date, start: dt.datetime, end: dt.datetime) -> Hung:
    """Return the cameras in use on `day`, ordered by place, with their lines and the outages that touch [start, end).

    One query, a row an outage: the map of days needs all three of every camera.
    """
    goes_on = Q(outages__until__isnull=True) | Q(outages__until__gt=start)
    dark = FilteredRelation("outages", condition=goes_on & Q(outages__since__lt=end))
    in_use = Q(retired_on__isnull=True) | Q(retired_on__gt=day)
    of_all = Camera.objects.filter(in_use | IN_A_LINE).annotate(dark=dark)
    rows = of_all.select_related("place", "dark")  # type: ignore[misc]  # the stubs know no FilteredRelation
    cameras: dict[int, Camera] = {}
    outages: dict[int, list[Outage]] = defaultdict(list)
    for row in rows.order_by("place__order", "place__name", "code", "dark__since", "dark__pk"):
        cameras.setdefault(row.pk, row)
        if outage := getattr(row, "dark", None):
            outages[row.pk].append(outage)
    return Hung([one for one in cameras.values() if is_in_use(one, day)], lines_of(cameras.values()), outages)


def dark_cameras(day: dt.date) -> QuerySet[Camera]:
    """Return the cameras in use on `day` that have an outage which goes on."""
    return cameras_in_use(day).filter(pk__in=Outage.objects.filter(until=None).values("camera"))


class Replaced(Protocol):
    """What tells of a camera which one hung there before it: a `Camera`, or as much of its row."""

    @property
    def pk(self) -> int:
        """Its key."""

    @property
    def replaces_id(self) -> int | None:
        """The key of the one before it."""


OfLine = TypeVar("OfLine", bound=Replaced)


IN_A_LINE = Q(replaces__isnull=False) | Q(replaced_by__isnull=False)


def cameras_in_lines() -> QuerySet[Camera]:
    """Return the cameras that replaced one or were replaced."""
    return Camera.objects.filter(IN_A_LINE)


def lines_of(cameras: Iterable[OfLine]) -> dict[int, tuple[OfLine, ...]]:
    """Return for each of `cameras` that is in a line the whole line of its place, the oldest first; all of it is there."""
    by_key = {camera.pk: camera for camera in cameras}
    successors = {camera.replaces_id: camera for camera in by_key.values() if camera.replaces_id}
    found: dict[int, tuple[OfLine, ...]] = {}
    for first in (by_key[key] for key in successors if by_key[key].replaces_id is None):
        line = [first]
        while line[-1].pk in successors:
            line.append(successors[line[-1].pk])
        found |= dict.fromkeys((camera.pk for camera in line), tuple(line))
    return found


@once
def replacement_lines() -> dict[int, tuple[Camera, ...]]:
    """Return for each camera that replaced one or was replaced the whole line of one place, the oldest first; one query.

    Who asks of one camera of a line asks of the place: what hung there before is its history.
    """
    return lines_of(cameras_in_lines())


def keys_of_lines(cameras: Iterable[Camera], lines: Mapping[int, Iterable[Camera]]) -> set[int]:
    """Return the keys of `cameras` and of what hung in their places before and after them, by the `replacement_lines`."""
    return {one.pk for camera in cameras for one in lines.get(camera.pk, (camera,))}


def recorders_in_use(day: dt.date) -> QuerySet[Recorder]:
    """Return the recorders not retired on `day`."""
    return Recorder.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day))


def outages_during(start: dt.datetime, end: dt.datetime) -> QuerySet[Outage]:
    """Return the outages of every camera that touch the half-open period, oldest first."""
    goes_on = Q(until__isnull=True) | Q(until__gt=start)
    return Outage.objects.filter(goes_on, since__lt=end).order_by("since", "pk")


def why_no_footage(camera: Camera, start: dt.datetime, end: dt.datetime) -> QuerySet[Outage]:
    """Return the outages of `camera` that touch the half-open period, oldest first: when, why, under which number."""
    return outages_during(start, end).filter(camera=camera)


def dark_together(outage: Outage) -> list[Outage]:
    """Return `outage` and what else goes on that began as it did, of the same cause and words: a power cut of many cameras."""
    goes_on = Q(until=None, cause=outage.cause, reference=outage.reference, since=outage.since)
    together = Outage.objects.filter(goes_on | Q(pk=outage.pk)).select_related("camera__place")
    return list(together.order_by("camera__place__order", "camera__place__name", "camera__code"))


def recorded_alike(outage: Outage) -> list[Outage]:
    """Return `outage` and what else says the same of another camera, its end included: a line of the list."""
    alike = Outage.objects.filter(
        cause=outage.cause, reference=outage.reference, since=outage.since, until=outage.until
    ).select_related("camera__place")
    return list(alike.order_by("camera__place__order", "camera__place__name", "camera__code"))


def by_going_dark(outages: Iterable[Outage]) -> list[list[Outage]]:
    """Return `outages` in their order, those of one cause and words over the same time together: a power cut of many cameras."""
    found: defaultdict[tuple[object, ...], list[Outage]] = defaultdict(list)
    for outage in outages:
        found[outage.since, outage.until, outage.cause, outage.reference].append(outage)
    return list(found.values())


def cameras_found(text: str, most: int) -> list[Camera]:
    """Return the first `most` cameras whose 編號, name, place or 涵蓋說明 contains `text`, retired ones too; the code itself first."""
    says = Q(code__icontains=text) | Q(name__icontains=text) | Q(place__name__icontains=text)
    is_it = Case(When(code__iexact=text, then=Value(0)), default=Value(1))
    found = Camera.objects.filter(says | Q(coverage__icontains=text)).select_related("place")
    return list(found.order_by(is_it, "place__order", "place__name", "code")[:most])
