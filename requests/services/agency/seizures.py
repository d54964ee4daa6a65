"""扣押 of a recorder or a disk: an event with its receipt; where recording stops, every camera is out (ruling 11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from cameras.choices import OutageCause
from cameras.models import Outage
from cameras.selectors import cameras_in_use
from cameras.services import close_outage, hold_still, open_outage
from files.services import in_words as file_in_words
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, long_date, short_moment
from requests import policies, selectors
from requests.choices import SeizedItem
from requests.models import Seizure
from requests.services.agency.content import AgencyRefused
from work.services import ring

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from cameras.models import Recorder
    from files.models import StoredFile
    from requests.models import ReviewRequest


@dataclass(frozen=True, kw_only=True)
class Seized:
    """What was taken away, by whom, on which document."""

    body: str
    officer: str
    document_number: str
    recorder: Recorder
    item: SeizedItem
    seized_at: dt.datetime
    receipt: StoredFile
    badge: str = ""
    item_note: str = ""
    stops_recording: bool = True
    case: ReviewRequest | None = None


@transaction.atomic
def record_seizure(*, handler: User, seized: Seized, now: dt.datetime) -> Seizure:
    """Record that a public body took a recorder or a disk away; open the outage of every camera that stops.

    Raises MayNotEnter, AgencyRefused.
    """
    policies.require_may_enter(handler, now)
    if seized.seized_at > now:
        raise AgencyRefused("扣押時間不能在未來，請確認日期與時間。", field="seized_at")
    if seized.case is not None and not policies.handles(handler, seized.case, now):
        raise AgencyRefused("找不到這個案號，請確認後再填。", field="case_number")
    actor = accounts.in_words(handler, now)
    dark = list(cameras_in_use(local_date(seized.seized_at)).filter(recorder=seized.recorder))
    hold_still(dark if seized.stops_recording else ())
    seizure = Seizure.objects.create(recorded_by=actor.name, recorded_at=now, **vars(seized))
    ledger.append(verb=Verb.FILE_STORED, actor=actor, subject=file_in_words(seized.receipt), now=now)
    if seized.stops_recording:
        for camera in dark:
            open_outage(
                camera=camera, cause=OutageCause.SEIZED, reference=str(seizure), since=seized.seized_at, actor=actor, now=now
            )  # fmt: skip
        ring("retention.tasks.check_minimum_retention")  # what is explained is no finding any more
    detail = {
        "recorder": seized.recorder.name, "item": SeizedItem(seized.item).label, "document": seized.document_number,
    }  # fmt: skip
    ledger.append(verb=Verb.SEIZURE_RECORDED, actor=actor, detail=detail, now=now, **selectors.SEIZURES.said(seizure))
    return seizure


@transaction.atomic
def restore_recording(*, seizure_id: int, handler: User, restored_at: dt.datetime, now: dt.datetime) -> Seizure:
    """Record that the cameras record again; their outages end. Raises MayNotEnter, AgencyRefused."""
    policies.require_may_enter(handler, now)
    seizure = _locked(seizure_id)
    if not seizure.stops_recording or seizure.restored_at is not None:
        raise AgencyRefused("這次扣押沒有待恢復的錄影中斷。")
    if not seizure.seized_at < restored_at <= now:
        raise AgencyRefused("恢復時間須在扣押之後，且不能在未來。", field="restored_at")
    actor = accounts.in_words(handler, now)
    dark = Outage.objects.filter(cause=OutageCause.SEIZED, until=None, camera__recorder=seizure.recorder)
    others = {str(one) for one in selectors.seizures_that_stop(seizure.recorder_id) if one != seizure}
    for outage in dark.order_by("pk"):
        if str(seizure) in outage.numbers and not others & set(outage.numbers):
            close_outage(outage_id=outage.pk, until=restored_at, actor=actor, now=now)
    seizure.restored_at = restored_at
    seizure.save(update_fields=["restored_at"])
    detail = {"at": short_moment(restored_at)}
    ledger.append(verb=Verb.SEIZURE_RESTORED, actor=actor, detail=detail, now=now, **selectors.SEIZURES.said(seizure))
    return seizure


@transaction.atomic
def record_return(*, seizure_id: int, handler: User, returned_on: dt.date, now: dt.datetime) -> Seizure:
    """Record that what was seized came back (發還). Raises MayNotEnter, AgencyRefused."""
    policies.require_may_enter(handler, now)
    seizure = _locked(seizure_id)
    if seizure.returned_on is not None:
        raise AgencyRefused("這次扣押已登錄發還。")
    if not local_date(seizure.seized_at) <= returned_on <= local_date(now):
        raise AgencyRefused("發還日期須在扣押當日以後，且不能在未來。", field="returned_on")
    seizure.returned_on = returned_on
    seizure.save(update_fields=["returned_on"])
    actor, detail = accounts.in_words(handler, now), {"on": long_date(returned_on)}
    ledger.append(verb=Verb.SEIZURE_RETURNED, actor=actor, detail=detail, now=now, **selectors.SEIZURES.said(seizure))
    return seizure


def _locked(seizure_id: int) -> Seizure:
    return Seizure.objects.select_for_update(of=("self",), no_key=True).select_related("recorder").get(pk=seizure_id)
