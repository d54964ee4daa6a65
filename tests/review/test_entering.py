"""代填 (ruling 7): what was asked on paper; the clock counts from its receipt, the hold from the typing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from accounts.choices import DeputyReason
from accounts.models import User
from accounts.services import name_deputy
from files.services import store
from ledger.choices import Verb
from ledger.models import Entry as LedgerEntry
from ledger.services import sentence
from requests import policies
from requests.choices import Action, Answer, Asker, Need, Proposal, Status
from requests.models import ReviewRequest
from requests.services.chain import StandingUnknown
from requests.services.drafts import (
    Content,
    Entry,
    EntryRefused,
    NoteNotAccepted,
    correct,
    enter,
    save_entry,
    submit,
    withdraw,
)
from requests.transitions import WrongOrder
from retention.models import Hold

if TYPE_CHECKING:
    from tests.conftest import Cast
    from tests.review.conftest import Signs

EARLIER = dt.timedelta(days=4)


@pytest.fixture
def mother(now: dt.datetime) -> Entry:
    """A mother who brought the form four days ago."""
    return Entry(asker=Asker.REPRESENTATIVE, applicant_name="高𣕑宇", received_at=now - EARLIER)


def typed_in(cast: Cast, entry: Entry, content: Content, now: dt.datetime) -> ReviewRequest:
    if entry.asker != Asker.STAFF:
        content = replace(content, need=Need.CHILD, relation="母親")
    return save_entry(handler=cast.handler, entry=entry, content=content, key=None, now=now)


def send(cast: Cast, entry: Entry, content: Content, now: dt.datetime, **more: Any) -> ReviewRequest:
    draft = typed_in(cast, entry, content, now)
    return enter(key=draft.draft_key, handler=cast.handler, accepts_note=True, now=now, **more)


def test_the_clock_counts_from_the_receipt_and_the_hold_from_the_typing(
    cast: Cast, mother: Entry, content: Content, now: dt.datetime
) -> None:
    case = send(cast, mother, content, now)
    assert (case.number, case.status, case.step) == ("115-0001", Status.IN_REVIEW, 1)
    assert case.received_at == now - EARLIER
    assert case.submitted_at == now
    assert case.due_at is not None
    assert case.due_at.date() == dt.date(2026, 12, 4)  # 15 days after 115年11月19日
    assert Hold.objects.get(reference="115-0001").placed_at == now


def test_the_applicant_has_no_account_and_the_handler_answers_for_it(
    cast: Cast, mother: Entry, content: Content, now: dt.datetime
) -> None:
    case = send(cast, mother, content, now)
    assert (case.applicant, case.entered_by) == (None, cast.handler)
    assert (case.applicant_title, case.applicant_name) == ("法定代理人", "高𣕑宇")
    entry = LedgerEntry.objects.get(verb=Verb.CASE_ENTERED)
    assert sentence(entry).endswith("代填案 115-0001（法定代理人）")
    assert "高" not in entry.detail["asker"]
    assert len(entry.digest) == 64
    assert not LedgerEntry.objects.filter(verb=Verb.CASE_SUBMITTED).exists()


def test_only_who_handles_requests_types_them_in(cast: Cast, mother: Entry, content: Content, now: dt.datetime) -> None:
    draft = typed_in(cast, mother, content, now)
    for name in ("teacher", "supervisor", "principal", "guard", "administrator", "auditor"):
        person = getattr(cast, name)
        assert not policies.may_enter(person, now)
        with pytest.raises(policies.MayNotEnter):
            save_entry(handler=person, entry=mother, content=content, key=None, now=now)
        with pytest.raises(policies.MayNotEnter):
            enter(key=draft.draft_key, handler=person, accepts_note=True, now=now)
    assert policies.may_enter(cast.handler, now)


def test_a_deputy_of_the_handler_may_while_he_is_away(
    cast: Cast, mother: Entry, content: Content, now: dt.datetime
) -> None:
    name_deputy(
        principal_id=cast.handler.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.LEAVE,
        since=now - dt.timedelta(hours=1), until=now + dt.timedelta(days=1), actor=cast.handler, now=now,
    )  # fmt: skip
    draft = save_entry(handler=cast.dean, entry=mother, content=content, key=None, now=now)
    assert enter(key=draft.draft_key, handler=cast.dean, accepts_note=True, now=now).entered_by == cast.dean


@pytest.mark.parametrize("received", [dt.timedelta(minutes=1), dt.timedelta(days=-30, minutes=-1)])
def test_a_receipt_in_the_future_or_long_ago_is_refused(
    cast: Cast, mother: Entry, content: Content, now: dt.datetime, received: dt.timedelta
) -> None:
    with pytest.raises(EntryRefused, match="收件時間須在今天之前 30 日內"):
        send(cast, replace(mother, received_at=now + received), content, now)
    assert ReviewRequest.objects.get().status == Status.DRAFT
    assert not Hold.objects.exists()
    assert send(cast, replace(mother, received_at=now - dt.timedelta(days=30)), content, now).number == "115-0001"


def test_the_note_is_accepted_first_and_it_is_sent_once(
    cast: Cast, mother: Entry, content: Content, now: dt.datetime
) -> None:
    draft = typed_in(cast, mother, content, now)
    with pytest.raises(NoteNotAccepted):
        enter(key=draft.draft_key, handler=cast.handler, accepts_note=False, now=now)
    enter(key=draft.draft_key, handler=cast.handler, accepts_note=True, now=now)
    with pytest.raises(WrongOrder):
        enter(key=draft.draft_key, handler=cast.handler, accepts_note=True, now=now)


def test_a_member_of_staff_who_asked_on_paper_is_the_applicant(
    cast: Cast, content: Content, now: dt.datetime, signs: Signs
) -> None:
    paper = Entry(asker=Asker.STAFF, applicant_name="", received_at=now, account=cast.guard)
    case = send(cast, paper, content, now)
    assert (case.applicant, case.applicant_name, case.applicant_title) == (cast.guard, "巴奈・古拉斯", "警衛")
    assert policies.visible_to(cast.guard, now).get() == case
    assert "承辦人已依您的紙本申請代填調閱申請 115-0001" in [notice.text for notice in cast.guard.notices.all()]


def test_who_handles_requests_does_not_type_in_his_own(cast: Cast, content: Content, now: dt.datetime) -> None:
    own = Entry(asker=Asker.STAFF, applicant_name="", received_at=now, account=cast.handler)
    with pytest.raises(EntryRefused, match="您自己的申請不能代填"):
        send(cast, own, content, now)


def test_a_supervisor_who_asked_on_paper_keeps_out_of_his_own_case(
    cast: Cast, content: Content, now: dt.datetime, signs: Signs
) -> None:
    paper = Entry(asker=Asker.STAFF, applicant_name="", received_at=now, account=cast.supervisor)
    case = send(cast, paper, content, now)
    form = store(upload=SimpleUploadedFile("簽名.pdf", b"%PDF-1.4\n"), now=now)
    ReviewRequest.objects.filter(pk=case.pk).update(signed_form=form)
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    with pytest.raises(policies.NotYourStep):
        signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)


def test_a_draft_typed_in_is_the_typists_alone(cast: Cast, content: Content, now: dt.datetime) -> None:
    paper = Entry(asker=Asker.STAFF, applicant_name="", received_at=now, account=cast.teacher)
    draft = typed_in(cast, paper, content, now)
    assert policies.get_draft(cast.handler, draft.draft_key) == draft
    with pytest.raises(Http404):
        policies.get_draft(cast.teacher, draft.draft_key)
    with pytest.raises(ReviewRequest.DoesNotExist):
        submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)


def test_answers_given_at_once_need_not_be_given_again(
    cast: Cast, mother: Entry, content: Content, now: dt.datetime, signs: Signs
) -> None:
    asked_later = send(cast, mother, content, now)
    with pytest.raises(StandingUnknown):
        signs(asked_later, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    known = replace(mother, identity_checked=True, guardianship_confirmed=True, protection_order=Answer.NO)
    answered = send(cast, known, content, now)
    assert LedgerEntry.objects.filter(verb=Verb.STANDING_CHECKED, subject=str(answered)).count() == 1
    assert signs(answered, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE).step == 2


def test_a_protection_order_makes_it_a_restricted_case_at_once(
    cast: Cast, mother: Entry, content: Content, now: dt.datetime
) -> None:
    case = send(cast, replace(mother, protection_order=Answer.YES), content, now)
    case.refresh_from_db()
    assert case.is_restricted
    assert Hold.objects.get().reference == ""
    assert LedgerEntry.objects.filter(verb=Verb.CASE_RESTRICTED).count() == 1


def test_standing_of_anybody_but_a_childs_guardian_is_not_kept(
    cast: Cast, mother: Entry, content: Content, now: dt.datetime
) -> None:
    pupil = replace(mother, asker=Asker.PUPIL, identity_checked=True, protection_order=Answer.YES)
    case = send(cast, pupil, content, now)
    assert (case.identity_checked, case.protection_order, case.is_restricted) == (False, "", False)


def test_the_signed_form_may_come_along(cast: Cast, mother: Entry, content: Content, now: dt.datetime) -> None:
    scan = store(upload=SimpleUploadedFile("簽名.pdf", b"%PDF-1.4\n"), now=now)
    case = send(cast, mother, content, now, signed_form=scan)
    assert case.signed_form == scan
    assert LedgerEntry.objects.filter(verb=Verb.SIGNED_FORM_KEPT, subject=str(case)).count() == 1


def test_any_handler_corrects_and_withdraws_for_who_asked_on_paper(
    cast: Cast, mother: Entry, content: Content, now: dt.datetime, signs: Signs
) -> None:
    case = send(cast, mother, content, now)
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請補時段。")
    for person in (cast.teacher, cast.supervisor, cast.principal):
        with pytest.raises(policies.NotYourCase):
            correct(case_id=case.pk, applicant=person, content=content, now=now)
    assert correct(case_id=case.pk, applicant=cast.handler, content=content, now=now).status == Status.IN_REVIEW
    assert withdraw(case_id=case.pk, applicant=cast.handler, now=now).status == Status.WITHDRAWN


def test_the_applicant_without_account_leaves_no_user(
    cast: Cast, mother: Entry, content: Content, now: dt.datetime
) -> None:
    before = User.objects.count()
    send(cast, mother, content, now)
    assert User.objects.count() == before
