"""年度帳號及權限清查: 承辦人 goes through every account and signs, 處室主管 or 校長 countersigns (附表十: 帳號管理)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.policies import is_in_use
from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, roc_year
from reports import policies
from reports.choices import Verdict
from reports.models import AccountReview, ReviewedAccount
from reports.selectors.reviews import accounts_to_review
from reports.selectors.staff import REVIEWS
from reports.services.staff.leaving import StaffError
from work.selectors import holders_of
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from accounts.models import User

BY_ANOTHER = "清查結果由清查人以外的處室主管或校長簽署。"


@dataclass(frozen=True)
class Found:
    """What was found of one account; a note says why where it does not stay as it is."""

    verdict: Verdict | str
    note: str = ""


@transaction.atomic
def open_review(*, actor: User, now: dt.datetime) -> AccountReview:
    """Begin this year's review with every account as it stands. Raises PermissionDenied, StaffError for a second one."""
    policies.require(allowed=policies.may_check_review(actor, now))
    year = roc_year(local_date(now))
    if AccountReview.objects.filter(year=year).exists():
        raise StaffError(f"{year}年度的清查已經開始。")
    words = in_words(actor, now)
    review = AccountReview.objects.create(year=year, opened_by=words.name, opened_at=now)
    ReviewedAccount.objects.bulk_create(accounts_to_review(review, now))
    ledger.append(verb=Verb.REVIEW_OPENED, actor=words, now=now, **REVIEWS.said(review))
    return review


@transaction.atomic
def mark_accounts(
    *, review_id: int, found: Mapping[int, Found], actor: User, now: dt.datetime, is_checked: bool = False
) -> AccountReview:
    """Write what was found, line by line; whoever had signed it as checked signs anew.

    is_checked: sign as who went through all of it, and ask 處室主管. Raises PermissionDenied, StaffError.
    """
    review = _locked(review_id)
    policies.require(allowed=policies.may_check_review(actor, now))
    marked = _write(review, found)
    words = in_words(actor, now)
    signature = (actor, words.name, now) if is_checked else (None, "", None)
    review.checked_by, review.checked_name, review.checked_at = signature
    review.save(update_fields=["checked_by", "checked_name", "checked_at"])
    if is_checked:
        _ask_for_signature(review, actor, now)
    detail = {"count": str(marked)}
    ledger.append(verb=Verb.REVIEW_MARKED, actor=words, detail=detail, now=now, **REVIEWS.said(review))
    if is_checked:
        ledger.append(verb=Verb.REVIEW_CHECKED, actor=words, now=now, **REVIEWS.said(review))
    return review


def _write(review: AccountReview, found: Mapping[int, Found]) -> int:
    """Write the lines and return how many."""
    lines = [line for line in review.lines.order_by("pk") if line.pk in found]
    for line in lines:
        said = found[line.pk]
        line.verdict, line.note = said.verdict, said.note.strip()
        if line.verdict not in ("", Verdict.CONFIRMED) and not line.note:
            raise StaffError(f"{line.name}（{line.username}）不維持現狀，請填寫說明。")
        line.save(update_fields=["verdict", "note"])
    return len(lines)


def _ask_for_signature(review: AccountReview, actor: User, now: dt.datetime) -> None:
    if open_lines := review.lines.filter(verdict="").count():
        raise StaffError(f"還有 {open_lines} 個帳號沒有清查結果。")
    people = [one for one in holders_of(*policies.APPROVERS, day=local_date(now)) if one != actor]
    url = reverse("reports:review", args=[review.pk])
    notify(recipients=people, text=f"{review}請簽署", url=url, subject=str(review), now=now)


@transaction.atomic
def sign_review(*, review_id: int, actor: User, now: dt.datetime) -> AccountReview:
    """Sign as 處室主管 or 校長, another person than who checked, once every account to be ended has ended.

    Raises PermissionDenied, StaffError.
    """
    review = _locked(review_id)
    policies.require(allowed=policies.may_sign_review(actor, review, now), why=BY_ANOTHER)
    if review.checked_at is None:
        raise StaffError("承辦人尚未完成清查。")
    ended = review.lines.filter(verdict=Verdict.ENDED).select_related("person")
    if still := [line.name for line in ended if is_in_use(line.person, local_date(now))]:
        raise StaffError(f"應停用的帳號尚未停用：{'、'.join(still)}。請系統管理人員辦理後再簽署。")
    words = in_words(actor, now)
    review.signed_by, review.signed_name, review.signed_at = actor, words.name, now
    review.save(update_fields=["signed_by", "signed_name", "signed_at"])
    ledger.append(verb=Verb.REVIEW_SIGNED, actor=words, now=now, **REVIEWS.said(review))
    return review


def _locked(review_id: int) -> AccountReview:
    review = AccountReview.objects.select_for_update(of=("self",), no_key=True).get(pk=review_id)
    if review.signed_at:
        raise StaffError("這次清查已經簽署，不能再變更。")
    return review
