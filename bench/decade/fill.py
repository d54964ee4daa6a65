"""`python -m bench.decade.fill --share 1.0`: fill the empty, migrated database of this environment."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from bench.decade.cases import Told
    from bench.decade.world import World


def main() -> None:
    """Fill the database and say how long it took and whether the ledger verifies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0)
    share = parser.parse_args().share
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - needs the settings

    from ledger.services import verify  # noqa: PLC0415

    begun = time.perf_counter()
    entries = fill(timezone.now(), share)
    print(f"{entries:,} entries after {time.perf_counter() - begun:.0f} s", flush=True)
    report = verify()
    assert report.ok, report
    print(f"verified after {time.perf_counter() - begun:.0f} s", flush=True)


def fill(now: dt.datetime, share: float) -> int:
    """Tell the demonstration, the ten years before it, and the ledger of both; return how many entries it has.

    The cases of the demonstration are the newest: their keys begin where those of the ten years end.
    """
    from django.db import connection  # noqa: PLC0415

    from bench.decade import book, cases, keeping, upkeep, world  # noqa: PLC0415

    school = world.make_world(now, share)
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE requests_reviewrequest_id_seq RESTART WITH %s", [world.CASES + 1])
    _demonstrate(school)
    _say("the demonstration")
    told = cases.tell_cases(school, round(world.CASES * share))
    _say("cases")
    keeping.keep(school, told)
    _say("holds, copies, notices")
    upkeep.look_after(school)
    _say("coverage, checks, faults, books")
    _read(school, told, round(world.ENTRIES * share))
    entries = book.write_book(school)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return entries


def _demonstrate(school: World) -> None:
    """What `seed_demo` does after founding the school; the newest cases, and one of everything."""
    from django.db import transaction  # noqa: PLC0415

    from cctv_admin.demo import agency, books, cases, copies, endings, footage, letters, upkeep, viewings  # noqa: PLC0415
    from work.services import seed_duties  # noqa: PLC0415

    crew, now = school.crew, school.now
    cameras = {camera.code: camera for camera in school.cameras}
    with transaction.atomic():
        upkeep.keep_up(crew, cameras, now)
        books.keep_books(crew, cameras, now)
        cases.tell(crew, cameras, now)
        viewings.tell(crew, cameras, now)
        letters.write(crew, cameras, now)
    footage.record(now)
    copies.keep_copies(now)
    endings.tell(now)
    agency.tell(now)
    seed_duties(now)


def _read(school: World, told: list[Told], entries: int) -> None:
    """Fill the book up to `entries` with what people do most: signing in, reading cases, printing the form."""
    from ledger.choices import Verb  # noqa: PLC0415
    from ledger.models import Entry  # noqa: PLC0415

    chance, accounts = school.chance, [*school.crew]
    chain = ("handler", "handler", "supervisor", "principal")
    told_already = Entry.objects.count()
    while len(school.acts) + told_already < entries:
        one = chance.choice(told)
        end = min(school.now, one.sent + dt.timedelta(days=60))
        at, account = one.sent + (end - one.sent) * chance.random(), chance.choice(accounts)
        school.did(at, Verb.SIGNED_IN, account, account)
        school.did(at, Verb.CASE_READ, chance.choice(chain), str(one.row))
        school.did(at, Verb.CASE_READ, chance.choice(chain), str(one.row))
        school.did(at, Verb.CASE_PRINTED, chance.choice(chain), str(one.row), form="電子簽核")


def _say(what: str) -> None:
    print(what, flush=True)


if __name__ == "__main__":
    main()
