"""Faults (故障單): reported by a guard or by anyone who notices, repaired by 承辦人 (參、三; 陸、一)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.selectors import in_words
from cameras.choices import OutageCause
from cameras.models import Camera, Outage
from cameras.services import close_outage, open_outage
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies, rules, transitions
from maintenance.choices import FaultAction, FaultStatus, Symptom
from maintenance.models import Fault, FaultNumber
from maintenance.selectors import FAULTS, open_fault_of, recent_report_of, sticker_reports_since
from printing.rules import local_date, long_moment
from work.selectors import holders_of
from work.services import notify

if TYPE_CHECKING:
    import uuid

    from accounts.models import User
    from ledger.services import Actor

WITHOUT_PICTURE = frozenset({Symptom.BLACK})
"""Symptoms that mean there is no footage. A blurred, blocked or moved camera still records."""
BY_STICKER = ledger.Actor(name="掃描貼紙者（未登入）")
AN_HOUR = dt.timedelta(hours=1)
REPORTS_AN_HOUR = 10
"""How many reports without an account are taken in an hour; a school with more has a power cut, not ten faults."""


class FaultError(Exception):
    """The fault cannot be changed that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class AlreadyReported(FaultError):
    """The same is known of this camera."""


class TooManyReports(FaultError):
    """More reports without an account than a school can have faults."""


@transaction.atomic
def report_fault(
    *, camera: Camera, symptom: Symptom, description: str, form_key: uuid.UUID, reporter: User, now: dt.datetime
) -> Fault:
    """Open a fault, tell 承辦人, and record an outage when there is no picture. The same form sent twice is one fault.

    Raises AlreadyReported when the same is open for this camera, FaultError for a retired camera.
    """
    year = _lock_numbers(now)
    sent = Fault.objects.filter(form_key=form_key).first()
    if sent:
        return sent
    known = open_fault_of(camera, symptom) if symptom != Symptom.OTHER else None
    if known:
        raise AlreadyReported(f"這支攝影機的「{symptom.label}」已經通報，單號 {known.number}，不必再次通報。")
    fault = _open(year, camera, symptom, FaultStatus.OPEN, form_key, now, description=description, reporter=reporter)
    actor = in_words(reporter, now)
    _tell(fault, Role.HANDLER, text=f"故障通報 {fault.number}：{camera.code} {symptom.label}", now=now)
    if symptom in WITHOUT_PICTURE:
        _begin_outage(fault, actor, now)
    _record(Verb.FAULT_REPORTED, fault, actor, now, symptom=f"{camera.code} {symptom.label}")
    return fault


@transaction.atomic
def report_by_sticker(*, camera: Camera, symptom: Symptom, form_key: uuid.UUID, now: dt.datetime) -> Fault:
    """Take a report from whoever scanned the sticker: a choice only, 待確認 (ruling 27).

    What was reported of the camera within 24 hours and is not done is the same report. Raises TooManyReports.
    """
    year = _lock_numbers(now)
    known = Fault.objects.filter(form_key=form_key).first() or recent_report_of(camera, now)
    if known:
        return known
    if sticker_reports_since(now - AN_HOUR) >= REPORTS_AN_HOUR:
        raise TooManyReports("目前通報較多，請直接告知警衛室或總務處。")
    fault = _open(year, camera, symptom, FaultStatus.UNCONFIRMED, form_key, now)
    text = f"待確認故障 {fault.number}：{camera.code} {symptom.label}"
    _tell(fault, Role.HANDLER, Role.GUARD, text=text, now=now)
    _record(Verb.FAULT_REPORTED, fault, BY_STICKER, now, symptom=f"{camera.code} {symptom.label}")
    return fault


@transaction.atomic
def confirm_fault(*, fault_id: int, user: User, now: dt.datetime) -> Fault:
    """Confirm what was reported without an account. Raises WrongOrder, FaultError."""
    fault = _lock(fault_id)
    fault.status = transitions.step(FaultStatus(fault.status), FaultAction.CONFIRM)
    _require_may(user, FaultAction.CONFIRM, now)
    fault.save(update_fields=["status"])
    actor = in_words(user, now)
    if fault.symptom in WITHOUT_PICTURE:
        _begin_outage(fault, actor, now)
    _record(Verb.FAULT_CONFIRMED, fault, actor, now)
    return fault


@transaction.atomic
def dismiss_fault(*, fault_id: int, reason: str, user: User, now: dt.datetime) -> Fault:
    """Say why a report without an account is no fault. Raises WrongOrder, FaultError."""
    fault = _lock(fault_id)
    fault.status = transitions.step(FaultStatus(fault.status), FaultAction.DISMISS)
    _require_may(user, FaultAction.DISMISS, now)
    fault.measures = reason
    fault.save(update_fields=["status", "measures"])
    _record(Verb.FAULT_DISMISSED, fault, in_words(user, now), now, reason=reason)
    return fault


@transaction.atomic
def repair_fault(*, fault_id: int, measures: str, repaired_at: dt.datetime, user: User, now: dt.datetime) -> Fault:
    """Record what was done and since when the camera works again; its outage ends then. Raises WrongOrder, FaultError."""
    fault = _lock(fault_id)
    fault.status = transitions.step(FaultStatus(fault.status), FaultAction.REPAIR)
    _require_may(user, FaultAction.REPAIR, now)
    repaired_at = rules.moment_of_repair(repaired_at, fault.reported_at)
    if repaired_at < fault.reported_at:
        raise FaultError(f"修復時間不可早於通報時間（{long_moment(fault.reported_at)}）。", field="repaired_at")
    if repaired_at > now:
        raise FaultError("修復時間不可晚於現在。", field="repaired_at")
    actor = in_words(user, now)
    fault.measures, fault.repaired_at, fault.repaired_by = measures, repaired_at, actor.name
    fault.save(update_fields=["status", "measures", "repaired_at", "repaired_by"])
    if fault.reporter and fault.reporter != user:
        _notify(fault, [fault.reporter], f"故障 {fault.number} 已修復", now)
    _end_outage(fault, actor, now)
    _record(Verb.FAULT_REPAIRED, fault, actor, now)
    return fault


def _lock_numbers(now: dt.datetime) -> FaultNumber:
    """Lock the year's number row: from here on reports stand in line, so there is neither a gap nor a double."""
    year, _ = FaultNumber.objects.get_or_create(roc_year=rules.numbering_year(now))
    return FaultNumber.objects.select_for_update(no_key=True).get(pk=year.pk)


def _open(
    year: FaultNumber,
    camera: Camera,
    symptom: Symptom,
    status: FaultStatus,
    form_key: uuid.UUID,
    now: dt.datetime,
    *,
    description: str = "",
    reporter: User | None = None,
) -> Fault:
    if camera.retired_on and camera.retired_on <= local_date(now):
        raise FaultError(f"攝影機 {camera.code} 已停用，請確認編號。", field="camera")
    year.last += 1
    year.save(update_fields=["last"])
    return Fault.objects.create(
        number=rules.fault_number(year.roc_year, year.last),
        camera=camera,
        symptom=symptom,
        description=description,
        status=status,
        reporter=reporter,
        reported_at=now,
        form_key=form_key,
    )


def _lock(fault_id: int) -> Fault:
    return (
        Fault.objects.select_for_update(of=("self",), no_key=True).select_related("camera", "reporter").get(pk=fault_id)
    )


def _require_may(user: User, action: FaultAction, now: dt.datetime) -> None:
    if not policies.may_act(user, action, local_date(now)):
        raise FaultError(f"您的角色不能{action.label}。")


def _begin_outage(fault: Fault, actor: Actor, now: dt.datetime) -> None:
    open_outage(
        camera=fault.camera,
        cause=OutageCause.FAULT,
        reference=fault.number,
        since=fault.reported_at,
        actor=actor,
        now=now,
    )


def _end_outage(fault: Fault, actor: Actor, now: dt.datetime) -> None:
    """End the camera's outage, unless another open fault still says there is no picture."""
    others = Fault.objects.filter(camera=fault.camera, symptom__in=WITHOUT_PICTURE, status=FaultStatus.OPEN)
    outage = Outage.objects.filter(camera=fault.camera, cause=OutageCause.FAULT, until=None).first()
    if fault.symptom in WITHOUT_PICTURE and fault.repaired_at and outage and not others.exists():
        close_outage(outage_id=outage.pk, until=fault.repaired_at, actor=actor, now=now)


def _tell(fault: Fault, *roles: Role, text: str, now: dt.datetime) -> None:
    _notify(fault, list(holders_of(*roles, day=local_date(now))), text, now)


def _notify(fault: Fault, people: list[User], text: str, now: dt.datetime) -> None:
    url = reverse("maintenance:fault", args=[fault.number])
    notify(recipients=people, text=text, url=url, subject=f"故障 {fault.number}", now=now)


def _record(verb: Verb, fault: Fault, actor: Actor, now: dt.datetime, **words: str) -> None:
    ledger.append(verb=verb, actor=actor, detail=words, now=now, **FAULTS.said(fault))
