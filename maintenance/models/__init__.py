"""附錄2 inspections, faults, and the 設備帳 with its yearly stock-take (參、三; 陸)."""

from __future__ import annotations

from maintenance.models.equipment import Equipment, EquipmentMove
from maintenance.models.faults import Fault, FaultNumber, FaultPhoto
from maintenance.models.inspections import Inspection
from maintenance.models.stock_takes import StockTake, StockTakeItem

__all__ = [
    "Equipment",
    "EquipmentMove",
    "Fault",
    "FaultNumber",
    "FaultPhoto",
    "Inspection",
    "StockTake",
    "StockTakeItem",
]
