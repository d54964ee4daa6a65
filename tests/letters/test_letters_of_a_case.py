"""A letter is drafted, edited, issued and frozen; what is known afterwards is entered; only 承辦人 writes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import DeputyReason
from accounts.services import name_deputy
from ledger.models import Entry
from ledger.services import sentence, verify
from printing.documents import CharacterMissingError
from requests import policies, selectors
from requests.choices import Action, Delivery, LetterKind, Proposal, Status
from requests.documents.letters import letter_facts
from requests.models import Letter, Snapshot
from requests.services import correspondence
from requests.services.chain import Grant
from requests.services.correspondence import LetterRefused, paper_of
from requests.services.drafts import withdraw
from requests.services.erasing.wiping import wipe
from requests.services.extensions import extend
from requests.transitions import LETTERS, NoSuchLetter, letters_after
from tests.letters.conftest import drafted, issued
from tests.review.acts import refused, told

if TYPE_CHECKING:
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.usefixtures("at_now")
DAY = dt.timedelta(days=1)


def test_a_draft_is_edited_until_it_is_issued_and_then_says_what_it_says(
    refused_case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    draft = drafted(refused_case, LetterKind.REFUSAL, cast.handler, now)
    text = replace(paper_of(refused_case, draft, cast.handler).text, explanation="一、時段不符。")
    edited = correspondence.save_draft(
        case_id=refused_case.pk, kind=LetterKind.REFUSAL, text=text, actor=cast.handler, now=now, letter_id=draft.pk
    )
    assert edited.pk == draft.pk
    letter = correspondence.issue(letter_id=draft.pk, actor=cast.handler, now=now)
    assert (letter.content, letter.issued_by, letter.issued_at) == ("", "事務組長 游承堃", now)
    refused_case.applicant_name = "某人"
    refused_case.save(update_fields=["applicant_name"])
    paper = paper_of(refused_case, letter, cast.principal)
    assert (paper.text.explanation, paper.handler, paper.form) == ("一、時段不符。", "游承堃", "書函")
    with refused(LetterRefused, match="已經發出"):
        correspondence.issue(letter_id=letter.pk, actor=cast.handler, now=now)
    with refused(LetterRefused, match="已經發出"):
        correspondence.drop_draft(letter_id=letter.pk, actor=cast.handler, now=now)
    with refused(LetterRefused, match="已經發出"):
        correspondence.save_draft(
            case_id=refused_case.pk, kind=LetterKind.REFUSAL, text=text, actor=cast.handler, now=now,
            letter_id=letter.pk,
        )  # fmt: skip
    assert told(cast.teacher)[-1] == "調閱申請 115-0001 的駁回通知已發出"
    said = [sentence(one) for one in Entry.objects.filter(verb__startswith="requests.letter").order_by("sequence")]
    assert said == [
        "事務組長 游承堃儲存案 115-0001 之駁回通知草稿",
        "事務組長 游承堃儲存案 115-0001 之駁回通知草稿",
        "事務組長 游承堃發出案 115-0001 之駁回通知",
    ]


@pytest.mark.counted_elsewhere
def test_what_stands_in_a_frozen_letter_is_witnessed(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    letter = issued(approved, LetterKind.GRANT, cast.handler, now)
    assert verify().ok
    with transaction.atomic():
        Snapshot.objects.filter(letters=letter).update(content="另一封")
        assert not verify().ok
        transaction.set_rollback(True)
    Letter.objects.filter(pk=letter.pk).update(sent_number="假字第1號")
    assert not verify().ok


def test_a_refusal_quotes_grounds_facts_and_the_remedy(
    refused_case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    text = correspondence.fresh_text(refused_case, LetterKind.REFUSAL, now).explanation
    assert "申請時段與事由無關。" in text
    assert "個人資料保護法第10條但書第3款" in text
    assert "臺教國署學字第1080044665號函、桃園市教育局108年6月4日" in text


def test_of_a_deputy_the_signature_says_that_he_acts_for_the_head(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    assert letter_facts(at_principal, now).signed_as == "校長　蘇翊甯"
    name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.OFFICIAL_TRIP, since=now,
        until=now + DAY, actor=cast.principal, now=now,
    )  # fmt: skip
    case = signs(at_principal, cast.dean, Action.APPROVE)
    assert letter_facts(case, now).signed_as == "校長　蘇翊甯　公出\n教務主任　陳煒騏　代行"


def test_of_a_vacant_post_the_deputy_signs_himself(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    cast.principal.appointments.update(until=now.date() - DAY)
    name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.VACANT, since=now,
        until=now + DAY, actor=cast.administrator, now=now,
    )  # fmt: skip
    case = signs(at_principal, cast.dean, Action.APPROVE)
    assert letter_facts(case, now).signed_as == "代理校長　陳煒騏"


# --- which letter follows ----------------------------------------------------------------------------------------------
def test_one_letter_is_due_at_a_time(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    def due() -> LetterKind | None:
        case.refresh_from_db()
        return selectors.due_kind(case)

    assert due() == LetterKind.RECEIPT
    issued(case, LetterKind.RECEIPT, cast.handler, now)
    assert due() is None
    extend(case_id=case.pk, actor=cast.handler, reason="承辦人公假", now=now)
    assert due() == LetterKind.EXTENSION
    drafted(case, LetterKind.EXTENSION, cast.handler, now)
    assert due() is None
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請敘明時段。")
    assert due() == LetterKind.CORRECTION
    issued(case, LetterKind.CORRECTION, cast.handler, now)
    assert due() is None


def test_a_decision_is_told_once_with_footage_or_without(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    assert selectors.due_kind(approved) == LetterKind.GRANT
    issued(approved, LetterKind.NO_FOOTAGE, cast.handler, now)
    assert selectors.due_kind(approved) is None
    assert LetterKind.GRANT in selectors.open_kinds(approved)


def test_a_letter_that_does_not_follow_is_refused(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    for kind in (LetterKind.GRANT, LetterKind.EXTENSION, LetterKind.CORRECTION):
        with refused(NoSuchLetter, match=f"不能擬「{kind.label}」"):
            drafted(case, kind, cast.handler, now)
    draft = drafted(case, LetterKind.RECEIPT, cast.handler, now)
    withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    assert correspondence.issue(letter_id=draft.pk, actor=cast.handler, now=now).issued_at == now


def test_a_draft_of_a_decision_that_was_undone_is_not_issued(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    draft = drafted(approved, LetterKind.GRANT, cast.handler, now)
    type(approved).objects.filter(pk=approved.pk).update(status=Status.IN_REVIEW, step=3)
    with refused(NoSuchLetter):
        correspondence.issue(letter_id=draft.pk, actor=cast.handler, now=now)
    assert correspondence.drop_draft(letter_id=draft.pk, actor=cast.handler, now=now).content == ""
    with refused(LetterRefused, match="已經作廢"):
        correspondence.issue(letter_id=draft.pk, actor=cast.handler, now=now)
    assert not selectors.letters_of(approved).exists()


def test_every_sent_case_has_a_row_in_the_table() -> None:
    assert set(LETTERS) == set(Status) - {Status.DRAFT}
    assert letters_after(Status.DRAFT, is_extended=True) == ()
    assert letters_after(Status.RETURNED, is_extended=True)[0] == LetterKind.CORRECTION
    due_first = (LetterKind.REFUSAL, LetterKind.NO_FOOTAGE, LetterKind.RECEIPT)
    assert letters_after(Status.REFUSED, is_extended=False) == due_first
    assert letters_after(Status.IN_REVIEW, is_extended=True) == (LetterKind.EXTENSION, LetterKind.RECEIPT)


# --- who ---------------------------------------------------------------------------------------------------------------
def test_only_the_handler_writes(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    draft = drafted(approved, LetterKind.GRANT, cast.handler, now)
    for who in ("teacher", "supervisor", "principal", "guard", "administrator", "auditor"):
        person = getattr(cast, who)
        with refused(policies.NotTheHandler):
            drafted(approved, LetterKind.GRANT, person, now)
        with refused(policies.NotTheHandler):
            correspondence.issue(letter_id=draft.pk, actor=person, now=now)


def test_who_asked_reads_what_was_issued_to_him_and_the_chain_reads_all(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    draft = drafted(approved, LetterKind.GRANT, cast.handler, now)
    letter = issued(approved, LetterKind.RECEIPT, cast.handler, now)

    def readers(one: Letter) -> set[str]:
        return {name for name, user in vars(cast).items() if policies.may_read_letter(user, approved, one, now)}

    chain = {"handler", "supervisor", "principal"}
    assert (readers(draft), readers(letter)) == (chain, chain | {"teacher"})
    approved.erased_at = now
    assert readers(letter) == set()


# --- afterwards --------------------------------------------------------------------------------------------------------
def test_number_and_delivery_are_entered_afterwards(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    draft = drafted(approved, LetterKind.GRANT, cast.handler, now)
    today = now.date()
    given: dict[str, Any] = {"letter_id": draft.pk, "actor": cast.handler, "now": now}
    with refused(LetterRefused, match="尚未發出"):
        correspondence.record_sending(number="總字第1號", sent_on=today, **given)
    correspondence.issue(**given)
    for number, day, field in (
        (" ", today, "number"), ("總字第1號", today + DAY, "sent_on"), ("總字第1號", today - DAY, "sent_on"),
    ):  # fmt: skip
        with refused(LetterRefused) as refusal:
            correspondence.record_sending(number=number, sent_on=day, **given)
        assert refusal.value.field == field
    correspondence.record_sending(number=" 總字第1號 ", sent_on=today, **given)
    with refused(LetterRefused, match="送達日不能在今天之後"):
        correspondence.record_delivery(manner=Delivery.MAIL, delivered_on=today + DAY, **given)
    letter = correspondence.record_delivery(manner=Delivery.MAIL, delivered_on=today, **given)
    assert (letter.sent_number, letter.sent_on, letter.delivery, letter.delivered_on) == (
        "總字第1號", today, Delivery.MAIL, today,
    )  # fmt: skip
    assert sentence(Entry.objects.latest("sequence")) == (
        "事務組長 游承堃登錄案 115-0001 之核准通知送達：115年11月23日（一），掛號郵寄"
    )


def test_the_database_itself_refuses_an_issued_letter_that_can_still_be_written(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    letter, draft = (make(approved, LetterKind.GRANT, cast.handler, now) for make in (issued, drafted))
    for one, change in (
        (letter, {"content": "改"}), (draft, {"issued_at": now}), (draft, {"sent_on": now.date()}),
        (letter, {"delivered_on": now.date()}), (letter, {"dropped_at": now}),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=one.pk).update(**change)


def test_of_an_erased_case_no_letter_says_anything(refused_case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    letter, draft = (make(refused_case, LetterKind.REFUSAL, cast.handler, now) for make in (issued, drafted))
    assert "事由無關" in f"{letter.snapshot.content}{draft.content}"  # type: ignore[union-attr]
    wipe(refused_case, now)
    assert set(Letter.objects.values_list("content", "snapshot__content")) == {("", ""), ("", None)}
    assert selectors.open_kinds(refused_case) == ()


def test_what_cannot_be_printed_is_not_issued(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    text = replace(correspondence.fresh_text(approved, LetterKind.GRANT, now), subject="請查照\U0001f600")
    draft = correspondence.save_draft(
        case_id=approved.pk, kind=LetterKind.GRANT, text=text, actor=cast.handler, now=now
    )
    with refused(CharacterMissingError):
        correspondence.issue(letter_id=draft.pk, actor=cast.handler, now=now)
    with refused(LetterRefused, match="請填寫主旨") as refusal:
        correspondence.save_draft(
            case_id=approved.pk, kind=LetterKind.GRANT, text=replace(text, subject=" "), actor=cast.handler, now=now
        )
    assert refusal.value.field == "subject"


def test_a_reason_given_by_the_step_before_stands_in_the_letter_instead_of_its_echo(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    assert case.starts_at is not None
    assert case.ends_at is not None
    grant = Grant(case.cameras.all()[:1], case.starts_at, case.ends_at, conditions="遮蔽他人。")
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.PARTLY_APPROVE, opinion="僅一支足以釐清。", grant=grant)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.PARTLY_APPROVE, opinion="如擬。", grant=grant)
    case = signs(case, cast.principal, Action.PARTLY_APPROVE, opinion="如擬", grant=grant)
    text = correspondence.fresh_text(case, LetterKind.PARTIAL, now).explanation
    assert "理由：僅一支足以釐清。" in text
    assert "遮蔽他人。其餘部分不予提供。" in text


def test_what_was_written_for_another_result_is_no_reason_for_the_one_decided(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    assert case.starts_at is not None
    assert case.ends_at is not None
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, opinion="事由明確，擬全部准予。")
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE, opinion="如擬")
    grant = Grant(case.cameras.all()[:1], case.starts_at, case.ends_at, conditions="遮蔽他人。")
    case = signs(case, cast.principal, Action.PARTLY_APPROVE, opinion="如擬", grant=grant)
    assert "事由明確" not in "".join(correspondence.fresh_text(case, LetterKind.PARTIAL, now).explanation)


def test_a_partial_grant_is_spelled_out(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(at_principal, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請縮短。")
    signs(at_principal, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert at_principal.starts_at is not None
    assert at_principal.ends_at is not None
    grant = Grant(at_principal.cameras.all()[:1], at_principal.starts_at, at_principal.ends_at, conditions="遮蔽他人。")
    case = signs(at_principal, cast.principal, Action.PARTLY_APPROVE, opinion="僅一支足以釐清。", grant=grant)
    text = correspondence.fresh_text(case, LetterKind.PARTIAL, now).explanation
    assert "攝影機：忠孝樓一樓川堂（C01）；" in text
    assert "附款：遮蔽他人。" in text
