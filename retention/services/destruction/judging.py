"""What is to become of a recording of one source, from the plan and the holds of this moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from accounts.selectors import plan_on
from cameras.selectors import keys_of_lines, replacement_lines
from printing.rules import local_date
from retention.choices import Verdict
from retention.rules import Span, Terms, all_due, terms_at, verdict
from retention.selectors import clock_offset, former_cameras_of, holds_in_force, layout_of, minimums_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from accounts.models import SchoolPlan
    from retention.models import FootageSource
    from retention.rules import Layout
    from retention.storage import Recording


@dataclass(frozen=True)
class Judge:
    """Everything a verdict rests on. A folder whose camera nobody knows is kept by every hold on that time.

    A hold on a camera keeps the folders of its whole line: where one was replaced, either name may stand on the folder. It
    keeps those that were mapped to another camera since, too.
    """

    layout: Layout
    offset: int
    plan: SchoolPlan
    now: dt.datetime
    cameras: Mapping[str, tuple[int, int]]
    by_camera: Mapping[int, list[Span]]
    all_holds: list[Span]
    former: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @cached_property
    def _known(self) -> dict[str, tuple[Terms, list[Span]]]:
        return {}

    @property
    def terms(self) -> Terms:
        """What the plan alone asks."""
        return self.of_folder("")[0]

    def of_folder(self, folder: str) -> tuple[Terms, list[Span]]:
        """Return the terms and holds of a camera's folder."""
        if folder not in self._known:
            camera, own = self.cameras.get(folder, (None, 0))
            longest = max(self.plan.minimum_days, own)
            terms = terms_at(self.now, minimum_days=longest, maximum_years=self.plan.maximum_years)
            self._known[folder] = terms, self.all_holds if camera is None else self._holds_of(folder, camera)
        return self._known[folder]

    def _holds_of(self, folder: str, camera: int) -> list[Span]:
        return [span for key in (camera, *self.former.get(folder, ())) for span in self.by_camera.get(key, ())]

    def verdict(self, folder: str, start: int) -> Verdict:
        """Return what is to become of the recording of a camera's folder that began at `start`."""
        terms, holds = self.of_folder(folder)
        return verdict(start, longest=self.layout.bound_seconds, offset=self.offset, terms=terms, holds=holds)

    def verdicts(self, folder: str, recordings: Sequence[Recording]) -> list[Verdict]:
        """Return what is to become of each of at least one recording of a folder; most often all are due, and at once."""
        terms, holds = self.of_folder(folder)
        starts = [recording.start for recording in recordings]
        longest = self.layout.bound_seconds
        if all_due(min(starts), max(starts), longest=longest, offset=self.offset, terms=terms, holds=holds):
            return [Verdict.DUE] * len(starts)
        return [self.verdict(folder, start) for start in starts]


def judge_of(source: FootageSource, now: dt.datetime) -> Judge:
    """Return the judge of a source at this moment. Ask again under the source's lock before a byte goes.

    Raises SchoolPlan.DoesNotExist before the school has a plan.
    """
    by_camera: dict[int, list[Span]] = {}
    all_holds = []
    lines = replacement_lines()
    for hold in holds_in_force():
        span = Span(hold.starts_at.timestamp(), hold.ends_at.timestamp())
        all_holds.append(span)
        for key in keys_of_lines(hold.cameras.all(), lines):
            by_camera.setdefault(key, []).append(span)
    return Judge(
        layout=layout_of(source),
        offset=clock_offset(source),
        plan=plan_on(local_date(now)),
        now=now,
        cameras=minimums_of(source),
        by_camera=by_camera,
        all_holds=all_holds,
        former=former_cameras_of(source),
    )
