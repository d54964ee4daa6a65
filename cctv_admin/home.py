"""What stands on the home page of each role (ux §5): what waits for this person, what is lost or due first on top."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.choices import SEATED, Feature, Role
from accounts.selectors import has_feature
from cameras.selectors import cameras_in_use, dark_cameras
from cctv_admin.health import backup_warning, tries_warning
from cctv_admin.menu import home_label
from maintenance.selectors import handovers_for, known_troubles, next_turn, turns_now, unfinished_faults
from maintenance.views.words import fault_rows
from reports.selectors import setup_of, unsigned_papers
from requests import policies as review_policies
from requests import selectors as review
from requests.views.rows import most_urgent_first, told_rows
from retention.policies import decides
from retention.selectors import (
    damaged_copies,
    first_backups,
    lists_for,
    open_findings,
    open_proposals,
    own_open_uploads,
    shown_copies,
    unconfirmed_holds,
)
from work.selectors import overdue_duties

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from maintenance.models import DailyCheck
    from maintenance.selectors import Known, ShownTurn
    from maintenance.views.words import FaultRow
    from reports.selectors import Doing, SetUp, SetUpStep, Unsigned
    from requests.models import ReviewRequest
    from requests.selectors import Desk, Month, TodayViewing
    from requests.selectors.rows import DrawnCase
    from requests.views.rows import CaseRow
    from retention.models import BackupTask, DestructionList, Finding, Hold, HoldProposal
    from retention.selectors import ShownCopy
    from work.models import Duty

KEEPS_WATCH = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.ADMINISTRATOR, Role.AUDITOR})
LOOKS_AFTER = frozenset({Role.HANDLER, Role.ADMINISTRATOR})
MENDS = frozenset({Role.HANDLER, Role.GUARD})
ANSWERS_FOR_THE_PLAN = KEEPS_WATCH - {Role.ADMINISTRATOR}
LATEST = 8


@dataclass(frozen=True)
class CameraCount:
    """How many cameras are in use, and how many of them have no picture now."""

    in_use: int
    dark: int


@dataclass(frozen=True)
class Daily:
    """The guard's 每日檢查: the turns of now, the next one where none is, what is known to be broken, what was handed over."""

    turns: Sequence[ShownTurn]
    next: ShownTurn | None
    known: Sequence[Known]
    handovers: Sequence[DailyCheck]
    form_key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def without_fault(self) -> list[Known]:
        """What is known only by an outage or by coverage; the faults stand in their own table."""
        return [one for one in self.known if one.fault is None]


@dataclass(frozen=True)
class Home:
    """One person's home page; an empty list means the section does not show, unless it teaches what comes there."""

    label: str
    now: dt.datetime
    roles: frozenset[Role]
    signs: bool
    owes_undertaking: bool
    """Whether the post has to do with footage and the 保密切結 is not signed yet (肆、一)."""
    may_ask: bool
    may_enter: bool
    waiting: list[CaseRow] = field(default_factory=list)
    drafts: Sequence[ReviewRequest] = ()
    own: list[CaseRow] = field(default_factory=list)
    endangered: list[CaseRow] = field(default_factory=list)
    in_progress: list[CaseRow] = field(default_factory=list)
    late: list[CaseRow] = field(default_factory=list)
    month: Month | None = None
    cameras: CameraCount | None = None
    faults: Sequence[FaultRow] = ()
    findings: Sequence[Finding] = ()
    backups: Sequence[BackupTask] = ()
    backups_in_all: int = 0
    copies: Sequence[ShownCopy] = ()
    to_confirm: Sequence[Hold] = ()
    proposals: Sequence[HoldProposal] = ()
    copy_lists: Sequence[DestructionList] = ()
    unsigned: Sequence[Unsigned] = ()
    overdue: Sequence[Duty] = ()
    backup_warning: str = ""
    tries_warning: str = ""
    viewings_today: Sequence[TodayViewing] = ()
    late_ratifications: Sequence[ReviewRequest] = ()
    daily: Daily | None = None
    setup: SetUp | None = None
    """What the school still lacks; None when there is nothing, or this person does not set it up."""

    @property
    def setup_rows(self) -> list[tuple[SetUpStep, list[Doing]]]:
        """What is missing, each with the pages this person may open."""
        return [(step, step.open_to(self.roles)) for step in self.setup.missing] if self.setup else []

    @property
    def is_teacher(self) -> bool:
        """Whether asking is what this person comes for: 教職員 who sign nothing."""
        return Role.STAFF in self.roles and not self.signs

    @property
    def may_keep(self) -> bool:
        """Whether 緊急留存影像 stands among the first buttons: for whoever is about when something happens."""
        return bool(self.roles & {Role.STAFF, Role.GUARD, Role.HANDLER})

    @property
    def watches(self) -> bool:
        """Whether this person is told how the school stands against its plan."""
        return bool(self.roles & KEEPS_WATCH)

    @property
    def reads_compliance(self) -> bool:
        """Whether this person reads how the plan was kept over a period."""
        return bool(self.roles & ANSWERS_FOR_THE_PLAN)

    @property
    def is_guard(self) -> bool:
        """Whether the guard's home is shown."""
        return Role.GUARD in self.roles

    @property
    def only_decides(self) -> bool:
        """Whether the page is for reading and signing: asking and reporting stand below (主管, 校長)."""
        return bool(self.roles & {Role.SUPERVISOR, Role.PRINCIPAL}) and Role.HANDLER not in self.roles


def home_of(desk: Desk) -> Home:
    """Gather what the person at the desk should see first."""
    roles, now = desk.roles, desk.now
    watch = bool(roles & KEEPS_WATCH)
    backups, in_all = first_backups(LATEST) if desk.handles else ([], 0)
    return Home(
        label=home_label(roles),
        now=now,
        roles=roles,
        signs=desk.is_in_chain,
        owes_undertaking=bool(roles & SEATED) and not desk.user.undertakings.exists(),
        may_ask=bool(roles & review_policies.MAY_ASK),
        may_enter=desk.handles,
        drafts=list(review.open_drafts(desk.user).only("draft_key", "created_at")[:LATEST])
        if roles & review_policies.MAY_ASK
        else (),
        month=review.month_of(desk) if Role.PRINCIPAL in roles else None,
        cameras=_cameras(timezone.localdate(now)) if Role.ADMINISTRATOR in roles else None,
        faults=fault_rows(unfinished_faults(), now) if roles & MENDS else (),
        findings=open_findings(desk.user, now) if watch else (),
        overdue=overdue_duties(now) if watch else (),
        backup_warning=backup_warning(now) if roles & LOOKS_AFTER else "",
        tries_warning=tries_warning(now) if Role.ADMINISTRATOR in roles else "",
        viewings_today=review.viewings_on(timezone.localdate(now), desk.user) if Role.GUARD in roles else (),
        late_ratifications=review.late_ratifications(desk.cases, now) if desk.is_in_chain else (),
        daily=_daily(desk) if Role.GUARD in roles and has_feature(Feature.DAILY_CHECK) else None,
        copies=_copies(desk) if desk.handles else (),
        to_confirm=list(unconfirmed_holds()) if desk.handles else (),
        proposals=_to_decide(desk),
        setup=_setup(now) if Role.ADMINISTRATOR in roles else None,
        copy_lists=lists_for(desk.user, now) if desk.is_in_chain else (),
        unsigned=unsigned_papers(desk.user, now) if desk.is_in_chain else (),
        backups=backups,
        backups_in_all=in_all,
        **_case_rows(desk),
    )


def _setup(now: dt.datetime) -> SetUp | None:
    found = setup_of(now)
    return found if found.missing else None


def _copies(desk: Desk) -> list[ShownCopy]:
    """The copies that want this person: found damaged, or not uploaded to the end."""
    found = [*damaged_copies()[:LATEST], *own_open_uploads(desk.user)[:LATEST]]
    return shown_copies(found, desk.user, desk.now)


def _daily(desk: Desk) -> Daily:
    turns = turns_now(desk.now)
    is_to_be_done = any(one.is_open and not one.check for one in turns)
    return Daily(
        turns=turns,
        next=None if turns else next_turn(desk.now),
        known=known_troubles(desk.now) if is_to_be_done else (),
        handovers=handovers_for(desk.user, desk.now),
    )


def _to_decide(desk: Desk) -> list[HoldProposal]:
    """What 校長 or who acts for him decides about holds, but did not propose himself, nor must keep out of."""
    waiting = open_proposals() if desk.seats[Role.PRINCIPAL].names(desk.user) else ()
    return [one for one in waiting if decides(desk.user, one.proposed_account, desk.now, one.hold)]


def _case_rows(desk: Desk) -> dict[str, list[CaseRow]]:
    """Return the sections of cases; what rows show is fetched once for all, and no case stands on the page twice."""
    found = _cases(desk)
    every: dict[int, DrawnCase] = {}
    for section in found.values():  # what waits comes first: more of it is fetched already
        for case in section:
            every.setdefault(case.pk, case)
    rows = {one.case.pk: one for one in told_rows(every.values(), desk)}
    sections = {name: [rows[case.pk] for case in section] for name, section in found.items()}
    sections["endangered"] = [one for one in sections["endangered"] if one.row.is_endangered(desk.now)]
    return _each_once(sections | {name: most_urgent_first(sections[name]) for name in ("waiting", "endangered")})


def _cases(desk: Desk) -> dict[str, Sequence[DrawnCase]]:
    others = desk.in_progress.exclude(applicant=desk.user)
    return {
        "waiting": desk.waiting,
        "own": list(desk.own[:LATEST]),
        "endangered": list(desk.owed) if Role.HANDLER in desk.roles else [],
        "late": list(others.filter(due_at__lt=desk.now)) if Role.PRINCIPAL in desk.roles else [],
        "in_progress": list(others[:LATEST]) if Role.SUPERVISOR in desk.roles else [],
    }


def _each_once(sections: dict[str, list[CaseRow]]) -> dict[str, list[CaseRow]]:
    """Return the sections without what stands in one before."""
    told: set[int] = set()
    left = {}
    for name, section in sections.items():
        left[name] = [one for one in section if one.case.pk not in told]
        told |= {one.case.pk for one in section}
    return left


def _cameras(day: dt.date) -> CameraCount:
    return CameraCount(cameras_in_use(day).count(), dark_cameras(day).count())
