"""Shape of what people fill in about upkeep."""

from __future__ import annotations

from maintenance.forms.downtime import DowntimeForm
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

__all__ = [
    "AssignForm",
    "CamerasForm",
    "DismissForm",
    "DowntimeForm",
    "EndOutageForm",
    "FaultForm",
    "InspectionForm",
    "OutageForm",
    "RecheckFaultForm",
    "RecheckForm",
    "RecorderFaultForm",
    "RenewForm",
    "RepairForm",
    "SheetForm",
    "StickerForm",
]
