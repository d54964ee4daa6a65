"""年度帳號及權限清查: every account confirmed, changed or ended, signed by two people (附表十: 帳號管理)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import services as accounts
from accounts.models import User
from reports.choices import MoveKind, PostAfter, Verdict
from reports.models import AccountReview
from reports.selectors.reviews import review_due
from reports.services.staff import (
    Found,
    Leaving,
    StaffError,
    let_go,
    look_after_accounts,
    mark_accounts,
    open_review,
    sign_review,
)
from tests.ledger.test_witnesses_of_every_room import found
from work.models import Notice

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

DAY = dt.timedelta(days=1)


def check_review(*, review_id: int, actor: User, now: dt.datetime) -> None:
    mark_accounts(review_id=review_id, found={}, actor=actor, now=now, is_checked=True)


def mark_all(review: AccountReview, cast: Cast, now: dt.datetime, **others: Found) -> None:
    verdicts = {line.pk: others.get(line.username, Found(Verdict.CONFIRMED)) for line in review.lines.all()}
    mark_accounts(review_id=review.pk, found=verdicts, actor=cast.handler, now=now)


def test_every_account_is_looked_at_and_two_people_sign(cast: Cast, now: dt.datetime) -> None:
    accounts.suspend_account(person_id=cast.colleague.pk, reason="測試", now=now)
    User.objects.filter(pk=cast.guard.pk).update(last_login=now - DAY)
    with pytest.raises(PermissionDenied):
        open_review(actor=cast.teacher, now=now)

    review = open_review(actor=cast.handler, now=now)

    assert set(review.lines.values_list("person", flat=True)) == set(
        User.objects.filter(is_active=True).values_list("pk", flat=True)
    )
    guard = review.lines.get(username="guard")
    assert (guard.titles, guard.roles, guard.last_sign_in) == ("警衛", "警衛", now - DAY)
    with pytest.raises(StaffError, match="已經開始"):
        open_review(actor=cast.handler, now=now)
    with pytest.raises(StaffError, match="還有 8 個帳號"):
        check_review(review_id=review.pk, actor=cast.handler, now=now)
    with pytest.raises(StaffError, match="請填寫說明"):
        mark_all(review, cast, now, guard=Found(Verdict.CHANGED, " "))
    with pytest.raises(StaffError, match="尚未完成"):
        sign_review(review_id=review.pk, actor=cast.supervisor, now=now)

    mark_all(review, cast, now)
    check_review(review_id=review.pk, actor=cast.handler, now=now)
    with pytest.raises(PermissionDenied):
        sign_review(review_id=review.pk, actor=cast.administrator, now=now)
    sign_review(review_id=review.pk, actor=cast.supervisor, now=now)

    review.refresh_from_db()
    assert (review.checked_name, review.signed_name) == ("事務組長 游承堃", "總務主任 方瑀彤")
    with pytest.raises(StaffError, match="已經簽署"):
        mark_all(review, cast, now)
    assert found() == ""


def test_what_was_to_be_ended_has_ended_before_it_is_signed(cast: Cast, now: dt.datetime) -> None:
    review = open_review(actor=cast.handler, now=now)
    mark_all(review, cast, now, auditor=Found(Verdict.ENDED, "稽核已結束"))
    check_review(review_id=review.pk, actor=cast.handler, now=now)

    with pytest.raises(StaffError, match="尚未停用：黃鈺淇"):
        sign_review(review_id=review.pk, actor=cast.principal, now=now)
    leaving = Leaving(cast.auditor.pk, MoveKind.CLOSING, None, PostAfter.OTHERS)
    let_go(leaving=leaving, actor=cast.administrator, now=now)

    assert sign_review(review_id=review.pk, actor=cast.principal, now=now).signed_at == now


def test_what_is_marked_anew_is_checked_anew(cast: Cast, now: dt.datetime) -> None:
    review = open_review(actor=cast.handler, now=now)
    mark_all(review, cast, now)
    check_review(review_id=review.pk, actor=cast.handler, now=now)
    mark_all(review, cast, now, guard=Found(Verdict.CHANGED, "改為兼職"))

    with pytest.raises(StaffError, match="尚未完成"):
        sign_review(review_id=review.pk, actor=cast.supervisor, now=now)


def test_it_is_due_a_year_after_the_last_signature_and_reminded_monthly(cast: Cast, now: dt.datetime) -> None:
    User.objects.update(joined_at=now - 366 * DAY, last_login=now)
    assert review_due(now)
    for moment in (now, now + DAY, now + 31 * DAY):
        look_after_accounts(moment)
    reminded = Notice.objects.filter(subject="年度帳號清查", recipient=cast.handler)
    assert reminded.count() == 2

    review = open_review(actor=cast.handler, now=now)
    mark_all(review, cast, now)
    check_review(review_id=review.pk, actor=cast.handler, now=now)
    sign_review(review_id=review.pk, actor=cast.supervisor, now=now)

    assert not review_due(now + 364 * DAY)
    assert review_due(now + 365 * DAY)


def test_the_page_is_filled_in_and_signed(cast: Cast, client: Client, now: dt.datetime, at_now: None) -> None:
    client.force_login(cast.handler)
    client.post(reverse("reports:reviews"))
    review = AccountReview.objects.get()
    page = reverse("reports:review", args=[review.pk])
    proof = {"proof_password": "Ruifeng-108-demo"}
    marks = {f"verdict-{line.pk}": "confirmed" for line in review.lines.all()}
    guard = review.lines.get(username="guard")

    refused = client.post(page, marks | proof | {f"verdict-{guard.pk}": "changed", "act": "save"})
    assert "不維持現狀，請填寫說明" in refused.content.decode()
    assert client.post(page, marks | {"act": "check", "proof_password": "wrong"}).status_code == 422
    assert client.post(page, marks | proof | {"act": "check"}).status_code == 302

    client.force_login(cast.supervisor)
    assert client.post(page, proof | {"act": "sign"}).status_code == 302
    review.refresh_from_db()
    assert review.signed_by == cast.supervisor
    assert client.get(reverse("reports:review-pdf", args=[review.pk])).content.startswith(b"%PDF")
    again = client.post(reverse("reports:reviews"))
    assert again.status_code == 403


def test_the_page_of_a_school_with_a_thousand_accounts_is_saved(
    cast: Cast, client: Client, now: dt.datetime, at_now: None
) -> None:
    User.objects.bulk_create(User(username=f"person-{number}", name="教師") for number in range(1_000))
    client.force_login(cast.handler)
    client.post(reverse("reports:reviews"))
    review = AccountReview.objects.get()
    marks = {f"verdict-{line.pk}": "confirmed" for line in review.lines.all()}
    notes = {f"note-{line.pk}": "" for line in review.lines.all()}

    saved = client.post(reverse("reports:review", args=[review.pk]), marks | notes | {"act": "save"})

    assert saved.status_code == 302
    assert review.lines.filter(verdict=Verdict.CONFIRMED).count() == len(marks) > 1_000
