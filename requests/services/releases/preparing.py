"""備妥: what will be handed over, of which copy, with its list of files. Nothing has left the school yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import long_date
from requests import policies, selectors
from requests.choices import ReleaseManner
from requests.models import CopyRelease
from requests.services.records import locked
from requests.services.releases.content import ReleaseRefused, locked_release, medium_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from accounts.models import User
    from accounts.selectors import Signatory
    from requests.models import ReviewRequest
    from requests.services.releases.content import Parcel
    from retention.models import EvidenceCopy

BASIS_LENGTH: int = CopyRelease._meta.get_field("basis").max_length or 0


@transaction.atomic
def prepare_release(*, case_id: int, actor: User, parcel: Parcel, now: dt.datetime) -> CopyRelease:
    """Prepare what the decision allows to hand over. Raises NotTheHandler, ReleaseRefused."""
    case = locked(case_id)
    policies.require_handler(actor, case, "交付複製本", now)
    if hindrances := selectors.may_hand_over(case, now):
        raise ReleaseRefused("".join(hindrances))
    return _prepare(case, actor, parcel, now, basis=_basis(case))


@transaction.atomic
def prepare_early_release(*, case_id: int, actor: User, parcel: Parcel, danger: str, now: dt.datetime) -> CopyRelease:
    """Allow handing over before the letter came, for 生命、身體之立即危險: 校長, or who acts for him (ruling 11).

    Raises MayNotAllow, ReleaseRefused.
    """
    case = locked(case_id)
    signatory = policies.require_may_allow_early(actor, case, now)
    if hindrances := selectors.may_hand_over_early(case, now):
        raise ReleaseRefused("".join(hindrances))
    if not danger.strip():
        raise ReleaseRefused("請敘明生命、身體立即危險之事由，簽收單會印出。", field="danger")
    basis = f"公文補送中，因生命、身體之立即危險先行交付：{danger.strip()}"
    return _prepare(case, actor, parcel, now, basis=basis, danger=danger.strip(), allowed=signatory)


def _prepare(
    case: ReviewRequest,
    actor: User,
    parcel: Parcel,
    now: dt.datetime,
    *,
    basis: str,
    danger: str = "",
    allowed: Signatory | None = None,
) -> CopyRelease:
    copy = selectors.copies_to_hand_over(case).filter(pk=parcel.copy_id).first()
    if copy is None:
        raise ReleaseRefused("請選擇本案製作完成的留存檔。", field="copy")
    _check(case, parcel)
    if more := selectors.beyond_grant(case, copy):
        basis = _basis_of_more(basis, copy, more, parcel.beyond.strip())
    words = accounts.in_words(actor, now)
    last: int = case.releases.aggregate(last=Max("order"))["last"] or 0
    release = CopyRelease.objects.create(
        review_request=case, order=last + 1, copy=copy, files=selectors.files_of_copy(copy), basis=basis, danger=danger,
        allowed_by=allowed.user if allowed else None, allowed_name=_in_words(allowed), medium_kind=parcel.medium_kind,
        medium_label=parcel.medium_label.strip(), is_encrypted=parcel.is_encrypted, manner=parcel.manner,
        password_told=parcel.password_told.strip() if parcel.is_encrypted else "", prepared_by=words.name, prepared_at=now,
    )  # fmt: skip
    detail = {"order": str(release.order), "copy": copy.number, "medium": medium_in_words(release)}
    ledger.append(verb=Verb.RELEASE_PREPARED, actor=words, detail=detail, now=now, **selectors.CASES.said(case))
    return release


def _check(case: ReviewRequest, parcel: Parcel) -> None:
    label = parcel.medium_label.strip()
    if not label:
        raise ReleaseRefused("請填寫媒體標籤，並貼在媒體上。", field="medium_label")
    if any(one.is_open and one.medium_label == label for one in case.releases.all()):
        raise ReleaseRefused("這個媒體已經備妥，請直接登錄交付。", field="medium_label")
    if parcel.manner == ReleaseManner.POST and not parcel.is_encrypted:
        raise ReleaseRefused("郵寄或遞送的複製本須加密，密碼另行告知。", field="is_encrypted")
    if parcel.is_encrypted and not parcel.password_told.strip():
        raise ReleaseRefused("請填寫密碼如何另行告知，例如：以電話告知承辦人。請勿填寫密碼。", field="password_told")


def _basis_of_more(basis: str, copy: EvidenceCopy, more: Sequence[str], reason: str) -> str:
    """Return the ground with why more is handed over than was granted; the 簽收單 prints it. Raises ReleaseRefused."""
    if not reason:
        raise ReleaseRefused(
            f"{copy.number} {'，'.join(more)}。請先製作裁切或遮蔽後的留存檔再交付；確須交付這一份時，請填寫理由。",
            field="beyond",
        )
    added = f"；交付之複製本{'，'.join(more)}，理由：{reason}"
    return basis[: BASIS_LENGTH - len(added)] + added


def _in_words(signatory: Signatory | None) -> str:
    if signatory is None:
        return ""
    name = f"{signatory.title} {signatory.user.name}"
    return f"{signatory.note}，{name} 代" if signatory.note else name


def _basis(case: ReviewRequest) -> str:
    """Return on what it is handed over, as the 簽收單 prints it."""
    letter, decision = selectors.letter_of(case), selectors.decision_of(case)
    decided = f"{_day(decision.at)}核定" if decision else ""
    if letter is not None and letter.dated_on is not None:
        return f"{letter.body}{_day(letter.dated_on)}{letter.number}函，{decided}（計畫伍、二）"
    reason = f"：{decision.copy_answer}" if decision and decision.copy_answer else ""
    return f"{decided}准予複製遮蔽後之複製本{reason}"[:400]


def _day(value: dt.date | dt.datetime) -> str:
    return long_date(value).partition("（")[0]


@transaction.atomic
def drop_release(*, release_id: int, actor: User, reason: str, now: dt.datetime) -> CopyRelease:
    """Take back what was prepared and not handed over. Raises NotTheHandler, ReleaseRefused."""
    case, release = locked_release(release_id)
    policies.require_handler(actor, case, "取消交付", now)
    if not release.is_open:
        raise ReleaseRefused("這一次交付已完成或已取消。")
    if not reason.strip():
        raise ReleaseRefused("請填寫取消的理由。", field="reason")
    words = accounts.in_words(actor, now)
    release.dropped_at, release.dropped_by, release.drop_reason = now, words.name, reason.strip()
    release.save(update_fields=["dropped_at", "dropped_by", "drop_reason"])
    detail = {"order": str(release.order)}
    ledger.append(verb=Verb.RELEASE_DROPPED, actor=words, detail=detail, now=now, **selectors.CASES.said(case))
    return release
