"""Who may read what looks across rooms: the ledger, the register, papers, who comes and goes, reports."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Feature, Role
from accounts.services import appoint
from ledger.services import SYSTEM
from reports import policies
from reports.models import AccountApplication, AccountReview, ComplianceReport, Handover
from requests.models import ReviewRequest
from tests.absences import away
from tests.conftest import switch_on
from tests.review.conftest import case, content

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from tests.conftest import Cast

__all__ = ["case", "content"]

LONG_AGO = dt.timedelta(days=200)
"""Before anybody was appointed."""
CHAIN = {"handler", "supervisor", "principal"}
OVERSEE = {"supervisor", "principal"}

QUESTIONS: list[tuple[Callable[[User, dt.datetime], object], set[str]]] = [
    (policies.may_read_ledger, {"principal", "administrator", "auditor"}),
    (policies.reads_cases, CHAIN | {"auditor"}),
    (policies.may_read_measures, CHAIN | {"administrator", "auditor"}),
    (policies.may_print, CHAIN | {"administrator"}),
    (policies.may_read_register, CHAIN | {"auditor"}),
    (policies.may_print_forms, CHAIN),
    (policies.orders_papers, CHAIN | {"auditor"}),
    (policies.may_see_moves, CHAIN | {"administrator"}),
    (policies.may_apply, CHAIN | {"administrator"}),
    (policies.may_follow_setup, CHAIN | {"administrator"}),
    (policies.sets_up, {"administrator"}),
    (policies.may_read_reviews, CHAIN | {"administrator", "auditor"}),
    (policies.may_check_review, {"handler"}),
    (policies.may_read_compliance, CHAIN | {"auditor"}),
    (policies.prepares_reports, {"handler"}),
]


@pytest.mark.parametrize(("may", "names"), QUESTIONS, ids=[may.__name__ for may, _ in QUESTIONS])
def test_who_may_by_the_post_of_the_moment(
    cast: Cast, now: dt.datetime, may: Callable[[User, dt.datetime], object], names: set[str]
) -> None:
    assert cast.those(lambda user: may(user, now)) == names
    assert cast.those(lambda user: may(user, now - LONG_AGO)) == set()


def test_who_deputises_in_the_chain_orders_its_papers(cast: Cast, now: dt.datetime) -> None:
    away(cast.handler, cast.teacher, now)

    assert policies.orders_papers(cast.teacher, now)
    assert policies.prepares_reports(cast.teacher, now)


def test_stickers_are_printed_where_the_school_has_them(cast: Cast, now: dt.datetime) -> None:
    assert cast.those(lambda user: policies.prints_stickers(user, now)) == set()

    switch_on(Feature.STICKERS)

    assert cast.those(lambda user: policies.prints_stickers(user, now)) == {"handler", "administrator"}
    assert cast.those(lambda user: policies.prints_stickers(user, now - LONG_AGO)) == set()


@pytest.fixture
def own(case: ReviewRequest, cast: Cast) -> ReviewRequest:
    """Another case, which the administrator asked for himself."""
    ReviewRequest.objects.filter(pk=case.pk).update(applicant=cast.administrator)
    case.refresh_from_db()
    return case


def test_the_ledger_names_cases_to_who_has_to_do_with_them(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    def reads(user: User, at: dt.datetime) -> bool:
        return case in policies.cases_in_ledger_of(user, at)

    assert cast.those(lambda user: reads(user, now)) == CHAIN | {"auditor"}
    assert cast.those(lambda user: reads(user, now - LONG_AGO)) == set()


def test_the_administrator_reads_not_even_his_own_case_in_the_ledger(
    cast: Cast, own: ReviewRequest, now: dt.datetime
) -> None:
    assert not policies.cases_in_ledger_of(cast.administrator, now).exists()
    assert cast.those(lambda user: policies.may_prove(user, own)) == {"administrator"}


def test_which_cases_the_ledger_names_to_whom_is_a_question_about_the_moment(
    cast: Cast, own: ReviewRequest, now: dt.datetime, at_now: None
) -> None:
    appoint(user=cast.administrator, role=Role.HANDLER, title="事務組長", since=now.date(), actor=SYSTEM, now=now)

    assert policies.cases_in_ledger_of(cast.administrator, now).exists()
    assert not policies.cases_in_ledger_of(cast.administrator, now - dt.timedelta(days=1)).exists()


def test_what_one_may_not_is_refused_in_a_sentence() -> None:
    policies.require(allowed=True)
    with pytest.raises(PermissionDenied, match="您的職務不能開啟這一頁"):
        policies.require(allowed=False)
    with pytest.raises(PermissionDenied, match="不是您的"):
        policies.require(allowed=False, why="不是您的")


@pytest.fixture
def handover(cast: Cast) -> Handover:
    """The teacher gives a post to the colleague."""
    return Handover(person=cast.teacher, successor=cast.colleague)


def test_a_handover_is_called_off_by_an_administrator_whose_post_it_is_not_nor_will_be(
    cast: Cast, handover: Handover, now: dt.datetime
) -> None:
    def calling_off(row: Handover, at: dt.datetime = now) -> set[str]:
        return cast.those(lambda user: policies.may_call_off(user, row, at))

    assert calling_off(handover) == {"administrator"}
    assert calling_off(handover, now - LONG_AGO) == set()
    assert calling_off(Handover(person=cast.administrator, successor=cast.colleague)) == set()
    assert calling_off(Handover(person=cast.teacher, successor=cast.administrator)) == set()


def test_who_knows_of_a_handover_and_who_reads_what_was_handed_over(
    cast: Cast, handover: Handover, now: dt.datetime
) -> None:
    parties = {"teacher", "colleague"}
    long_ago = now - LONG_AGO

    assert cast.those(lambda user: policies.may_see_handover(user, handover, now)) == (
        parties | CHAIN | {"administrator"}
    )
    assert cast.those(lambda user: policies.may_see_handover(user, handover, long_ago)) == parties
    assert cast.those(lambda user: policies.may_read_roster(user, handover, now)) == parties | OVERSEE
    assert cast.those(lambda user: policies.may_read_roster(user, handover, long_ago)) == set()


def test_the_signed_roster_is_kept_by_its_readers_and_the_acknowledgement_by_who_sees_moves(
    cast: Cast, handover: Handover, now: dt.datetime
) -> None:
    def keeping(paper: str, at: dt.datetime) -> set[str]:
        return cast.those(lambda user: policies.may_keep_paper(user, handover, paper, at))

    assert keeping("roster", now) == {"teacher", "colleague"} | OVERSEE
    assert keeping("acknowledgement", now) == CHAIN | {"administrator"}
    assert keeping("roster", now - LONG_AGO) == keeping("acknowledgement", now - LONG_AGO) == set()


@pytest.mark.parametrize(
    ("who", "names"), [("handler", OVERSEE), ("supervisor", {"principal"}), ("principal", {"supervisor"})]
)
def test_who_asked_for_an_account_or_checked_them_all_does_not_sign_for_it(
    cast: Cast, now: dt.datetime, who: str, names: set[str]
) -> None:
    application = AccountApplication(asked_by=getattr(cast, who))
    review = AccountReview(checked_by=getattr(cast, who))

    assert cast.those(lambda user: policies.may_approve(user, application, now)) == names
    assert cast.those(lambda user: policies.may_sign_review(user, review, now)) == names
    assert cast.those(lambda user: policies.may_approve(user, application, now - LONG_AGO)) == set()
    assert cast.those(lambda user: policies.may_sign_review(user, review, now - LONG_AGO)) == set()


PAGES = {
    "review:case": CHAIN,
    "reports:handovers": CHAIN,
    "reports:ledger": {"principal", "administrator", "auditor"},
    "maintenance:faults": CHAIN | {"teacher", "colleague", "dean", "guard", "administrator", "auditor"},
}


@pytest.mark.parametrize(("page", "names"), PAGES.items())
def test_a_report_leads_to_pages_its_reader_may_open(cast: Cast, now: dt.datetime, page: str, names: set[str]) -> None:
    assert cast.those(lambda user: policies.may_follow(user, page, now)) == names
    if len(names) < len(vars(cast)):
        assert cast.those(lambda user: policies.may_follow(user, page, now - LONG_AGO)) == set()


def signing(cast: Cast, report: ComplianceReport, now: dt.datetime) -> set[str]:
    """Who signs; the list of them and the question about each say the same."""
    names = cast.those(lambda user: policies.signs_reports(user, report, now))
    assert names == {one.user.username for one in policies.report_signatories(report, now)}
    return names


def test_a_report_is_signed_by_a_supervisor_who_did_not_prepare_it(cast: Cast, now: dt.datetime) -> None:
    mine, his, nobodys = (
        ComplianceReport(checked_by=cast.handler), ComplianceReport(checked_by=cast.supervisor), ComplianceReport(),
    )  # fmt: skip

    assert signing(cast, mine, now) == signing(cast, nobodys, now) == {"supervisor"}
    assert signing(cast, his, now) == {"principal"}, "where there is nobody else"
    appoint(user=cast.dean, role=Role.SUPERVISOR, title="教務主任", since=now.date(), actor=SYSTEM, now=now)
    assert signing(cast, his, now) == {"dean"}
    assert signing(cast, mine, now - LONG_AGO) == set()


def test_of_the_deputies_of_an_absent_supervisor_the_first_signs(cast: Cast, now: dt.datetime) -> None:
    away(cast.supervisor, cast.dean, now)
    away(cast.supervisor, cast.colleague, now, order=2)
    by_the_dean = ComplianceReport(checked_by=cast.dean)

    assert signing(cast, ComplianceReport(checked_by=cast.handler), now) == {"supervisor", "dean"}
    assert signing(cast, by_the_dean, now) == {"supervisor", "colleague"}
    signatory = policies.signs_reports(cast.colleague, by_the_dean, now)
    assert signatory is not None
    assert signatory.acting_for == cast.supervisor
    assert policies.require_signatory(signatory, "不能簽署") == signatory
    with pytest.raises(PermissionDenied, match="不能簽署"):
        policies.require_signatory(None, "不能簽署")
