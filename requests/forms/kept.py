"""What 附錄1 says already when it is opened again: a draft, a returned case, one more period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from requests.widgets import end_boxes

if TYPE_CHECKING:
    from requests.models import ReviewRequest

ASKED = (
    "need", "duty_basis", "duty_reference", "relation", "subject", "cameras", "places", "starts_at", "ends_at",
    "long_period_reason", "reason", "wants_copy", "phone", "unit", "id_document", "id_number",
)  # fmt: skip
"""What `services.drafts.Content` takes from the form, by the same names."""


def hides_number(case: ReviewRequest) -> bool:
    """Say whether the form shows the 身分證號 masked only: of everything but the draft of who typed his own."""
    return bool(case.number) or case.entered_by_id is not None


def initial_from(case: ReviewRequest) -> dict[str, Any]:
    """Return the form's initial values for a draft or a returned case."""
    places = list(case.places.all())
    kept = {name: getattr(case, name) for name in ASKED if name not in ("cameras", "places", "ends_at")}
    ends_at = end_boxes(case.starts_at, case.ends_at) if case.starts_at and case.ends_at else None
    if hides_number(case):
        kept["id_number"] = ""
    return kept | {"places": places, "cameras": list(case.cameras.exclude(place__in=places)), "ends_at": ends_at}


def initial_again(case: ReviewRequest) -> dict[str, Any]:
    """Return the initial values of 同案由再申請: everything of `case` but its period (ruling 20)."""
    kept = initial_from(case)
    return {name: value for name, value in kept.items() if name not in ("starts_at", "ends_at", "long_period_reason")}
