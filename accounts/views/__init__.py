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
from accounts.views.links import issue_link, issue_links, open_link
from accounts.views.people import end_post, give_post, people, person
from accounts.views.plan import report_hours
from accounts.views.school import extras, plan_values, school
from accounts.views.sign_in import contact, fresh, locked_out, me, sessions, sign_undertaking, spared, unlock

__all__ = [
    "contact",
    "deputies",
    "device_code",
    "device_sign_in",
    "devices",
    "end_deputy",
    "end_post",
    "extras",
    "fresh",
    "give_post",
    "issue_link",
    "issue_links",
    "locked_out",
    "me",
    "open_link",
    "people",
    "person",
    "plan_values",
    "register_device",
    "report_hours",
    "school",
    "sessions",
    "sign_undertaking",
    "spared",
    "unlock",
    "withdraw_device",
    "withdraw_device_code",
]
