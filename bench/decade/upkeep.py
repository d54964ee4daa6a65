"""What is looked after day by day: coverage of every camera, checks, faults, outages, inspections, books."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from bench.decade.world import A_PAGE, DAYS
from cameras.choices import OutageCause
from cameras.models import Outage, Recorder
from ledger.choices import Verb
from maintenance.choices import FaultOrigin, FaultStatus, StockTakeStatus, Symptom, TickResult
from maintenance.models import (
    DailyCheck,
    Equipment,
    Fault,
    FaultNumber,
    Inspection,
    Shift,
    StockTake,
    StockTakeItem,
)
from maintenance.selectors import DAILY_CHECKS
from maintenance.selectors.inspections import INSPECTIONS
from printing.rules import local_date, roc_year, start_of_day
from requests.choices import ManagementPurpose
from requests.models import ManagementViewing
from retention.choices import FindingKind, LayoutKind, PassResult
from retention.models import (
    CopyPass,
    CoverageDay,
    Finding,
    FolderCamera,
    FootageSource,
    HandCheck,
    RetentionPass,
    ScannedFolder,
)
from retention.rules import minutes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.decade.world import World

BATCH = 10_000
DAY = dt.timedelta(days=1)
HANDLER, GUARD = "事務組長 游承堃", "警衛 巴奈・古拉斯"
FAULTS_A_MONTH = 12
WHOLE = minutes.as_bytes(minutes.WHOLE)


def look_after(world: World) -> None:
    """Write all of it, and tell the ledger."""
    days = [local_date(world.first) + number * DAY for number in range(world.days)]
    _cover(world, days)
    _check(world, days)
    _hand_checks(world, days)
    _break_and_mend(world)
    _cut_the_power(world)
    _inspect(world, days)
    _keep_books(world)
    _look(world, days)


def _cover(world: World, days: list[dt.date]) -> None:
    """A folder a recorder, a scanned folder a day, a row a camera and day."""
    written: list[CoverageDay] = []
    for recorder in Recorder.objects.order_by("pk"):
        source = FootageSource.objects.filter(recorder=recorder).first() or FootageSource.objects.create(
            name=f"{recorder.name}影像", recorder=recorder, path=f"/nowhere/{recorder.code}", layout=LayoutKind.PATTERN,
            pattern="%Y-%m-%d/{camera}/%H-%M-%S.mp4", longest_seconds=3600, registered_by=HANDLER,
            registered_at=world.first, scanned_at=world.now - dt.timedelta(minutes=20), newest_at=world.now,
        )  # fmt: skip
        if source.registered_at == world.first:
            words = {"name": source.name, "layout": "自訂樣式"}
            world.did(world.first, Verb.SOURCE_REGISTERED, "handler", f"影像資料夾 {source.pk}", **words)
        written += _of_source(world, source, days)
        while len(written) >= BATCH:
            CoverageDay.objects.bulk_create(written[:BATCH])
            del written[:BATCH]
        RetentionPass.objects.bulk_create(
            RetentionPass(source=source, at=start_of_day(day) + dt.timedelta(hours=2), result=PassResult.NOTHING)
            for day in days
        )
    CoverageDay.objects.bulk_create(written, batch_size=BATCH)
    CopyPass.objects.bulk_create(
        CopyPass(at=start_of_day(day) + dt.timedelta(hours=2), result=PassResult.DONE) for day in days
    )


def _of_source(world: World, source: FootageSource, days: list[dt.date]) -> Iterator[CoverageDay]:
    cameras = [camera for camera in world.cameras if camera.recorder_id == source.recorder_id]
    known = set(source.folder_cameras.values_list("folder", flat=True))
    FolderCamera.objects.bulk_create(
        FolderCamera(source=source, folder=camera.code, camera=camera, earliest_day=days[0])
        for camera in cameras
        if camera.code not in known
    )
    scanned = set(source.folders.values_list("path", flat=True))  # by the demonstration
    days = [day for day in days if str(day) not in scanned]
    folders = ScannedFolder.objects.bulk_create(
        ScannedFolder(
            source=source, path=str(day), fingerprint=hashlib.sha256(str(day).encode()).hexdigest(), files=24,
            first_at=start_of_day(day), last_at=start_of_day(day) + DAY, size=10**9,
        )
        for day in days
    )  # fmt: skip
    for day, folder in zip(days, folders, strict=True):
        first = start_of_day(day)
        for camera in cameras:
            seen = WHOLE if world.chance.random() > 0.01 else minutes.as_bytes(minutes.WHOLE << 120 & minutes.WHOLE)
            yield CoverageDay(
                part=folder, folder=camera.code, day=day, minutes=seen, files=24, size=10**9, first_at=first,
                last_at=first + DAY,
            )  # fmt: skip


def _check(world: World, days: list[dt.date]) -> None:
    """Two turns a day, until the demonstration's own calendar begins."""
    until = local_date(world.now) - 24 * DAY
    if days[0] >= until:
        return
    for name, starts, ends in (("早班", dt.time(7), dt.time(15)), ("晚班", dt.time(15), dt.time(22))):
        shift = Shift.objects.create(name=name, starts=starts, ends=ends, weekdays="01234", since=days[0], until=until)
        words = {"terms": "週一至週五", "since": str(days[0])}
        world.did(world.first, Verb.SHIFT_SET, "handler", f"班別 {shift.pk}（{name}）", **words)
        rows = [
            DailyCheck(
                shift=shift, day=day, entered_at=start_of_day(day) + dt.timedelta(hours=starts.hour, minutes=20),
                entered_by=world.crew["guard"], form_key=world.key(),
            )
            for day in days
            if day <= until and day.weekday() < 5
        ]  # fmt: skip
        for row in DailyCheck.objects.bulk_create(rows):
            world.did(row.entered_at, Verb.DAILY_CHECKED, "guard", DAILY_CHECKS.subject(row), word="正常")


def _hand_checks(world: World, days: list[dt.date]) -> None:
    for recorder in Recorder.objects.order_by("pk"):
        rows = HandCheck.objects.bulk_create(
            HandCheck(
                recorder=recorder, checked_at=start_of_day(day) + dt.timedelta(hours=9), checked_by=GUARD,
                earliest_day=day - 30 * DAY, clock_offset_seconds=3,
            )
            for day in days[::7]
        )  # fmt: skip
        for row in rows:
            subject = f"主機 {recorder.code}（查核 {row.pk}）"
            words = {"earliest": str(row.earliest_day), "offset": "3"}
            world.did(row.checked_at, Verb.HAND_CHECK_RECORDED, "guard", subject, **words)


def _break_and_mend(world: World) -> None:
    """Faults of a week each, mended and looked at again, with their outage; and what was found wanting meanwhile."""
    number = max(round(world.days / 30 * FAULTS_A_MONTH), A_PAGE)
    counts = Counter({one.roc_year: one.last for one in FaultNumber.objects.all()})
    faults, outages, findings = [], [], []
    guard, handler = world.crew["guard"], world.crew["handler"]
    for at in sorted(world.first + (world.now - 9 * DAY - world.first) * world.chance.random() for _ in range(number)):
        year = roc_year(at.date())
        counts[year] += 1
        camera, mended = world.chance.choice(world.cameras), at + world.hours(10, 160)
        faults.append(
            Fault(
                number=f"F{year}-{counts[year]:04d}", camera=camera, symptom=Symptom.NO_SIGNAL, reporter=guard,
                status=FaultStatus.CLOSED, origin=FaultOrigin.PERSON, reported_at=at, form_key=world.key(), owner=handler,
                measures="更換網路線", repaired_at=mended, repaired_by=HANDLER, repair_account=handler,
                rechecked_by=GUARD, rechecked_at=mended + DAY / 24,
            )
        )  # fmt: skip
        reference = f"{faults[-1].number}"
        outages.append(Outage(camera=camera, cause=OutageCause.FAULT, reference=reference, since=at, until=mended))
        text = f"{camera.code} {local_date(at)} 起影像缺漏"
        findings.append(Finding(kind=FindingKind.GAP, subject=camera.code, text=text, opened_at=at, closed_at=mended))
    FaultNumber.objects.all().delete()
    FaultNumber.objects.bulk_create(FaultNumber(roc_year=year, last=last) for year, last in counts.items())
    for fault in Fault.objects.bulk_create(faults):
        subject = f"故障 {fault.number}"
        assert fault.repaired_at
        assert fault.rechecked_at
        world.did(fault.reported_at, Verb.FAULT_REPORTED, "guard", subject, symptom=f"{fault.code} 斷訊")
        world.did(fault.repaired_at, Verb.FAULT_REPAIRED, "handler", subject)
        world.did(fault.rechecked_at, Verb.FAULT_PASSED, "guard", subject)
    for outage in Outage.objects.bulk_create(outages):
        subject = f"攝影機 {outage.camera.code}（中斷 {outage.pk}）"
        assert outage.until
        world.did(outage.until, Verb.OUTAGE_CLOSED, "handler", subject, until=str(outage.until))
    for finding in Finding.objects.bulk_create(findings):
        assert finding.closed_at
        world.did(finding.closed_at, Verb.FINDING_CLOSED, "", f"未符合事項 {finding.pk}", text=finding.text)


def _cut_the_power(world: World) -> None:
    """Once a year every camera is dark for half a day: 高壓設備 is looked after without power (用電場所法定停電檢驗)."""
    cuts = [world.first + DAY] if world.is_short else [world.first + days * DAY for days in range(100, world.days, 365)]
    rows = [
        Outage(camera=camera, cause=OutageCause.POWER, reference="高壓設備年度停電檢驗", since=at, until=at + DAY / 2)
        for at in map(world.in_office, cuts)
        for camera in world.cameras
    ]
    for row in Outage.objects.bulk_create(rows):
        subject = f"攝影機 {row.camera.code}（中斷 {row.pk}）"
        assert row.until
        words = {"cause": row.get_cause_display(), "since": str(row.since)}
        world.did(row.since, Verb.OUTAGE_OPENED, "handler", subject, **words)
        world.did(row.until, Verb.OUTAGE_CLOSED, "handler", subject, until=str(row.until))


def _inspect(world: World, days: list[dt.date]) -> None:
    rows = Inspection.objects.bulk_create(
        Inspection(
            inspected_on=day, recorder_works=True, equipment_works=True, picture_is_clear=True, inspector="游承堃",
            form_key=world.key(), recorded_at=start_of_day(day) + dt.timedelta(hours=10),
            recorded_by=world.crew["handler"],
        )
        for day in days[:: 6 * 30]
        if day < local_date(world.now) - 4 * 365 * DAY
    )  # fmt: skip
    for row in rows:
        world.did(row.recorded_at, Verb.INSPECTION_RECORDED, "handler", INSPECTIONS.subject(row), word="全部正常")


def _keep_books(world: World) -> None:
    """A thing a camera, and a 盤點 a year: a share tells all of them, for a list of one or two fills no page."""
    things = Equipment.objects.bulk_create(
        Equipment(
            number="3140403-99", suffix=str(number), name="網路攝影機", brand="VIVOTEK", acquired_on=local_date(world.first),
            cost=12_000, life_years=5, keeper="游承堃", unit="總務處", location=camera.place.name, camera=camera,
        )
        for number, camera in enumerate(world.cameras, start=1)
    )  # fmt: skip
    for thing in things:
        world.did(world.first, Verb.EQUIPMENT_ENTERED, "handler", f"設備帳第 {thing.pk} 筆", number=thing.full_number)
    for years in range(2, DAYS // 365):
        at = world.now - years * 365 * DAY
        take = StockTake.objects.create(
            year=roc_year(at.date()), status=StockTakeStatus.SIGNED, opened_at=at, opened_by=HANDLER, closed_at=at + DAY,
            closed_by=world.crew["handler"], signed_at=at + 2 * DAY, signed_by=world.crew["supervisor"],
        )  # fmt: skip
        StockTakeItem.objects.bulk_create(
            StockTakeItem(
                stock_take=take, equipment=thing, location=thing.location, keeper=thing.keeper,
                result=TickResult.PRESENT, ticked_at=at, ticked_by=HANDLER,
            )
            for thing in things
        )  # fmt: skip
        world.did(at + 2 * DAY, Verb.STOCK_TAKE_SIGNED, "supervisor", f"{take.year}年度盤點")


def _look(world: World, days: list[dt.date]) -> None:
    """管理檢視, one a week, a page of them at least."""
    number = max(len(days) // 7, A_PAGE)
    rows = [
        ManagementViewing(
            purpose=ManagementPurpose.CLOCK, reason="主機校時後確認時間", started_at=start_of_day(day) + dt.timedelta(hours=10),
            ended_at=start_of_day(day) + dt.timedelta(hours=11), person=world.crew["guard"], person_name=GUARD,
            recorded_at=start_of_day(day) + dt.timedelta(hours=11), form_key=world.key(),
        )
        for day in (days[key * len(days) // number] for key in range(number))
    ]  # fmt: skip
    for row in ManagementViewing.objects.bulk_create(rows):
        words = {"purpose": "確認校時", "cameras": "C01", "minutes": "60", "reason": row.reason}
        world.did(row.recorded_at, Verb.MANAGEMENT_VIEWED, "guard", str(row), **words)
    link = ManagementViewing.cameras.through
    link.objects.bulk_create(link(managementviewing_id=row.pk, camera_id=world.cameras[0].pk) for row in rows)
