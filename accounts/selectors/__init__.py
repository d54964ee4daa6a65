"""Questions about people, the plan, and who signs."""

from __future__ import annotations

from accounts.selectors.people import in_words, main_appointment, people_with, plan_on, the_school
from accounts.selectors.signing import Signatory, signatory_for, who_may_sign

__all__ = [
    "Signatory",
    "in_words",
    "main_appointment",
    "people_with",
    "plan_on",
    "signatory_for",
    "the_school",
    "who_may_sign",
]
