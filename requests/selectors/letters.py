"""Questions about what the school wrote on a case: which letters there are, which is due, whether a body was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.witnesses import row_facts
from requests import transitions
from requests.choices import ANSWERS, Action, LetterKind, Need, Status
from requests.selectors.agency import agency_facts

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from requests.models import Letter, ReviewRequest


def correspondence_said(case: ReviewRequest) -> dict[str, object]:
    """Return what the letters of a case and its 查詢碼 say, for the facts of the case; empty where there are none."""
    code = getattr(case, "tracking_code", None)
    letters = sorted(case.letters.all(), key=lambda letter: letter.pk)
    return {"letters": [row_facts(letter) for letter in letters], "code": row_facts(code) if code else None}


def is_for_agency(case: ReviewRequest) -> bool:
    """Say whether the letters of `case` go to a public body."""
    return case.need == Need.AGENCY


def letters_of(case: ReviewRequest) -> QuerySet[Letter]:
    """Return the letters of `case` in the order they were drafted, without what was dropped."""
    return case.letters.filter(dropped_at=None).select_related("snapshot")


def open_kinds(case: ReviewRequest) -> tuple[LetterKind, ...]:
    """Return the letters that follow from where `case` stands, the one that is due first; none once it is erased."""
    if case.erased_at:
        return ()
    return transitions.letters_after(Status(case.status), is_extended=case.extended_at is not None)


def due_kind(case: ReviewRequest) -> LetterKind | None:
    """Return the letter 承辦人 would write next, None when all that follow are written or drafted.

    One answer is enough: who wrote that there is no footage owes no letter about the decision; nor does who need not
    answer at all (來文機關免覆).
    """
    letters = [(LetterKind(one.kind), one.drafted_at) for one in letters_of(case)]
    kinds = [kind for kind in open_kinds(case) if not _is_written(kind, letters, _since(case, kind))]
    body = agency_facts(case)
    is_answered = any(_is_written(kind, letters, case.decided_at) for kind in ANSWERS)
    is_answered |= body is not None and bool(body.no_reply_reason)
    wanted = [kind for kind in kinds if kind not in ANSWERS or not is_answered]
    first = wanted[0] if wanted else None
    repeats = first == LetterKind.RECEIPT and case.status not in (Status.IN_REVIEW, Status.RETURNED)
    return None if repeats else first


def _is_written(kind: LetterKind, letters: list[tuple[LetterKind, dt.datetime]], since: dt.datetime | None) -> bool:
    return any(one == kind and (since is None or at >= since) for one, at in letters)


def _since(case: ReviewRequest, kind: LetterKind) -> dt.datetime | None:
    """Return what a letter tells of: only one drafted after it tells of it (a case may be returned twice)."""
    if kind in ANSWERS:
        return case.decided_at
    if kind != LetterKind.CORRECTION:
        return None
    returned = case.approvals.filter(action=Action.RETURN_TO_APPLICANT, recalled_at=None, objected_at=None).last()
    return returned.at if returned else None


def owes_reply(case: ReviewRequest) -> bool:
    """Say whether a public body's letter still waits for its 函覆 with a 發文字號, or the reason why it needs none."""
    if not is_for_agency(case):
        return False
    body = agency_facts(case)
    if body is not None and body.no_reply_reason:
        return False
    return not letters_of(case).filter(kind__in=ANSWERS, sent_on__isnull=False).exclude(sent_number="").exists()


OWES_REPLY = "尚未函覆來文機關：請擬函並登錄發文字號，或登錄來文機關免覆的理由。"
