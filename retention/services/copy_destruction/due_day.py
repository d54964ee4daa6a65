"""The due day of copies (肆、四; rulings 15, 16): what was signed goes, the rest by itself or onto the list of exceptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from ledger.services import SYSTEM
from printing.rules import local_date
from retention import storage
from retention.choices import CopyVerdict, Doubt, ListKind, PassResult
from retention.models import CopyPass, CopyStore, EvidenceCopy
from retention.rules import GOES, LISTED_DAYS_AHEAD, ONE_DAY, STOPS_EVERYTHING, is_stopped
from retention.selectors import copies_due_by, judged, open_items, standing_copies
from retention.services.copy_destruction.afterwards import open_system_list, take_off
from retention.services.copy_destruction.carrying_out import Run, destroy, finish_begun, in_words, settle_list
from retention.services.copy_destruction.errors import ListError
from retention.services.copy_destruction.grounds import ON_DISK, doubts_of, is_ours, mark, opened_store, the_store
from retention.services.copy_destruction.known import redo_known_destructions
from retention.services.copy_destruction.late import give_up_late, never_finished
from retention.services.copy_destruction.reminding import keep_findings, remind
from retention.storage import SourceBusy
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor
    from retention.selectors import Judged

UNSIGNED = "屆期未經監銷人簽署，改由系統執行"
JUST_LISTED = "執行時有人正造具銷毀清冊，下次執行再行處理"


@dataclass(slots=True)
class CopyReport:
    """What one run found and did; `doubts` are the reasons, in words, for which something that was due stayed."""

    due: int = 0
    doubts: dict[Doubt, str] = field(default_factory=dict)
    destroyed: list[str] = field(default_factory=list)
    redone: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def result(self) -> PassResult:
        """What came of it."""
        if self.failures:
            return PassResult.PARTLY
        if self.doubts:
            return PassResult.REFUSED
        return PassResult.DONE if self.has_acted else PassResult.NOTHING

    @property
    def has_acted(self) -> bool:
        """Whether anything went."""
        return bool(self.destroyed or self.redone or self.given_up)

    @property
    def refused(self) -> str:
        """Why something stayed, in words."""
        return "；".join(f"{doubt.label}：{said}" for doubt, said in self.doubts.items())


def destroy_copies(now: dt.datetime) -> Outcome:
    """Do the duty: known destructions first, then what is due, then who is told of what is left."""
    report = run_due_day(now)
    if report is None:
        return Outcome("另一次執行正在進行")
    told = 0 if Doubt.CLOCK in report.doubts else remind(now)  # what a wrong clock says cannot be taken back
    opened, closed = keep_findings(report.refused, report.failures, now)
    words = f"銷毀留存檔 {len(report.destroyed)} 件；通知 {told} 則"
    words += f"；還原後再次銷毀 {len(report.redone)} 件" if report.redone else ""
    words += f"；放棄逾期未製成者 {len(report.given_up)} 件" if report.given_up else ""
    words += f"；未完成 {len(report.failures)} 件" if report.failures else ""
    words += f"；未執行：{'、'.join(doubt.label for doubt in report.doubts)}" if report.doubts else ""
    return Outcome(words, acted=bool(told or opened or closed or report.has_acted))


def run_due_day(now: dt.datetime, *, actor: Actor = SYSTEM) -> CopyReport | None:
    """Destroy what is to go now, and remember the run; None while another process is at it."""
    report, store = CopyReport(), the_store()
    try:
        with storage.turn_at(store.token), opened_store(store, now) as root:
            if root is not None and is_ours(store, root):
                _finish(report, Run(root, actor, now))
            _take_off_what_waits(now)
            due = [one for one in judged(standing_copies(), now) if one.verdict in GOES]
            _weigh(report, store, root, due, now)
            if root is not None:
                _destroy(report, store, Run(root, actor, now), due)
            if not report.doubts:
                report.given_up = give_up_late(now, actor)
    except SourceBusy:
        return None
    except OSError as error:
        report.doubts[Doubt.DISK] = in_words(error)
    _remember(report, now)
    return report


def _finish(report: CopyReport, run: Run) -> None:
    """Go on with what a killed run left open, and do again what a restored database forgot."""
    left = finish_begun(run)
    settle_list(run)
    again = redo_known_destructions(run)
    report.redone, report.failures = again.numbers, left | again.failed


def _take_off_what_waits(now: dt.datetime) -> None:
    """What a killed run put on the system's list, and what is kept by now, comes off it."""
    left = open_items().filter(list__kind=ListKind.SYSTEM, started_at=None).select_related("copy")
    standing = {one.copy.pk: one for one in judged(standing_copies().filter(items__in=left), now)}
    for item in left:
        one = standing.get(item.copy_id)
        if one and one.verdict != CopyVerdict.DESTROY_BY_SYSTEM:
            take_off(item.pk, str((one.why or one.verdict).label), now)


def _weigh(report: CopyReport, store: CopyStore, root: int | None, due: list[Judged], now: dt.datetime) -> None:
    """Keep the doubts that matter: about the folder once there are copies, about the date where one comes due.

    And about the amount where it stops any.
    """
    coming = copies_due_by(local_date(now) + LISTED_DAYS_AHEAD * ONE_DAY).exists() or bool(never_finished(now))
    if not coming and not EvidenceCopy.objects.filter(state__in=ON_DISK).exists():
        return
    found = doubts_of(store, root, due, now)
    report.due = len(due)
    report.doubts = {
        doubt: said
        for doubt, said in found.items()
        if doubt in STOPS_EVERYTHING
        or (doubt == Doubt.CLOCK and coming)
        or any(is_stopped(one.verdict, one.facts.signed, [doubt]) for one in due)
    }
    if not report.doubts and not found:
        _pass_made(store, now)


def _pass_made(store: CopyStore, now: dt.datetime) -> None:
    """Only a run whose ground was sure moves the clock's last reading."""
    store.last_pass_at = now
    store.save(update_fields=["last_pass_at"])


def _destroy(report: CopyReport, store: CopyStore, run: Run, due: list[Judged]) -> None:
    going = [one for one in due if not is_stopped(one.verdict, one.facts.signed, report.doubts)]
    if not going:
        return
    store.pass_number += 1
    store.save(update_fields=["pass_number"])
    mark(store, run.root)
    _list_what_nobody_signed(report, going, run.now)
    for one in sorted(going, key=lambda each: each.copy.original_id is None):  # a 遮蔽版 before its original
        try:
            report.destroyed += [one.copy.number] if destroy(one.copy.pk, run) else []
        except (OSError, ListError) as error:
            report.failures[one.copy.number] = in_words(error) if isinstance(error, OSError) else str(error)


def _list_what_nobody_signed(report: CopyReport, going: list[Judged], now: dt.datetime) -> None:
    """Put what goes by itself on a list of the system's; off one that 監銷人 did not sign in time."""
    unsigned = [one for one in going if one.verdict == CopyVerdict.DESTROY_BY_SYSTEM]
    new = [one for one in unsigned if one.item is None or one.item.list.kind != ListKind.SYSTEM]
    if not new:
        return
    try:
        with transaction.atomic():
            for one in new:
                if one.item:
                    take_off(one.item.pk, UNSIGNED, now)
            open_system_list([one.copy for one in new], now)
    except ListError:  # somebody has just put one on a list: the next run sees it
        report.failures |= {one.copy.number: JUST_LISTED for one in new}


def _remember(report: CopyReport, now: dt.datetime) -> None:
    CopyPass.objects.create(
        at=now,
        result=report.result,
        doubts={doubt.value: said for doubt, said in report.doubts.items()},
        failures=report.failures,
        due=report.due,
        destroyed=len(report.destroyed) + len(report.redone),
    )
