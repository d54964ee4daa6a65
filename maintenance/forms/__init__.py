"""Shape of what people fill in about upkeep."""

from __future__ import annotations

from maintenance.forms.daily import (
    DailyCheckForm,
    EndShiftForm,
    ShiftForm,
)
from maintenance.forms.downtime import (
    DowntimeForm,
)
from maintenance.forms.equipment import (
    EquipmentForm,
    MoveForm,
    NewEquipmentForm,
    ScrapForm,
)
from maintenance.forms.equipment_rows import (
    EquipmentRow,
    equipment_facts,
)
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
from maintenance.forms.outages import (
    CamerasForm,
    EndOutageForm,
    OutageForm,
    WithdrawOutageForm,
)
from maintenance.forms.stickers import (
    RenewForm,
    SheetForm,
)
from maintenance.forms.stock_takes import (
    CloseForm,
    OpenForm,
    ReturnForm,
    SignForm,
    TickForm,
)

__all__ = [
    "AssignForm",
    "CameraForm",
    "CamerasForm",
    "CloseForm",
    "DailyCheckForm",
    "DismissForm",
    "DowntimeForm",
    "EndOutageForm",
    "EndShiftForm",
    "EquipmentForm",
    "EquipmentRow",
    "FaultForm",
    "FinishForm",
    "InspectionForm",
    "MoveForm",
    "NewEquipmentForm",
    "OpenForm",
    "OutageForm",
    "RecheckFaultForm",
    "RecheckForm",
    "RecorderFaultForm",
    "RecorderForm",
    "RenewForm",
    "RepairForm",
    "ReturnForm",
    "ScrapForm",
    "SheetForm",
    "ShiftForm",
    "SignForm",
    "StickerForm",
    "SystemForm",
    "TickForm",
    "WithdrawOutageForm",
    "equipment_facts",
]
