"""Who reads what is said on the way to a decision: proposals, opinions asked for, how the applicant stands.

Whose request it is reads the steps, what he shall correct, and the decision with its reasons; what was prepared before it is
the school's own (政府資訊公開法第18條第1項第3款), and that it knows of a protection order endangers whom the order protects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.choices import Verb
from requests.choices import Action
from requests.transitions import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import User
    from requests.models import Approval, ReviewRequest

INTERNAL = frozenset({
    Verb.CASE_PROPOSED, Verb.CASE_RECALLED, Verb.CASE_CONSULTED, Verb.CASE_ADVISED, Verb.CASE_RECUSED, Verb.CASE_RESTRICTED,
    Verb.CASE_LINKED, Verb.PAPER_SIGNED, Verb.PAPER_DISPUTED, Verb.STANDING_CHECKED, Verb.LETTER_SAVED, Verb.LETTER_DROPPED,
})  # fmt: skip
"""Entries about a case that say how it is going to be decided, or what the school knows of who asks."""


def reads_deliberation(user: User, case: ReviewRequest) -> bool:
    """Say whether `user`, who may know of `case`, reads also what is said before its decision: all but the applicant."""
    return user.pk != case.applicant_id


def is_for_applicant(act: Approval) -> bool:
    """Say whether the applicant reads the words of `act`: the decision that stands, what he was asked to correct, and that it was not."""
    if act.action == Action.GO_ON:
        return True
    if act.action == Action.RETURN_TO_APPLICANT:
        return act.recalled_at is None and act.objected_at is None
    return act.is_current and act.action in DECISIONS


def is_entry_for_applicant(verb: str, detail: Mapping[str, str]) -> bool:
    """Say whether the applicant reads such an entry about his case; of what was returned, only what came back to him."""
    if verb == Verb.CASE_RETURNED:
        return detail["to"] == "申請人"
    return verb not in INTERNAL
