"""Questions about people, the plan, and who signs."""

from __future__ import annotations

from accounts.selectors.devices import device_of, guards_with_codes, is_at_device, may_stay_at_device
from accounts.selectors.kept import typed, typed_for
from accounts.selectors.people import (
    has_feature,
    in_words,
    main_appointment,
    never_signed_in,
    people_in_use,
    people_list,
    people_with,
    people_with_posts,
    person_in_use,
    plan_on,
    plan_steps,
    remedy_of,
    school_if_any,
    state_of,
    the_school,
)
from accounts.selectors.plans import ComingPlan, chain_of, coming_plans, says_otherwise
from accounts.selectors.proof import (
    SECOND_FACTORS,
    Means,
    can_use_passkeys,
    has_shown_second_factor,
    means_of,
    proof_is_fresh,
    second_factors_of,
)
from accounts.selectors.signing import (
    Seating,
    Signatory,
    deputised_for,
    seating,
    seatings,
    signatory_for,
    who_may_sign,
)

__all__ = [
    "SECOND_FACTORS",
    "ComingPlan",
    "Means",
    "Seating",
    "Signatory",
    "can_use_passkeys",
    "chain_of",
    "coming_plans",
    "deputised_for",
    "device_of",
    "guards_with_codes",
    "has_feature",
    "has_shown_second_factor",
    "in_words",
    "is_at_device",
    "main_appointment",
    "may_stay_at_device",
    "means_of",
    "never_signed_in",
    "people_in_use",
    "people_list",
    "people_with",
    "people_with_posts",
    "person_in_use",
    "plan_on",
    "plan_steps",
    "proof_is_fresh",
    "remedy_of",
    "says_otherwise",
    "school_if_any",
    "seating",
    "seatings",
    "second_factors_of",
    "signatory_for",
    "state_of",
    "the_school",
    "typed",
    "typed_for",
    "who_may_sign",
]
