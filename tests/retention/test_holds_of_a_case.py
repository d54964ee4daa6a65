"""An emergency hold that is confirmed for a case is the case's: who keeps out of that, or may not know of it, keeps out of this."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import DeputyReason
from ledger.services import SYSTEM, verify
from requests.choices import RecusalGround, Status
from requests.models import ReviewRequest
from requests.selectors import cases_holding_on, owed_copies
from requests.services.recusals import recuse
from retention import policies
from retention.choices import BackupOutcome, HoldKind, ProposalDecision, ReleaseGround
from retention.models import Hold, HoldProposal
from retention.services import (
    HoldError,
    LegalGround,
    close_backup,
    confirm_hold,
    decide_proposal,
    enforce_maximum_retention,
    propose_for_hold,
    propose_release,
    release_by_hand,
    release_hold,
)
from tests.absences import away
from tests.conftest import PASSWORD
from tests.retention.keeping import DAY, ask, emergency, told
from tests.shared import shared

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
AGREED, REFUSED = ProposalDecision.AGREED, ProposalDecision.REFUSED


@shared
def case(cast: Cast, cameras: list[Camera], now: dt.datetime) -> ReviewRequest:
    """The teacher's case."""
    return ask(cast, cameras, now)


@shared
def linked(cast: Cast, cameras: list[Camera], now: dt.datetime, case: ReviewRequest) -> Hold:
    """The guard's emergency hold, confirmed for it."""
    hold = emergency(cast, cameras, now)
    return confirm_hold(hold_id=hold.pk, reference=str(case.number), note="", user=cast.handler, now=now)


def keep_out(case: ReviewRequest, person: User, cast: Cast, now: dt.datetime) -> None:
    recuse(case_id=case.pk, person_id=person.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler, now=now)


def restrict(case: ReviewRequest, cast: Cast) -> None:
    ReviewRequest.objects.filter(pk=case.pk).update(is_restricted=True)
    case.readers.set([cast.handler])


def end_backup(hold: Hold, user: User, now: dt.datetime) -> None:
    close_backup(task_id=hold.backup.pk, outcome=BackupOutcome.NO_FOOTAGE, reason="無畫面。", user=user, now=now)


def end_hold(hold: Hold, user: User, now: dt.datetime) -> None:
    release_by_hand(hold_id=hold.pk, ground=ReleaseGround.MISTAKE, reason="誤按。", user=user, now=now)


def proposed(hold: Hold, user: User, now: dt.datetime) -> HoldProposal:
    ground = LegalGround(basis="刑事訴訟法", document_number="桃檢字第1號", review_on=now.date() + 90 * DAY)
    return propose_for_hold(hold_id=hold.pk, ground=ground, user=user, now=now)


def decide(proposal: HoldProposal, user: User, now: dt.datetime, decision: ProposalDecision = AGREED) -> HoldProposal:
    reason = "依據不足。" if decision == REFUSED else ""
    return decide_proposal(proposal_id=proposal.pk, decision=decision, reason=reason, user=user, now=now)


# --- it is the case's ---------------------------------------------------------------------------------------------------
@pytest.mark.counted_elsewhere
def test_it_owes_a_copy_and_ends_with_the_case(linked: Hold, case: ReviewRequest, now: dt.datetime) -> None:
    assert linked.case_key == case.draft_key
    assert len(owed_copies(case)) == 2, "its own hold and this one"
    Hold.objects.exclude(pk=linked.pk).update(released_at=now)
    assert cases_holding_on() == []
    ReviewRequest.objects.update(status=Status.CLOSED, step=0)
    assert cases_holding_on() == [case.pk]


def test_who_keeps_out_of_the_case_neither_knows_nor_ends_it(
    linked: Hold, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    keep_out(case, cast.supervisor, cast, now)
    assert cast.those(lambda user: policies.may_know_hold(user, linked, now)) == {"handler", "principal"}
    assert policies.makes_copies(cast.supervisor, linked, now) is None
    for end in (end_backup, end_hold):
        with pytest.raises(PermissionDenied, match="只有辦理本案的承辦人及處室主管"):
            end(linked, cast.supervisor, now)
    end_backup(linked, cast.handler, now)
    end_hold(linked, cast.handler, now)
    assert verify().finding is None


def test_one_that_names_the_case_without_its_key_is_of_the_case_all_the_same(
    linked: Hold, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    Hold.objects.update(case_key=None)
    linked.refresh_from_db()
    keep_out(case, cast.supervisor, cast, now)
    assert cast.those(lambda user: policies.may_know_hold(user, linked, now)) == {"handler", "principal"}


def test_an_applicant_of_the_chain_does_not_open_what_he_asked_for(
    linked: Hold, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    ReviewRequest.objects.update(applicant=cast.supervisor)
    assert not policies.may_know_hold(cast.supervisor, linked, now)


def test_one_of_a_restricted_case_is_looked_after_by_its_readers(
    client: Client, case: ReviewRequest, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    restrict(case, cast)
    hold = emergency(cast, cameras, now)
    confirm_hold(hold_id=hold.pk, reference=str(case.number), note="", user=cast.handler, now=now)
    hold.refresh_from_db()
    assert (hold.is_coded, hold.case_key) == (True, case.draft_key)
    assert policies.makes_copies(cast.handler, hold, now)

    client.force_login(cast.supervisor)
    address = reverse("retention:backup-close", args=[hold.backup.pk])
    assert address not in client.get(reverse("retention:backups")).content.decode()
    form = {"outcome": BackupOutcome.NO_FOOTAGE, "reason": "無畫面。"}
    assert client.post(address, form).status_code == 403
    form = {"ground": ReleaseGround.MISTAKE, "reason": "誤按。"}
    assert client.post(reverse("retention:hold-release", args=[hold.pk]), form).status_code == 403
    hold.refresh_from_db()
    assert (hold.released_at, hold.backup.closed_at) == (None, None)

    client.force_login(cast.handler)
    assert address in client.get(reverse("retention:backups")).content.decode()
    assert client.get(address).status_code == 200


# --- 法定留存 and 迴避 ---------------------------------------------------------------------------------------------------
def test_a_principal_who_keeps_out_is_not_asked_and_his_deputy_decides(
    client: Client, linked: Hold, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    keep_out(case, cast.principal, cast, now)
    away(cast.principal, cast.dean, now, reason=DeputyReason.RECUSAL)
    proposal = proposed(linked, cast.supervisor, now)
    words = f"請核定法定留存（留存 {linked.pk}）"
    assert (told(cast.principal, words), told(cast.dean, words)) == (0, 1)
    with pytest.raises(PermissionDenied, match="應迴避者除外"):
        decide(proposal, cast.principal, now, REFUSED)

    address = reverse("retention:proposal", args=[proposal.pk])
    client.force_login(cast.principal)
    assert client.get(address).status_code == 404
    assert address not in client.get("/").content.decode()
    client.force_login(cast.dean)
    assert address in client.get("/").content.decode()
    client.post(address, {"decision": AGREED, "proof_password": PASSWORD})
    linked.refresh_from_db()
    assert linked.kind == HoldKind.LEGAL


def test_a_supervisor_who_keeps_out_proposes_nothing(
    client: Client, linked: Hold, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    decide(proposed(linked, cast.supervisor, now), cast.principal, now)
    keep_out(case, cast.supervisor, cast, now)
    with pytest.raises(PermissionDenied, match="應迴避者除外"):
        propose_release(hold_id=linked.pk, reason="已無必要。", user=cast.supervisor, now=now)
    client.force_login(cast.supervisor)
    for act in ("hold-release", "hold-review"):
        assert client.get(reverse(f"retention:{act}", args=[linked.pk])).status_code == 403


# --- 法定留存 and what ends at the same moment ---------------------------------------------------------------------------
def test_what_waits_for_the_principal_is_not_released_beside_it(linked: Hold, cast: Cast, now: dt.datetime) -> None:
    proposal = proposed(linked, cast.supervisor, now)
    assert release_hold(hold_id=linked.pk, reason="案件已結案", actor=SYSTEM, now=now).released_at is None
    enforce_maximum_retention(now + 400 * DAY)
    linked.refresh_from_db()
    assert linked.released_at is None
    decide(proposal, cast.principal, now, REFUSED)
    assert release_hold(hold_id=linked.pk, reason="案件已結案", actor=SYSTEM, now=now).released_at == now


def test_nobody_agrees_to_keep_what_is_kept_no_more(linked: Hold, cast: Cast, now: dt.datetime) -> None:
    proposal = proposed(linked, cast.supervisor, now)
    Hold.objects.filter(pk=linked.pk).update(released_at=now, released_by="系統", release_reason="屆期")
    with pytest.raises(HoldError, match="已經解除，同意也不再留存影像"):
        decide(proposal, cast.principal, now)
    assert decide(proposal, cast.principal, now, REFUSED).decision == REFUSED


def test_keeping_and_deciding_stand_in_line_with_the_destruction_of_copies(
    linked: Hold, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    with CaptureQueriesContext(connection) as keeping:
        emergency(cast, cameras, now)
    proposal = proposed(linked, cast.supervisor, now)
    with CaptureQueriesContext(connection) as deciding:
        decide(proposal, cast.principal, now)
    for captured, written in ((keeping, 'INSERT INTO "retention_hold"'), (deciding, 'UPDATE "retention_hold"')):
        said = [query["sql"] for query in captured]
        lock = next(
            place for place, sql in enumerate(said) if sql.startswith("SELECT") and "retention_copystore" in sql
        )
        assert lock < next(place for place, sql in enumerate(said) if sql.startswith(written))
