"""The ceiling: nothing is kept longer than the plan's year without a lawful hold (肆、四; rulings 14–16)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import SchoolPlan
from accounts.selectors import plan_on
from cameras.selectors import recorders_in_use
from ledger.services import SYSTEM
from printing.rules import local_date, long_date
from retention.choices import DeletedBy, Doubt, FindingKind, HoldKind, PassResult, ProposalKind
from retention.rules import anniversary, ceiling_cut, midnight, minutes
from retention.selectors import holds_in_force, newest_check, open_proposals, sources_in_use
from retention.services.alarms import kept_past_the_year
from retention.services.destruction import PassReport, enforce_source, is_clock_sure
from retention.services.findings import keep
from retention.services.holds import release_hold
from retention.storage import SourceBusy
from work.models import Notice
from work.selectors import holders_of
from work.services import Outcome, notify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.services import Actor
    from retention.models import FootageSource, Hold

ANNOUNCED = dt.timedelta(days=30)
RUN_OUT = "影像已屆最高保存期限，暫時留存由系統屆期解除（計畫肆、四）"
NO_FOLDERS = "無由本系統刪除的資料夾，未銷毀檔案"


@dataclass(frozen=True, slots=True)
class Enforcement:
    """What one run of the duty did: the passes it made, in words for people, and whether the ledger should know."""

    reports: tuple[PassReport, ...]
    outcome: Outcome

    @property
    def is_complete(self) -> bool:
        """Say whether everything that was due went."""
        return all(report.result in {PassResult.DONE, PassResult.NOTHING} for report in self.reports)


def enforce_maximum_retention(now: dt.datetime) -> Outcome:
    """Do the duty for every source (肆、四)."""
    return enforce_ceiling(now).outcome


def enforce_ceiling(now: dt.datetime, *, only: FootageSource | None = None, actor: Actor = SYSTEM) -> Enforcement:
    """End the 暫時留存 whose footage reaches the year, destroy what is due in our folders, name what is past and stays.

    While a folder of ours speaks against the clock no hold ends and nothing is announced: neither can be taken back.
    `only` confines the destroying to one source.
    """
    today = local_date(now)
    try:
        years = plan_on(today).maximum_years
    except SchoolPlan.DoesNotExist:
        return Enforcement((), Outcome("尚未設定學校計畫，未執行"))
    announced, ended = 0, 0
    if is_clock_sure(now):
        announced, ended = _end_temporary_holds(years, now)
        _announce_destruction(years, now)
    sources = [only] if only else list(sources_in_use())
    reports = tuple(report for source in sources if (report := _enforced(source, actor, now)))
    too_old = _too_old(years, today)
    with transaction.atomic():
        past = too_old | kept_past_the_year(years, today)
        opened, closed = keep({FindingKind.ABOVE_MAXIMUM: past, FindingKind.NOT_DESTROYED: _not_destroyed()}, now)
    words = f"{len(too_old)} 項逾期未銷毀；暫時留存屆期解除 {ended} 件、預告 {announced} 件；{_destroyed(reports)}"
    acted = bool(opened or closed or ended or announced or any(report.destructions for report in reports))
    return Enforcement(reports, Outcome(words, acted=acted))


@transaction.atomic
def _end_temporary_holds(years: int, now: dt.datetime) -> tuple[int, int]:
    """Announce and end the 暫時留存 that reach the year; return how many of each."""
    today, announced = local_date(now), 0
    due: list[Hold] = []
    temporary = holds_in_force().filter(kind=HoldKind.TEMPORARY)
    locked = list(temporary.select_for_update(no_key=True).order_by("pk"))
    waiting = set(open_proposals().filter(kind=ProposalKind.LEGAL).values_list("hold", flat=True))
    for hold in locked:
        if hold.pk in waiting:
            continue
        day = anniversary(local_date(hold.starts_at), years)
        if day <= today:
            _tell_both(f"暫時留存屆期解除：{_named(hold)}", f"留存 {hold.pk} 屆期解除", now)
            due.append(hold)
        elif day - ANNOUNCED <= today:
            announced += _announce(hold, day, now)
    for hold in due:
        release_hold(hold_id=hold.pk, reason=RUN_OUT, actor=SYSTEM, now=now)
    return announced, len(due)


def _enforced(source: FootageSource, actor: Actor, now: dt.datetime) -> PassReport | None:
    """Return what the pass over one of our sources did; None for one we only read, or that somebody else is at work on."""
    if source.deleted_by != DeletedBy.PRODUCT:
        return None
    try:
        return enforce_source(source, now, actor=actor)
    except SourceBusy:
        return None


def _not_destroyed() -> dict[str, str]:
    """Return why the last pass over each of our sources left something that was due; a clock of then may have been wrong."""
    found = {}
    for source in sources_in_use().filter(deleted_by=DeletedBy.PRODUCT):
        last, subject = source.passes.order_by("-pk").first(), f"影像資料夾 {source.name}"
        if last and last.result == PassResult.REFUSED:
            why = "；".join(f"{Doubt(doubt).label}：{said}" for doubt, said in last.doubts.items())
            found[subject] = f"{subject} 未銷毀任何檔案。{why}"[:200]
        elif last and last.result == PassResult.PARTLY:
            found[subject] = f"{subject} 有檔案無法刪除，列入逾期未銷毀清冊"
    return found


def _destroyed(reports: Sequence[PassReport]) -> str:
    if not reports:
        return NO_FOLDERS
    done = [row for report in reports for row in report.destructions]
    files = sum(row.destroyed_files for row in done)
    refused = sum(bool(report.doubts) for report in reports)
    words = f"由本系統刪除的資料夾 {len(reports)} 個，銷毀 {files} 檔"
    return f"{words}，{refused} 個未執行" if refused else words


def _too_old(years: int, today: dt.date) -> dict[str, str]:
    """Return what was seen past the ceiling where we only read: by hand checks on the day they were made, and by scans."""
    found = {}
    for recorder in recorders_in_use(today):
        check = newest_check(recorder)
        if check and anniversary(check.earliest_day, years) < local_date(check.checked_at):
            found[f"主機 {recorder.code}"] = _past(f"主機 {recorder.code}", check.earliest_day, years)
    cut = minutes.moment(midnight(ceiling_cut(today, years)))
    for source in sources_in_use().exclude(deleted_by=DeletedBy.PRODUCT):
        oldest = source.folders.filter(first_at__lt=cut).order_by("first_at").first()
        if oldest and oldest.first_at:
            subject = f"影像資料夾 {source.name}"
            found[subject] = _past(subject, local_date(oldest.first_at), years)
    return found


def _past(subject: str, earliest: dt.date, years: int) -> str:
    return f"{subject} 仍有 {long_date(earliest)}的影像，已逾 {years} 年應予銷毀"


@transaction.atomic
def _announce_destruction(years: int, now: dt.datetime) -> None:
    """Say a month ahead, once a month, from when on what lies in one of our folders comes of age: it can still be held."""
    today = local_date(now)
    for source in sources_in_use().filter(deleted_by=DeletedBy.PRODUCT):
        key = f"影像資料夾 {source.pk} 銷毀預告"
        to_come = source.folders.filter(first_at__gte=minutes.moment(midnight(ceiling_cut(today, years))))
        first = to_come.order_by("first_at").values_list("first_at", flat=True).first()
        day = anniversary(local_date(first), years) if first else None
        if day and day - ANNOUNCED <= today and not Notice.objects.filter(subject=key, created_at__gt=now - ANNOUNCED):
            text = f"影像資料夾「{source.name}」的影像自 {long_date(day)}起陸續屆期銷毀，須繼續保存者請先辦理留存"
            _tell_both(text, key, now)


def _announce(hold: Hold, day: dt.date, now: dt.datetime) -> bool:
    key = f"留存 {hold.pk} 屆期預告"
    if Notice.objects.filter(subject=key).exists():
        return False
    _tell_both(f"暫時留存將於 {long_date(day)}屆期解除：{_named(hold)}", key, now)
    return True


def _tell_both(text: str, key: str, now: dt.datetime) -> None:
    people = holders_of(Role.HANDLER, Role.SUPERVISOR, day=local_date(now))
    notify(recipients=people, text=text, url=reverse("retention:overview"), subject=key, now=now)


def _named(hold: Hold) -> str:
    return hold.reference or f"留存 {hold.pk}"
