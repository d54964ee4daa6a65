"""Arithmetic of a case: its numbers, its terms, how it is shown. Pure functions, no database."""

from __future__ import annotations

from requests.rules.numbers import (
    CODE_LENGTH,
    CODE_LETTERS,
    case_number,
    code_in_groups,
    is_identity_number,
    looks_like_identity_number,
    masked,
    plain_case_number,
    plain_number,
)
from requests.rules.privacy import (
    NUMBER_IS_OPTIONAL,
    NUMBER_IS_REQUIRED,
    privacy_notice,
)
from requests.rules.shown import (
    Shown,
    shown_as,
)
from requests.rules.terms import (
    CONSENT_RECORDED_WITHIN,
    DRAFT_KEPT,
    ENTERED_AT_MOST,
    LETTER_DAYS,
    LONG_PERIOD,
    OBJECTION_PERIOD,
    VIEWINGS_ENTERED_AT_MOST,
    WORKING_DAYS,
    erasable_from,
    footage_needed_until,
    is_long_period,
    letter_due_at,
    may_be_consented,
    may_be_received,
    ratify_by,
    was_held_lately,
)
from requests.rules.words import (
    ERASED,
    FOUR_ITEMS,
    NEEDS_OF,
    is_coded,
    own_words,
)

__all__ = [
    "CODE_LENGTH",
    "CODE_LETTERS",
    "CONSENT_RECORDED_WITHIN",
    "DRAFT_KEPT",
    "ENTERED_AT_MOST",
    "ERASED",
    "FOUR_ITEMS",
    "LETTER_DAYS",
    "LONG_PERIOD",
    "NEEDS_OF",
    "NUMBER_IS_OPTIONAL",
    "NUMBER_IS_REQUIRED",
    "OBJECTION_PERIOD",
    "VIEWINGS_ENTERED_AT_MOST",
    "WORKING_DAYS",
    "Shown",
    "case_number",
    "code_in_groups",
    "erasable_from",
    "footage_needed_until",
    "is_coded",
    "is_identity_number",
    "is_long_period",
    "letter_due_at",
    "looks_like_identity_number",
    "masked",
    "may_be_consented",
    "may_be_received",
    "own_words",
    "plain_case_number",
    "plain_number",
    "privacy_notice",
    "ratify_by",
    "shown_as",
    "was_held_lately",
]
