"""Proposing, dropping and confirming the erasure of cases' personal data (ruling 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors
from requests.choices import ErasureBasis
from requests.models import Erasure
from requests.services.erasing.wiping import wipe
from requests.services.errors import ReviewError
from requests.services.records import locked
from retention.services.settling import forget_case, record_forgotten
from work.services import notify, take_back_notices

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import User
    from accounts.selectors import Signatory
    from ledger.services import Actor
    from requests.models import ReviewRequest


CONFIRM = ("提出人以外、得閱覽各案的處室主管或校長", "確認個資銷毀")


class ErasureRefused(ReviewError):
    """Nothing is erased or proposed; the sentence says why, `field` which form field it belongs to."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class NotYoursToErase(PermissionDenied):
    """Only certain people do this."""

    def __init__(self, who: str, act: str) -> None:
        super().__init__(f"只有{who}可以{act}。")


@transaction.atomic
def propose_erasure(
    *, case_ids: Collection[int], basis: ErasureBasis, approval_number: str, actor: User, now: dt.datetime
) -> Erasure:
    """Propose to erase the personal data of cases past their term, as 承辦人 of each. Raises ErasureRefused, NotYoursToErase."""
    cases = [locked(key) for key in sorted(set(case_ids))]
    if not cases:
        raise ErasureRefused("請至少勾選一案。", field="cases")
    if basis == ErasureBasis.APPROVED and not approval_number.strip():
        raise ErasureRefused(
            "請填寫檔案銷毀核准文號；未歸檔者，請改選「未歸檔，依計畫伍、五」。", field="approval_number"
        )
    for case in cases:
        if not policies.may_propose_erasure(actor, case, now):
            raise NotYoursToErase("本案承辦人", "提出個資銷毀")
    _require_erasable(cases, now)
    if taken := selectors.open_erasures().filter(cases__in=cases).first():
        raise ErasureRefused(f"所選案件中有已提出者（{taken}），請重新整理後再選。", field="cases")
    words = accounts.in_words(actor, now)
    number = approval_number.strip() if basis == ErasureBasis.APPROVED else ""
    erasure = Erasure.objects.create(
        basis=basis, approval_number=number, proposed_by=words.name, proposed_account=actor.username, proposed_at=now
    )
    erasure.cases.set(cases)
    _tell(erasure, cases, now)
    _record(Verb.CASE_ERASURE_PROPOSED, erasure, cases, words, now)
    return erasure


@transaction.atomic
def confirm_erasure(*, erasure_id: int, actor: User, now: dt.datetime) -> Erasure:
    """Erase the personal data of every case of the proposal, as the second person. There is no way back.

    Raises ErasureRefused when it was dealt with or a case must be kept after all, NotYoursToErase.
    """
    erasure, cases = _open(erasure_id)
    signatory = policies.confirms_erasure(actor, erasure, cases, now)
    if signatory is None:
        raise NotYoursToErase(*CONFIRM)
    _require_erasable(cases, now)
    words = _in_words(signatory, now)
    forgotten = [forget_case(case_key=case.draft_key, name=case.applicant_name) for case in cases]
    for case in cases:
        wipe(case, now)
        take_back_notices(subject=str(case))
    erasure.confirmed_by, erasure.confirmed_account, erasure.confirmed_at = words.name, actor.username, now
    erasure.save(update_fields=["confirmed_by", "confirmed_account", "confirmed_at"])
    take_back_notices(subject=str(erasure))
    for of_case in forgotten:
        record_forgotten(of_case, words, now)
    for case in cases:
        ledger.append(
            verb=Verb.CASE_ERASED,
            actor=words,
            detail={"erasure": str(erasure)},
            now=now,
            **selectors.CASES.said(case),
        )
    _record(Verb.CASE_ERASURE_CONFIRMED, erasure, cases, words, now)
    return erasure


@transaction.atomic
def drop_erasure(*, erasure_id: int, reason: str, actor: User, now: dt.datetime) -> Erasure:
    """Take the proposal off: nothing is erased, and its cases may be proposed anew. Raises ErasureRefused, NotYoursToErase."""
    erasure, cases = _open(erasure_id)
    if not policies.may_drop_erasure(actor, erasure, cases, now):
        raise NotYoursToErase("提出人及確認人", "撤銷提案")
    if not reason.strip():
        raise ErasureRefused("請填寫撤銷理由，例如：案件尚有訴訟。", field="reason")
    words = accounts.in_words(actor, now)
    erasure.dropped_by, erasure.dropped_at, erasure.drop_reason = words.name, now, reason.strip()
    erasure.save(update_fields=["dropped_by", "dropped_at", "drop_reason"])
    take_back_notices(subject=str(erasure))
    ledger.append(verb=Verb.CASE_ERASURE_DROPPED, actor=words, now=now, **selectors.ERASURES.said(erasure))
    return erasure


def _open(erasure_id: int) -> tuple[Erasure, list[ReviewRequest]]:
    """Return the proposal, which nobody has dealt with, and its cases, all locked. Raises ErasureRefused."""
    erasure = Erasure.objects.select_for_update(no_key=True).get(pk=erasure_id)
    if not erasure.is_open:
        raise ErasureRefused("這件提案已經處理完畢，請回到清單查看。")
    return erasure, [locked(key) for key in erasure.cases.order_by("pk").values_list("pk", flat=True)]


def _require_erasable(cases: Collection[ReviewRequest], now: dt.datetime) -> None:
    kept = [f"案 {case.number} {why}" for case in cases if (why := selectors.kept_because(case, now))]
    if kept:
        raise ErasureRefused(f"{'；'.join(kept)}，不能銷毀個資。", field="cases")


def _in_words(signatory: Signatory, now: dt.datetime) -> Actor:
    acting_for = signatory.acting_for.name if signatory.acting_for else ""
    return accounts.in_words(signatory.user, now, role=signatory.role.label, acting_for=acting_for)


def _tell(erasure: Erasure, cases: Collection[ReviewRequest], now: dt.datetime) -> None:
    """Ask whoever may confirm; the notice names no case."""
    seats = accounts.seatings(policies.CONFIRMERS, now).values()
    people = {one.user.pk: one.user for seating in seats for one in seating.people}
    notify(
        recipients=[one for one in people.values() if policies.confirms_erasure(one, erasure, cases, now)],
        text=f"請確認{erasure}：{len(cases)} 件屆期申請單",
        url=reverse("review:erasure", args=[erasure.pk]),
        subject=str(erasure),
        now=now,
    )


def _record(verb: Verb, erasure: Erasure, cases: Collection[ReviewRequest], actor: Actor, now: dt.datetime) -> None:
    basis = erasure.approval_number or erasure.get_basis_display()
    detail = {"count": str(len(cases)), "basis": basis}
    ledger.append(verb=verb, actor=actor, detail=detail, now=now, **selectors.ERASURES.said(erasure))
