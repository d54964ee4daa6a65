"""The signature cells of 附錄1: whose name stands where, with which word (rulings 2, 3, 4, 7, 19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests import selectors
from requests.choices import Action, Asker, Proposal, SigningManner
from requests.documents.agency import agency_cell
from requests.documents.appendix_1 import APPLICANT_LABEL, SignatureCell, label_lines, signature_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accounts.models import PlanStep
    from requests.models import Approval, ReviewRequest

ERASED = "（個資已銷毀）"
SAME_AS_LEFT = "（兼）同左"
SIGNED_ON_PAPER = "紙本簽名存卷"
AGREED = "審核同意"
DECIDED = {
    Action.APPROVE: "准予調閱",
    Action.PARTLY_APPROVE: "部分准予（附款見續頁）",
    Action.REFUSE: "不予核准",
}


def printed_word(action: str, proposal: str, step: int, *, left: str = Proposal.APPROVE) -> str:
    """Return the decision word of a cell (ruling 19). `left` is what the cell to the left proposes.

    「審核同意」 stands only where a later step proposes to grant what the step before proposed to grant. Beside any other
    proposal it would read as consent to a viewing nobody proposed, or to a refusal; so there the step's own words stand:
    擬准, 擬部分准, 擬不准.
    """
    if action in DECIDED:
        return DECIDED[Action(action)]
    if step > 1 and proposal == left == Proposal.APPROVE:
        return AGREED
    return Proposal(proposal).label


def applicant_cell(case: ReviewRequest) -> SignatureCell:
    """Return 申請人's cell: the name as soon as the case was sent.

    What was typed in from paper (代填) says 「紙本簽名存卷」 once the signed form is there; until then the room below the
    name is for the signature (ruling 7).
    """
    if case.submitted_at is None:
        return SignatureCell(APPLICANT_LABEL)
    if case.erased_at:
        return SignatureCell(APPLICANT_LABEL, (ERASED,))
    if letter := selectors.letter_of(case):
        return agency_cell(letter)
    if case.entered_by_id is None:
        lines = signature_lines(title=case.applicant_title, name=case.applicant_name, word="", at=case.submitted_at)
        return SignatureCell(APPLICANT_LABEL, lines)
    title = case.applicant_title if case.asker == Asker.STAFF else Asker(case.asker).label
    name = f"{title} {case.applicant_name}".strip()
    return SignatureCell(APPLICANT_LABEL, (name, SIGNED_ON_PAPER) if case.signed_form_id else (name,))


def chain_cells(steps: Iterable[PlanStep], acts: dict[int, Approval]) -> Iterator[SignatureCell]:
    """Yield one cell for each step of the plan; what is not reached, or was returned, is empty."""
    left: str = Proposal.APPROVE
    for step in steps:
        act = acts.get(step.order)
        yield SignatureCell(label_lines(step.paper_label), _lines(act, left) if act else ())
        left = act.proposal if act else left


def _lines(act: Approval, left: str) -> tuple[str, ...]:
    if act.same_as_left:
        return (SAME_AS_LEFT,)
    return signature_lines(
        title=act.actor_title,
        name=act.actor_name,
        word=printed_word(act.action, act.proposal, act.step, left=left),
        at=act.at,
        acting_for_note=act.acting_for_note,
        manner=SigningManner(act.manner).label,
    )
