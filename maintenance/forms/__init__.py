"""Shape of what people fill in about upkeep."""

from __future__ import annotations

from maintenance.forms.equipment import EquipmentForm, MoveForm, NewEquipmentForm, ScrapForm
from maintenance.forms.equipment_rows import EquipmentRow, equipment_facts
from maintenance.forms.faults import DismissForm, FaultForm, RepairForm, StickerForm
from maintenance.forms.inspections import InspectionForm, RecheckForm
from maintenance.forms.stock_takes import CloseForm, OpenForm, ReturnForm, SignForm, TickForm

__all__ = [
    "CloseForm",
    "DismissForm",
    "EquipmentForm",
    "EquipmentRow",
    "FaultForm",
    "InspectionForm",
    "MoveForm",
    "NewEquipmentForm",
    "OpenForm",
    "RecheckForm",
    "RepairForm",
    "ReturnForm",
    "ScrapForm",
    "SignForm",
    "StickerForm",
    "TickForm",
    "equipment_facts",
]
