"""法定留存: proposed by 處室主管, decided by 校長, reviewed within 12 months (肆、四; ruling 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.choices import DeputyReason, Role
from accounts.models import Appointment
from accounts.services import name_deputy
from ledger.services import SYSTEM, verify
from requests.models import ReviewRequest
from retention.choices import FindingKind, HoldKind, ProposalDecision
from retention.models import Finding, Hold, HoldProposal
from retention.services import (
    HoldError,
    LegalGround,
    Wanted,
    code_hold,
    decide_proposal,
    enforce_maximum_retention,
    prolong_review,
    propose_for_hold,
    propose_legal_hold,
    propose_release,
    release_by_hand,
    remind_holds,
)
from tests.conftest import PASSWORD
from tests.retention.keeping import DAY, ask, emergency, told

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
AGREED, REFUSED = ProposalDecision.AGREED, ProposalDecision.REFUSED


def ground(now: dt.datetime, days: int = 90, **changes: str) -> LegalGround:
    words = {"basis": "校園性別事件防治準則第34條", "document_number": "性平字第1號", **changes}
    return LegalGround(review_on=now.date() + days * DAY, **words)


def proposed(cast: Cast, cameras: list[Camera], now: dt.datetime, user: User | None = None) -> HoldProposal:
    wanted = Wanted(cameras[:1], now - DAY, now)
    return propose_legal_hold(wanted=wanted, ground=ground(now), user=user or cast.supervisor, now=now)


def decide(proposal: HoldProposal, user: User, now: dt.datetime, decision: ProposalDecision = AGREED) -> HoldProposal:
    reason = "依據不足。" if decision == REFUSED else ""
    return decide_proposal(proposal_id=proposal.pk, decision=decision, reason=reason, user=user, now=now)


def test_from_the_proposal_on_it_is_kept_and_the_principal_makes_it_legal(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    proposal = proposed(cast, cameras, now)
    hold = proposal.hold
    assert (hold.kind, hold.released_at, hold.backup.closed_at) == (HoldKind.TEMPORARY, None, None)
    assert told(cast.principal, f"請核定法定留存（留存 {hold.pk}）") == 1
    decide(proposal, cast.principal, now)
    hold.refresh_from_db()
    assert (hold.kind, hold.document_number, hold.review_on) == (
        HoldKind.LEGAL, "性平字第1號", now.date() + 90 * DAY,
    )  # fmt: skip
    assert told(cast.supervisor, "校長同意") == 1
    with pytest.raises(HoldError, match="已經決定"):
        decide(proposal, cast.principal, now)
    assert verify().finding is None


def test_what_an_emergency_or_a_case_keeps_can_be_made_legal(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    ask(cast, cameras, now)
    for hold in (emergency(cast, cameras, now), Hold.objects.get(origin="")):
        proposal = propose_for_hold(hold_id=hold.pk, ground=ground(now), user=cast.supervisor, now=now)
        with pytest.raises(HoldError, match="已有提案待校長核定"):
            propose_for_hold(hold_id=hold.pk, ground=ground(now), user=cast.supervisor, now=now)
        with pytest.raises(HoldError, match="尚待校長核定"):
            release_by_hand(hold_id=hold.pk, ground="mistake", reason="x", user=cast.handler, now=now)  # type: ignore[arg-type]
        decide(proposal, cast.principal, now)
        hold.refresh_from_db()
        assert hold.kind == HoldKind.LEGAL


def test_a_refusal_needs_a_reason_and_leaves_the_footage_kept(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    proposal = proposed(cast, cameras, now)
    with pytest.raises(HoldError, match="請填寫理由"):
        decide_proposal(proposal_id=proposal.pk, decision=REFUSED, reason=" ", user=cast.principal, now=now)
    decide(proposal, cast.principal, now, REFUSED)
    hold = Hold.objects.get()
    assert (hold.kind, hold.released_at) == (HoldKind.TEMPORARY, None)
    assert verify().finding is None


@pytest.mark.parametrize(
    ("days", "words", "says"),
    [
        (0, {}, "檢討日須在今天之後"),
        (366, {}, "12 個月內"),
        (90, {"document_number": " "}, "請填寫依據文號"),
        (90, {"basis": ""}, "請填寫依據"),
    ],
)
def test_it_rests_on_a_document_and_is_reviewed_within_a_year(
    cast: Cast, cameras: list[Camera], now: dt.datetime, days: int, words: dict[str, str], says: str
) -> None:
    wanted = Wanted(cameras[:1], now - DAY, now)
    with pytest.raises(HoldError, match=says):
        propose_legal_hold(wanted=wanted, ground=ground(now, days, **words), user=cast.supervisor, now=now)
    assert not Hold.objects.exists()


@pytest.mark.parametrize("who", ["handler", "principal", "guard", "teacher", "administrator", "auditor"])
def test_nobody_but_the_supervisor_proposes(cast: Cast, cameras: list[Camera], now: dt.datetime, who: str) -> None:
    with pytest.raises(PermissionDenied):
        proposed(cast, cameras, now, getattr(cast, who))


def test_a_school_without_a_supervisor_lets_the_handler_propose(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    Appointment.objects.filter(role=Role.SUPERVISOR).delete()
    decide(proposed(cast, cameras, now, cast.handler), cast.principal, now)
    assert Hold.objects.get().kind == HoldKind.LEGAL


@pytest.mark.parametrize("who", ["handler", "supervisor", "guard", "teacher", "dean"])
def test_nobody_but_the_principal_decides(cast: Cast, cameras: list[Camera], now: dt.datetime, who: str) -> None:
    proposal = proposed(cast, cameras, now)
    with pytest.raises(PermissionDenied):
        decide(proposal, getattr(cast, who), now)


def test_a_deputy_of_the_principal_decides_but_not_on_what_he_proposed(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    for order, deputy in enumerate((cast.supervisor, cast.dean), start=1):
        name_deputy(
            principal_id=cast.principal.pk, deputy_id=deputy.pk, order=order, reason=DeputyReason.OFFICIAL_TRIP,
            since=now, until=now + DAY, actor=cast.principal, now=now,
        )  # fmt: skip
    proposal = proposed(cast, cameras, now)
    assert told(cast.dean, "請核定法定留存") == 1
    with pytest.raises(PermissionDenied):
        decide(proposal, cast.supervisor, now)
    decide(proposal, cast.dean, now)
    assert HoldProposal.objects.get().decided_by == "教務主任 陳煒騏"


def test_its_end_is_proposed_and_decided_too(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    hold = decide(proposed(cast, cameras, now), cast.principal, now).hold
    with pytest.raises(HoldError, match="不能直接解除"):
        release_by_hand(hold_id=hold.pk, ground="not_needed", reason="x", user=cast.supervisor, now=now)  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        propose_release(hold_id=hold.pk, reason="調查終結", user=cast.handler, now=now)
    proposal = propose_release(hold_id=hold.pk, reason="調查終結", user=cast.supervisor, now=now)
    hold.refresh_from_db()
    assert hold.released_at is None
    decide(proposal, cast.principal, now)
    hold.refresh_from_db()
    assert hold.release_reason == "調查終結"
    assert verify().finding is None


def test_a_proposal_that_waits_carries_the_footage_past_the_year_and_says_so(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    proposal = proposed(cast, cameras, now)
    later = now + 366 * DAY
    enforce_maximum_retention(later)
    proposal.hold.refresh_from_db()
    assert proposal.hold.released_at is None
    assert "法定留存尚待校長核定" in Finding.objects.get(kind=FindingKind.ABOVE_MAXIMUM).text
    decide(proposal, cast.principal, later)
    enforce_maximum_retention(later)
    proposal.hold.refresh_from_db()
    assert proposal.hold.released_at is None
    assert Finding.objects.get(kind=FindingKind.ABOVE_MAXIMUM).closed_at == later


def test_a_review_is_reminded_three_times_alarmed_once_and_prolonged_by_an_act(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = decide(proposed(cast, cameras, now), cast.principal, now).hold
    for days_before in (31, 30, 29, 14, 13, 7, 6, 0):
        remind_holds(now + (90 - days_before) * DAY)
    assert [told(person, "前檢討法定留存") for person in (cast.handler, cast.supervisor, cast.principal)] == [3, 3, 0]
    assert not Finding.objects.exists()

    late = now + 91 * DAY
    remind_holds(late)
    remind_holds(late)
    finding = Finding.objects.get(kind=FindingKind.REVIEW_OVERDUE)
    assert [told(person, "已逾檢討日") for person in (cast.supervisor, cast.principal)] == [1, 1]
    with pytest.raises(HoldError, match="12 個月內"):
        prolong_review(
            hold_id=hold.pk, review_on=late.date() + 400 * DAY, reason="偵查中", user=cast.supervisor, now=late
        )
    prolong_review(hold_id=hold.pk, review_on=late.date() + 180 * DAY, reason="偵查中", user=cast.supervisor, now=late)
    finding.refresh_from_db()
    assert finding.closed_at == late
    assert verify().finding is None


def test_the_principal_decides_on_the_page_with_a_proof_of_person(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    proposal = proposed(cast, cameras, now)
    address = reverse("retention:proposal", args=[proposal.pk])
    client.force_login(cast.principal)
    page = client.post(address, {"decision": "agreed"}).content.decode()
    assert "請輸入密碼或驗證碼，確認是您本人。" in page
    assert HoldProposal.objects.get().decided_at is None
    client.post(address, {"decision": "agreed", "proof_password": PASSWORD})
    assert HoldProposal.objects.get().decision == AGREED
    assert "同意" in client.get(address).content.decode()
    assert client.get("/").content.decode().count("待核定的法定留存") == 0


def test_both_pages_of_proposing_send_it_to_the_principal(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = emergency(cast, cameras, now)
    client.force_login(cast.supervisor)
    words = {
        "basis": "刑事訴訟法第133條", "document_number": "桃檢字第1號",
        "review_on_0": "116", "review_on_1": "5", "review_on_2": "1",
    }  # fmt: skip
    client.post(reverse("retention:hold-legal", args=[hold.pk]), words)
    period = {
        f"{name}_{box}": value
        for name, clock in (("starts_at", "0800"), ("ends_at", "0830"))
        for box, value in enumerate(("115", "11", "20", clock))
    }
    client.post(reverse("retention:legal-new"), words | period | {"cameras": [cameras[2].pk]})
    assert HoldProposal.objects.filter(decided_at=None).count() == 2
    client.force_login(cast.principal)
    assert client.get("/").content.decode().count("法定留存（留存") == 2


def test_on_what_a_restricted_case_rests_is_read_by_who_proposes_and_who_decides(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    case = ask(cast, cameras, now)
    ReviewRequest.objects.update(is_restricted=True)
    case.readers.set([cast.handler])
    hold = Hold.objects.get()
    code_hold(reference=hold.reference, actor=SYSTEM, now=now)
    proposal = propose_for_hold(hold_id=hold.pk, ground=ground(now), user=cast.supervisor, now=now)
    pages = [reverse("retention:proposal", args=[proposal.pk]), reverse("retention:hold", args=[hold.pk])]
    for who, reads in (("principal", True), ("supervisor", True), ("handler", False)):
        client.force_login(getattr(cast, who))
        assert [("性平字第1號" in client.get(page).content.decode()) for page in pages] == [reads, reads]
        assert "性平字第1號" not in client.get("/ledger/").content.decode()
    decide(proposal, cast.principal, now)
    client.force_login(cast.handler)
    assert client.get(pages[0]).status_code == 404
    assert "性平字第1號" not in client.get(pages[1]).content.decode()
