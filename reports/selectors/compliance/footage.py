"""肆、三 and 肆、四: nothing stood still without a reason, everything was kept long enough, nothing too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cameras.choices import OutageCause
from cameras.rules import Period
from maintenance.rules import MINUTE, exactly_in_words, time_down
from printing.rules import short_date, short_moment
from reports.rules import Breach, Found, Proof, lost_days
from reports.rules.periods import ONE_DAY
from reports.selectors.compliance.asked import of_findings
from retention.choices import CopyVerdict, DayState, FindingKind
from retention.selectors import copies_due_by, judged
from retention.selectors.over_periods import (
    destructions_between,
    is_countersigned_late,
    legal_holds_during,
    lists_until,
    young_when_destroyed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cameras.models import Outage
    from reports.selectors.compliance.asked import Asked
    from retention.models import Hold

WANTING = (DayState.PARTIAL, DayState.MISSING)
"""Of a day on which something is missing that nobody explains."""
PAST_GAPS = "影像已覆蓋之日，缺漏依當時查核所列之未符合事項。"
MINISTRY_DAYS = 14
"""What the ministry's text says; a plan may say less and is told so."""
SHOWN = 12
"""So many cameras, destructions or holds are lines of their own."""


def unbroken(asked: Asked) -> Found:
    """肆、三: every outage has its cause, and no gap is without an explanation."""
    outages = asked.outages
    periods = [Period(one.since, one.until) for one in outages]
    proofs = [Proof(f"期間內影像中斷 {len(outages)} 筆，均須登錄原因", "maintenance:outage-list")]
    for cause in OutageCause:
        of_cause = [period for one, period in zip(outages, periods, strict=True) if one.cause == cause]
        if of_cause:
            lasted = exactly_in_words(time_down(of_cause, asked.start, asked.at))
            proofs.append(Proof(f"{cause.label} {len(of_cause)} 筆，共 {lasted}", "maintenance:outage-list"))
    breaches = [_without_cause(one) for one in outages if one.cause == OutageCause.OTHER and not one.reference.strip()]
    gaps = list(_gaps(asked))
    named = {breach.args[0] for breach in gaps}
    older = [
        one
        for one in asked.findings(FindingKind.GAP, only_open=True)
        if one.subject.removeprefix("攝影機 ") not in named and not asked.is_current
    ]
    return Found(proofs, [*breaches, *gaps, *of_findings(older)], applies=bool(asked.every_camera), note=PAST_GAPS)


def _without_cause(outage: Outage) -> Breach:
    code = outage.camera.code
    return Breach(
        f"攝影機 {code} 自 {short_moment(outage.since)} 中斷，未說明原因", "maintenance:camera-faults", (code,)
    )


def _gaps(asked: Asked) -> Iterator[Breach]:
    """Name the days; the first day there is footage of is never whole, for its beginning is overwritten."""
    for each in asked.coverage:
        wanting = [cell for cell in each.cells if cell.state in WANTING and cell.day != each.earliest]
        if wanting:
            missing = exactly_in_words(sum((cell.missing_minutes for cell in wanting), 0) * MINUTE)
            days = lost_days([cell.day for cell in wanting])
            words = f"攝影機 {each.camera.code} 影像缺漏且無說明：{days}，共 {missing}"
            yield Breach(words, "retention:camera", (each.camera.code,))


def kept_long_enough(asked: Asked) -> Found:
    """肆、三: every camera held the plan's days, and this product destroyed nothing younger."""
    minimum = asked.terms.minimum_days
    short = asked.findings(FindingKind.BELOW_MINIMUM)
    gone = list(destructions_between(asked.start, asked.end))
    proofs = [
        Proof(f"本校計畫至少保存 {minimum} 日；期間內不足之主機或攝影機 {len(short)} 項", "retention:overview"),
        Proof(f"期間內由本系統銷毀影像 {len(gone)} 次，每次之最新影像均須已滿最低日數", "retention:destructions"),
        *(Proof(words, "retention:overview") for words, _ in (asked.keeping if asked.is_current else [])),
    ]
    breaches = of_findings(short)
    breaches += [
        Breach(f"{short_date(one.planned_at)} 銷毀未滿 {minimum} 日之影像", "retention:destruction", (one.pk,))
        for one in gone
        if young_when_destroyed(one, minimum)
    ]
    if minimum < MINISTRY_DAYS:
        breaches.append(
            Breach(f"本校計畫之最低保存日數為 {minimum} 日，教育部之規定為 {MINISTRY_DAYS} 日", "reports:plan")
        )
    return Found(proofs, breaches, applies=bool(asked.recorders or asked.cameras))


TOO_LONG = (
    FindingKind.ABOVE_MAXIMUM,
    FindingKind.NOT_DESTROYED,
    FindingKind.COPY_LEFT,
    FindingKind.COPIES_REFUSED,
    FindingKind.LIST_UNSIGNED,
    FindingKind.REVIEW_OVERDUE,
)


MAY_STAND = frozenset({CopyVerdict.HELD, CopyVerdict.NOT_YET})
"""Why a copy may be there after its day."""


def gone_in_time(asked: Asked) -> Found:
    """肆、四: nothing is older than the plan's year without a 法定留存, whose basis is reviewed; who destroyed, signed."""
    findings = asked.findings(*TOO_LONG)
    subjects = {finding.subject for finding in findings}
    holds, lists = list(legal_holds_during(asked.start, asked.end)), list(lists_until(asked.end))
    left = [copy for copy in copies_due_by(asked.last - ONE_DAY) if f"留存檔 {copy.number}" not in subjects]
    standing = [one.copy for one in judged(left, asked.now) if one.verdict not in MAY_STAND] if left else []
    proofs = [
        Proof(f"影像及留存檔至遲 {asked.terms.maximum_years} 年內銷毀", "reports:rules"),
        Proof(f"期間內銷毀留存檔 {asked.copies['destroyed']} 件", "retention:copy-lists"),
        Proof(f"法定留存 {len(holds)} 件，均有依據及文號", "retention:holds"),
        *(Proof(_of_hold(hold), "retention:holds") for hold in holds[:SHOWN]),
    ]
    breaches = of_findings(findings)
    breaches += [
        Breach(f"留存檔 {copy.number} 應於 {short_date(copy.due_on)} 銷毀，尚未銷毀", "retention:copy", (copy.number,))
        for copy in standing
    ]
    breaches += [
        Breach(f"銷毀清冊 {row.pk}（屆期由系統執行）逾期未由二人補簽", "retention:copy-list", (row.pk,))
        for row in lists
        if is_countersigned_late(row, asked.last)
        and str(row) not in subjects
        and row.countersign_by
        and row.countersign_by >= asked.first
    ]
    breaches += [
        Breach(f"法定留存 {hold.pk} 逾檢討日 {short_date(hold.review_on)} 未檢討", "retention:holds")
        for hold in holds
        if hold.review_on
        and hold.review_on < asked.last
        and f"留存 {hold.pk}" not in subjects
        and _in_force(hold, asked)
    ]
    return Found(proofs, breaches, applies=bool(asked.cameras or holds or lists))


def _of_hold(hold: Hold) -> str:
    codes = "、".join(sorted(camera.code for camera in hold.cameras.all()))
    due = short_date(hold.review_on) if hold.review_on else ""
    return f"法定留存 {hold.pk}（{codes}），檢討日 {due}" + ("，已解除" if hold.released_at else "")


def _in_force(hold: Hold, asked: Asked) -> bool:
    return hold.released_at is None or hold.released_at >= asked.end
