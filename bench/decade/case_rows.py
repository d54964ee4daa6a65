"""The rows of a case, by the thousand: what was asked and frozen, who signed, what was viewed, corrected and written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from accounts.choices import Role
from ledger.choices import Verb
from ledger.witnesses import digest_of
from printing.rules import long_date
from requests.choices import (
    Action,
    Answer,
    Asker,
    CorrectedColumn,
    Delivery,
    LetterKind,
    Need,
    Proposal,
    ReaderGround,
    RecusalGround,
    Status,
    ViewingOutcome,
)
from requests.documents.filling import appendix_1_of
from requests.models import (
    AgencyLetter,
    Approval,
    CaseReader,
    Consultation,
    Letter,
    Recusal,
    ReviewRequest,
    Snapshot,
    ViewingCorrection,
    ViewingSession,
)
from requests.services.erasing.agency import GONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.decade.cases import Told
    from bench.decade.world import World

MINUTE = dt.timedelta(minutes=1)
ESCORT = "事務組長 游承堃"
CHAIN = ((Role.HANDLER, "handler"), (Role.SUPERVISOR, "supervisor"), (Role.PRINCIPAL, "principal"))
BODY = "桃園市政府警察局八德分局"


def write_cases(world: World, told: Sequence[Told]) -> None:
    """Write some cases, their chain, what was frozen and viewed and written, and tell the ledger."""
    ReviewRequest.objects.bulk_create([one.row for one in told])
    through = ReviewRequest.cameras.through
    through.objects.bulk_create(
        through(reviewrequest_id=one.row.pk, camera_id=camera) for one in told for camera in one.cameras
    )
    restricted = [one.row.pk for one in told if one.row.is_restricted and not one.erased]
    CaseReader.objects.bulk_create(
        CaseReader(review_request_id=case, user_id=world.crew[account].pk, ground=ReaderGround.SEAT)
        for case in restricted
        for _, account in CHAIN
    )
    frozen = dict(zip((one.row.pk for one in told), Snapshot.objects.bulk_create(_frozen(told)), strict=True))
    Approval.objects.bulk_create(act for one in told for act in _approvals(world, one, frozen[one.row.pk]))
    ViewingSession.objects.bulk_create(_viewing(world, one) for one in told if one.viewed)
    AgencyLetter.objects.bulk_create(_body(one) for one in told if one.need == Need.AGENCY)
    Letter.objects.bulk_create(
        _letter(one, frozen[one.row.pk]) for one in told if one.over and one.need == Need.AGENCY and one.acts[2:]
    )
    _write_the_rare(world, told)
    for one in told:
        _tell_book(world, one)


def _write_the_rare(world: World, told: Sequence[Told]) -> None:
    """What happens now and then: somebody keeps out, another office is asked, a row of the register is set right."""
    dean, handler = world.crew["dean"], world.crew["handler"]
    Recusal.objects.bulk_create(
        Recusal(
            review_request=one.row, person=dean, at=one.sent, declared_by=ESCORT,
            ground="" if one.erased else RecusalGround.OWN,
        )
        for one in told[::97]
    )  # fmt: skip
    Consultation.objects.bulk_create(
        Consultation(
            review_request=one.row, person=dean, person_name=dean.name, person_title="教務主任", asked_by=ESCORT,
            asked_at=one.sent, question="" if one.erased else "請就經過表示意見。",
            opinion=GONE if one.erased else "無意見。", answered_at=one.sent + 9 * MINUTE,
        )
        for one in told[::53]
    )  # fmt: skip
    seen = {
        row.review_request_id: row for row in ViewingSession.objects.filter(review_request__in=[o.row for o in told])
    }
    ViewingCorrection.objects.bulk_create(
        ViewingCorrection(
            viewing=seen[one.row.pk], column=CorrectedColumn.REMARKS, right="" if one.erased else "到場一人",
            reason="" if one.erased else "漏載", corrected_by=handler, corrected_name=ESCORT, at=one.viewed,
        )
        for one in told[:: 3 if world.is_short else 31]
        if one.viewed
    )  # fmt: skip


def _frozen(told: Sequence[Told]) -> Iterator[Snapshot]:
    """What each case said when it was sent; the words of the first of a batch, under the number of each."""
    first = told[0].row
    content = appendix_1_of(first).to_json()
    for one in told:
        text = "" if one.erased else content.replace(str(first.number), str(one.row.number))
        salt = b"" if one.erased else bytes(one.row.salt)
        said = digest_of({"appendix_1": text}, salt=salt)
        yield Snapshot(review_request=one.row, content=text, salt=salt, sha256=said, made_at=one.sent)


def _approvals(world: World, one: Told, frozen: Snapshot) -> Iterator[Approval]:
    if one.end == Status.WITHDRAWN:
        return
    last = {
        Status.APPROVED: Action.APPROVE, Status.PARTLY_APPROVED: Action.PARTLY_APPROVE, Status.REFUSED: Action.REFUSE
    }.get(one.end, Action.RETURN_TO_APPLICANT)  # fmt: skip
    is_returned = one.end == Status.RETURNED
    for step, at in enumerate(one.acts, start=1):
        role, account = CHAIN[step - 1]
        actor = world.crew[account]
        decides = step == len(CHAIN) or is_returned
        yield Approval(
            review_request=one.row, step=step, action=last if decides else Action.PROPOSE,
            proposal="" if decides else Proposal.REFUSE if one.end == Status.REFUSED else Proposal.APPROVE,
            actor=actor, actor_name=actor.name, actor_title=world.titles[actor.pk].title, role=role, at=at,
            opinion="" if one.erased else "如擬。", origin="192.168.1.23", snapshot=frozen,
            is_necessary=Answer.YES if step == 1 else "", is_erased=one.erased is not None,
            is_current=not is_returned,
            grounds=["PROC-2"] if decides and one.end == Status.REFUSED else [],
        )  # fmt: skip


def _viewing(world: World, one: Told) -> ViewingSession:
    handler = world.crew["handler"]
    assert one.viewed
    return ViewingSession(
        review_request=one.row, escort=handler, escort_name=ESCORT, place="總務處",
        people_present="" if one.erased else f"{one.row.applicant_title}{one.row.applicant_name}", told_not_to_film=True,
        identity_checked=True, started_at=one.viewed, ended_at=one.viewed + dt.timedelta(minutes=25),
        outcome=ViewingOutcome.HELD, saw_footage=Answer.YES, finding="" if one.erased else "影像清晰，經過已確認。",
    )  # fmt: skip


def _body(one: Told) -> AgencyLetter:
    words = {} if one.erased else {
        "legal_basis": "刑事訴訟法第133條", "purpose": "偵辦案件", "scope": "校門口", "use": "偵查", "contact": "偵查隊",
    }  # fmt: skip
    return AgencyLetter(
        case=one.row, body=BODY, dated_on=one.sent.date(), number=f"德警分刑字第{one.row.pk:010d}號",
        received_number=f"{one.row.pk:010d}", received_at=one.sent, came_by="paper", recorded_by="事務組長 游承堃",
        recorded_at=one.sent, **words,
    )  # fmt: skip


def _letter(one: Told, frozen: Snapshot) -> Letter:
    at = one.acts[2] + dt.timedelta(hours=3)
    kind = LetterKind.REFUSAL if one.end == Status.REFUSED else LetterKind.GRANT
    return Letter(
        review_request=one.row, kind=kind, drafted_by="事務組長 游承堃", drafted_at=at, issued_by="事務組長 游承堃",
        issued_at=at, snapshot=frozen, sent_number=f"瑞豐國小總字第{one.row.pk:010d}號", sent_on=at.date(),
        delivery=Delivery.E_DOCUMENT, delivered_on=at.date(),
    )  # fmt: skip


def _tell_book(world: World, one: Told) -> None:
    """What the ledger says of the case: who sent, signed, viewed, closed and erased it."""
    subject, did = str(one.row), world.did
    if one.need == Need.AGENCY:
        words = {"body": BODY, "number": f"德警分刑字第{one.row.pk:010d}號"}
        did(one.sent, Verb.LETTER_RECEIVED, "handler", subject, **words)
    elif one.need == Need.CHILD:
        did(one.sent, Verb.CASE_ENTERED, "handler", subject, asker=Asker(one.row.asker).label)
    else:
        did(one.sent, Verb.CASE_SUBMITTED, one.account, subject)
    _tell_chain(world, one)
    if one.viewed:
        did(one.viewed, Verb.VIEWING_STARTED, "handler", subject)
        did(one.viewed + 25 * MINUTE, Verb.VIEWING_ENDED, "handler", subject)
    if one.over and one.end == Status.WITHDRAWN:
        did(one.over, Verb.CASE_WITHDRAWN, one.account, subject)
    elif one.over:
        did(one.over, Verb.CASE_CLOSED, "handler", subject, word="已備份")
    if one.erased:
        did(one.erased, Verb.CASE_ERASED, "supervisor", subject, erasure=f"個資銷毀（{long_date(one.erased)}）{GONE}")


def _tell_chain(world: World, one: Told) -> None:
    subject, did = str(one.row), world.did
    for at, (_, account) in zip(one.acts, CHAIN, strict=False):
        did(at - MINUTE, Verb.CASE_READ, account, subject)
        if one.end == Status.RETURNED:
            did(at, Verb.CASE_RETURNED, account, subject, to="申請人")
        elif account == "principal":
            did(at, Verb.CASE_DECIDED, account, subject, word="准予調閱")
        elif one.end != Status.WITHDRAWN:
            did(at, Verb.CASE_PROPOSED, account, subject, word="擬准")
