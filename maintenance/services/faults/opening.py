"""A fault is opened: by somebody signed in, by whoever scans a sticker, or by what another record says (參、三; 陸、一)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.choices import Role
from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies, rules
from maintenance.choices import FaultAction, FaultOrigin, FaultStatus, PhotoStage, Symptom
from maintenance.models import Fault, FaultNumber
from maintenance.selectors import open_fault_of, recent_report_of, sticker_reports_since
from maintenance.services.faults.again import say_again
from maintenance.services.faults.errors import AlreadyReported, FaultError, TooManyReports
from maintenance.services.faults.outages import begin_outages_of
from maintenance.services.faults.photos import attach
from maintenance.services.faults.telling import in_short, record, tell_roles
from printing.rules import local_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import User
    from cameras.models import Camera, Recorder
    from cameras.rules import Period
    from files.models import StoredFile
    from ledger.services import Actor
    from maintenance.models import Trouble

BY_STICKER = ledger.Actor(name="掃描貼紙者（未登入）")
AN_HOUR = dt.timedelta(hours=1)
REPORTS_AN_HOUR = 10
"""How many reports without an account are taken in an hour; a school with more has a power cut, not ten faults."""


def report_fault(
    *,
    symptom: Symptom,
    description: str,
    form_key: uuid.UUID,
    reporter: User,
    now: dt.datetime,
    camera: Camera | None = None,
    recorder: Recorder | None = None,
    photo: StoredFile | None = None,
) -> Fault:
    """Open a fault, tell 承辦人, and record an outage when there is no picture. The same form sent twice is one fault.

    Raises AlreadyReported when the same is open already, FaultError for what is retired. What this report adds to the
    open one (`say_again`) stands all the same.
    """
    fault = Fault(
        camera=camera,
        recorder=recorder,
        symptom=symptom,
        description=description,
        reporter=reporter,
        reported_at=now,
        form_key=form_key,
    )
    standing, already = _take(fault, reporter, photo, now)
    if already:
        raise AlreadyReported(already)
    return standing


@transaction.atomic
def _take(reported: Fault, reporter: User, photo: StoredFile | None, now: dt.datetime) -> tuple[Fault, str]:
    """Store what is reported and return it; or what stands already, with the sentence that says so."""
    year = _lock_numbers(now)
    sent = Fault.objects.filter(form_key=reported.form_key).first()
    if sent:
        return sent, ""
    actor = in_words(reporter, now)
    is_told_apart = reported.symptom != Symptom.OTHER
    known = open_fault_of(reported.camera, reported.recorder, reported.symptom) if is_told_apart else None
    if known:
        may_confirm = policies.may_act(reporter, FaultAction.CONFIRM, local_date(now))
        is_news = say_again(known, since=now, may_confirm=may_confirm, actor=actor, now=now)
        return known, _known_in_words(known, is_news=is_news)
    _number(reported, year)
    tell_roles(reported, Role.HANDLER, text=f"故障通報 {reported.number}：{in_short(reported)}", now=now)
    attach(reported, photo, PhotoStage.REPORT, actor, now)
    _finish(reported, actor, now)
    return reported, ""


@transaction.atomic
def report_by_sticker(*, camera: Camera, symptom: Symptom, form_key: uuid.UUID, now: dt.datetime) -> Fault:
    """Take a report from whoever scanned the sticker: a choice only, 待確認 (ruling 27).

    What is open already, or was reported of the camera within 24 hours, is the same report. Raises TooManyReports.
    """
    year = _lock_numbers(now)
    known = Fault.objects.filter(form_key=form_key).first() or recent_report_of(camera, now)
    if not known and symptom != Symptom.OTHER:
        known = open_fault_of(camera, None, symptom)
    if known:
        return known
    if sticker_reports_since(now - AN_HOUR) >= REPORTS_AN_HOUR:
        raise TooManyReports("目前通報較多，請直接告知警衛室或總務處。")
    fault = Fault(
        camera=camera,
        symptom=symptom,
        origin=FaultOrigin.STICKER,
        status=FaultStatus.UNCONFIRMED,
        reported_at=now,
        form_key=form_key,
    )
    _number(fault, year)
    text = f"待確認故障 {fault.number}：{in_short(fault)}"
    tell_roles(fault, Role.HANDLER, Role.GUARD, text=text, now=now)
    _finish(fault, BY_STICKER, now)
    return fault


@transaction.atomic
def open_by_itself(
    *,
    camera: Camera | None,
    recorder: Recorder | None,
    symptom: Symptom,
    origin: FaultOrigin,
    description: str,
    actor: Actor,
    now: dt.datetime,
    since: dt.datetime | None = None,
    reporter: User | None = None,
    gaps: Sequence[Period] = (),
) -> Fault:
    """Open a fault nobody typed, or return the open one that already says this: never a duplicate.

    Neither camera nor recorder means the whole system (監錄系統). What a person ticked (定期檢查, 每日檢查) is 待處理 at once,
    also where it waited for 待確認, and its outage runs from `since`; what coverage says (影像缺漏, its `gaps`) is 待確認,
    and its duty tells people.
    Raises FaultError for what is retired.
    """
    year = _lock_numbers(now)
    same_words = description if symptom == Symptom.OTHER else None
    known = open_fault_of(camera, recorder, symptom, description=same_words)
    if known:
        if origin != FaultOrigin.COVERAGE:
            say_again(known, since=since or now, may_confirm=True, actor=actor, now=now)
        return known
    fault = Fault(
        camera=camera,
        recorder=recorder,
        symptom=symptom,
        description=description[:200],
        origin=origin,
        status=FaultStatus.UNCONFIRMED if origin == FaultOrigin.COVERAGE else FaultStatus.OPEN,
        reporter=reporter,
        reported_at=now,
        since=since,
        gaps=rules.as_stored(gaps),
        form_key=uuid.uuid4(),
    )
    _number(fault, year)
    if origin != FaultOrigin.COVERAGE:
        text = f"故障通報 {fault.number}：{in_short(fault)}（{fault.get_origin_display()}）"
        tell_roles(fault, Role.HANDLER, text=text, now=now)
    _finish(fault, actor, now)
    return fault


def stand_in_line(troubles: Iterable[Trouble], now: dt.datetime) -> None:
    """Lock what stands of several troubles before the first of them is entered, for the ledger is locked last."""
    _lock_numbers(now)
    known = [open_fault_of(one.camera, one.recorder, one.symptom) for one in troubles]
    keys = [fault.pk for fault in known if fault]
    list(Fault.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk"))


def _lock_numbers(now: dt.datetime) -> FaultNumber:
    """Lock the year's number row: from here on reports stand in line, so there is neither a gap nor a double."""
    year, _ = FaultNumber.objects.get_or_create(roc_year=rules.numbering_year(now))
    return FaultNumber.objects.select_for_update(no_key=True).get(pk=year.pk)


def _number(fault: Fault, year: FaultNumber) -> None:
    """Give the fault its number and store it."""
    _require_in_use(fault)
    year.last += 1
    year.save(update_fields=["last"])
    fault.number = rules.fault_number(year.roc_year, year.last)
    fault.save(force_insert=True)


def _require_in_use(fault: Fault) -> None:
    for word, thing in (("攝影機", fault.camera), ("主機", fault.recorder)):
        if thing and thing.retired_on and thing.retired_on <= local_date(fault.reported_at):
            raise FaultError(f"{word} {thing.code} 已停用，請確認編號。", field="camera")


def _finish(fault: Fault, actor: Actor, now: dt.datetime) -> None:
    if fault.status == FaultStatus.OPEN:
        begin_outages_of(fault, actor, now)
    record(Verb.FAULT_REPORTED, fault, actor, now, symptom=in_short(fault))


def _known_in_words(known: Fault, *, is_news: bool) -> str:
    thing = "這支攝影機" if known.camera else "這部主機"
    text = f"{thing}的「{known.get_symptom_display()}」已經通報，單號 {known.number}"
    if is_news:
        return f"{text}；已在這張單登錄目前沒有影像，不必再次通報。"
    return (
        f"{text}，目前待確認，不必再次通報。" if known.status == FaultStatus.UNCONFIRMED else f"{text}，不必再次通報。"
    )
