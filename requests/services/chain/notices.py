"""Who is told what when the chain has moved. No notice names an applicant or says what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

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

    from accounts.models import PlanStep, User
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
        handlers = selectors.in_office([Role.HANDLER], case, now)
        send(handlers, case, f"調閱申請 {case.number} {RESULTS[action]}，請安排調閱", now)


def tell_signatories(case: ReviewRequest, now: dt.datetime) -> None:
    """Ask those who may sign the current step; where nobody may, those who can help."""
    step = selectors.current_step(case)
    if step is None:
        return
    if signatories := selectors.signatories(case, now):
        send(signatories, case, f"請簽核調閱申請 {case.number}：{step.title}", now)
    else:
        tell_nobody_may_sign(case, step, now)


def tell_nobody_may_sign(case: ReviewRequest, step: PlanStep, now: dt.datetime) -> None:
    """Tell who works on the case that nobody may sign `step`, and the administrators — without the case."""
    text = f"調閱申請 {case.number} 的「{step.title}」目前沒有人可以簽核，請確認職務及代理人（含事由：迴避）"
    text += "，並列入得閱覽人員" if case.is_restricted else ""
    knowing = [one for one in selectors.chain_people(case, now) if policies.may_know(one, case)]
    send(knowing, case, text, now)
    administrators = accounts.people_with(Role.ADMINISTRATOR, local_date(now))
    notify(
        recipients=[one for one in administrators if one.pk not in policies.parties(case)],
        text=f"有案件的「{step.title}」目前沒有人可以簽核，請確認職務及代理人（含事由：迴避）",
        url=reverse("accounts:people"),
        subject="職務代理",
        now=now,
    )


def send(recipients: Iterable[User], case: ReviewRequest, text: str, now: dt.datetime) -> None:
    """Leave one notice about `case` with each recipient."""
    notify(recipients=recipients, text=text, url=case_url(case), subject=str(case), now=now)
