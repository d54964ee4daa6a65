"""The case page."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ledger.selectors import entries_about
from ledger.services import sentence
from requests import policies, rules, selectors
from requests.choices import AppointmentState, RefusalGround, Status
from requests.services import chain, incidents
from requests.services.records import case_url
from requests.views import reading
from requests.views.agency.card import agency_card
from requests.views.closing import closing_of
from requests.views.letters import correspondence_of
from requests.views.releases_card import releases_card
from requests.views.viewings.card import card_of
from retention.selectors import copies_for_case, footage_clock_for
from work.services import count_anew, mark_read_about

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import ReviewRequest
    from retention.rules import FootageClock
    from retention.selectors import CopiesOfCase


@require_GET
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """The case: both clocks, what is asked, the chain, what is next. Reading it is an entry of its own, and its notices are read."""
    user, now = cast("User", request.user), timezone.now()
    case = reading.open_case(user, number, now)
    if mark_read_about(subject=str(case), url=case_url(case), user=user, now=now):
        count_anew(request)
    return render(request, "requests/case.html", _context(case, user, now))


def footage_of(case: ReviewRequest, now: dt.datetime) -> list[FootageClock]:
    """Return the clocks of the case's cameras, the most urgent first."""
    if case.starts_at is None or case.ends_at is None or case.plan is None:
        return []
    cameras = case.cameras.select_related("recorder")
    return footage_clock_for(cameras, case.starts_at, case.ends_at, now, case.plan.minimum_days)


def worst_footage(case: ReviewRequest, now: dt.datetime) -> FootageClock | None:
    """Return the most urgent clock of the case's cameras."""
    clocks = footage_of(case, now)
    return clocks[0] if clocks else None


def _copies(case: ReviewRequest, user: User, now: dt.datetime) -> CopiesOfCase | None:
    """Return the copies of the case, and what it owes unless a reason is recorded why it owes none."""
    if not policies.works_on(user, case, now):
        return None
    found = copies_for_case(case.draft_key, user, now)
    return dataclasses.replace(found, debts=selectors.owed_copies(case))


def _is_to_be_arranged(case: ReviewRequest, user: User) -> bool:
    """Say whether the applicant waits for a time to look: granted, and neither arranged nor viewed yet."""
    if case.applicant_id != user.pk or case.status not in policies.VIEWABLE or selectors.is_told_only(case):
        return False
    return not (case.viewings.exists() or case.appointments.filter(state=AppointmentState.PLANNED).exists())


def _log(case: ReviewRequest, user: User) -> list[dict[str, object]]:
    """Return the newest entries about the case, those that are for `user`."""
    reads_all = policies.reads_deliberation(user, case)
    found = (
        one for one in entries_about(str(case)) if reads_all or policies.is_entry_for_applicant(one.verb, one.detail)
    )
    return [{"at": entry.at, "text": sentence(entry)} for entry in found]


def _context(case: ReviewRequest, user: User, now: dt.datetime) -> dict[str, object]:
    step = selectors.current_step(case)
    steps = selectors.signed_at_once(user, case, now) if step else []
    status = Status(case.status)
    acts = list(case.approvals.select_related("recorded_by", "grant").order_by("at", "pk"))
    answers = policies.answers_for(user, case, now)
    decision = selectors.decision_of(case)
    reads_deliberation = policies.reads_deliberation(user, case)
    return {
        "case": case,
        "shown": selectors.shown_as(case),
        "step": step,
        "signatory": policies.signs_now(user, case, step, now) if step else None,
        "choices": reading.choices(case, steps),
        "other_acts": reading.other_acts(case, user, now),
        "flow": reading.flow(case, acts, selectors.signatories(case, now), user),
        "progress": f"第 {step.order} 關，共 {len(selectors.chain_of(case))} 關" if step else "",
        "previous": reading.said(selectors.last_word(case)),
        "decision": decision,
        "grounds": [RefusalGround(code).label for code in decision.grounds] if decision else [],
        "correction": selectors.last_word(case) if status == Status.RETURNED else None,
        "may_go_on": chain.goes_on_as(case, user, now) is not None,
        "reads_deliberation": reads_deliberation,
        "consultations": list(case.consultations.all()) if reads_deliberation else [],
        "closing": closing_of(case, user, now),
        "agency": agency_card(case, user, now),
        "releases": releases_card(case, user, now),
        "correspondence": correspondence_of(case, user, now),
        "case_copies": _copies(case, user, now),
        "disputable": next((act for act in acts if chain.may_dispute(act, user, now)), None),
        "handles": (case.entered_by_id is not None or case.is_for_a_child) and policies.handles(user, case, now),
        "is_urgent": selectors.is_urgent(case),
        "same_incident": incidents.same_incident(case, user, now),
        "recusals": list(case.recusals.select_related("person")) if policies.works_on(user, case, now) else [],
        "footage": worst_footage(case, now),
        "masked_id": rules.masked(case.id_number),
        "may_see_identity": bool(case.id_number) and policies.may_see_identity(user, case, now),
        "is_applicant": answers,
        "may_withdraw": answers and status in policies.OPEN,
        "viewing_card": card_of(case, user, now),
        "is_to_be_arranged": _is_to_be_arranged(case, user),
        "log": _log(case, user),
        "now": now,
    }
