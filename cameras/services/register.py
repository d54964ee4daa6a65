"""The register of recorders and cameras: added, changed, retired — never deleted, because records name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.selectors import plan_on
from cameras.models import Camera, Place, Recorder
from cameras.selectors import CAMERAS, RECORDERS
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, long_date

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor

CHANGEABLE = (
    "name",
    "place",
    "recorder",
    "area_type",
    "coverage",
    "purpose",
    "records_sound",
    "minimum_days",
    "installed_on",
)


class CameraError(Exception):
    """The register cannot be changed that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def add_recorder(*, code: str, name: str, location: str, actor: Actor, now: dt.datetime) -> Recorder:
    """Enter a recorder. Raises CameraError when the code is taken, in capitals or not."""
    if taken := Recorder.objects.filter(code__iexact=code).first():
        raise CameraError(f"編號 {taken.code} 已有主機使用，請換一個編號。", field="code")
    recorder = Recorder.objects.create(code=code, name=name, location=location)
    ledger.append(verb=Verb.RECORDER_ADDED, actor=actor, now=now, **RECORDERS.said(recorder))
    return recorder


@transaction.atomic
def retire_recorder(*, code: str, on: dt.date, actor: Actor, now: dt.datetime) -> Recorder:
    """Take a recorder out of use from a day on, not one to come. Raises CameraError while a camera in use records to it."""
    recorder = Recorder.objects.select_for_update(no_key=True).get(code=code)
    if recorder.retired_on:
        raise CameraError(f"主機 {code} 已於{long_date(recorder.retired_on)}停用。")
    cameras = recorder.cameras.filter(retired_on=None)
    if cameras:
        codes = "、".join(camera.code for camera in cameras)
        raise CameraError(f"攝影機 {codes} 仍錄到這部主機，請先停用或改接其他主機。")
    _require_come(on, now)
    recorder.retired_on = on
    recorder.save(update_fields=["retired_on"])
    ledger.append(verb=Verb.RECORDER_RETIRED, actor=actor, detail=_day(on), now=now, **RECORDERS.said(recorder))
    return recorder


@transaction.atomic
def add_camera(*, code: str, actor: Actor, now: dt.datetime, **facts: Any) -> Camera:
    """Enter a camera with its facts (`CHANGEABLE`; `place` is its name). Raises CameraError."""
    camera = _entered(code, facts | {"place": _place(facts["place"])}, now)
    ledger.append(verb=Verb.CAMERA_ADDED, actor=actor, now=now, **CAMERAS.said(camera))
    return camera


@transaction.atomic
def change_camera(*, code: str, actor: Actor, now: dt.datetime, **facts: Any) -> Camera:
    """Change facts of a camera in use; its code stays, because records name it. Raises CameraError."""
    camera = Camera.objects.select_for_update(no_key=True).get(code=code)
    _require_in_use(camera)
    _require_long_enough(facts.get("minimum_days"), now)
    _require_begun(facts.get("installed_on"), now)
    if facts.get("recorder") not in (None, camera.recorder):
        _require_recorder(facts["recorder"])
    facts["place"] = _place(facts["place"])
    changed = [name for name in CHANGEABLE if name in facts and getattr(camera, name) != facts[name]]
    if not changed:
        return camera
    for name in changed:
        setattr(camera, name, facts[name])
    camera.save(update_fields=changed)
    words = "、".join(str(Camera._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    ledger.append(verb=Verb.CAMERA_CHANGED, actor=actor, detail={"fields": words}, now=now, **CAMERAS.said(camera))
    return camera


@transaction.atomic
def retire_camera(*, code: str, on: dt.date, actor: Actor, now: dt.datetime) -> Camera:
    """Take a camera out of use from a day on; its records, holds and footage stay under the plan. Raises CameraError."""
    camera = Camera.objects.select_for_update(no_key=True).get(code=code)
    _require_in_use(camera)
    if on < camera.installed_on:
        raise CameraError(f"停用日不可早於啟用日（{long_date(camera.installed_on)}）。", field="on")
    _require_come(on, now)
    camera.retired_on = on
    camera.save(update_fields=["retired_on"])
    ledger.append(verb=Verb.CAMERA_RETIRED, actor=actor, detail=_day(on), now=now, **CAMERAS.said(camera))
    return camera


@transaction.atomic
def replace_camera(*, code: str, new_code: str, on: dt.date, actor: Actor, now: dt.datetime, **changes: Any) -> Camera:
    """Retire a camera and put a new one in its place on the same day; return the new one. Raises CameraError.

    `changes` are the facts (`CHANGEABLE`) in which the new one differs; it watches the same place all the same. What the
    old one recorded stays findable from the new one (`selectors.replacement_lines`).
    """
    old = retire_camera(code=code, on=on, actor=actor, now=now)
    facts = {name: getattr(old, name) for name in CHANGEABLE} | changes
    facts |= {"place": old.place, "installed_on": on, "replaces": old}
    camera = _entered(new_code, facts, now)
    words = {"old": CAMERAS.subject(old), "on": long_date(on)}
    ledger.append(verb=Verb.CAMERA_REPLACED, actor=actor, detail=words, now=now, **CAMERAS.said(camera))
    return camera


def _entered(code: str, facts: dict[str, Any], now: dt.datetime) -> Camera:
    if taken := Camera.objects.filter(code__iexact=code).first():
        raise CameraError(f"編號 {taken.code} 已有攝影機使用（含已停用），請換一個編號。", field="code")
    _require_begun(facts["installed_on"], now)
    _require_long_enough(facts.get("minimum_days"), now)
    _require_recorder(facts["recorder"])
    return Camera.objects.create(code=code, **facts)


def _day(on: dt.date) -> dict[str, str]:
    return {"on": long_date(on)}


def _place(name: str) -> Place:
    order = Place.objects.count() + 1
    return Place.objects.get_or_create(name=name, defaults={"order": order})[0]


def _require_in_use(camera: Camera) -> None:
    if camera.retired_on:
        raise CameraError(f"攝影機 {camera.code} 已於{long_date(camera.retired_on)}停用，不能再變更。")


def _require_come(on: dt.date, now: dt.datetime) -> None:
    if on > local_date(now):
        raise CameraError("停用日不可晚於今天；請於停用當日登錄。", field="on")


def _require_recorder(recorder: Recorder) -> None:
    """Hold the recorder still, too: nobody retires it while a camera is given to it."""
    recorder = Recorder.objects.select_for_update(no_key=True).get(pk=recorder.pk)
    if recorder.retired_on:
        raise CameraError(f"主機 {recorder.code} 已於{long_date(recorder.retired_on)}停用。", field="recorder")


def _require_long_enough(days: int | None, now: dt.datetime) -> None:
    minimum = plan_on(local_date(now)).minimum_days
    if days is not None and days < minimum:
        raise CameraError(f"最低保存日數只能比本校計畫的 {minimum} 日更長；與計畫相同請留白。", field="minimum_days")


def _require_begun(on: dt.date | None, now: dt.datetime) -> None:
    """A camera counts from the day it is entered on: one that hangs from a coming day on is entered that day."""
    if on is not None and on > local_date(now):
        raise CameraError("啟用日不可晚於今天；請於啟用當日登錄。", field="installed_on")
