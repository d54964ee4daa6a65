"""Who leaves what behind: the 移交清冊, what only this person does, and what these records say to the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch

from accounts import policies as people
from accounts.choices import DeputyReason, Role
from accounts.models import Deputy
from ledger.witnesses import RowWitness, row_facts
from maintenance.choices import UNFINISHED
from maintenance.models import Fault
from maintenance.selectors import kept_by, kept_by_a_namesake
from printing.rules import local_date, short_date, short_moment
from reports.choices import MoveKind
from reports.models import AccountApplication, AccountReview, Handover, ReviewedAccount
from reports.rules import case_numbers_in
from reports.selectors.secrecy import hidden_among
from requests import selectors as review
from requests.choices import Status
from requests.models import ReviewRequest
from requests.policies import CHAIN
from retention.choices import CopyMedium, CopyState, ListState
from retention.models import DestructionList, EvidenceCopy
from retention.selectors import open_backups

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator

    from django.db.models import QuerySet

    from accounts.models import User

OVER = (Status.DRAFT, Status.WITHDRAWN, Status.CLOSED)
HALF_SIGNED = (ListState.PROPOSED, ListState.OWED, ListState.HALF)
MUST_BE_HELD = (Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL)
"""Without somebody here no case goes on."""

Line = tuple[str, str, str, str, str]
"""A line of the 移交清冊: 類別, 編號, 內容, 狀態, 期限."""


def review_facts(row: AccountReview) -> dict[str, object]:
    """Return what a review and its lines say."""
    return row_facts(row) | {"lines": [row_facts(line) for line in sorted(row.lines.all(), key=lambda one: one.pk)]}


def handover_facts(row: Handover) -> dict[str, object]:
    """Return what a 職務異動 says, and which scans were kept before those it has now."""
    return row_facts(row) | {"former_papers": sorted((one.paper, str(one.file_id)) for one in row.former_papers.all())}


HANDOVERS = RowWitness(Handover.objects.prefetch_related("former_papers"), subject=str, facts=handover_facts)
APPLICATIONS = RowWitness(AccountApplication.objects.all(), subject=str)
REVIEWS = RowWitness(
    AccountReview.objects.prefetch_related(Prefetch("lines", ReviewedAccount.objects.order_by("pk"))),
    subject=str,
    facts=review_facts,
)


def is_planned(row: Handover, now: dt.datetime) -> bool:
    """Say whether a post goes over on a day that has not come."""
    return row.kind == MoveKind.HANDOVER and row.done_at is None and row.effective_on > local_date(now)


def left_alone(person: User, day: dt.date) -> list[Role]:
    """Return the posts of the chain that nobody but `person` holds on `day`."""
    return [
        role
        for role in MUST_BE_HELD
        if role in people.posts_in_force(person, day) and _nobody_else_holds(role, person, day)
    ]


def coming_alone(person: User, day: dt.date) -> Handover | None:
    """Return a 職務交接 by which `person` is to take, after `day`, a post that nobody else will hold then, or None."""
    planned = Handover.objects.filter(
        kind=MoveKind.HANDOVER, successor=person, done_at=None, effective_on__gt=day
    ).order_by("effective_on", "pk")
    return next((row for row in planned if _nobody_else_holds(row.role, person, row.effective_on)), None)


def _nobody_else_holds(role: str, person: User, day: dt.date) -> bool:
    return not people.appointments_on(day).filter(role=role).exclude(user=person).exists()


def deputises_for(person: User, now: dt.datetime) -> list[Deputy]:
    """Return for whom `person` deputises now or later: those need another."""
    rows = Deputy.objects.filter(deputy=person, until__gt=now).exclude(reason=DeputyReason.RECUSAL)
    return list(rows.select_related("principal").order_by("since"))


def roster_of(person: User, successor: User | None, roles: Collection[Role], now: dt.datetime) -> list[Line]:
    """Return the 移交清冊 of what goes over with `roles`: cases by number, and nobody's data (ruling 25).

    A 限制案 is on no paper: its readers know of it, and the product hands over their seat. Nor is what one of both must keep
    out of (迴避).
    """
    lines: list[Line] = []
    out = [one.pk for one in (person, successor) if one]
    if CHAIN & set(roles):
        lines += _cases(out, now)
    if Role.HANDLER in roles:
        lines += [*_backups(out), *_media(out), *_lists(), *_things(person)]
    lines += _faults(person, is_all=bool({Role.HANDLER, Role.GUARD} & set(roles)))
    return lines


def naming_known_cases(lines: Iterable[Line], known: QuerySet[ReviewRequest]) -> list[Line]:
    """Return those of `lines` that name no case, and no copy made for a case, but one of `known`.

    What a 移交清冊 says is frozen; who may know of a case is not. Two queries.
    """
    found = list(lines)
    numbers = [number for _, number, *_ in found]
    hidden_cases = hidden_among(case_numbers_in(*numbers), known)
    hidden_copies = _copies_of_others(numbers, known)
    return [line for line in found if not case_numbers_in(line[1]) & hidden_cases and line[1] not in hidden_copies]


def _copies_of_others(numbers: Collection[str], known: QuerySet[ReviewRequest]) -> set[str]:
    """Return those of the copies `numbers` that were made for a case, but for none of `known`."""
    of_a_case = EvidenceCopy.objects.filter(number__in=numbers).exclude(hold__case_key=None, hold__is_coded=False)
    others = of_a_case.exclude(hold__case_key__in=known.order_by().values("draft_key"))
    return set(others.values_list("number", flat=True))


def _kept_out(people: Collection[int]) -> QuerySet[ReviewRequest]:
    """The cases one of `people` must keep out of."""
    return ReviewRequest.objects.filter(recusals__person__in=people)


def _cases(out: Collection[int], now: dt.datetime) -> Iterator[Line]:
    cases = ReviewRequest.objects.exclude(status__in=OVER).filter(is_restricted=False)
    cases = cases.exclude(pk__in=_kept_out(out).values("pk"))
    for case in cases.prefetch_related("cameras", "viewings").order_by("pk"):
        cameras = "、".join(camera.code for camera in case.cameras.all())
        due = short_date(local_date(case.due_at)) if case.due_at else ""
        yield (
            "未結案件",
            str(case.number),
            f"攝影機 {cameras}" if cameras else "",
            review.shown_as(case).text,
            due,
        )


def _backups(out: Collection[int]) -> Iterator[Line]:
    tasks = open_backups().filter(hold__is_coded=False)
    tasks = tasks.exclude(hold__case_key__in=_kept_out(out).values("draft_key"))
    for task in tasks.prefetch_related("hold__cameras").order_by("due_at", "pk"):
        hold = task.hold
        cameras = "、".join(camera.code for camera in hold.cameras.all())
        what = f"攝影機 {cameras}，{short_moment(hold.starts_at)} 至 {short_moment(hold.ends_at)}"
        yield "備份工作", hold.reference, what, "尚未備份", short_moment(task.due_at)


def _media(out: Collection[int]) -> Iterator[Line]:
    kept = EvidenceCopy.objects.filter(medium=CopyMedium.MEDIUM, state=CopyState.FINISHED, hold__is_coded=False)
    kept = kept.exclude(hold__case_key__in=_kept_out(out).values("draft_key"))
    for copy in kept.order_by("pk"):
        what = f"{copy.get_medium_kind_display()}，標籤 {copy.medium_serial}"
        yield "留存媒體", copy.number, what, f"存放 {copy.kept_at}", short_date(copy.due_on)


def _lists() -> Iterator[Line]:
    for row in DestructionList.objects.filter(state__in=HALF_SIGNED).order_by("pk"):
        yield "銷毀清冊", str(row.pk), row.get_kind_display(), row.get_state_display(), ""


def _faults(person: User, *, is_all: bool) -> Iterator[Line]:
    rows = Fault.objects.filter(status__in=UNFINISHED).select_related("camera__place", "recorder").order_by("pk")
    for fault in rows if is_all else rows.filter(owner=person):
        due = short_date(fault.visit_on) if fault.visit_on else ""
        yield "未結故障", fault.number, f"{fault.code} {fault.get_symptom_display()}", fault.get_status_display(), due


def _things(person: User) -> Iterator[Line]:
    for thing in kept_by(person):
        yield "財產", thing.full_number, thing.name, thing.location, ""
    for thing in kept_by_a_namesake(person):
        yield "財產", thing.full_number, thing.name, "經管人有同名者，未移交", ""
