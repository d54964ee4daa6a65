"""Shapes of what people type about kept footage."""

from __future__ import annotations

from retention.forms.keeping import (
    CloseBackupForm,
    ConfirmHoldForm,
    DecisionForm,
    EmergencyForm,
    EndLegalForm,
    HandCheckForm,
    LegalForm,
    NewLegalForm,
    ReleaseForm,
    ReviewForm,
)
from retention.forms.sources import AcceptForm, ConfirmForm, MapForm, NewSourceForm, ReasonForm, RetireForm

__all__ = [
    "AcceptForm",
    "CloseBackupForm",
    "ConfirmForm",
    "ConfirmHoldForm",
    "DecisionForm",
    "EmergencyForm",
    "EndLegalForm",
    "HandCheckForm",
    "LegalForm",
    "MapForm",
    "NewLegalForm",
    "NewSourceForm",
    "ReasonForm",
    "ReleaseForm",
    "RetireForm",
    "ReviewForm",
]
