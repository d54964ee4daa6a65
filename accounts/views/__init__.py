"""The pages of the accounts room."""

from __future__ import annotations

from accounts.views.deputies import deputies, end_deputy
from accounts.views.devices import (
    device_code,
    device_sign_in,
    devices,
    register_device,
    withdraw_device,
    withdraw_device_code,
)
from accounts.views.links import issue_link, open_link
from accounts.views.people import end_post, give_post, people, person
from accounts.views.plan import report_hours
from accounts.views.sign_in import fresh, locked_out, me, sign_undertaking, spared, unlock

__all__ = [
    "deputies",
    "device_code",
    "device_sign_in",
    "devices",
    "end_deputy",
    "end_post",
    "fresh",
    "give_post",
    "issue_link",
    "locked_out",
    "me",
    "open_link",
    "people",
    "person",
    "register_device",
    "report_hours",
    "sign_undertaking",
    "spared",
    "unlock",
    "withdraw_device",
    "withdraw_device_code",
]
