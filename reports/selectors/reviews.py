"""年度帳號及權限清查: what a new one lists, and when one is due."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from accounts import selectors as accounts
from accounts.models import User
from printing.rules import local_date
from reports.models import AccountReview, ReviewedAccount

if TYPE_CHECKING:
    from django.db.models import QuerySet

A_YEAR = dt.timedelta(days=365)


def review_due(now: dt.datetime) -> bool:
    """Say whether a year has passed since the last signed review, or since the first account."""
    last = AccountReview.objects.exclude(signed_at=None).order_by("-signed_at").first()
    first = User.objects.order_by("joined_at").first()
    since = last.signed_at if last else first.joined_at if first else None
    return since is not None and now - since >= A_YEAR


def accounts_to_review(review: AccountReview, now: dt.datetime) -> list[ReviewedAccount]:
    """Return a line for every account that can be signed in with, or is to be opened: a closed one gives no right."""
    rows = accounts.people_list(local_date(now))
    return [
        ReviewedAccount(
            review=review, person=person, name=person.name, username=person.username, titles=titles[:200],
            roles=roles[:200], last_sign_in=person.last_login, expires_on=person.expires_on,
        )
        for person, titles, roles, state in rows
        if state != "closed"
    ]  # fmt: skip


def lines_of(review: AccountReview) -> QuerySet[ReviewedAccount]:
    """Return the lines of a review, each with its person."""
    return review.lines.select_related("person").order_by("username")
