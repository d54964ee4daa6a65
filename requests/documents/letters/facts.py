"""What a letter can say of a case, gathered in words: drafting itself asks nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from accounts import selectors as accounts
from accounts.choices import DeputyReason, Role
from cameras.selectors import why_no_footage
from printing.rules import local_date, long_date, long_moment, short_moment
from requests import rules, selectors
from requests.choices import Action, Answer, Proposal, RefusalGround, Status, Verdict, ViewingManner
from requests.documents.decision import camera_line
from requests.documents.filling import camera_lines
from requests.selectors.agency import agency_facts
from requests.transitions import verdict
from retention.choices import FootageState
from retention.rules import most_urgent_first
from retention.selectors import Asked, footage_clocks_for

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import SchoolPlan
    from cameras.models import Camera, Outage
    from requests.models import Approval, PartialGrant, ReviewRequest
    from requests.selectors.agency import AgencyFacts
    from retention.rules import FootageClock


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """A case in words. `agency` is what a public body wrote, None where a person asks.

    plan, orders: the plan's title and the letters it rests on (壹). footage: where the footage stands. granted: what of
    it is granted. no_footage: a line a camera that has none. appointed: time and place of the
    viewing where they are arranged. signed_as: 署名, with 代行 where a deputy decided, 代理校長 where the post is vacant.
    """

    school: str
    phone: str
    plan: str
    orders: str
    number: str
    asker: str
    has_account: bool
    agency: AgencyFacts | None = None
    received: str = ""
    due: str = ""
    cameras: str = ""
    period: str = ""
    footage: str = ""
    correction: str = ""
    correction_due: str = ""
    correction_days: int = 0
    extension_reason: str = ""
    granted: tuple[str, ...] = ()
    is_told_only: bool = False
    opinion: str = ""
    grounds: tuple[str, ...] = ()
    wants_copy: bool = False
    grants_copy: bool = False
    copy_answer: str = ""
    remedy: str = ""
    no_footage: tuple[str, ...] = ()
    appointed: str = ""
    track_url: str = ""
    signed_as: str = ""


def letter_facts(case: ReviewRequest, now: dt.datetime) -> LetterFacts:
    """Return what is known of `case` at `now`."""
    school, plan, decision = accounts.the_school(), case.plan, selectors.decision_of(case)
    clocks = _clocks(case, now)
    return LetterFacts(
        school=school.name,
        phone=school.phone,
        plan=plan.title if plan else "",
        orders=orders_of(plan) if plan else "",
        number=case.number or "",
        asker=case.applicant_name,
        has_account=case.applicant_id is not None,
        agency=agency_facts(case),
        received=long_moment(case.received_at) if case.received_at else "",
        due=long_date(case.due_at) if case.due_at else "",
        cameras="、".join(camera_lines(case)),
        period=_period(case.starts_at, case.ends_at),
        footage=_footage_in_words(clocks),
        correction=_correction(case),
        correction_due=long_date(due) if (due := selectors.correction_due(case)) else "",
        correction_days=plan.correction_days if plan else 0,
        extension_reason=case.extension_reason,
        granted=_granted(case, decision),
        is_told_only=selectors.is_told_only(case),
        **_said_in(decision),
        wants_copy=case.wants_copy,
        no_footage=_no_footage(case, clocks),
        appointed=_appointed(case),
        track_url=f"{settings.PUBLIC_URL}{reverse('track')}",
        signed_as="\n".join(_signed_as(decision, now)),
    )


def _appointed(case: ReviewRequest) -> str:
    planned = selectors.planned_viewing(case)
    return f"{long_moment(planned.at)}，{planned.place}" if planned else ""


def orders_of(plan: SchoolPlan) -> str:
    """Return the letters the plan rests on as a letter quotes them: without numbers of paragraphs, joined by 「、」."""
    lines = (line.partition("、")[2] or line for line in plan.basis.splitlines() if line.strip())
    return "、".join(line.strip().removesuffix("辦理。").removesuffix("。") for line in lines)


def _said_in(decision: Approval | None) -> dict[str, Any]:
    """What the decision itself says: reason, grounds, the answer to 「另請求複製」, 救濟教示."""
    if decision is None:
        return {}
    return {
        "opinion": _why(decision),
        "grounds": tuple(RefusalGround(code).label for code in decision.grounds),
        "grants_copy": decision.grants_copy == Answer.YES,
        "copy_answer": decision.copy_answer,
        "remedy": decision.remedy,
    }


def _why(decision: Approval) -> str:
    """The reason: who decides writes 「如擬」 where the step before gave it, and nobody outside knows what was proposed.

    What was written for another result than the one decided is no reason for it: then whoever drafts the letter writes one.
    """
    signed = decision.review_request.approvals.filter(is_current=True, same_as_left=False, at__lte=decision.at)
    decided = verdict(Action(decision.action), None)
    opinions = [act.opinion for act in signed.order_by("-at", "-pk") if _granting(act) == decided]
    return next((text for text in opinions if rules.own_words(text)), "")


def _granting(act: Approval) -> Verdict | None:
    return verdict(Action(act.action), Proposal(act.proposal) if act.proposal else None)


def _granted(case: ReviewRequest, decision: Approval | None) -> tuple[str, ...]:
    """The cameras, the period and the conditions that are granted; of a full approval, what was asked."""
    if decision is None or decision.action == Action.REFUSE:
        return ()
    grant: PartialGrant | None = getattr(decision, "grant", None)
    if grant is None:
        return (f"攝影機：{'、'.join(camera_lines(case))}", f"時段：{_period(case.starts_at, case.ends_at)}")
    cameras = "、".join(camera_line(camera) for camera in grant.cameras.select_related("place"))
    conditions = (f"附款：{grant.conditions.strip().rstrip('。；')}",) if grant.conditions else ()
    manner = f"方式：{ViewingManner(grant.manner).label}"
    return (f"攝影機：{cameras}", f"時段：{_period(grant.starts_at, grant.ends_at)}", manner, *conditions)


def _period(starts_at: dt.datetime | None, ends_at: dt.datetime | None) -> str:
    return f"{long_moment(starts_at)}至{long_moment(ends_at)}" if starts_at and ends_at else ""


def _correction(case: ReviewRequest) -> str:
    """What the newest 退回補正 asked for."""
    if case.status != Status.RETURNED:
        return ""
    act = case.approvals.filter(action=Action.RETURN_TO_APPLICANT, recalled_at=None, objected_at=None).last()
    return act.opinion if act else ""


def _clocks(case: ReviewRequest, now: dt.datetime) -> list[tuple[Camera, FootageClock]]:
    """The footage clock of each camera of the case."""
    if case.starts_at is None or case.ends_at is None or case.plan is None:
        return []
    cameras = list(case.cameras.select_related("recorder", "place").order_by("code"))
    asked = [Asked([camera], case.starts_at, case.ends_at, case.plan.minimum_days) for camera in cameras]
    found = zip(cameras, footage_clocks_for(asked, now), strict=True)
    return [(camera, clock) for camera, clock in found if clock is not None]


def _footage_in_words(clocks: list[tuple[Camera, FootageClock]]) -> str:
    """Where the footage stands, by the camera that is worst off; nothing without cameras."""
    if not clocks:
        return ""
    worst = most_urgent_first([clock for _, clock in clocks])[0]
    if worst.is_safe:
        return "業已留存"
    before = f"，並將於{long_date(worst.overwritten_at)}影像被覆蓋前備份" if worst.overwritten_at else ""
    return FOOTAGE[worst.state] + before


FOOTAGE = {
    FootageState.UNKEPT: "將通知留存",
    FootageState.NOTIFIED: "業已通知留存",
    FootageState.OVERWRITTEN: "經查已逾保存期限而覆蓋",
    FootageState.NO_FOOTAGE: "經查於該時段有影像中斷情形，將查明後一併說明",
}


def _no_footage(case: ReviewRequest, clocks: list[tuple[Camera, FootageClock]]) -> tuple[str, ...]:
    """A line for each camera whose footage is not there: its outages, that it was overwritten, or what the scan says."""
    if case.starts_at is None or case.ends_at is None:
        return ()
    lines = []
    for camera, clock in clocks:
        outages = list(why_no_footage(camera, case.starts_at, case.ends_at))
        if clock.state == FootageState.NO_FOOTAGE and outages:
            lines.append(f"{camera_line(camera)}：{'；'.join(map(_outage_in_words, outages))}。")
        elif clock.state == FootageState.NO_FOOTAGE:
            lines.append(f"{camera_line(camera)}：{clock.reference}。")
        elif clock.state == FootageState.OVERWRITTEN:
            lines.append(f"{camera_line(camera)}：已逾保存期限，影像已循環覆蓋。")
    return tuple(lines)


def _outage_in_words(outage: Outage) -> str:
    """For instance 因故障（F115-0003）自 115/11/20 08:00 至 115/11/21 10:00 中斷錄影."""
    number = f"（{outage.reference}）" if outage.reference else ""
    until = f"至 {short_moment(outage.until)} " if outage.until else "起"
    return f"因{outage.get_cause_display()}{number}自 {short_moment(outage.since)} {until}中斷錄影"


def _signed_as(decision: Approval | None, now: dt.datetime) -> tuple[str, ...]:
    """署名: 校長; where a deputy decided, that he is away and who acts for him (公文程式條例第4條第2項).

    代行 is for a head who cannot attend to his duties. Where the post is vacant (出缺) nobody is acted for: who stands in
    signs himself (第1項).
    """
    day = local_date(now)
    head = accounts.people_with(Role.PRINCIPAL, day).first()
    if decision is None or decision.acting_for is None:
        return (f"校長　{head.name}",) if head else ("校長",)
    if decision.acting_for_note.endswith(DeputyReason.VACANT.label):
        return (f"代理校長　{decision.actor_name}",)
    reason = decision.acting_for_note.removeprefix("校長")
    return (f"校長　{decision.acting_for.name}　{reason}", f"{decision.actor_title}　{decision.actor_name}　代行")
