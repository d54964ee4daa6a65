"""What may follow what. A table, deny by default; which step comes next is the plan's list."""

from __future__ import annotations

from accounts.choices import StepKind
from requests.choices import Action, LetterKind, Proposal, Status, Verdict

Key = tuple[Status, StepKind | None, Action]

TABLE: dict[Key, Status] = {
    (Status.DRAFT, None, Action.SUBMIT): Status.IN_REVIEW,
    # waiting for a proposing step
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.PROPOSE): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.RETURN_TO_APPLICANT): Status.RETURNED,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.RETURN_TO_PREVIOUS): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.RECALL): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.OBJECT): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.EXTEND): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.CONSULT): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.RECUSE): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.CONSENT): Status.IN_REVIEW,
    # waiting for the last step
    (Status.IN_REVIEW, StepKind.DECIDES, Action.APPROVE): Status.APPROVED,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.PARTLY_APPROVE): Status.PARTLY_APPROVED,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.REFUSE): Status.REFUSED,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.RETURN_TO_APPLICANT): Status.RETURNED,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.RETURN_TO_PREVIOUS): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.RECALL): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.OBJECT): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.EXTEND): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.CONSULT): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.RECUSE): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.CONSENT): Status.IN_REVIEW,
    # waiting for the applicant
    (Status.RETURNED, None, Action.RESUBMIT): Status.IN_REVIEW,
    (Status.RETURNED, None, Action.GO_ON): Status.IN_REVIEW,
    (Status.RETURNED, None, Action.RECALL): Status.IN_REVIEW,
    (Status.RETURNED, None, Action.OBJECT): Status.IN_REVIEW,
    (Status.RETURNED, None, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.RETURNED, None, Action.EXTEND): Status.RETURNED,
    (Status.RETURNED, None, Action.RECUSE): Status.RETURNED,
    # decided: a paper signature may still be objected to, and an escort may have to keep out
    (Status.APPROVED, None, Action.OBJECT): Status.IN_REVIEW,
    (Status.PARTLY_APPROVED, None, Action.OBJECT): Status.IN_REVIEW,
    (Status.REFUSED, None, Action.OBJECT): Status.IN_REVIEW,
    (Status.APPROVED, None, Action.RECUSE): Status.APPROVED,
    (Status.PARTLY_APPROVED, None, Action.RECUSE): Status.PARTLY_APPROVED,
    (Status.REFUSED, None, Action.RECUSE): Status.REFUSED,
    (Status.APPROVED, None, Action.CLOSE): Status.CLOSED,
    (Status.PARTLY_APPROVED, None, Action.CLOSE): Status.CLOSED,
    (Status.REFUSED, None, Action.CLOSE): Status.CLOSED,
}

DECISIONS = (Action.APPROVE, Action.PARTLY_APPROVE, Action.REFUSE)
"""What only the last step of the plan does (ruling 1)."""

SIGNING = (Action.PROPOSE, *DECISIONS, Action.RETURN_TO_APPLICANT, Action.RETURN_TO_PREVIOUS)
"""What a signatory of the current step does, in the order the page offers it."""


def verdict(action: Action | None, proposal: Proposal | None) -> Verdict | None:
    """Return how much the act grants or proposes to grant; None for one that fills no cell of 附錄1 (退回)."""
    if action == Action.PROPOSE and proposal:
        return _BY_PROPOSAL[proposal]
    return _BY_DECISION.get(action)


_BY_PROPOSAL = {
    Proposal.APPROVE: Verdict.EVERYTHING,
    Proposal.PARTLY_APPROVE: Verdict.PART,
    Proposal.REFUSE: Verdict.NOTHING,
}
_BY_DECISION: dict[Action | None, Verdict] = {
    Action.APPROVE: Verdict.EVERYTHING,
    Action.PARTLY_APPROVE: Verdict.PART,
    Action.REFUSE: Verdict.NOTHING,
}


class WrongOrder(Exception):
    """This action cannot follow where the case stands."""

    def __init__(self, status: Status, action: Action) -> None:
        super().__init__(f"案件目前為「{status.label}」，不能「{action.label}」。請回到案件查看最新狀態。")


def next_status(status: Status, kind: StepKind | None, action: Action) -> Status:
    """Return the status that follows. Raises WrongOrder when the table has no such row."""
    try:
        return TABLE[status, kind, action]
    except KeyError:
        raise WrongOrder(status, action) from None


def signing_actions(status: Status, kind: StepKind | None, step: int) -> list[Action]:
    """Return what the current step's signatory may do; step 1 has no step before it."""
    return [
        action
        for action in SIGNING
        if (status, kind, action) in TABLE and not (action == Action.RETURN_TO_PREVIOUS and step <= 1)
    ]


LETTERS: dict[Status, tuple[LetterKind, ...]] = {
    Status.IN_REVIEW: (LetterKind.RECEIPT, LetterKind.EXTENSION),
    Status.RETURNED: (LetterKind.CORRECTION, LetterKind.EXTENSION, LetterKind.RECEIPT),
    Status.APPROVED: (LetterKind.GRANT, LetterKind.NO_FOOTAGE, LetterKind.RECEIPT),
    Status.PARTLY_APPROVED: (LetterKind.PARTIAL, LetterKind.NO_FOOTAGE, LetterKind.RECEIPT),
    Status.REFUSED: (LetterKind.REFUSAL, LetterKind.NO_FOOTAGE, LetterKind.RECEIPT),
    Status.WITHDRAWN: (LetterKind.RECEIPT,),
    Status.CLOSED: (LetterKind.RECEIPT,),
}
"""Which letters follow from where a case stands, the one that is due first. The receipt says what was received, always."""


class NoSuchLetter(Exception):
    """This letter does not follow from where the case stands."""

    def __init__(self, status: Status, kind: LetterKind) -> None:
        super().__init__(f"案件目前為「{status.label}」，不能擬「{kind.label}」。請回到案件查看最新狀態。")


def require_letter(status: Status, kind: LetterKind, *, is_extended: bool) -> None:
    """Raises NoSuchLetter where the table has no such letter, or the period it tells of was never extended."""
    if kind not in letters_after(status, is_extended=is_extended):
        raise NoSuchLetter(status, kind)


def letters_after(status: Status, *, is_extended: bool) -> tuple[LetterKind, ...]:
    """Return the letters that follow, the one that is due first: an extension is told before the receipt is repeated."""
    kinds = [kind for kind in LETTERS.get(status, ()) if kind != LetterKind.EXTENSION or is_extended]
    return tuple(sorted(kinds, key=lambda kind: kind == LetterKind.RECEIPT))
