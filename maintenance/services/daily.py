"""每日檢查: one check a turn, what is wrong becomes faults, what the next shift must know is handed over (陸、一)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.choices import Feature, Role
from accounts.selectors import has_feature, in_words
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies
from maintenance.choices import FaultOrigin, TurnState
from maintenance.models import DailyCheck, Shift
from maintenance.rules.shifts import ONE_DAY
from maintenance.selectors import DAILY_CHECKS, known_troubles, turn_of, turns_between
from maintenance.services.errors import CheckError
from maintenance.services.faults import FaultError
from maintenance.services.shifts import begin_default_shift
from maintenance.services.troubles import fault_in_words, open_faults
from printing.rules import local_date, short_date
from retention.services import HandCheckError, record_hand_check
from work.models import Notice
from work.selectors import holders_of
from work.services import Outcome, notify

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Sequence

    from accounts.models import User
    from cameras.models import Recorder
    from maintenance.models import Fault, Trouble
    from maintenance.selectors import ShownTurn


@dataclass(frozen=True, slots=True)
class ReadOff:
    """What was read off one recorder in passing: earliest playable day and clock offset."""

    recorder: Recorder
    earliest_day: dt.date
    clock_offset_seconds: int


@transaction.atomic
def record_daily_check(
    *,
    shift_id: int,
    day: dt.date,
    troubles: Sequence[Trouble],
    handover: str,
    late_reason: str,
    form_key: uuid.UUID,
    user: User,
    now: dt.datetime,
    read_off: Sequence[ReadOff] = (),
) -> DailyCheck:
    """Record the check of one turn; it is not changed afterwards. The same form sent twice is one check.

    After the end of the turn it is a 事後補登 and says why; what was wrong then is wrong since then. Raises CheckError.
    """
    Shift.objects.select_for_update(no_key=True).get(pk=shift_id)  # two guards, or a double tap, stand in line
    sent = DailyCheck.objects.filter(form_key=form_key).first()
    if sent:
        return sent
    shown = _require_enterable(turn_of(shift_id, day, now), user, now)
    is_late = shown.state is TurnState.MISSED
    if is_late and not late_reason:
        raise CheckError("事後補登請說明原因，例如：停電，依紙本補登。", field="late_reason")
    known = "、".join(one.in_words for one in known_troubles(shown.turn.moment_of_check(now)))
    faults = _open(troubles, shown if is_late else None, user, now)
    check = DailyCheck.objects.create(
        shift_id=shift_id,
        day=day,
        entered_at=now,
        entered_by=user,
        late_reason=late_reason if is_late else "",
        known=known,
        handover=handover,
        form_key=form_key,
    )
    check.faults.set(faults)
    if not is_late:
        _read_off(read_off, user, now)
    _record(check, faults, user, now)
    return check


def _require_enterable(shown: ShownTurn | None, user: User, now: dt.datetime) -> ShownTurn:
    if shown is None:
        raise CheckError("這一天沒有這一班的檢查。")
    if shown.check:
        raise CheckError(f"這一班已由{shown.check.entered_by.name}檢查；登錄後不能修改。")
    if not policies.may_check(user, local_date(now)):
        raise CheckError("只有承辦人及警衛可以登錄每日檢查。")
    if not shown.may_enter:
        raise CheckError("這一班還沒開始，或已超過可以補登的期間。")
    return shown


def _open(troubles: Sequence[Trouble], late: ShownTurn | None, user: User, now: dt.datetime) -> list[Fault]:
    since = late.turn.starts_at if late else None
    try:
        return open_faults(troubles, origin=FaultOrigin.DAILY_CHECK, user=user, now=now, since=since)
    except FaultError as error:
        raise CheckError(str(error)) from error


def _read_off(read_off: Sequence[ReadOff], user: User, now: dt.datetime) -> None:
    for one in read_off:
        try:
            record_hand_check(
                recorder=one.recorder, earliest_day=one.earliest_day,
                clock_offset_seconds=one.clock_offset_seconds, user=user, now=now,
            )  # fmt: skip
        except HandCheckError as error:
            field = f"earliest-{one.recorder.pk}" if error.field == "earliest_day" else None
            raise CheckError(str(error), field=field) from error


def _record(check: DailyCheck, faults: Sequence[Fault], user: User, now: dt.datetime) -> None:
    word = "異常 " + "、".join(fault_in_words(fault) for fault in faults) if faults else "正常"
    verb, words = Verb.DAILY_CHECKED, {"word": word}
    if check.late_reason:
        verb, words = Verb.DAILY_CHECK_BACK_ENTERED, {"word": word, "reason": check.late_reason}
    ledger.append(verb=verb, actor=in_words(user, now), detail=words, now=now, **DAILY_CHECKS.said(check))


@transaction.atomic
def see_handover(*, check_id: int, user: User, now: dt.datetime) -> DailyCheck:
    """Take note of what was handed over. Raises CheckError."""
    check = DailyCheck.objects.select_for_update(no_key=True, of=("self",)).select_related("shift").get(pk=check_id)
    if not policies.may_check(user, local_date(now)):
        raise CheckError("只有承辦人及警衛可以登錄已知悉。")
    if not check.handover or check.seen_at:
        raise CheckError(f"已由{check.seen_by}知悉。" if check.seen_at else "這一班沒有交接事項。")
    actor = in_words(user, now)
    check.seen_by, check.seen_at = actor.name, now
    check.save(update_fields=["seen_by", "seen_at"])
    ledger.append(verb=Verb.HANDOVER_SEEN, actor=actor, now=now, **DAILY_CHECKS.said(check))
    return check


@transaction.atomic
def look_after_daily_checks(now: dt.datetime) -> Outcome:
    """Give a school that switched the check on its first shift; tell 承辦人 which checks of the last day were missed, once."""
    if not has_feature(Feature.DAILY_CHECK):
        return Outcome("未開啟每日檢查")
    if begin_default_shift(now):
        return Outcome("訂定第一個班別", acted=True)
    today = local_date(now)
    shown = turns_between(today - 2 * ONE_DAY, today, now)
    missed = [one for one in shown if one.state is TurnState.MISSED and one.turn.ends_at > now - ONE_DAY]
    if not missed:
        return Outcome("前一日沒有未檢查的班別")
    names = "、".join(f"{short_date(one.turn.day)} {one.turn.shift.name}" for one in missed)
    subject = f"每日檢查 {today}"
    told = Notice.objects.filter(subject=subject).values("recipient")
    people = list(holders_of(Role.HANDLER, day=today).exclude(pk__in=told))
    text = f"{names}未檢查；如有紙本紀錄，請事後補登"
    notify(recipients=people, text=text, url=reverse("maintenance:daily-list"), subject=subject, now=now)
    return Outcome(f"提醒 {len(people)} 人：{text}", acted=bool(people))
