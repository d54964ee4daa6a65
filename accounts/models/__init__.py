"""People, offices and the school with its dated plan (參、一; rulings 1–5, 24–26)."""

from __future__ import annotations

from accounts.models.opening import DeviceCode, FormerPassword, GuardDevice, OneTimeLink
from accounts.models.people import Appointment, Deputy, Office, Undertaking, User
from accounts.models.school import PlanStep, School, SchoolPlan

__all__ = [
    "Appointment",
    "Deputy",
    "DeviceCode",
    "FormerPassword",
    "GuardDevice",
    "Office",
    "OneTimeLink",
    "PlanStep",
    "School",
    "SchoolPlan",
    "Undertaking",
    "User",
]
