"""附錄2 inspections, work lists, daily checks and faults (參、三; 陸、一)."""

from __future__ import annotations

from maintenance.models.daily import DailyCheck, Shift
from maintenance.models.faults import Fault, FaultNumber, FaultPhoto
from maintenance.models.inspections import Inspection
from maintenance.models.troubles import Trouble
from maintenance.models.worklists import CheckedCamera, CheckedRecorder, WorkList

__all__ = [
    "CheckedCamera",
    "CheckedRecorder",
    "DailyCheck",
    "Fault",
    "FaultNumber",
    "FaultPhoto",
    "Inspection",
    "Shift",
    "Trouble",
    "WorkList",
]
