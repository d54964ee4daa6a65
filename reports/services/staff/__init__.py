"""Acts on who works here that reach across rooms: applying, leaving, handing a post over, the yearly review."""

from __future__ import annotations

from reports.services.staff.applying import (
    Wanted,
    apply_for_account,
    apply_for_row,
    approve_account,
    makes_at_once,
    refuse_account,
    tell_of_sheet,
)
from reports.services.staff.keeping import look_after_accounts
from reports.services.staff.leaving import Leaving, StaffError, let_go
from reports.services.staff.papers import keep_signed
from reports.services.staff.posts import call_off, carry_out_due, hand_post
from reports.services.staff.reviewing import BY_ANOTHER, Found, mark_accounts, open_review, sign_review

__all__ = [
    "BY_ANOTHER",
    "Found",
    "Leaving",
    "StaffError",
    "Wanted",
    "apply_for_account",
    "apply_for_row",
    "approve_account",
    "call_off",
    "carry_out_due",
    "hand_post",
    "keep_signed",
    "let_go",
    "look_after_accounts",
    "makes_at_once",
    "mark_accounts",
    "open_review",
    "refuse_account",
    "sign_review",
    "tell_of_sheet",
]
