"""Inspections, work lists, daily checks, faults, equipment books (參、三; 陸)."""

from __future__ import annotations

from maintenance.models.daily import (
    DailyCheck,
    Shift,
)
from maintenance.models.equipment import (
    Equipment,
    EquipmentMove,
)
from maintenance.models.faults import (
    Fault,
    FaultNumber,
    FaultPhoto,
)
from maintenance.models.inspections import (
    Inspection,
)
from maintenance.models.stock_takes import (
    StockTake,
    StockTakeItem,
)
from maintenance.models.troubles import (
    Trouble,
)
from maintenance.models.worklists import (
    CheckedCamera,
    CheckedRecorder,
    WorkList,
)

__all__ = [
    "CheckedCamera",
    "CheckedRecorder",
    "DailyCheck",
    "Equipment",
    "EquipmentMove",
    "Fault",
    "FaultNumber",
    "FaultPhoto",
    "Inspection",
    "Shift",
    "StockTake",
    "StockTakeItem",
    "Trouble",
    "WorkList",
]
