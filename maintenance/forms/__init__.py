"""Shape of what people fill in about upkeep."""

from __future__ import annotations

from maintenance.forms.faults import DismissForm, FaultForm, RepairForm, StickerForm
from maintenance.forms.inspections import InspectionForm, RecheckForm

__all__ = ["DismissForm", "FaultForm", "InspectionForm", "RecheckForm", "RepairForm", "StickerForm"]
