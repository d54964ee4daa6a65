"""帳號申請 and 核准: one asks, 處室主管 or 校長 approves, then the account is made (附表十: 帳號管理)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts import services as accounts
from accounts.choices import Role
from accounts.models import User
from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from reports import policies
from reports.choices import ApplicationState
from reports.models import AccountApplication
from reports.selectors.staff import APPLICATIONS
from reports.services.staff.leaving import StaffError
from work.selectors import holders_of
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from typing import Any

FROM_A_SHEET = ("name", "username", "role", "title", "office", "since", "expires_on")


@dataclass(frozen=True)
class Wanted:
    """Who is to have an account, as what, from when; `expires_on` is the last day of a temporary one."""

    name: str
    username: str
    role: Role
    title: str
    office: str
    since: dt.date
    expires_on: dt.date | None
    reason: str


@transaction.atomic
def apply_for_account(*, wanted: Wanted, actor: User, now: dt.datetime) -> AccountApplication:
    """Ask for an account. While a school is set up and nobody else could approve, the administrator's own stands: nobody
    holds such a post, or none of them has opened his account yet.

    Raises PermissionDenied, BadAccountName, StaffError.
    """
    row = _asked(wanted, actor, now)
    if row.state == ApplicationState.WAITING:
        url = reverse("reports:application", args=[row.pk])
        notify(recipients=_approvers(actor, now), text="有帳號申請待核准", url=url, subject=str(row), now=now)
    return row


def _asked(wanted: Wanted, actor: User, now: dt.datetime) -> AccountApplication:
    policies.require(allowed=policies.may_apply(actor, now))
    username = accounts.free_account_name(wanted.username)
    if AccountApplication.objects.filter(username=username, state=ApplicationState.WAITING).exists():
        raise StaffError(f"帳號「{username}」已有待核准的申請，請換一個或等候核准。", "username")
    if wanted.expires_on and wanted.expires_on < max(wanted.since, local_date(now)):
        raise StaffError("到期日不可早於起始日，也不可早於今天。", "expires_on")
    words = in_words(actor, now)
    row = AccountApplication.objects.create(
        name=wanted.name.strip(), username=username, role=wanted.role, title=wanted.title, office=wanted.office,
        since=wanted.since, expires_on=wanted.expires_on, reason=wanted.reason, asked_by=actor,
        asked_name=words.name, asked_at=now,
    )  # fmt: skip
    detail = {"role": Role(row.role).label}
    ledger.append(verb=Verb.ACCOUNT_APPLIED, actor=words, detail=detail, now=now, **APPLICATIONS.said(row))
    if makes_at_once(actor, now):
        _make(row, "設校時無其他核准人", words, now)
    return row


def makes_at_once(actor: User, now: dt.datetime) -> bool:
    """Say whether what `actor` asks for is made without another's word: nobody could give it, a school is being set up."""
    return policies.sets_up(actor, now) and not any(one.has_usable_password() for one in _approvers(actor, now))


def _approvers(actor: User, now: dt.datetime) -> list[User]:
    return [one for one in holders_of(*policies.APPROVERS, day=local_date(now)) if one != actor]


@transaction.atomic
def apply_for_row(*, row: Mapping[str, Any], actor: User, now: dt.datetime) -> AccountApplication:
    """Ask for the account of one row of a sheet; nothing of an account that is there is changed by a sheet.

    `tell_of_sheet` follows once. Raises PermissionDenied, BadAccountName, StaffError.
    """
    if User.objects.filter(username=row["username"]).exists():
        raise StaffError("這個帳號已存在且內容不同：職務與到期日請在人員頁面辦理；不是同一人時請換一個帳號。")
    wanted = Wanted(**{name: row[name] for name in FROM_A_SHEET}, reason="整批匯入")
    return _asked(wanted, actor, now)


def tell_of_sheet(*, count: int, actor: User, now: dt.datetime) -> None:
    """Leave one notice for each who may approve, however many accounts a sheet asked for."""
    if count and not makes_at_once(actor, now):
        text, url = f"有 {count} 件帳號申請待核准（整批匯入）", reverse("reports:applications")
        notify(recipients=_approvers(actor, now), text=text, url=url, subject="帳號申請", now=now)


@transaction.atomic
def approve_account(*, application_id: int, actor: User, now: dt.datetime) -> AccountApplication:
    """Approve: the account is made, and is opened by a one-time link. Raises PermissionDenied, StaffError, BadAccountName."""
    row = _waiting(application_id, actor, now)
    words = in_words(actor, now)
    row.decided_by = actor
    _make(row, words.name, words, now)
    keepers = holders_of(Role.ADMINISTRATOR, Role.HANDLER, day=local_date(now))
    url = reverse("accounts:people")
    notify(recipients=keepers, text="帳號已核准建立，請發給單次連結", url=url, subject=str(row), now=now)
    return row


@transaction.atomic
def refuse_account(*, application_id: int, reason: str, actor: User, now: dt.datetime) -> AccountApplication:
    """Refuse with a reason. Raises PermissionDenied, StaffError."""
    row = _waiting(application_id, actor, now)
    if not reason.strip():
        raise StaffError("請填寫不核准的理由。", "reason")
    words = in_words(actor, now)
    row.state, row.decision_reason = ApplicationState.REFUSED, reason.strip()
    row.decided_by, row.decided_name, row.decided_at = actor, words.name, now
    row.save(update_fields=["state", "decision_reason", "decided_by", "decided_name", "decided_at"])
    url = reverse("reports:application", args=[row.pk])
    notify(recipients=[row.asked_by], text="您的帳號申請未獲核准", url=url, subject=str(row), now=now)
    detail = {"reason": row.decision_reason}
    ledger.append(verb=Verb.ACCOUNT_REFUSED, actor=words, detail=detail, now=now, **APPLICATIONS.said(row))
    return row


def _waiting(application_id: int, actor: User, now: dt.datetime) -> AccountApplication:
    rows = AccountApplication.objects.select_for_update(of=("self",), no_key=True).select_related("asked_by")
    row = rows.get(pk=application_id)
    policies.require(allowed=policies.may_approve(actor, row, now), why="帳號申請由申請人以外的處室主管或校長核准。")
    if row.state != ApplicationState.WAITING:
        raise StaffError(f"這件申請目前為「{row.get_state_display()}」，請重新整理頁面。")
    return row


def _make(row: AccountApplication, decided: str, actor: ledger.Actor, now: dt.datetime) -> None:
    """Write and record the approval, then the account it makes."""
    row.state, row.decided_name, row.decided_at = ApplicationState.APPROVED, decided, now
    row.person = accounts.make_person(
        name=row.name, username=row.username, role=Role(row.role), title=row.title, office=row.office, since=row.since,
        expires_on=row.expires_on, actor=actor, now=now,
    )  # fmt: skip
    row.save(update_fields=["state", "decided_by", "decided_name", "decided_at", "person"])
    ledger.append(verb=Verb.ACCOUNT_APPROVED, actor=actor, now=now, **APPLICATIONS.said(row))
