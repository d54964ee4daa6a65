"""Shape of what people fill in about upkeep."""

from __future__ import annotations

from maintenance.forms.daily import DailyCheckForm, EndShiftForm, ShiftForm
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
from maintenance.forms.inspections import (
    CameraForm,
    FinishForm,
    InspectionForm,
    RecheckForm,
    RecorderForm,
    SystemForm,
)
from maintenance.forms.outages import CamerasForm, EndOutageForm, OutageForm
from maintenance.forms.stickers import RenewForm, SheetForm

__all__ = [
    "AssignForm",
    "CameraForm",
    "CamerasForm",
    "DailyCheckForm",
    "DismissForm",
    "DowntimeForm",
    "EndOutageForm",
    "EndShiftForm",
    "FaultForm",
    "FinishForm",
    "InspectionForm",
    "OutageForm",
    "RecheckFaultForm",
    "RecheckForm",
    "RecorderFaultForm",
    "RecorderForm",
    "RenewForm",
    "RepairForm",
    "SheetForm",
    "ShiftForm",
    "StickerForm",
    "SystemForm",
]
