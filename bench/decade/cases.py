"""The requests: when each was sent, signed, decided, viewed, closed and erased, and where it stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from bench.decade.case_rows import BODY, write_cases
from printing.rules import roc_year
from requests import rules
from requests.choices import Asker, DutyBasis, Need, Status
from requests.models import CaseNumber, ReviewRequest
from work.rules import due_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from bench.decade.world import World

BATCH = 1_000
ERASED_AFTER = dt.timedelta(days=730)
"""The school erases once a year what was over for a year: so much stands between one and two years."""
A_YEAR_AGO, DUE, OLD = dt.timedelta(days=460), dt.timedelta(days=300), 200
"""A short time tells some cases of a year before: their copies are about to be due, their words about to be erased."""
OFTEN = 0.3
"""So many of a short time's requests are the demonstration's teacher's: the list of the own ones fills a page."""
WHY = ("書包內現金不見，請協助確認走廊進出情形。", "下課時跌倒受傷，須了解經過。", "停放的機車後照鏡毀損，請協助確認。")


@dataclass
class Told:
    """One case: its row, and when what happened to it; None while it has not."""

    row: ReviewRequest
    user: User
    need: Need
    acts: tuple[dt.datetime, ...]
    end: Status
    viewed: dt.datetime | None
    over: dt.datetime | None
    erased: dt.datetime | None
    cameras: Sequence[int]

    @property
    def sent(self) -> dt.datetime:
        """When it was sent."""
        assert self.row.submitted_at
        return self.row.submitted_at

    @property
    def account(self) -> str:
        """Who sent it, or typed it in."""
        return self.user.username if self.need in (Need.OWN, Need.DUTY) else "handler"


def tell_cases(world: World, number: int) -> list[Told]:
    """Write `number` cases, the oldest first, with everything of theirs but what retention keeps; return them."""
    spans = [(world.first, world.now, number)]
    if world.is_short:
        spans.append((world.now - A_YEAR_AGO, world.now - DUE, OLD))
    moments = sorted(
        world.in_office(since + (until - since) * world.chance.random())
        for since, until, many in spans
        for _ in range(many)
    )
    counts = Counter({one.roc_year: one.last for one in CaseNumber.objects.all()})
    told = [_tell(world, min(moment, world.now - dt.timedelta(minutes=9)), counts) for moment in moments]
    for key, one in enumerate(told, start=1):
        one.row.pk = key
    for start in range(0, len(told), BATCH):
        write_cases(world, told[start : start + BATCH])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE requests_reviewrequest one SET decided_on_id = frozen.id FROM requests_snapshot frozen"
            " WHERE frozen.review_request_id = one.id AND one.decided_at IS NOT NULL AND one.decided_on_id IS NULL"
        )
    CaseNumber.objects.all().delete()
    CaseNumber.objects.bulk_create(CaseNumber(roc_year=year, last=last) for year, last in counts.items())
    return told


def _tell(world: World, sent: dt.datetime, counts: Counter[int]) -> Told:
    chance, now = world.chance, world.now
    year = roc_year(sent.date())
    counts[year] += 1
    need = chance.choices((Need.OWN, Need.CHILD, Need.DUTY, Need.AGENCY), (30, 25, 35, 10))[0]
    is_teachers = world.is_short and chance.random() < OFTEN
    user = world.crew["teacher"] if is_teachers else chance.choice(world.teachers)
    end = chance.choices(
        (Status.APPROVED, Status.PARTLY_APPROVED, Status.REFUSED, Status.WITHDRAWN, Status.RETURNED), (80, 9, 6, 4, 1)
    )[0]
    slow = 40 if chance.random() < 0.01 else 1
    acts: list[dt.datetime] = []
    moment = sent
    for _ in range(1 if end in (Status.WITHDRAWN, Status.RETURNED) else 3):
        moment += world.hours(2, 40 * slow)
        acts.append(moment)
    if end == Status.RETURNED and sent < now - dt.timedelta(days=30):
        end = Status.WITHDRAWN
    viewed = over = None
    if end in (Status.APPROVED, Status.PARTLY_APPROVED) and acts[-1] < now:
        viewed = world.in_office(acts[-1] + world.hours(24, 120 * slow))
        over = viewed + world.hours(24, 240)
    elif end == Status.REFUSED:
        over = acts[-1] + world.hours(24, 240)
    elif end == Status.WITHDRAWN:
        over = acts[-1]
    erased = over + ERASED_AFTER if over and over + ERASED_AFTER < now else None
    row = ReviewRequest(
        draft_key=world.key(), number=rules.case_number(year, counts[year]), plan=world.plan, need=need,
        created_at=sent, submitted_at=sent, received_at=sent, step=0, due_at=due_by(sent, 15, world.calendar),
        asker=Asker.AGENCY if need == Need.AGENCY else Asker.GUARDIAN if need == Need.CHILD else Asker.STAFF,
        duty_basis=chance.choice(DutyBasis.values) if need == Need.DUTY else "",
        is_restricted=chance.random() < 0.03,
    )  # fmt: skip
    row.starts_at = world.in_office(sent - world.hours(24, 120))
    row.ends_at = row.starts_at + dt.timedelta(minutes=chance.choice((15, 20, 30, 60)))
    past = [at for at in acts if at < now]
    known = (viewed if viewed and viewed < now else None, over if over and over < now else None)
    cameras = [camera.pk for camera in chance.sample(world.cameras, chance.choice((1, 1, 2, 3)))]
    told = Told(row, user, need, tuple(past), end, *known, erased, cameras)
    _stand(told, len(acts))
    _fill_in(world, told)
    return told


def _stand(told: Told, signatures: int) -> None:
    """Say where the case stands now."""
    row, done = told.row, len(told.acts) == signatures
    if not done:
        row.status, row.step = Status.IN_REVIEW, len(told.acts) + 1
        return
    row.status = told.end
    row.step = 1 if told.end == Status.RETURNED else 0
    if told.end in (Status.APPROVED, Status.PARTLY_APPROVED, Status.REFUSED):
        row.decided_at = told.acts[-1]
        if told.over:
            row.status, row.closed_at, row.closed_by = Status.CLOSED, told.over, "事務組長 游承堃"
    elif told.end == Status.WITHDRAWN:
        row.withdrawn_at = told.over


def _fill_in(world: World, told: Told) -> None:
    row, user = told.row, told.user
    if told.need not in (Need.OWN, Need.DUTY):
        row.entered_by = world.crew["handler"]
        row.identity_checked = row.guardianship_confirmed = True
    else:
        row.applicant = user
    if told.erased:
        row.applicant, row.salt, row.erased_at = None, b"", told.erased
        return
    row.applicant_name = BODY if told.need == Need.AGENCY else user.name
    row.applicant_title = world.titles[user.pk].title if row.applicant else Asker(row.asker).label
    row.phone, row.unit, row.relation = "03-0000000", "教務處", "導師"
    row.reason = world.chance.choice(WHY)
    row.id_number = "A123456789" if row.entered_by and world.chance.random() < 0.5 else ""
