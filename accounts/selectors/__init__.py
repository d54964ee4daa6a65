"""Questions about people, the plan, and who signs."""

from __future__ import annotations

from accounts.selectors.kept import typed, typed_for
from accounts.selectors.people import (
    has_feature,
    in_words,
    main_appointment,
    people_in_use,
    people_list,
    people_with,
    person_in_use,
    plan_on,
    remedy_of,
    school_if_any,
    state_of,
    the_school,
)
from accounts.selectors.proof import Means, can_use_passkeys, means_of, proof_is_fresh
from accounts.selectors.signing import Seating, Signatory, seating, seatings, signatory_for, who_may_sign

__all__ = [
    "Means",
    "Seating",
    "Signatory",
    "can_use_passkeys",
    "has_feature",
    "in_words",
    "main_appointment",
    "means_of",
    "people_in_use",
    "people_list",
    "people_with",
    "person_in_use",
    "plan_on",
    "proof_is_fresh",
    "remedy_of",
    "school_if_any",
    "seating",
    "seatings",
    "signatory_for",
    "state_of",
    "the_school",
    "typed",
    "typed_for",
    "who_may_sign",
]
