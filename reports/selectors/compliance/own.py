"""校內自訂: what only the product adds; what a school has not switched on is not asked for (ruling 29)."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from accounts.choices import Feature
from maintenance.choices import FaultOrigin, FaultStatus, TurnState
from maintenance.selectors import turns_between
from maintenance.selectors.over_periods import stock_takes_signed
from printing.rules import local_date, roc_year, short_date
from reports.rules import Breach, Found, Proof, lost_days
from reports.rules.periods import ONE_DAY
from reports.selectors.compliance.asked import of_findings
from requests.selectors.misuses import report_clocks
from retention.choices import FindingKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from maintenance.selectors.daily import ShownTurn
    from reports.selectors.compliance.asked import Asked

A_YEAR = dt.timedelta(days=365)
STICKER_DAYS = 3
"""A report without an account is confirmed within."""
NO_LONGER_THAN = 2
"""So many days may pass between two checkpoints: one night's run can be lost, not two."""
LAST_OF_YEAR = (12, 31)


def hand_checks(asked: Asked) -> Found:
    """Somebody looked at every recorder without a folder here at least once a week."""
    found = asked.findings(FindingKind.NOT_CHECKED)
    proofs = [Proof(f"須由人員查核之主機 {len(asked.by_hand)} 台；逾一週未查核 {len(found)} 次", "retention:overview")]
    return Found(proofs, of_findings(found), applies=bool(asked.by_hand or found))


def confirmed(asked: Asked) -> Found:
    """An emergency hold was confirmed in time."""
    found = asked.findings(FindingKind.UNCONFIRMED_HOLD)
    proofs = [Proof(f"逾期未確認之緊急留存 {len(found)} 件", "retention:holds")]
    return Found(proofs, of_findings(found))


def accounts_reviewed(asked: Asked) -> Found:
    """The accounts were gone through within the year before the last day."""
    signed = max((one.signed_at for one in asked.reviews if one.signed_at and one.signed_at < asked.end), default=None)
    since = local_date(signed) if signed else asked.began
    is_due = asked.last - since >= A_YEAR
    said = f"最近一次清查簽署於 {short_date(signed)}" if signed else "尚未辦理清查"
    breaches = [Breach(f"{said}，已滿一年", "reports:reviews")] if is_due else []
    return Found([Proof(said, "reports:reviews")], breaches, applies=bool(signed or is_due))


def checkpoints_made(asked: Asked) -> Found:
    """The ledger was signed every day."""
    days = sorted({local_date(at) for at, _ in asked.checkpoints})
    marks = [asked.since - ONE_DAY, *days, asked.last]
    gaps = [before + ONE_DAY for before, after in itertools.pairwise(marks) if (after - before).days > NO_LONGER_THAN]
    proofs = [Proof(f"期間內有查核點之日 {len(days)} 日", "reports:checkpoints")]
    breaches = [Breach(f"未每日簽章，自 {lost_days(gaps)} 起中斷", "reports:checkpoints")] if gaps else []
    return Found(proofs, breaches)


def daily_checks(asked: Asked) -> Found:
    """Every turn of every shift was checked."""
    turns = [one for one in turns_between(asked.since, asked.last, asked.now) if one.turn.ends_at <= asked.now]
    missed = [one for one in turns if one.state is TurnState.MISSED]
    late = sum(one.state is TurnState.BACK_ENTERED for one in turns)
    proofs = [
        Proof(f"應檢查 {len(turns)} 班次，未檢查 {len(missed)} 班次，事後補登 {late} 班次", "maintenance:daily-list")
    ]
    breaches = [
        Breach(f"{name}未檢查：{lost_days(days)}", "maintenance:daily-list") for name, days in _by_shift(missed)
    ]
    return Found(proofs, breaches, applies=bool(turns))


def _by_shift(missed: list[ShownTurn]) -> list[tuple[str, list[dt.date]]]:
    days: dict[str, list[dt.date]] = {}
    for one in missed:
        days.setdefault(one.turn.shift.name, []).append(one.turn.day)
    return list(days.items())


def stock_taken(asked: Asked) -> Found:
    """The stock of each year that ended in the period was taken and signed by two people."""
    ended = [
        year for year in range(asked.since.year, asked.last.year + 1) if dt.date(year, *LAST_OF_YEAR) <= asked.last
    ]
    years = range(roc_year(asked.first), roc_year(asked.last) + 1)
    signed = stock_takes_signed(years) if ended else {}
    said = "、".join(f"{year}年度" for year in signed) or "無"
    proofs = [Proof(f"已覆核之盤點：{said}", "maintenance:stock-takes")]
    owed = [year for year in (roc_year(dt.date(year, *LAST_OF_YEAR)) for year in ended) if year not in signed]
    breaches = [Breach(f"{year}年度未完成盤點及覆核", "maintenance:stock-takes") for year in owed]
    return Found(proofs, breaches, applies=bool(ended or signed))


def stickers_answered(asked: Asked) -> Found:
    """What was reported by a sticker was confirmed."""
    by_sticker = [fault for fault in asked.faults if fault.origin == FaultOrigin.STICKER]
    waiting = [
        one
        for one in by_sticker
        if one.status == FaultStatus.UNCONFIRMED and (asked.at - one.reported_at).days > STICKER_DAYS
    ]
    proofs = [Proof(f"掃描貼紙通報 {len(by_sticker)} 件，待確認 {len(waiting)} 件", "maintenance:fault-list")]
    breaches = [
        Breach(f"{one.number}（{one.code}）逾 {STICKER_DAYS} 日未確認", "maintenance:fault", (one.number,))
        for one in waiting
    ]
    return Found(proofs, breaches, applies=bool(by_sticker))


def events_reported(asked: Asked) -> Found:
    """What had to be reported within the plan's hours was."""
    clocks = [(event, clock) for event in asked.events for clock in report_clocks(event, asked.at)]
    late = [(event, clock) for event, clock in clocks if clock.is_late and asked.is_within(clock.due_at)]
    proofs = [Proof(f"應通報 {len(clocks)} 件次，逾時 {len(late)} 件次", "review:misuses")]
    breaches = [
        Breach(
            f"{short_date(event.noticed_at)} 之事件，{clock.label}逾時", "review:misuse", (event.pk,), misuse=event.pk
        )
        for event, clock in late
    ]
    return Found(proofs, breaches, applies=bool(clocks))


RULES: dict[str, tuple[Callable[[Asked], Found], Feature | None]] = {
    "hand_check": (hand_checks, None),
    "confirm": (confirmed, None),
    "accounts": (accounts_reviewed, None),
    "checkpoint": (checkpoints_made, None),
    "daily_check": (daily_checks, Feature.DAILY_CHECK),
    "stock_take": (stock_taken, Feature.STOCK_TAKE),
    "stickers": (stickers_answered, Feature.STICKERS),
    "report_clocks": (events_reported, Feature.REPORT_CLOCKS),
}
"""Who answers for each rule of the school, and what has to be switched on."""
