"""What a report asks again and again, asked once: the period, the plan, who was here, what was broken, found, asked for.

Nobody in particular asks: what is found is the same for every reader, and `shown` leaves out what a reader may not know.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Appointment, SchoolPlan
from accounts.selectors import plan_on, school_if_any
from cameras.models import Camera, Recorder
from cameras.selectors import outages_during
from ledger.models import Checkpoint, Entry
from maintenance.selectors.over_periods import faults_during, inspections_with_faults, listed_on
from printing.rules import local_date, short_date, start_of_day
from reports.models import AccountReview
from reports.rules import Breach
from reports.rules.periods import ONE_DAY
from requests.selectors.over_periods import cases_during, days_to_reply, is_of_a_body, misuses_between
from retention.selectors import camera_days, standings
from retention.selectors.over_periods import copies_in_numbers, findings_during, first_copies, first_covered_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from accounts.choices import Role
    from cameras.models import Outage
    from ledger.services.verification import Report
    from maintenance.models import Equipment, Fault, Inspection
    from reports.rules import Span
    from requests.models import Misuse, ReviewRequest
    from retention.choices import FindingKind
    from retention.models import Finding
    from retention.selectors import CameraDays, RecorderStanding


@dataclass
class Asked:
    """A period as far as it has come by `now`; `verified` is the ledger's verification, made where somebody signs."""

    span: Span
    now: dt.datetime
    verified: Report | None = None

    @property
    def today(self) -> dt.date:
        """The local day of `now`."""
        return local_date(self.now)

    @property
    def first(self) -> dt.date:
        """The first day."""
        return self.span.first

    @property
    def last(self) -> dt.date:
        """The last day that has come."""
        return min(self.span.last, self.today)

    @property
    def start(self) -> dt.datetime:
        """The moment it begins."""
        return self.span.start

    @property
    def end(self) -> dt.datetime:
        """The moment before which what belongs to it happened."""
        return start_of_day(self.last + ONE_DAY)

    @property
    def at(self) -> dt.datetime:
        """The moment at which it is judged: the last of it, or now."""
        return min(self.end - dt.timedelta(seconds=1), self.now)

    @property
    def is_current(self) -> bool:
        """Whether it reaches to today: then today's state is its own."""
        return self.last == self.today

    @cached_property
    def began(self) -> dt.date:
        """The day this installation keeps records from."""
        at = Entry.objects.order_by("sequence").values_list("at", flat=True).first()
        return local_date(at) if at else self.today

    @property
    def since(self) -> dt.date:
        """The first day of the period of which there can be a record."""
        return max(self.first, self.began)

    @cached_property
    def plan(self) -> SchoolPlan | None:
        """The plan in force on the last day."""
        try:
            return plan_on(self.last)
        except SchoolPlan.DoesNotExist:
            return None

    @cached_property
    def terms(self) -> SchoolPlan:
        """The same, or the plan's own values where there was none."""
        return self.plan or SchoolPlan(effective_from=self.first)

    @cached_property
    def features(self) -> frozenset[str]:
        """What the school has switched on."""
        school = school_if_any()
        return frozenset(school.features) if school else frozenset()

    @cached_property
    def posts(self) -> list[Appointment]:
        """Every post held on some day of the period."""
        held = Q(until=None) | Q(until__gte=self.first)
        return list(Appointment.objects.filter(held, since__lte=self.last).select_related("user"))

    def holders_on(self, day: dt.date) -> list[Appointment]:
        """Return the posts held on a day."""
        return [post for post in self.posts if post.since <= day and (post.until is None or post.until >= day)]

    def vacant_days(self, role: Role) -> list[dt.date]:
        """Return the days on which nobody held `role`, from when there are records."""
        held = [(post.since, post.until or self.last) for post in self.posts if post.role == role]
        days = [self.since + number * ONE_DAY for number in range((self.last - self.since).days + 1)]
        return [day for day in days if not any(since <= day <= until for since, until in held)]

    @cached_property
    def every_camera(self) -> list[Camera]:
        """The cameras that hung somewhere on some day of the period."""
        hung = Q(retired_on=None) | Q(retired_on__gt=self.first)
        found = Camera.objects.filter(hung, installed_on__lte=self.last).select_related("place", "recorder")
        return list(found.order_by("place__order", "place__name", "code"))

    @property
    def cameras(self) -> list[Camera]:
        """Those of them that hung there on its last day."""
        return [one for one in self.every_camera if one.retired_on is None or one.retired_on > self.last]

    @cached_property
    def recorders(self) -> list[Recorder]:
        """The recorders in use on the last day."""
        return list(Recorder.objects.filter(Q(retired_on=None) | Q(retired_on__gt=self.last)).order_by("code"))

    @cached_property
    def faults(self) -> list[Fault]:
        """What was broken."""
        return list(faults_during(self.start, self.end))

    @cached_property
    def inspections(self) -> list[Inspection]:
        """The rows of 附錄2."""
        return list(inspections_with_faults(self.first, self.last))

    @cached_property
    def outages(self) -> list[Outage]:
        """The outages that touch it, each with its camera."""
        return list(outages_during(self.start, self.end).select_related("camera"))

    @cached_property
    def events(self) -> list[Misuse]:
        """不當使用或洩密事件, without what happened."""
        return list(misuses_between(self.start, self.end))

    @cached_property
    def equipment(self) -> list[Equipment]:
        """What stood in the property books on the last day."""
        return list(listed_on(self.last))

    @cached_property
    def reviews(self) -> list[AccountReview]:
        """Every yearly review of the accounts, the newest first."""
        return list(AccountReview.objects.order_by("-year"))

    @cached_property
    def checkpoints(self) -> list[tuple[dt.datetime, int]]:
        """When the ledger was signed in the period, and over how many entries, the oldest first."""
        made = Checkpoint.objects.filter(at__gte=self.start, at__lt=self.end).order_by("size")
        return list(made.values_list("at", "size"))

    @cached_property
    def copies(self) -> dict[str, int]:
        """How many copies are kept now, were made and were destroyed in the period."""
        return copies_in_numbers(self.start, self.end)

    @cached_property
    def keeping(self) -> list[tuple[str, bool]]:
        """In words how long each recorder keeps, by hand check or by the shortest of its cameras; whether that is enough."""
        return keeping_of(self.by_hand, self.coverage, self.terms.minimum_days, self.today)

    @cached_property
    def by_hand(self) -> list[RecorderStanding]:
        """The recorders without a folder here, as a person looked at them last."""
        return standings(self.terms, self.today)

    @cached_property
    def _findings(self) -> Mapping[str, list[Finding]]:
        return findings_during(self.start, self.end)

    def findings(self, *kinds: FindingKind, only_open: bool = False) -> list[Finding]:
        """Return what stood as 未符合; `only_open`: what still did on the evening of the last day."""
        found = [one for kind in kinds for one in self._findings.get(kind, ())]
        return [one for one in found if not only_open or one.closed_at is None or one.closed_at >= self.end]

    @cached_property
    def coverage(self) -> list[CameraDays]:
        """What folders hold of every camera and day of the period that is still there; nothing without a folder."""
        earliest = first_covered_day()
        if earliest is None or earliest > self.last:
            return []
        return camera_days(self.every_camera, max(self.first, earliest), self.last)

    @cached_property
    def cases(self) -> list[ReviewRequest]:
        """The cases with which there was anything to do, everybody's."""
        return list(cases_during(self.start, self.end))

    @cached_property
    def received(self) -> list[ReviewRequest]:
        """Those received in the period."""
        return [case for case in self.cases if case.received_at and case.received_at >= self.start]

    @cached_property
    def first_copies(self) -> dict[UUID, dt.datetime]:
        """When the first copy of each of the cases was 已備份."""
        return first_copies([case.draft_key for case in self.cases])

    def days_to_reply(self, cases: Iterable[ReviewRequest]) -> list[int]:
        """Return of those of `cases` that were decided in the period how many days that took."""
        return [
            days_to_reply(case.received_at, case.decided_at)
            for case in cases
            if case.received_at and case.decided_at and self.is_within(case.decided_at)
        ]

    @cached_property
    def of_bodies(self) -> list[ReviewRequest]:
        """The public bodies'."""
        return [case for case in self.cases if is_of_a_body(case)]

    @cached_property
    def of_people(self) -> list[ReviewRequest]:
        """Everybody else's."""
        return [case for case in self.cases if not is_of_a_body(case)]

    def is_within(self, moment: dt.datetime | None) -> bool:
        """Say whether something happened in the period."""
        return moment is not None and self.start <= moment < self.end


def of_findings(findings: Iterable[Finding]) -> list[Breach]:
    """Return a breach for each finding, and since when and until when it stood."""
    return [Breach(f"{one.text}（{_stood(one)}）", "retention:overview") for one in findings]


def _stood(finding: Finding) -> str:
    until = f"至 {short_date(finding.closed_at)}" if finding.closed_at else "起"
    return f"{short_date(finding.opened_at)} {until}".replace(" 起", "起")


def by_case(cases: Iterable[ReviewRequest], said: Callable[[ReviewRequest], str | None]) -> list[Breach]:
    """Return a breach for each case of which something is `said`. Of 限制案 only how many: no paper names one."""
    breaches, coded = [], 0
    for case in cases:
        text = said(case)
        if text is None:
            continue
        if case.is_restricted:
            coded += 1
        else:
            breaches.append(Breach(text, "review:case", (str(case.number),), case=str(case.number)))
    return [*breaches, *([Breach(f"限制案 {coded} 件：由得閱覽該案之人員查明")] if coded else [])]


def keeping_of(
    recorders: Iterable[RecorderStanding], coverage: Iterable[CameraDays], minimum_days: int, today: dt.date
) -> list[tuple[str, bool]]:
    """Return in words how long each recorder and each folder keeps, and whether that is enough."""
    said = [(f"主機 {one.recorder.code}：{_kept(one)}", one.days is not None and not one.is_short) for one in recorders]
    shortest: dict[str, tuple[int, int]] = {}
    for each in coverage:
        if each.source:
            now = (each.kept_days(today), each.required_days(minimum_days, today))
            shortest[each.source.name] = min(now, shortest.get(each.source.name, now))
    return said + [
        (f"影像資料夾 {name}（最短者）：{kept} 日（應有 {owed} 日）", kept >= owed)
        for name, (kept, owed) in shortest.items()
    ]


def _kept(one: RecorderStanding) -> str:
    return "尚未查核" if one.days is None else f"{one.days} 日（應有 {one.required_days} 日）"
