"""Drafts nobody sent are gone after seven days, with the files only they had."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from files import storage
from files.models import StoredFile
from files.services import store
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry as LedgerEntry
from ledger.services import sentence
from requests.choices import Action, Asker, Proposal, Status
from requests.models import ReviewRequest
from requests.policies import NotYourStep
from requests.services.drafts import Content, Entry, discard_old_drafts, save_draft, save_entry, submit
from requests.tasks import discard_old_drafts as ring
from tests.review.acts import on_paper, refused, scan
from tests.shared import shared
from work.models import Duty

if TYPE_CHECKING:
    from tests.conftest import Cast
    from tests.review.conftest import Signs

WEEK = dt.timedelta(days=7)
SECOND = dt.timedelta(seconds=1)


@shared
def draft(cast: Cast, content: Content, now: dt.datetime) -> ReviewRequest:
    """A draft of the teacher with one file."""
    stored = store(upload=SimpleUploadedFile("圖.pdf", b"%PDF-1.4\n"), now=now)
    return save_draft(applicant=cast.teacher, content=replace(content, attachments=[stored]), key=None, now=now)


def test_a_draft_goes_after_seven_days_and_not_before(draft: ReviewRequest, now: dt.datetime) -> None:
    assert discard_old_drafts(now + WEEK).words == "沒有逾期草稿"
    assert ReviewRequest.objects.filter(pk=draft.pk).exists()
    assert discard_old_drafts(now + WEEK + SECOND).words == "清除逾期草稿 1 件"
    assert not ReviewRequest.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_its_file_leaves_the_disk(draft: ReviewRequest, now: dt.datetime) -> None:
    path = storage.path_of(draft.attachments.get().pk)
    assert path.exists()
    discard_old_drafts(now + WEEK + SECOND)
    assert not path.exists()


def test_what_was_sent_stays_with_its_file(draft: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)
    discard_old_drafts(now + 10 * WEEK)
    assert ReviewRequest.objects.get().status == Status.IN_REVIEW
    assert StoredFile.objects.count() == 1


def test_one_entry_says_how_many_and_nothing_else(
    draft: ReviewRequest, cast: Cast, content: Content, now: dt.datetime
) -> None:
    paper = Entry(asker=Asker.GUARDIAN, applicant_name="高𣕑宇", received_at=now)
    save_entry(handler=cast.handler, entry=paper, content=content, key=None, now=now)
    discard_old_drafts(now + WEEK + SECOND)
    discard_old_drafts(now + WEEK + SECOND)
    entry = LedgerEntry.objects.get(verb=Verb.DRAFTS_DISCARDED)
    assert (entry.actor, entry.detail, sentence(entry)) == (ledger.SYSTEM.name, {}, "清除逾期草稿 2 件")
    assert ledger.verify().ok


def test_a_file_whose_act_was_refused_goes_too_and_every_file_somebody_has_stays(
    case: ReviewRequest, draft: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    on_paper(case, cast.handler, cast.supervisor, Action.PROPOSE, Proposal.APPROVE, at=now, now=now)
    left_behind = scan(now)
    with refused(NotYourStep):
        on_paper(case, cast.handler, cast.colleague, Action.PROPOSE, Proposal.APPROVE, at=now, now=now)
    assert StoredFile.objects.count() == 4
    assert discard_old_drafts(now + WEEK).words == "沒有逾期草稿"
    assert discard_old_drafts(now + WEEK + SECOND).words == "清除逾期草稿 0 件、未登錄的檔案 2 個"
    assert not StoredFile.objects.filter(pk=left_behind.pk).exists()
    assert StoredFile.objects.count() == 2


def test_the_duty_is_seen_on_the_page_of_rules(draft: ReviewRequest, now: dt.datetime) -> None:
    with time_machine.travel(now + WEEK + SECOND, tick=False):
        ring()
    duty = Duty.objects.get(name="requests.tasks.discard_old_drafts")
    assert (duty.last_result, duty.last_failure) == ("清除逾期草稿 1 件", "")
    assert duty.next_run_at is not None


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_draft_being_sent_at_this_moment_is_left_alone(draft: ReviewRequest, now: dt.datetime) -> None:
    def discard() -> str:
        try:
            return discard_old_drafts(now + WEEK + SECOND).words
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        ReviewRequest.objects.select_for_update(no_key=True).get(pk=draft.pk)
        assert pool.submit(discard).result(timeout=20) == "沒有逾期草稿"
    assert ReviewRequest.objects.filter(pk=draft.pk).exists()
