"""Filling 附錄1 from a case: what the paper says now, and what a decided case prints for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.selectors import the_school
from printing.rules import local_date
from requests import rules
from requests.choices import Action, Proposal, Status
from requests.documents.appendix_1 import (
    APPLICANT_LABEL,
    Appendix1,
    SignatureCell,
    label_lines,
    signature_lines,
)

if TYPE_CHECKING:
    from accounts.models import PlanStep, SchoolPlan
    from requests.models import Approval, ReviewRequest

VERIFIED_BY_ACCOUNT = "校內人員，帳號驗證"
DECIDED = {Action.APPROVE: "准予調閱", Action.PARTLY_APPROVE: "部分准予（附款見續頁）", Action.REFUSE: "不予核准"}


def step_labels(plan: SchoolPlan) -> list[str]:
    """Return the paper labels of the plan's steps in order."""
    return list(plan.steps.order_by("order").values_list("paper_label", flat=True))


def printed_word(action: str, proposal: str, step: int) -> str:
    """Return the decision word of a cell (ruling 19): 擬准, 擬不准, from step 2 審核同意, 准予調閱, 不予核准."""
    if action in DECIDED:
        return DECIDED[Action(action)]
    if proposal == Proposal.APPROVE and step > 1:
        return "審核同意"
    return Proposal(proposal).label


def appendix_1_of(case: ReviewRequest) -> Appendix1:
    """Return what 附錄1 of `case` says now: cells not yet reached, or returned, are empty. 身分證號 is masked."""
    acts = {act.step: act for act in case.approvals.filter(is_current=True)}
    steps = list(case.plan.steps.order_by("order")) if case.plan else []
    refusal = next((act for act in acts.values() if act.action == Action.REFUSE), None)
    return Appendix1(
        school_short_name=the_school().short_name,
        signatures=(_applicant_cell(case), *(_cell(step, acts.get(step.order)) for step in steps)),
        number=case.number or "",
        applied_on=local_date(case.submitted_at) if case.submitted_at else None,
        id_number=rules.masked(case.id_number) or VERIFIED_BY_ACCOUNT,
        phone=case.phone,
        relation=case.relation,
        unit=case.unit,
        camera_lines=camera_lines(case),
        starts_at=case.starts_at,
        ends_at=case.ends_at,
        reason=case.reason,
        extra_pages=(("不予核准理由", refusal.opinion),) if refusal else (),
    )


def printed_appendix_1(case: ReviewRequest, *, for_ink: bool) -> Appendix1:
    """Return what is printed: a decided case from what was frozen at the decision; `for_ink` with empty cells."""
    decided = Status(case.status) in (Status.APPROVED, Status.PARTLY_APPROVED, Status.REFUSED, Status.CLOSED)
    form = Appendix1.from_json(case.decided_on.content) if decided and case.decided_on else appendix_1_of(case)
    return form.for_ink() if for_ink else form


def _applicant_cell(case: ReviewRequest) -> SignatureCell:
    if case.submitted_at is None:
        return SignatureCell(APPLICANT_LABEL)
    lines = signature_lines(title=case.applicant_title, name=case.applicant_name, word="", at=case.submitted_at)
    return SignatureCell(APPLICANT_LABEL, lines)


def _cell(step: PlanStep, act: Approval | None) -> SignatureCell:
    if act is None:
        return SignatureCell(label_lines(step.paper_label))
    lines = signature_lines(
        title=act.actor_title,
        name=act.actor_name,
        word=printed_word(act.action, act.proposal, step.order),
        at=act.at,
        acting_for_note=act.acting_for_note,
    )
    return SignatureCell(label_lines(step.paper_label), lines)


def camera_lines(case: ReviewRequest) -> tuple[str, ...]:
    """Return one line for each 攝影機地點 of `case`: the places it is unsure about whole, then the other cameras."""
    unsure = list(case.places.all())
    named = (camera for camera in case.cameras.select_related("place") if camera.place not in unsure)
    return (
        *(f"{place.name}（攝影機待確認）" for place in unsure),
        *(f"{camera.place.name}{camera.name}（{camera.code}）" for camera in named),
    )
