"""Gathering what speaks for and against destroying in a source now; `retention.rules.ground` judges it."""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Max

from printing.rules import TAIPEI, local_date
from retention.choices import DeletedBy
from retention.models import CoverageDay, HandCheck
from retention.rules import AGREES_WITHIN, Ground, clock_doubt, kept_days
from retention.selectors import sources_in_use
from retention.storage import FUTURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention.models import FootageSource
    from retention.services.destruction.planning import Survey
    from retention.storage import Marker

LONGEST_KEPT = 400
"""A hand check whose earliest day is further back was entered while this machine's date was wrong."""


def ground_of(
    source: FootageSource, found: Survey, marker: Marker | None, now: dt.datetime, *, is_readable: bool = True
) -> Ground:
    """Return all facts about one pass over `source`."""
    looked_at = set(found.units)
    known = source.folders.values_list("path", "files")
    files = 0 if found.is_empty else found.files + sum(files for path, files in known if path not in looked_at)
    days = CoverageDay.objects.filter(part__source=source).values("day").distinct().count()
    is_marked = marker is not None and marker.token == source.token
    return Ground(
        now=now,
        is_ours=source.deleted_by == DeletedBy.PRODUCT,
        is_readable=is_readable,
        is_marked=is_marked,
        marker_pass=marker.pass_number if marker and is_marked else 0,
        database_pass=source.pass_number,
        last_pass_at=source.last_pass_at,
        files=files,
        files_a_day=files / max(days, 1),
        due_files=found.due_files,
        accepted_files=_accepted(source, now),
        restored_at=_unconfirmed_restore(source),
        witnesses=tuple(_witnesses(source, now)),
    )


def is_clock_sure(now: dt.datetime) -> bool:
    """Say whether no folder of ours speaks against this machine's clock; without one there is nothing to ask."""
    ours = sources_in_use().filter(deleted_by=DeletedBy.PRODUCT)
    return not any(clock_doubt(now, source.last_pass_at, tuple(_witnesses(source, now))) for source in ours)


def recent_since(last: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """A person's word counts for 48 hours and for one pass. A last pass ahead of now is no bound: that clock was wrong."""
    recent = now - AGREES_WITHIN
    return max(recent, last) if last and last <= now else recent


def _accepted(source: FootageSource, now: dt.datetime) -> int:
    since = recent_since(source.last_pass_at, now)
    recent = source.acceptances.filter(accepted_at__gte=since, accepted_at__lte=now)
    return recent.aggregate(most=Max("files"))["most"] or 0


def _unconfirmed_restore(source: FootageSource) -> dt.datetime | None:
    restored_at = source.restored_at
    is_confirmed = restored_at and source.acceptances.filter(accepted_at__gte=restored_at).exists()
    return None if is_confirmed else restored_at


def _witnesses(source: FootageSource, now: dt.datetime) -> Iterator[tuple[str, dt.datetime]]:
    """Yield what says what time it is without asking this machine's clock."""
    since = recent_since(source.last_pass_at, now)
    yield from newest_recording(source)
    stated = source.acceptances.filter(accepted_at__gte=since, accepted_at__lte=now).first()
    if stated:
        yield stated_day(stated.stated_day, now)
    yield from checks_and_servers(since, now)


def newest_recording(source: FootageSource) -> Iterator[tuple[str, dt.datetime]]:
    """Yield when the newest recording of a source was made, unless its names run ahead of this clock."""
    is_ahead = source.folders.filter(oddities__has_key=FUTURE).exists()
    if source.newest_at and not is_ahead:  # recordings of days to come: this clock is slow, or the recorder's is wrong
        yield "最新影像", source.newest_at


def stated_day(day: dt.date, now: dt.datetime) -> tuple[str, dt.datetime]:
    """Return a day somebody stated, as a witness: only the day counts."""
    return "人員所述日期", dt.datetime.combine(day, now.astimezone(TAIPEI).time(), TAIPEI)


def checks_and_servers(since: dt.datetime, now: dt.datetime) -> Iterator[tuple[str, dt.datetime]]:
    """Yield what a hand check entered since then and a database server elsewhere say of the time."""
    check = HandCheck.objects.filter(checked_at__gte=since, checked_at__lte=now).order_by("-checked_at", "-pk").first()
    if check and kept_days(check.earliest_day, local_date(check.checked_at)) <= LONGEST_KEPT:
        yield "影像查核", check.checked_at
    if elsewhere := database_time():
        yield "資料庫主機時間", elsewhere


def database_time() -> dt.datetime | None:
    """Return the time of a database server on another machine."""
    host = str(connection.settings_dict.get("HOST") or "")
    if connection.vendor != "postgresql" or is_this_machine(host):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment


def is_this_machine(host: str) -> bool:
    """Say whether a database host is a socket or a loopback name, so that its clock is this machine's."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
