"""What the rows of a list of cases show, asked for all of them at once (ruling 12; house, The case)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from requests import policies
from requests.choices import OVER
from requests.models import ReviewRequest, ViewingSession
from requests.selectors.cases import MAY_BE_VIEWED, shown_with
from requests.selectors.steps import plan_of
from retention.selectors import Asked, footage_clocks_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from requests.rules import Shown
    from retention.rules import FootageClock

LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)
SOON = dt.timedelta(days=7)
"""What is overwritten within a week stands on the home page of 承辦人 (ux §5)."""
DRAWN = (
    "number", "plan", "status", "step", "applicant", "applicant_title", "applicant_name", "need", "duty_basis",
    "starts_at", "ends_at", "due_at", "decided_at", "is_restricted", "erased_at", "oral_consent__review_request",
)  # fmt: skip
"""The columns of a row. What is encrypted is not among them: a list has no need to decipher it."""


def drawn(cases: QuerySet[ReviewRequest]) -> QuerySet[ReviewRequest]:
    """Return `cases` with as much of each as its row shows; the plan comes with its steps."""
    return cases.select_related(None).select_related("oral_consent").only(*DRAWN)


class HungCamera(NamedTuple):
    """As much of a camera as a row and its footage clock need."""

    pk: int
    name: str
    recorder_id: int
    minimum_days: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a list: how its state reads and, never mixed, its two clocks (ruling 12; house, The case).

    `footage` is that of its worst camera, None without cameras; `due_at` is None once the case is decided or withdrawn.
    """

    case: ReviewRequest
    shown: Shown
    footage: FootageClock | None
    due_at: dt.datetime | None
    cameras: Sequence[HungCamera]
    places: Sequence[str]

    @property
    def is_over(self) -> bool:
        """Whether nobody needs the footage any more: the case was withdrawn or closed."""
        return self.case.status in OVER

    @property
    def overwritten_at(self) -> dt.datetime | None:
        """From when the footage can be lost; None once it is safe or gone."""
        return self.footage.overwritten_at if self.footage else None

    def is_endangered(self, now: dt.datetime) -> bool:
        """Say whether the footage is overwritten within a week and not safe yet (ruling 12)."""
        return self.overwritten_at is not None and self.overwritten_at - now <= SOON

    @property
    def first_at(self) -> dt.datetime:
        """The earlier of the moments the two clocks run to (ux §6)."""
        return min(self.overwritten_at or LATEST, self.due_at or LATEST)


def rows(cases: Iterable[ReviewRequest], now: dt.datetime) -> list[Row]:
    """Return `cases` in their order as rows."""
    found = list(cases)
    keys = [case.pk for case in found]
    cameras, places, ends = _cameras(keys), _places(keys), _ends_of_viewings(found)
    asked = {case.pk: one for case in found if (one := _asked(case, cameras[case.pk]))}
    footage = dict(zip(asked, footage_clocks_for(list(asked.values()), now), strict=True))
    return [
        Row(
            case=case,
            shown=shown_with(case, ends[case.pk]),
            footage=footage.get(case.pk),
            due_at=case.due_at if case.status in policies.OPEN else None,
            cameras=cameras[case.pk],
            places=places[case.pk],
        )
        for case in found
    ]


def _cameras(keys: Sequence[int]) -> Mapping[int, list[HungCamera]]:
    links = ReviewRequest.cameras.through.objects.filter(reviewrequest__in=keys).order_by("camera__code")
    columns = ("reviewrequest", "camera", "camera__name", "camera__recorder", "camera__minimum_days")
    found: dict[int, list[HungCamera]] = defaultdict(list)
    for case, key, name, recorder, minimum_days in links.values_list(*columns):
        found[case].append(HungCamera(key, name, recorder, minimum_days))
    return found


def _places(keys: Sequence[int]) -> Mapping[int, list[str]]:
    links = ReviewRequest.places.through.objects.filter(reviewrequest__in=keys)
    found: dict[int, list[str]] = defaultdict(list)
    for case, name in links.order_by("place__order", "place__name").values_list("reviewrequest", "place__name"):
        found[case].append(name)
    return found


def _ends_of_viewings(cases: Sequence[ReviewRequest]) -> Mapping[int, list[dt.datetime | None]]:
    """Return when each viewing of those ended whose state tells of it."""
    may_be = [case.pk for case in cases if case.status in MAY_BE_VIEWED]
    found: dict[int, list[dt.datetime | None]] = defaultdict(list)
    viewings = ViewingSession.objects.filter(review_request__in=may_be).order_by()
    for case, ended_at in viewings.values_list("review_request", "ended_at"):
        found[case].append(ended_at)
    return found


def _asked(case: ReviewRequest, cameras: Sequence[HungCamera]) -> Asked | None:
    plan = plan_of(case)
    if case.starts_at is None or case.ends_at is None or plan is None:
        return None
    return Asked(cameras, case.starts_at, case.ends_at, plan.minimum_days)
