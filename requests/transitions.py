"""What may follow what. A table, deny by default; which step comes next is the plan's list."""

from __future__ import annotations

from accounts.choices import StepKind
from requests.choices import Action, Status

Key = tuple[Status, StepKind | None, Action]

TABLE: dict[Key, Status] = {
    (Status.DRAFT, None, Action.SUBMIT): Status.IN_REVIEW,
    (Status.RETURNED, None, Action.RESUBMIT): Status.IN_REVIEW,
    (Status.RETURNED, None, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.PROPOSE): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.RETURN_TO_APPLICANT): Status.RETURNED,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.RETURN_TO_PREVIOUS): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.PROPOSES, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.APPROVE): Status.APPROVED,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.REFUSE): Status.REFUSED,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.RETURN_TO_APPLICANT): Status.RETURNED,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.RETURN_TO_PREVIOUS): Status.IN_REVIEW,
    (Status.IN_REVIEW, StepKind.DECIDES, Action.WITHDRAW): Status.WITHDRAWN,
}

SIGNING = (Action.PROPOSE, Action.APPROVE, Action.REFUSE, Action.RETURN_TO_APPLICANT, Action.RETURN_TO_PREVIOUS)
"""What a signatory of the current step does, in the order the page offers it."""


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
