"""One folder of recordings: a clip of our own drawing under the names a recorder would give it, relative to now.

The files are hard links to one copy: three weeks of eighteen cameras cost nine thousand names and no room.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.selectors import in_words
from cameras.models import Camera, Recorder
from cameras.selectors import outages_during
from printing.rules import TAIPEI, local_date
from retention import services
from retention.choices import LayoutKind
from retention.models import FootageSource
from retention.rules import anniversary
from work.services import run_duty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cameras.models import Outage

CLIP = Path(__file__).with_name("clip.mp4")
NAME = "一號主機影像"
PATTERN = "%Y-%m-%d/{camera}/%H-%M-%S.mp4"
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
DAYS = 21
NO_TIME = dt.datetime(2008, 1, 1, tzinfo=TAIPEI).timestamp()
"""When the clip was last written to, so that no name is taken to end there: each lasts its hour."""

UNEXPLAINED = (("C06", 5, 2, 3), ("C11", 9, 16, 41))
"""Camera, days before today, hour, hours: what nobody can explain."""
UNKNOWN = "CAM-TEST"
"""A camera that was tried out once; nobody told the register."""
LONG_AGO: tuple[tuple[str, int, tuple[int, ...]], ...] = ((UNKNOWN, 5, (8, 9, 10, 11)), ("C03", 3, (7, 8, 12)))
TODAY_A_YEAR_AGO: tuple[tuple[str, tuple[int, ...]], ...] = ((UNKNOWN, (8,)), ("C03", (7, 12, 16)), ("C05", (7, 12)))
"""What the pass of last night destroyed, a year and so many days old; and what is due today, which 試算 shows."""
ENFORCING = "retention.tasks.enforce_maximum_retention"


def record(now: dt.datetime) -> None:
    """Let the recorder have recorded until `now`; what lies there already is left as it is."""
    source = FootageSource.objects.filter(name=NAME).first() or _begin(now)
    first = max(source.newest_at or now - DAYS * DAY, now - DAYS * DAY)
    root = Path(source.path)
    outages = list(outages_during(first, now))
    for camera in Camera.objects.filter(recorder=source.recorder, retired_on=None):
        own = [outage for outage in outages if outage.camera_id == camera.pk]
        _lay_down(root, _recorded(camera.code, first, now, own))
        for outage in own:
            _end_with(root, camera.code, outage.since)
    with transaction.atomic():  # one commit instead of one a folder
        services.check_footage(now)


def _begin(now: dt.datetime) -> FootageSource:
    """Register the folder, let two people say that its deletion is ours, and let last night's pass destroy what was due."""
    root = Path(settings.DATA_DIR) / "demo-recordings"
    today, tonight = local_date(now), _at(local_date(now), 2) + dt.timedelta(minutes=10)
    last_night = tonight if tonight < now else tonight - DAY
    for camera, days, hours in LONG_AGO:
        _lay_down(root, _on(camera, anniversary(today, -1) - days * DAY, hours))
    handler, supervisor = (User.objects.get(username=name) for name in ("handler", "supervisor"))
    moment = last_night - 11 * HOUR
    source = services.register_source(
        name=NAME, layout=LayoutKind.PATTERN, pattern=PATTERN, longest_seconds=3600, path=str(root),
        recorder=Recorder.objects.get(code="NVR1"), actor=in_words(handler, moment), now=moment,
    )  # fmt: skip
    services.scan_source(source, moment)
    reason = "主機已關閉循環刪除，硬碟足供保存一年"
    services.propose_deletion(source_id=source.pk, reason=reason, actor=in_words(handler, moment), now=moment)
    files = services.preview(source, moment).found.due_files
    services.confirm_deletion(
        source_id=source.pk, stated_day=local_date(moment), files=files, actor=in_words(supervisor, moment), now=moment
    )
    run_duty(ENFORCING, services.enforce_maximum_retention, clock=lambda: last_night)
    for camera, hours in TODAY_A_YEAR_AGO:
        _lay_down(root, _on(camera, anniversary(today, -1), hours))
    _lay_down(root, _on(UNKNOWN, today - 12 * DAY, range(9, 15)))
    source.refresh_from_db()
    source.newest_at = None
    return source


def _recorded(
    code: str, first: dt.datetime, now: dt.datetime, outages: Sequence[Outage]
) -> Iterator[tuple[str, dt.datetime]]:
    """Yield when each recording of a camera begins: every hour, and when a fault was repaired."""
    today = local_date(now)
    lost = [
        (since := _at(today - ago * DAY, hour), since + hours * HOUR)
        for who, ago, hour, hours in UNEXPLAINED
        if who == code
    ]
    moment = first.astimezone(TAIPEI).replace(minute=0, second=0, microsecond=0)
    while moment <= now:
        is_dark = any(outage.since <= moment and (outage.until is None or moment < outage.until) for outage in outages)
        if not is_dark and not any(since <= moment < until for since, until in lost):
            yield code, moment
        moment += HOUR
    yield from (
        (code, outage.until.replace(microsecond=0)) for outage in outages if outage.until and first <= outage.until
    )


def _on(camera: str, day: dt.date, hours: Iterable[int]) -> Iterator[tuple[str, dt.datetime]]:
    for hour in hours:
        yield camera, _at(day, hour)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), TAIPEI)


def _lay_down(root: Path, recordings: Iterable[tuple[str, dt.datetime]]) -> None:
    """Give the clip the name of each recording, and each folder the time of its newest one."""
    clip = _clip(root)
    newest: dict[Path, dt.datetime] = {}
    for camera, moment in recordings:
        path = root / moment.astimezone(TAIPEI).strftime(PATTERN.replace("{camera}", camera))
        if path.parent not in newest:
            path.parent.mkdir(parents=True, exist_ok=True)
        newest[path.parent] = newest[path.parent.parent] = moment
        _link(clip, path)
    for folder, moment in newest.items():
        os.utime(folder, (moment.timestamp(), moment.timestamp()))  # a scan need not read it twice


def _clip(root: Path) -> Path:
    """Return the copy beside the folder that all names lead to."""
    root.mkdir(parents=True, exist_ok=True)
    clip = root.with_suffix(".mp4")
    if not clip.exists():
        shutil.copyfile(CLIP, clip)
        os.utime(clip, (NO_TIME, NO_TIME))
    return clip


def _end_with(root: Path, camera: str, moment: dt.datetime) -> None:
    """Let the recording of the hour in which a fault began end with it: a copy, last written to then."""
    hour = moment.astimezone(TAIPEI).replace(minute=0, second=0, microsecond=0)
    path = root / hour.strftime(PATTERN.replace("{camera}", camera))
    if path.exists():
        path.unlink()
        shutil.copyfile(CLIP, path)
        os.utime(path, (moment.timestamp(), moment.timestamp()))
        os.utime(path.parent, (hour.timestamp(), hour.timestamp()))


def _link(clip: Path, path: Path) -> None:
    """Link, or copy where the file system has no hard links or no more of them."""
    try:
        os.link(clip, path)
    except FileExistsError:
        return
    except OSError:
        shutil.copyfile(clip, path)
        os.utime(path, (NO_TIME, NO_TIME))
