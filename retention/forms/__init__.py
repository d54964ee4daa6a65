"""Shapes of what people type about kept footage."""

from __future__ import annotations

from retention.forms.copies import (
    FolderCopyForm,
    GiveUpForm,
    MediumCopyForm,
    MoveForm,
    OpenForm,
    UploadCopyForm,
)
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
    camera_field,
    earliest_day_field,
    offer_cameras,
)
from retention.forms.lists import (
    AcceptCopiesForm,
    DisputeForm,
    EndListForm,
    MediumForm,
    NewListForm,
    SignListForm,
)
from retention.forms.sources import (
    AcceptForm,
    ConfirmForm,
    MapForm,
    NewSourceForm,
    ReasonForm,
    RetireForm,
)

__all__ = [
    "AcceptCopiesForm",
    "AcceptForm",
    "CloseBackupForm",
    "ConfirmForm",
    "ConfirmHoldForm",
    "DecisionForm",
    "DisputeForm",
    "EmergencyForm",
    "EndLegalForm",
    "EndListForm",
    "FolderCopyForm",
    "GiveUpForm",
    "HandCheckForm",
    "LegalForm",
    "MapForm",
    "MediumCopyForm",
    "MediumForm",
    "MoveForm",
    "NewLegalForm",
    "NewListForm",
    "NewSourceForm",
    "OpenForm",
    "ReasonForm",
    "ReleaseForm",
    "RetireForm",
    "ReviewForm",
    "SignListForm",
    "UploadCopyForm",
    "camera_field",
    "earliest_day_field",
    "offer_cameras",
]
