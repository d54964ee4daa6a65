"""Filling 附錄1 from a case: what the paper says now, and what a decided case prints for ever."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from accounts.selectors import plan_steps, the_school
from printing.rules import local_date
from requests import rules, selectors
from requests.choices import DECIDED, DutyBasis, Need, Status
from requests.documents.agency import agency_reason
from requests.documents.appendix_1 import Appendix1
from requests.documents.decision import camera_line, further_pages
from requests.documents.signatures import applicant_cell, chain_cells, printed_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import SchoolPlan
    from cameras.models import Camera, Place
    from requests.models import ReviewRequest
    from requests.selectors.register_said import BookCamera, BookPlace

__all__ = ["appendix_1_of", "camera_lines", "lines_of_cameras", "printed_appendix_1", "printed_word", "step_labels"]

VERIFIED_BY_ACCOUNT = "校內人員，帳號驗證"
WANTS_COPY = "另請求複製。"


def step_labels(plan: SchoolPlan) -> list[str]:
    """Return the paper labels of the plan's steps in order."""
    return [step.paper_label for step in plan_steps()[plan.pk]]


def appendix_1_of(case: ReviewRequest) -> Appendix1:
    """Return what 附錄1 of `case` says now: cells not yet reached, or returned, are empty. 身分證號 is masked."""
    acts = {act.step: act for act in case.approvals.filter(is_current=True).select_related("grant")}
    steps = selectors.chain_of(case)
    asked_at = case.received_at or case.submitted_at
    return Appendix1(
        school_short_name=the_school().short_name,
        signatures=(applicant_cell(case), *chain_cells(steps, acts)),
        number=case.number or "",
        applied_on=local_date(asked_at) if asked_at else None,
        id_number=rules.masked(case.id_number) or ("" if case.entered_by_id else VERIFIED_BY_ACCOUNT),
        phone=case.phone,
        relation=_relation(case),
        unit=case.unit,
        camera_lines=camera_lines(case),
        starts_at=case.starts_at,
        ends_at=case.ends_at,
        reason=_reason(case),
        extra_pages=further_pages(
            (acts[step] for step in sorted(acts)), wants_copy=case.wants_copy, of_a_body=case.need == Need.AGENCY
        ),
    )


def printed_appendix_1(case: ReviewRequest, *, for_ink: bool, full_identity: bool = False) -> Appendix1:
    """Return what is printed: a decided case from what was frozen at the decision; `for_ink` with empty cells.

    full_identity: print 身分證號 unmasked. The caller asks who may see it and records why (forms.md): what is frozen
    holds the masked number only. Once its personal data is erased, the chain stands there and the rest is empty.
    """
    if case.erased_at:
        form = _erased(case)
        return form.for_ink() if for_ink else form
    is_decided = Status(case.status) in DECIDED | {Status.CLOSED}
    form = Appendix1.from_json(case.decided_on.content) if is_decided and case.decided_on else appendix_1_of(case)
    if is_decided and case.signed_form_id:  # an urgent viewing's may be signed after the decision
        form = dataclasses.replace(form, signatures=(applicant_cell(case), *form.signatures[1:]))
    if full_identity and case.id_number:
        form = dataclasses.replace(form, id_number=case.id_number)
    return form.for_ink() if for_ink else form


def _erased(case: ReviewRequest) -> Appendix1:
    """What is left of a case whose personal data two people erased after its term (伍、五)."""
    return dataclasses.replace(
        appendix_1_of(case), id_number="", reason=f"本件申請單之{rules.ERASED}。", extra_pages=()
    )


def camera_lines(case: ReviewRequest) -> tuple[str, ...]:
    """Return one line for each 攝影機地點 of `case`: the places it is unsure about whole, then the other cameras."""
    return lines_of_cameras(case.cameras.select_related("place"), case.places.all())


def lines_of_cameras(cameras: Iterable[Camera | BookCamera], places: Iterable[Place | BookPlace]) -> tuple[str, ...]:
    """Return the same for who has fetched the cameras and the unsure places of many cases."""
    unsure = list(places)
    named = (camera for camera in cameras if camera.place not in unsure)
    return (*(f"{place.name}（攝影機待確認）" for place in unsure), *map(camera_line, named))


def _relation(case: ReviewRequest) -> str:
    """與當事人關係, and in brackets who 當事人 is where 班級座號 or a code was given (ruling 8)."""
    return f"{case.relation}（當事人：{case.subject}）" if case.subject else case.relation


def _reason(case: ReviewRequest) -> str:
    """申請事由 as an office writes it: first the basis of a duty, then the text, then what else was asked for."""
    long_period = f"調閱逾兩小時之理由：{case.long_period_reason}" if case.long_period_reason else ""
    letter = selectors.letter_of(case)
    text = agency_reason(letter, case.reason) if letter else _basis(case) + case.reason
    paragraphs = (text, long_period, WANTS_COPY if case.wants_copy else "")
    return "\n".join(filter(None, paragraphs))


def _basis(case: ReviewRequest) -> str:
    """For instance （依據：霸凌防制，編號 2481234）. Not 「案號」: on this paper that is the case's own number."""
    if case.need != Need.DUTY or not case.duty_basis:
        return ""
    number = f"，編號 {case.duty_reference}" if case.duty_reference else ""
    return f"（依據：{DutyBasis(case.duty_basis).label}{number}）"
