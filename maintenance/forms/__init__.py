"""Shape of what people fill in about upkeep."""

from __future__ import annotations

from maintenance.forms.daily import DailyCheckForm, EndShiftForm, ShiftForm
from maintenance.forms.faults import DismissForm, FaultForm, RepairForm, StickerForm
from maintenance.forms.inspections import (
    CameraForm,
    FinishForm,
    InspectionForm,
    RecheckForm,
    RecorderForm,
    SystemForm,
)

__all__ = [
    "CameraForm",
    "DailyCheckForm",
    "DismissForm",
    "EndShiftForm",
    "FaultForm",
    "FinishForm",
    "InspectionForm",
    "RecheckForm",
    "RecorderForm",
    "RepairForm",
    "ShiftForm",
    "StickerForm",
    "SystemForm",
]
