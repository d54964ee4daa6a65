"""附錄2 inspections and faults (參、三; 陸、一)."""

from __future__ import annotations

from maintenance.models.faults import Fault, FaultNumber, FaultPhoto
from maintenance.models.inspections import Inspection

__all__ = ["Fault", "FaultNumber", "FaultPhoto", "Inspection"]
