"""The school and its people as the ten years know them, and the acts that its ledger will tell."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Appointment, Office, User
from accounts.selectors import plan_on
from cameras.choices import AreaType
from cameras.models import Camera, Place, Recorder
from cameras.services import add_camera, add_recorder
from cctv_admin.demo import people, places
from ledger.choices import Verb, words_of
from ledger.services import SYSTEM, Actor
from printing.rules import TAIPEI, local_date
from work.selectors import calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import SchoolPlan
    from work.rules import Calendar

DAYS, CASES, ENTRIES, CAMERAS = 3_650, 20_000, 1_000_000, 200
SEED = 1080617
A_PAGE = 60
"""A share tells at least so much of what happens rarely: a list that fills no page is no measure of one that does."""
TEACHERS, GUARDS = 60, 3
SURNAMES, GIVEN = (
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐",
    ("怡君", "承恩", "品妤", "冠宇", "詠晴", "柏翰", "思妤", "宥廷"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """One entry to be: `witnesses` says whether it carries what its subject says now, if nothing later does."""

    at: dt.datetime
    verb: Verb
    actor: Actor
    subject: str
    words: dict[str, str]


@dataclass
class World:
    """Who and what there is, since when, and what was done: everything else is drawn from `chance`."""

    now: dt.datetime
    share: float
    chance: Random
    crew: dict[str, User]
    titles: dict[int, Appointment]
    cameras: list[Camera]
    plan: SchoolPlan
    calendar: Calendar
    acts: list[Act] = field(default_factory=list)

    @property
    def days(self) -> int:
        """How many days are told."""
        return max(round(DAYS * self.share), 20)

    @property
    def is_short(self) -> bool:
        """Whether nothing told here is a year old yet."""
        return self.days < 400

    @property
    def first(self) -> dt.datetime:
        """When it begins."""
        return self.now - dt.timedelta(days=self.days)

    @property
    def teachers(self) -> list[User]:
        """Who asks."""
        return [user for user in self.crew.values() if self.titles[user.pk].role == Role.STAFF]

    def actor(self, account: str) -> Actor:
        """Return a person as the ledger writes him; 「系統」 for ""."""
        if not account:
            return SYSTEM
        user = self.crew[account]
        post = self.titles[user.pk]
        return Actor(f"{post.title} {user.name}", account, Role(post.role).label)

    def did(self, at: dt.datetime, verb: Verb, account: str, subject: str, **words: str) -> None:
        """Tell one act."""
        assert words.keys() == words_of(verb), verb
        self.acts.append(Act(at, verb, self.actor(account), subject, words))

    def hours(self, few: float, many: float) -> dt.timedelta:
        """Return a time between two numbers of hours."""
        return dt.timedelta(hours=self.chance.uniform(few, many))

    def key(self) -> uuid.UUID:
        """Return an opaque key, the same in every run."""
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def in_office(self, moment: dt.datetime) -> dt.datetime:
        """Return a moment of the same day between eight and five."""
        hour, minute = self.chance.randint(8, 16), self.chance.randint(0, 59)
        return moment.astimezone(TAIPEI).replace(hour=hour, minute=minute, second=0, microsecond=0)


def make_world(now: dt.datetime, share: float) -> World:
    """Found the sample school with sixty more teachers, two more guards and two hundred cameras on ten recorders."""
    chance = Random(SEED)
    began = now - dt.timedelta(days=DAYS + 30)
    crew = people.make_school(began, plan_from=local_date(began))  # the plan of 108 is not ten years old yet
    crew |= _more_people(chance, local_date(began))
    places.make_cameras(began, now)
    _more_cameras(began)
    titles = {post.user_id: post for post in Appointment.objects.all()}
    cameras = list(Camera.objects.filter(retired_on=None).select_related("place", "recorder").order_by("code"))
    world = World(now, share, chance, crew, titles, cameras, plan_on(timezone.localdate(now)), calendar())
    for account in list(crew)[len(people.PEOPLE) :]:
        post, person = titles[crew[account].pk], crew[account]
        words = {"person": f"{post.title} {person.name}（{account}）", "role": Role(post.role).label}
        world.did(began, Verb.POST_GIVEN, "", f"職務 {post.pk}", **words)
    return world


def _more_people(chance: Random, since: dt.date) -> dict[str, User]:
    """One hash for all: fifty people sign in to be measured, and nobody measures how long making a hash takes."""
    password, office = make_password(people.PASSWORD), Office.objects.get(name="教務處")
    accounts = [f"teacher{number}" for number in range(10, 10 + TEACHERS)] + [f"guard{n}" for n in range(2, 2 + GUARDS)]
    users = User.objects.bulk_create(
        User(
            username=account, name=chance.choice(SURNAMES) + chance.choice(GIVEN), password=password, phone="03-0000000"
        )
        for account in accounts
    )
    Appointment.objects.bulk_create(
        Appointment(
            user=user, role=Role.GUARD if "guard" in user.username else Role.STAFF, office=office, since=since,
            title="警衛" if "guard" in user.username else f"{number % 6 + 1}年級導師",
        )
        for number, user in enumerate(users)
    )  # fmt: skip
    return {user.username: user for user in users}


def _more_cameras(began: dt.datetime) -> None:
    """NVR3 to NVR10, and cameras until two hundred are in use; entered by the service, one by one."""
    recorders = [
        add_recorder(code=f"NVR{number}", name=f"{number}號主機", location="機房", actor=SYSTEM, now=began)
        for number in range(3, 11)
    ]
    names: Sequence[str] = list(Place.objects.values_list("name", flat=True))
    there = Camera.objects.filter(retired_on=None).count()
    for number in range(there + 1, CAMERAS + 1):
        add_camera(
            code=f"C{number:03d}", name=f"{number}號走廊", place=names[number % len(names)], area_type=AreaType.CORRIDOR,
            recorder=recorders[number % len(recorders)], installed_on=local_date(began), actor=SYSTEM, now=began,
        )  # fmt: skip


def recorders() -> list[Recorder]:
    """Return every recorder."""
    return list(Recorder.objects.order_by("pk"))
