"""參、三 and 陸: what was broken and by when it was mended, inspections, the property books; 附錄2."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from maintenance.choices import FaultOrigin
from maintenance.rules import late_inspections
from maintenance.selectors.over_periods import inspection_days
from printing.rules import local_date, long_date, short_date
from reports.rules import Breach, Found, Proof
from reports.rules.clauses import NAMED
from reports.selectors.compliance.people import TODAY_ONLY

if TYPE_CHECKING:
    import datetime as dt

    from maintenance.models import Fault, Inspection
    from reports.selectors.compliance.asked import Asked

OWNER_DAYS = 3
"""The plan sets no days; a report nobody took up for longer was not 處理."""
REPAIR_DAYS = 14
"""立即修復 has no number in the plan: two weeks is how long footage is kept, and so how long nothing is seen of a camera."""
NOT_SET = "計畫未定日數，本系統以 {days} 日為準。"


def _days(since: dt.datetime, until: dt.datetime) -> int:
    return (local_date(until) - local_date(since)).days


def reported(asked: Asked) -> Found:
    """參、三: whoever noticed reported it, and somebody took it up."""
    new = [fault for fault in asked.faults if asked.is_within(fault.reported_at)]
    origins = Counter(FaultOrigin(fault.origin).label for fault in new)
    said = "、".join(f"{label} {number} 件" for label, number in origins.items())
    proofs = [Proof(f"期間內通報故障 {len(new)} 件{f'（{said}）' if said else ''}", "maintenance:fault-list")]
    waiting = [fault for fault in asked.faults if not _is_repaired(fault, asked)]
    proofs += [_standing(fault, asked) for fault in waiting]
    breaches = [
        _breach(fault, f"通報後 {_days(fault.reported_at, asked.at)} 日無人承辦")
        for fault in waiting
        if fault.owner_id is None and _days(fault.reported_at, asked.at) > OWNER_DAYS
    ]
    note = NOT_SET.format(days=OWNER_DAYS) + "承辦人為目前之登錄。"
    return Found(proofs, breaches, applies=bool(asked.faults), note=note)


def _standing(fault: Fault, asked: Asked) -> Proof:
    owner = "已有承辦人" if fault.owner_id else "尚無承辦人"
    days = _days(fault.reported_at, asked.at)
    words = f"{fault.number}（{fault.code} {fault.get_symptom_display()}）{fault.get_status_display()}，{owner}，已 {days} 日"
    return Proof(words, "maintenance:fault", (fault.number,))


def _is_repaired(fault: Fault, asked: Asked) -> bool:
    return fault.repaired_at is not None and fault.repaired_at < asked.end


def _breach(fault: Fault, words: str) -> Breach:
    return Breach(f"{fault.code} 故障 {fault.number}：{words}", "maintenance:fault", (fault.number,))


def inspected(asked: Asked) -> Found:
    """參、三: never more than the plan's months between two inspections."""
    months = asked.terms.inspection_months
    made = inspection_days(asked.last)
    within = [day for day in made if day >= asked.first]
    before = next((short_date(day) for day in reversed(made) if day < asked.first), "無")
    days = f"：{'、'.join(short_date(day) for day in within)}" if within else ""
    said = f"期間內檢查保養 {len(within)} 次{days}；期間前最近一次 {before}"
    proofs = [Proof(f"{said}（每 {months} 個月）", "maintenance:inspection-list")]
    late = late_inspections(made, asked.first, asked.last, months=months, began=asked.began)
    breaches = [
        Breach(
            f"應於{long_date(one.due)}前檢查，"
            + (f"遲至{long_date(one.made_on)}辦理" if one.made_on else f"至{long_date(asked.last)}尚未辦理"),
            "maintenance:inspection-list",
        )
        for one in late
    ]
    return Found(proofs, breaches)


def mended(asked: Asked) -> Found:
    """陸、一: what was found wrong opened a fault, was repaired at once and looked at again by another person."""
    rows = asked.inspections
    wrong = [row for row in rows if not row.is_all_well]
    done = [fault for fault in asked.faults if _is_repaired(fault, asked)]
    proofs = [
        Proof(f"檢查發現異常 {len(wrong)} 次，均應開立故障單", "maintenance:inspection-list"),
        Proof(f"故障 {len(asked.faults)} 件，已修復 {len(done)} 件", "maintenance:fault-list"),
    ]
    breaches = [
        Breach(f"{short_date(row.inspected_on)} 檢查有「否」而未開立故障單", "maintenance:inspection", (row.pk,))
        for row in wrong
        if not row.faults.all()
    ]
    breaches += [breach for fault in asked.faults if (breach := _slow(fault, asked))]
    return Found(proofs, breaches, applies=bool(asked.faults or wrong), note=NOT_SET.format(days=REPAIR_DAYS))


def _slow(fault: Fault, asked: Asked) -> Breach | None:
    repaired = fault.repaired_at if _is_repaired(fault, asked) else None
    lasted = _days(fault.reported_at, repaired or asked.at)
    if lasted > REPAIR_DAYS:
        return _breach(fault, f"{lasted} 日後修復" if repaired else f"已 {lasted} 日未修復")
    rechecked = fault.rechecked_at or asked.at
    if repaired and _days(repaired, min(rechecked, asked.at)) > REPAIR_DAYS:
        return _breach(fault, f"修復後 {_days(repaired, rechecked)} 日未複驗")
    return None


def listed(asked: Asked) -> Found:
    """陸、二: every camera and recorder stands in the property books."""
    rows = asked.equipment
    cameras, recorders = {row.camera_id for row in rows}, {row.recorder_id for row in rows}
    missing = [one.code for one in asked.recorders if one.pk not in recorders]
    missing += [one.code for one in asked.cameras if one.pk not in cameras]
    proofs = [Proof(f"設備帳 {len(rows)} 筆，載有財產編號", "maintenance:equipment-list")]
    more = f"等 {len(missing)} 項" if len(missing) > NAMED else ""
    words = f"未列帳（無財產編號）：{'、'.join(missing[:NAMED])}{more}"
    breaches = [Breach(words, "maintenance:equipment-list")] if missing else []
    return Found(proofs, breaches, applies=bool(asked.cameras or asked.recorders), note=TODAY_ONLY)


def appendix_2(asked: Asked) -> Found:
    """附錄2: the table was filled in, and what was wrong was looked at again by another person (複查)."""
    rows = asked.inspections
    proofs = [
        Proof(
            f"附錄2 {len(rows)} 列", "maintenance:appendix-2",
            query=f"from={asked.first.isoformat()}&until={asked.last.isoformat()}",
        )
    ]  # fmt: skip
    breaches = [
        Breach(f"{short_date(row.inspected_on)} 檢查有「否」，{_why_over(row)}", "maintenance:inspection", (row.pk,))
        for row in rows
        if not row.is_all_well and not row.rechecker and _is_over(row, asked)
    ]
    return Found(proofs, breaches, applies=bool(rows))


def _is_over(row: Inspection, asked: Asked) -> bool:
    """Say whether all that an inspection found was repaired so long ago that it should have been looked at again.

    One typed in late from paper may have opened no fault: of it somebody says within the same days that all is well again.
    """
    repaired = [fault.repaired_at for fault in row.faults.all()] or [row.recorded_at]
    return all(at and _days(at, asked.at) > REPAIR_DAYS for at in repaired)


def _why_over(row: Inspection) -> str:
    return "修復後尚未複查" if row.faults.all() else "沒有故障單，也未複查"
