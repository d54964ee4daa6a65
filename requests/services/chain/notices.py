"""Who is told what when the chain has moved. No notice names an applicant or says what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts import selectors as accounts
from accounts.choices import Role
from printing.rules import local_date
from requests import policies, selectors
from requests.choices import Action
from requests.services.records import case_url
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.models import User
    from requests.models import ReviewRequest

RESULTS = {
    Action.APPROVE: "已核准",
    Action.PARTLY_APPROVE: "已部分核准",
    Action.REFUSE: "不予核准",
    Action.RETURN_TO_APPLICANT: "請補正",
}


def tell(case: ReviewRequest, action: Action, now: dt.datetime) -> None:
    """Tell whose turn it is now; a decision and a return go to the asking side, a grant also to 承辦人."""
    if action in RESULTS:
        send(selectors.asked_by(case, now), case, f"調閱申請 {case.number} {RESULTS[action]}", now)
    else:
        tell_signatories(case, now)
    if action in (Action.APPROVE, Action.PARTLY_APPROVE):
        handlers = accounts.people_with(Role.HANDLER, local_date(now))
        knowing = [one for one in handlers if policies.may_know(one, case)]
        send(knowing, case, f"調閱申請 {case.number} {RESULTS[action]}，請安排調閱", now)


def tell_signatories(case: ReviewRequest, now: dt.datetime) -> None:
    """Ask those who may sign the current step."""
    step = selectors.current_step(case)
    text = f"請簽核調閱申請 {case.number}：{step.title if step else ''}"
    send(selectors.signatories(case, now), case, text, now)


def send(recipients: Iterable[User], case: ReviewRequest, text: str, now: dt.datetime) -> None:
    """Leave one notice about `case` with each recipient."""
    notify(recipients=recipients, text=text, url=case_url(case), subject=str(case), now=now)
