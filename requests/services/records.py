"""What every act on a case does: lock the row, freeze what was acted on, point to the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from ledger.witnesses import digest_of
from requests.documents.filling import appendix_1_of
from requests.models import ReviewRequest, Snapshot, make_salt

if TYPE_CHECKING:
    import datetime as dt


def locked(case_id: int) -> ReviewRequest:
    """Return the case with its row locked until the transaction ends."""
    return (
        ReviewRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan", "applicant")
        .get(pk=case_id)
    )


def freeze(case: ReviewRequest, now: dt.datetime) -> Snapshot:
    """Keep what 附錄1 of `case` says now, encrypted, under a salted digest."""
    salt = make_salt()
    content = appendix_1_of(case).to_json()
    return Snapshot.objects.create(
        review_request=case,
        content=content,
        salt=salt,
        sha256=digest_of({"appendix_1": content}, salt=salt),
        made_at=now,
    )


def case_url(case: ReviewRequest) -> str:
    """Return the path of the case's page."""
    return reverse("review:case", args=[case.number])
