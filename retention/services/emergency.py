"""緊急留存影像: whoever is there has footage kept at once; 承辦人 confirms it (ruling 14; domain §4)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import SchoolPlan, User
from accounts.selectors import in_words, plan_on
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, short_moment
from retention import policies, rules
from retention.choices import EmergencyReason, HoldOrigin
from retention.models import Hold
from retention.selectors import HOLDS, cameras_in_words
from retention.services.alarms import keep_unconfirmed
from retention.services.holds import CODED, record_placed, write_hold
from retention.services.people import HoldError, as_actor, people_in
from work.policies import naming_secrets
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection

    from cameras.models import Camera


@transaction.atomic
def keep_in_emergency(
    *,
    cameras: Collection[Camera],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    reason: EmergencyReason,
    form_key: uuid.UUID,
    user: User,
    now: dt.datetime,
) -> Hold:
    """Keep the footage at once, tell 承辦人 to confirm it. The same form sent twice is one hold. Raises HoldError."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # a double tap stands in line
    sent = Hold.objects.filter(form_key=form_key).first()
    if sent:
        return sent
    today = local_date(now)
    if not policies.may_keep_in_emergency(user, today):
        raise policies.NotYourHold("在校教職員及警衛", "緊急留存影像")
    _require_recent(cameras, starts_at, ends_at, now)
    actor = in_words(user, now)
    hold, backup = write_hold(
        cameras, actor, now, starts_at=starts_at, ends_at=ends_at, reason=f"緊急留存：{EmergencyReason(reason).label}",
        origin=HoldOrigin.EMERGENCY, form_key=form_key, confirm_by=rules.confirm_by(now, _days(today)),
    )  # fmt: skip
    period = f"{short_moment(starts_at)} 至 {short_moment(ends_at)}"
    notify(
        recipients=people_in(Role.HANDLER, now=now),
        text=f"請確認緊急留存 {hold.pk}：{cameras_in_words(hold)}，{period}",
        url=reverse("retention:hold", args=[hold.pk]),
        subject=f"留存 {hold.pk}",
        now=now,
    )
    record_placed(hold, backup, actor, now)
    return hold


@transaction.atomic
def confirm_hold(*, hold_id: int, reference: str, note: str, user: User, now: dt.datetime) -> Hold:
    """Say that an emergency hold is to be kept, for the case `reference` or by itself. Raises HoldError, NotYourHold.

    From then on it is the case's: who works on the case knows it, and it ends with the case. The number of a 限制案 stays
    out of the hold, which others read.
    """
    hold = Hold.objects.select_for_update(no_key=True).get(pk=hold_id)
    if hold.origin != HoldOrigin.EMERGENCY or hold.confirmed_at or hold.released_at:
        raise HoldError("這件留存不在待確認狀態，可能已由他人處理。")
    by = policies.require(policies.looks_after_holds(user, now), "承辦人及處室主管", "確認緊急留存")
    number = unicodedata.normalize("NFKC", reference).strip()
    case = policies.case_of_hold(number, now) if number else None
    if number and (case is None or naming_secrets(user, {number}, now)):
        raise HoldError(f"查無案號 {number}，請確認後重填，或留白先保留影像。", field="reference")
    actor = as_actor(by, now)
    is_coded = bool(case and case.is_coded)
    hold.reference, hold.is_coded = ("" if is_coded else number), is_coded
    hold.case_key = case.key if case else None
    hold.confirmed_by, hold.confirmed_at = actor.name, now
    hold.confirm_note = note.replace(number, CODED) if is_coded else note
    hold.save(update_fields=["reference", "is_coded", "case_key", "confirmed_by", "confirmed_at", "confirm_note"])
    keep_unconfirmed(now)
    word = f"列入案 {CODED if is_coded else number}" if number else "繼續留存"
    ledger.append(verb=Verb.HOLD_CONFIRMED, actor=actor, detail={"word": word}, now=now, **HOLDS.said(hold))
    return hold


def _require_recent(
    cameras: Collection[Camera], starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime
) -> None:
    if not cameras:
        raise HoldError("請選擇地點或攝影機。", field="places")
    if ends_at <= starts_at:
        raise HoldError("迄必須晚於起。", field="ends_at")
    if ends_at > now:
        raise HoldError("只能留存已經錄下的影像，迄不可晚於現在。", field="ends_at")
    if ends_at - starts_at > rules.LONGEST_EMERGENCY:
        raise HoldError(f"緊急留存一次最長 {rules.LONGEST_EMERGENCY.days} 日，更長請洽承辦人。", field="ends_at")


def _days(today: dt.date) -> int | None:
    try:
        return plan_on(today).confirm_days
    except SchoolPlan.DoesNotExist:
        return None
