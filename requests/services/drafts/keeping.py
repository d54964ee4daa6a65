"""暫時留存 of what a case asks for: at the sending, and of what a correction asks for instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.services import SYSTEM
from printing.rules import short_moment
from requests import selectors
from retention.choices import BackupOutcome
from retention.services import place_hold, release_hold
from retention.services.settling import end_backups

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from cameras.models import Camera
    from ledger.services import Actor
    from requests.models import ReviewRequest
    from retention.models import Hold


def keep_footage(case: ReviewRequest, reason: str, actor: Actor, now: dt.datetime) -> Hold:
    """暫時留存 of what the case asks for. The number of a 限制案 stays out of the hold, which others read."""
    if case.starts_at is None or case.ends_at is None:
        raise ValueError("請填寫調閱監視畫面時段。")
    return place_hold(
        cameras=case.cameras.all(),
        starts_at=case.starts_at,
        ends_at=case.ends_at,
        reason=reason,
        reference="" if case.is_restricted else str(case.number),
        actor=actor,
        now=now,
        case_key=case.draft_key,
    )


def keep_corrected_footage(case: ReviewRequest, actor: Actor, now: dt.datetime) -> None:
    """Keep what the corrected case asks for, unless a hold of the case keeps all of it already.

    What was kept before ends only where the new hold keeps all of that too; else both stay. The system ends it, not who
    corrects: others read of holds who need not know who asks.
    """
    before = list(selectors.temporary_holds_of(case).prefetch_related("cameras"))
    if any(_keeps(hold, case.cameras.all(), case.starts_at, case.ends_at) for hold in before):
        return
    new = keep_footage(case, "補正後送出", actor, now)
    reason = f"補正後改為 {short_moment(new.starts_at)} 至 {short_moment(new.ends_at)}，由留存 {new.pk} 接續"
    for hold in before:
        is_kept = _keeps(new, hold.cameras.all(), hold.starts_at, hold.ends_at)
        if is_kept and release_hold(hold_id=hold.pk, reason=reason, actor=SYSTEM, now=now).released_at:
            end_backups(holds=[hold.pk], outcome=BackupOutcome.RELEASED, reason=reason, actor=SYSTEM, now=now)


def _keeps(hold: Hold, cameras: Iterable[Camera], starts_at: dt.datetime | None, ends_at: dt.datetime | None) -> bool:
    """Say whether `hold` keeps all of `cameras` over the whole of [starts_at, ends_at)."""
    if starts_at is None or ends_at is None or not hold.starts_at <= starts_at < ends_at <= hold.ends_at:
        return False
    return {camera.pk for camera in cameras} <= {camera.pk for camera in hold.cameras.all()}
