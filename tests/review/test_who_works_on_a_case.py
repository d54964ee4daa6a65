"""Who handles a case, works on it, is consulted, allows, consents, erases: never a party, never who may not know of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from accounts import selectors as accounts
from accounts.choices import DeputyReason, Role
from accounts.services import appoint
from ledger.services import SYSTEM
from requests import policies
from requests.choices import Action, RecusalGround, Status
from requests.models import Erasure, Letter, OralConsent, Recusal, ReviewRequest, Snapshot, ViewingSession
from requests.policies.handling import works_from
from tests.absences import away

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from tests.conftest import Cast

    May = Callable[[User, ReviewRequest, dt.datetime], object]

DAY = dt.timedelta(days=1)
LONG_AGO = dt.timedelta(days=200)
"""Before anybody was appointed."""
CHAIN = {"handler", "supervisor", "principal"}
STAFF = {"colleague", "dean"}


def keeps_out(case: ReviewRequest, person: User, now: dt.datetime) -> None:
    Recusal.objects.create(review_request=case, person=person, ground=RecusalGround.PARTY, declared_by="游承堃", at=now)


def consents(user: User, case: ReviewRequest, now: dt.datetime) -> object:
    """Who may consent, by the question about one person and by the list of all."""
    found = policies.consents(user, case, now)
    assert [one for one in policies.may_consent(case, now) if one.user == user] == ([found] if found else [])
    return found


def erases(user: User, case: ReviewRequest, now: dt.datetime) -> object:
    return policies.confirms_erasure(user, Erasure(proposed_account="nobody"), [case], now)


def countersigns(user: User, case: ReviewRequest, now: dt.datetime) -> object:
    return policies.may_countersign(user, ViewingSession(), case, now)


def reads_letters(user: User, case: ReviewRequest, now: dt.datetime) -> object:
    return policies.may_read_letter(user, case, Letter(), now)


QUESTIONS: dict[May, set[str]] = {
    policies.handles: {"handler"},
    policies.works_on: CHAIN,
    policies.may_propose_erasure: {"handler"},
    policies.may_escort: CHAIN,
    policies.may_allow_early: {"principal"},
    consents: {"principal", "supervisor"},
    erases: {"principal", "supervisor"},
    countersigns: {"principal", "supervisor"},
    reads_letters: CHAIN,
}
each_question = pytest.mark.parametrize(
    ("may", "names"), QUESTIONS.items(), ids=[may.__name__.strip("_") for may in QUESTIONS]
)


@each_question
def test_who_may_by_the_post_of_the_moment(
    cast: Cast, case: ReviewRequest, now: dt.datetime, may: May, names: set[str]
) -> None:
    assert cast.those(lambda user: may(user, case, now)) == names
    assert cast.those(lambda user: may(user, case, now - LONG_AGO)) == set()


@each_question
def test_never_a_party_and_who_keeps_out_is_replaced_by_who_is_named_for_that(
    cast: Cast, case: ReviewRequest, now: dt.datetime, may: May, names: set[str]
) -> None:
    appoint(user=cast.teacher, role=Role.HANDLER, title="組長", since=now.date(), actor=SYSTEM, now=now)
    appoint(user=cast.teacher, role=Role.PRINCIPAL, title="校長", since=now.date(), actor=SYSTEM, now=now)
    assert cast.those(lambda user: may(user, case, now)) == names, "the applicant in whatever post"

    for name in sorted(names):
        keeps_out(case, getattr(cast, name), now)
        away(getattr(cast, name), cast.dean, now, reason=DeputyReason.RECUSAL)
    case = ReviewRequest.objects.get(pk=case.pk)

    assert cast.those(lambda user: may(user, case, now)) == {"dean"}


@each_question
def test_of_a_restricted_case_only_a_reader_may(
    cast: Cast, case: ReviewRequest, now: dt.datetime, may: May, names: set[str]
) -> None:
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    assert cast.those(lambda user: may(user, case, now)) == set()

    case.readers.set([cast.supervisor, cast.dean, cast.guard])
    assert cast.those(lambda user: may(user, case, now)) == names & {"supervisor"}


@each_question
def test_nobody_may_once_its_personal_data_is_erased(
    cast: Cast, case: ReviewRequest, now: dt.datetime, may: May, names: set[str]
) -> None:
    case.erased_at = now

    rest = names if may is consents else set()
    assert cast.those(lambda user: may(user, case, now)) == rest, "an oral consent belongs to a case that is in review"


@each_question
def test_nobody_may_while_it_is_a_draft(
    cast: Cast, case: ReviewRequest, now: dt.datetime, may: May, names: set[str]
) -> None:
    case.status = Status.DRAFT

    assert cast.those(lambda user: may(user, case, now)) == set()


def test_who_knows_the_seats_of_the_chain_asks_them(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    seats = list(accounts.seatings(policies.CHAIN, now).values())

    assert cast.those(lambda user: works_from(seats, user, case)) == CHAIN
    assert cast.those(lambda user: works_from([], user, case)) == set()


def test_who_may_not_is_refused_in_a_sentence(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    policies.require_handler(cast.handler, case, "展延", now)
    policies.require_works_on(cast.principal, case, now)
    policies.require_applicant(cast.teacher, case, Action.WITHDRAW, now)
    assert policies.require_may_allow_early(cast.principal, case, now).user == cast.principal

    with pytest.raises(policies.NotTheHandler, match=r"^只有本案承辦人可以展延。$"):
        policies.require_handler(cast.principal, case, "展延", now)
    with pytest.raises(policies.KeepsOut, match="您不是本案的簽核或承辦人員"):
        policies.require_works_on(cast.teacher, case, now)
    with pytest.raises(policies.NotYourCase, match=f"^只有申請人可以「{Action.WITHDRAW.label}」。$"):
        policies.require_applicant(cast.handler, case, Action.WITHDRAW, now)
    with pytest.raises(policies.MayNotAllow, match="只有校長或其代理人可以准許先行交付"):
        policies.require_may_allow_early(cast.handler, case, now)
    for refused in (
        lambda: policies.require_handler(cast.handler, case, "展延", now - LONG_AGO),
        lambda: policies.require_works_on(cast.handler, case, now - LONG_AGO),
        lambda: policies.require_may_allow_early(cast.principal, case, now - LONG_AGO),
    ):
        with pytest.raises(PermissionDenied):
            refused()


# --- the asking side ---------------------------------------------------------------------------------------------------
def test_the_applicant_answers_and_the_handler_for_one_whose_account_is_not_in_use(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    def answering(at: dt.datetime) -> set[str]:
        return cast.those(lambda user: policies.answers_for(user, case, at))

    assert answering(now) == answering(now - LONG_AGO) == {"teacher"}
    assert case.applicant
    case.applicant.expires_on = now.date()
    assert answering(now) == {"teacher"}
    assert answering(now + DAY) == {"handler"}
    assert answering(now + DAY - LONG_AGO) == {"teacher"}
    policies.require_applicant(cast.handler, case, Action.WITHDRAW, now + DAY)
    case.applicant = None
    assert answering(now) == {"handler"}
    assert answering(now - LONG_AGO) == set()


def test_who_may_ask_for_the_whole_id_number(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    assert cast.those(lambda user: policies.may_see_identity(user, case, now)) == CHAIN | {"teacher"}
    assert cast.those(lambda user: policies.may_see_identity(user, case, now - LONG_AGO)) == {"teacher"}


def test_another_office_is_consulted_and_no_party(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    keeps_out(case, cast.dean, now)

    asked = cast.those(lambda person: policies.may_be_consulted(person, case, now))

    assert asked == CHAIN | {"colleague", "administrator"}
    assert cast.those(lambda person: policies.may_be_consulted(person, case, now - LONG_AGO)) == set()


# --- letters -----------------------------------------------------------------------------------------------------------
def test_who_asked_reads_what_was_issued_to_him_and_a_public_body_has_no_account(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    drafted, issued = Letter(), Letter(snapshot=Snapshot(pk=1))

    def reading(letter: Letter) -> set[str]:
        return cast.those(lambda user: policies.may_read_letter(user, case, letter, now))

    assert reading(drafted) == CHAIN
    assert reading(issued) == CHAIN | {"teacher"}
    issued.dropped_at = now
    assert reading(issued) == set()
    issued.dropped_at = None
    case.need = "agency"
    assert reading(issued) == CHAIN
    case.erased_at = now
    assert reading(issued) == set()


# --- oral consents -----------------------------------------------------------------------------------------------------
def test_each_consents_once_and_in_his_highest_office(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    away(cast.principal, cast.supervisor, now)

    found = policies.may_consent(case, now)

    assert [(one.user.username, one.role) for one in found] == [
        ("principal", Role.PRINCIPAL), ("supervisor", Role.PRINCIPAL),
    ]  # fmt: skip


def test_a_consent_stands_until_its_end_while_the_chain_has_not_decided(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    assert not policies.viewing_allowed(case, now)
    consent = OralConsent.objects.create(
        review_request=case, ground="missing", consented_by=cast.principal, consented_name="校長 蘇翊甯", office="校長",
        consented_at=now - DAY, recorded_by=cast.handler, recorded_name="事務組長 游承堃", recorded_at=now, ratify_by=now,
    )  # fmt: skip

    assert policies.standing_consent(case, now) == consent
    assert policies.viewing_allowed(case, now)
    assert policies.standing_consent(case, now + dt.timedelta(seconds=1)) is None
    assert not policies.viewing_allowed(case, now + dt.timedelta(seconds=1))
    other = ReviewRequest(pk=case.pk + 1, status=Status.IN_REVIEW)
    assert not policies.viewing_allowed(other, now)
    for status in set(Status) - {Status.IN_REVIEW}:
        case.status = status
        assert policies.standing_consent(case, now) is None
        assert policies.viewing_allowed(case, now) is (status in (Status.APPROVED, Status.PARTLY_APPROVED))


# --- erasing -----------------------------------------------------------------------------------------------------------
def test_who_proposed_an_erasure_never_confirms_it_and_may_drop_it(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    by_the_handler, by_the_supervisor = Erasure(proposed_account="handler"), Erasure(proposed_account="supervisor")

    def confirming(erasure: Erasure) -> dict[str, Role]:
        found = {name: policies.confirms_erasure(user, erasure, [case], now) for name, user in vars(cast).items()}
        return {name: one.role for name, one in found.items() if one}

    def dropping(erasure: Erasure, at: dt.datetime) -> set[str]:
        return cast.those(lambda user: policies.may_drop_erasure(user, erasure, [case], at))

    assert confirming(by_the_handler) == {"supervisor": Role.SUPERVISOR, "principal": Role.PRINCIPAL}
    assert confirming(by_the_supervisor) == {"principal": Role.PRINCIPAL}
    assert dropping(by_the_handler, now) == CHAIN
    assert dropping(by_the_handler, now - LONG_AGO) == {"handler"}
    assert dropping(by_the_supervisor, now) == {"supervisor", "principal"}


def test_who_keeps_out_of_one_of_the_cases_confirms_none_of_them(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    other = ReviewRequest.objects.create(status=Status.DRAFT, created_at=now, applicant=cast.colleague)
    other.status = Status.CLOSED
    for order, deputy in enumerate((cast.dean, cast.guard), start=1):
        away(cast.supervisor, deputy, now, order=order)
    erasure = Erasure(proposed_account="handler")

    def confirming(*cases: ReviewRequest) -> set[str]:
        return cast.those(lambda user: policies.confirms_erasure(user, erasure, cases, now))

    assert confirming(case, other) == {"supervisor", "principal", "dean"}
    keeps_out(other, cast.dean, now)
    other = ReviewRequest.objects.get(pk=other.pk)
    other.status = Status.CLOSED
    assert confirming(case, other) == {"supervisor", "principal", "guard"}, "the next deputy in order"
    assert confirming(case) == {"supervisor", "principal", "dean"}


def test_the_cases_past_their_term_are_read_by_the_chain(cast: Cast, now: dt.datetime) -> None:
    assert cast.those(lambda user: policies.may_read_expired(user, now)) == CHAIN
    assert cast.those(lambda user: policies.may_read_expired(user, now - LONG_AGO)) == set()


# --- viewings ----------------------------------------------------------------------------------------------------------
def test_somebody_of_the_school_who_is_no_party_and_no_auditor_is_beside_who_escorts(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    keeps_out(case, cast.dean, now)

    def beside(at: dt.datetime) -> set[str]:
        return cast.those(lambda person: policies.may_accompany(person, case, at))

    assert beside(now) == CHAIN | {"colleague", "guard", "administrator"}
    assert beside(now - LONG_AGO) == set()
    case.is_restricted = True
    case.readers.set([cast.colleague, cast.handler])
    assert beside(now) == {"colleague", "handler"}


@pytest.mark.parametrize(
    ("entered_by", "names"), [("handler", {"supervisor", "principal"}), ("supervisor", {"principal"})]
)
def test_a_row_entered_later_is_countersigned_by_another(
    cast: Cast, case: ReviewRequest, now: dt.datetime, entered_by: str, names: set[str]
) -> None:
    viewing = ViewingSession(entered_by=getattr(cast, entered_by))

    assert cast.those(lambda user: policies.may_countersign(user, viewing, case, now)) == names


def test_who_looks_without_a_case_and_who_reads_of_it(cast: Cast, now: dt.datetime) -> None:
    assert cast.those(lambda user: policies.may_look(user, now)) == CHAIN | {"guard"}
    assert cast.those(lambda user: policies.may_read_looks(user, now)) == CHAIN | {"guard", "auditor"}
    for may in (policies.may_look, policies.may_read_looks):
        assert cast.those(lambda user, asked=may: asked(user, now - LONG_AGO)) == set()  # type: ignore[misc]


# --- asking ------------------------------------------------------------------------------------------------------------
def test_who_asks_in_the_browser_and_who_types_in_what_was_asked_on_paper(cast: Cast, now: dt.datetime) -> None:
    asking = CHAIN | STAFF | {"teacher", "administrator"}
    assert cast.those(lambda user: policies.may_ask(user, now)) == asking
    assert cast.those(lambda user: policies.may_ask(user, now - LONG_AGO)) == set()
    assert cast.those(lambda user: policies.may_enter(user, now)) == {"handler"}
    assert cast.those(lambda user: policies.may_enter(user, now, is_emergency=True)) == CHAIN
    assert cast.those(lambda user: policies.may_enter(user, now - LONG_AGO, is_emergency=True)) == set()

    away(cast.handler, cast.dean, now)

    assert cast.those(lambda user: policies.may_enter(user, now)) == {"handler", "dean"}


def test_who_may_not_ask_or_enter_is_told_what_to_do(cast: Cast, now: dt.datetime) -> None:
    policies.require_may_ask(cast.teacher, now)
    policies.require_may_enter(cast.handler, now)
    policies.require_may_enter(cast.principal, now, is_emergency=True)

    with pytest.raises(policies.MayNotAsk, match="請填寫紙本附錄1 交承辦人"):
        policies.require_may_ask(cast.guard, now)
    with pytest.raises(policies.MayNotEnter, match="只有承辦人可以代填申請"):
        policies.require_may_enter(cast.principal, now)
    for late in (cast.teacher, cast.handler):
        with pytest.raises(policies.MayNotAsk):
            policies.require_may_ask(late, now - LONG_AGO)
        with pytest.raises(policies.MayNotEnter):
            policies.require_may_enter(late, now - LONG_AGO, is_emergency=True)
