"""限制案: only named readers know that the case exists (house, "The case"); 身分證號 shown with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from accounts.choices import Role
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from requests import policies, selectors
from requests.choices import ReaderGround
from requests.models import CaseReader
from requests.services.errors import ReviewError
from requests.services.records import locked
from retention.services import code_hold
from work.services import take_back_notices

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from accounts.models import User
    from requests.models import ReviewRequest


class SecrecyRefused(ReviewError):
    """The readers cannot be set so; the sentence says why."""


@transaction.atomic
def restrict(*, case_id: int, actor: User, readers: Collection[User], now: dt.datetime) -> ReviewRequest:
    """Make the case a 限制案, or name other readers of one. A 限制案 stays one.

    `actor` stays a reader, the applicant sees it anyway, and every step still to sign must have a reader who sits there,
    unless nobody does: secrecy does not wait for a deputy. Raises KeepsOut, SecrecyRefused.
    """
    case = locked(case_id)
    policies.require_works_on(actor, case, now)
    chosen = {one.pk: one for one in (*readers, actor)}
    for step in selectors.steps_to_come(case):
        seated = {one.user.pk for one in accounts.seating(Role(step.role), now).without(policies.parties(case))}
        if seated and not seated & chosen.keys():
            raise SecrecyRefused(f"「{step.title}」沒有得閱覽的人員可以簽核，請至少勾選一位。")
    if chosen.keys() & policies.recused(case):
        raise SecrecyRefused("須迴避的人員不能閱覽本案。")
    was_restricted, words = case.is_restricted, accounts.in_words(actor, now)
    # On what ground the others read is told anew.
    case.readers.set(case.reader_rows.filter(ground=ReaderGround.NAMED).values_list("user", flat=True))
    name_readers(case, chosen.values(), now)
    ledger.append(
        verb=Verb.CASE_RESTRICTED,
        actor=words,
        detail={"count": str(len(chosen))},
        now=now,
        **selectors.CASES.said(case),
    )
    if not was_restricted:
        code_hold(reference=str(case.number), actor=words, now=now)  # others read the holds
    return case


def name_readers(case: ReviewRequest, readers: Iterable[User], now: dt.datetime) -> None:
    """Write that only `readers`, beside who asked, know of the case; the others' notices of it go. The caller records it.

    Who is a reader already stays one on his ground.
    """
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    chosen = {one.pk: one for one in readers}
    known, grounds = set(case.reader_rows.values_list("user", flat=True)), _grounds(case, now)
    case.readers.remove(*known - chosen.keys())
    CaseReader.objects.bulk_create(
        CaseReader(review_request=case, user=one, ground=grounds.get(key, ReaderGround.NAMED))
        for key, one in chosen.items()
        if key not in known
    )
    knowing = {one.pk for one in (*case.readers.all(), *selectors.asked_by(case, now))}
    take_back_notices(subject=str(case), but_of=knowing)


def _grounds(case: ReviewRequest, now: dt.datetime) -> dict[int, ReaderGround]:
    """Return who has a seat on the case now, and who was asked about it while it is open; everybody else is named by hand."""
    asked = case.consultations.values_list("person", flat=True) if case.status in policies.OPEN else ()
    return dict.fromkeys(asked, ReaderGround.ASKED) | {
        one.pk: ReaderGround.SEAT for one in selectors.sitting_on(case, now)
    }


def readers_now(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return the named readers whose ground stands."""
    return [one for one in case.readers.all() if policies.still_reads(one, case, now)]


def may_be_readers(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return who may be named: everybody in use who need not keep out."""
    return [one for one in accounts.people_in_use(local_date(now)) if one.pk not in policies.parties(case)]


@transaction.atomic
def reveal_identity(*, case_id: int, actor: User, reason: str, now: dt.datetime) -> str:
    """Return the whole 身分證號 after its reason is an entry. Raises NotTheHandler, SecrecyRefused."""
    case = locked(case_id)
    if not policies.may_see_identity(actor, case, now):
        raise policies.NotTheHandler("查看身分證號")
    if not case.id_number:
        raise SecrecyRefused("本案沒有登錄身分證號。")
    if not reason.strip():
        raise SecrecyRefused("請填寫查看理由，例如：核對到場者身分。")
    words = accounts.in_words(actor, now)
    ledger.append(verb=Verb.IDENTITY_SHOWN, actor=words, subject=str(case), detail={"reason": reason.strip()}, now=now)
    return str(case.id_number)
