"""Pages of who applies for an account, takes a post over, leaves, and of the yearly review."""

from __future__ import annotations

from reports.views.staff.accounts import (
    application_page,
    applications_page,
    enable,
    expiry,
    idle_days,
    new_application,
    staffing,
)
from reports.views.staff.handovers import (
    acknowledgement_pdf,
    handover_page,
    handovers_page,
    roster_pdf,
    signed_paper,
)
from reports.views.staff.moving import call_off_handover, departure, hand_over_post
from reports.views.staff.reviews import review_page, review_pdf, reviews_page
from reports.views.staff.roster import export_people, import_people, template_of_people

__all__ = [
    "acknowledgement_pdf",
    "application_page",
    "applications_page",
    "call_off_handover",
    "departure",
    "enable",
    "expiry",
    "export_people",
    "hand_over_post",
    "handover_page",
    "handovers_page",
    "idle_days",
    "import_people",
    "new_application",
    "review_page",
    "review_pdf",
    "reviews_page",
    "roster_pdf",
    "signed_paper",
    "staffing",
    "template_of_people",
]
