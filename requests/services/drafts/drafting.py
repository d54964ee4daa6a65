"""Keeping what was typed until it is sent: a draft is its author's alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from requests import policies
from requests.choices import FOR_A_CHILD, Status
from requests.models import ReviewRequest
from requests.services.drafts.content import Content, Entry, drop, record_attachments, write

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection

    from accounts.models import User
    from files.models import StoredFile


@transaction.atomic
def save_draft(
    *,
    applicant: User,
    content: Content,
    key: uuid.UUID | None,
    now: dt.datetime,
    copied: Collection[StoredFile] = (),
    dropped: Collection[StoredFile] = (),
) -> ReviewRequest:
    """Keep what was typed as a draft: a new row for `key` None, else the applicant's own draft of that key.

    copied: files of a case of one's own, which the draft shares (同案由再申請). dropped: files to take off the draft.
    Raises MayNotAsk; ReviewRequest.DoesNotExist when the draft was sent meanwhile.
    """
    policies.require_may_ask(applicant, now)
    case = _own_draft(applicant, key) or ReviewRequest.objects.create(applicant=applicant, created_at=now)
    return _keep(case, applicant, content, copied, dropped, now)


@transaction.atomic
def save_entry(
    *,
    handler: User,
    entry: Entry,
    content: Content,
    key: uuid.UUID | None,
    now: dt.datetime,
    copied: Collection[StoredFile] = (),
    dropped: Collection[StoredFile] = (),
    is_emergency: bool = False,
) -> ReviewRequest:
    """Keep what 承辦人 types in for somebody who asked on paper (代填) as a draft of his own; arguments as `save_draft`.

    Raises MayNotEnter; ReviewRequest.DoesNotExist when the draft was sent meanwhile.
    """
    policies.require_may_enter(handler, now, is_emergency=is_emergency)
    case = _own_draft(handler, key) or ReviewRequest.objects.create(entered_by=handler, created_at=now)
    of_child = entry.asker in FOR_A_CHILD
    case.asker, case.received_at, case.applicant = entry.asker, entry.received_at, entry.account
    case.applicant_name = entry.account.name if entry.account else entry.applicant_name
    case.identity_checked = of_child and entry.identity_checked
    case.guardianship_confirmed = of_child and entry.guardianship_confirmed
    case.protection_order = entry.protection_order if of_child else ""
    case.save()
    return _keep(case, handler, content, copied, dropped, now)


def _own_draft(author: User, key: uuid.UUID | None) -> ReviewRequest | None:
    if key is None:
        return None
    drafts = ReviewRequest.objects.select_for_update(of=("self",), no_key=True)
    return drafts.get(policies.drafted_by(author), draft_key=key, status=Status.DRAFT)


def _keep(
    case: ReviewRequest,
    author: User,
    content: Content,
    copied: Collection[StoredFile],
    dropped: Collection[StoredFile],
    now: dt.datetime,
) -> ReviewRequest:
    write(case, content)
    case.attachments.add(*copied)
    drop(case, dropped)
    record_attachments(content.attachments, accounts.in_words(author, now), now)
    return case
