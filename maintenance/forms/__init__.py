"""Shape of what people fill in about upkeep."""

from __future__ import annotations

from maintenance.forms.downtime import DowntimeForm
from maintenance.forms.equipment import EquipmentForm, MoveForm, NewEquipmentForm, ScrapForm
from maintenance.forms.equipment_rows import EquipmentRow, equipment_facts
from maintenance.forms.faults import (
    AssignForm,
    DismissForm,
    FaultForm,
    RecheckFaultForm,
    RecorderFaultForm,
    RepairForm,
    StickerForm,
)
from maintenance.forms.inspections import InspectionForm, RecheckForm
from maintenance.forms.outages import CamerasForm, EndOutageForm, OutageForm
from maintenance.forms.stickers import RenewForm, SheetForm
from maintenance.forms.stock_takes import CloseForm, OpenForm, ReturnForm, SignForm, TickForm

__all__ = [
    "AssignForm",
    "CamerasForm",
    "CloseForm",
    "DismissForm",
    "DowntimeForm",
    "EndOutageForm",
    "EquipmentForm",
    "EquipmentRow",
    "FaultForm",
    "InspectionForm",
    "MoveForm",
    "NewEquipmentForm",
    "OpenForm",
    "OutageForm",
    "RecheckFaultForm",
    "RecheckForm",
    "RecorderFaultForm",
    "RenewForm",
    "RepairForm",
    "ReturnForm",
    "ScrapForm",
    "SheetForm",
    "SignForm",
    "StickerForm",
    "TickForm",
    "equipment_facts",
]
