"""Forms of what looks across rooms."""

from __future__ import annotations

from reports.forms.papers import FootForm, FormsFilter, FormsForm, RegisterFilter
from reports.forms.roster import PersonRow, person_facts
from reports.forms.staff import (
    ApplicationForm,
    CallOffForm,
    DecisionForm,
    ExpiryForm,
    HandPostForm,
    IdleDaysForm,
    LeavingForm,
    NothingForm,
    SignedPaperForm,
    StaffingForm,
)

__all__ = [
    "ApplicationForm",
    "CallOffForm",
    "DecisionForm",
    "ExpiryForm",
    "FootForm",
    "FormsFilter",
    "FormsForm",
    "HandPostForm",
    "IdleDaysForm",
    "LeavingForm",
    "NothingForm",
    "PersonRow",
    "RegisterFilter",
    "SignedPaperForm",
    "StaffingForm",
    "person_facts",
]
