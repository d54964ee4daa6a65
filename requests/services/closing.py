"""結案 (ruling 13): the last act on a case, by 承辦人, when nothing is owed any more or a reason for it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors, transitions
from requests.choices import NO_COPY, Action, Status
from requests.services.chain.notices import send
from requests.services.errors import ReviewError
from requests.services.records import locked
from retention.choices import BackupOutcome, CopyState
from retention.selectors import copies
from retention.services.settling import end_backups
from work.services import ring

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from ledger.services import Actor
    from requests.models import ReviewRequest

ALL_COPIED = "留存檔無欠缺"
WRITTEN_AT_CLOSING = "結案時登錄"


class ClosingRefused(ReviewError):
    """The case cannot be closed so; the sentence says why, `field` which form field it belongs to."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def close_case(
    *,
    case_id: int,
    actor: User,
    now: dt.datetime,
    outcome: BackupOutcome | None = None,
    reason: str = "",
    copy: str = "",
    note: str = "",
    no_form_reason: str = "",
) -> ReviewRequest:
    """Close a decided case. Raises WrongOrder, NotTheHandler, ClosingRefused.

    outcome, reason: why there is no copy of its own, asked only where one is owed; `copy` is the number of the copy
    another case has (他案已留存). note: why a granted viewing was never held, or a granted copy never fetched. no_form_reason: why the applicant of an
    urgent viewing never signed 附錄1. The texts stay with the case alone, so that they go with it.
    """
    case = locked(case_id)
    target = transitions.next_status(Status(case.status), selectors.step_kind(case), Action.CLOSE)
    policies.require_handler(actor, case, "結案", now)
    if unfinished := selectors.unfinished(case, now):
        raise ClosingRefused("".join(unfinished))
    if unused := _unused(case):
        if not note.strip():
            raise ClosingRefused(unused, field="note")
        case.closing_note = note.strip()
    if selectors.owes_signed_form(case):
        if not no_form_reason.strip():
            raise ClosingRefused(f"{selectors.OWES_FORM}，請存入，或敘明未能取得的原因。", field="no_form_reason")
        case.no_form_reason = no_form_reason.strip()
    words = accounts.in_words(actor, now)
    word = _account_for_copies(case, outcome, reason.strip(), copy.strip(), words, now)
    case.status, case.closed_at, case.closed_by = target, now, words.name
    case.save(
        update_fields=[
            "status", "closed_at", "closed_by", "closing_note", "no_form_reason", "no_copy_outcome", "no_copy_reason",
            "no_copy_number",
        ]
    )  # fmt: skip
    send(selectors.asked_by(case, now), case, f"調閱申請 {case.number} 已結案", now)
    ledger.append(verb=Verb.CASE_CLOSED, actor=words, detail={"word": word}, now=now, **selectors.CASES.said(case))
    ring("requests.tasks.end_holds")
    return case


def _unused(case: ReviewRequest) -> str:
    """Return what was granted and never used, asking why; nothing where all of it was."""
    if selectors.is_to_be_viewed(case):
        return "本案准予調閱而尚未調閱，請敘明結案的原因，例如：申請人表示不再調閱。"
    if selectors.is_to_be_handed_over(case):
        return "本案准予複製而尚未交付複製本，請敘明結案的原因，例如：申請人不領取。"
    return ""


def _account_for_copies(
    case: ReviewRequest, outcome: BackupOutcome | None, reason: str, copy: str, actor: Actor, now: dt.datetime
) -> str:
    """Keep why the case has no copy, where it owes one; return in a word how it stands."""
    owed = selectors.owed_copies(case)
    if not owed:
        return ALL_COPIED
    if outcome not in NO_COPY:
        raise ClosingRefused(f"{'；'.join(owed)}。請先製作留存檔，或選擇未製作的原因。", field="outcome")
    if not reason:
        raise ClosingRefused("請敘明未製作留存檔的情形，例如：經查主機已循環覆蓋。", field="reason")
    is_elsewhere = outcome == BackupOutcome.ELSEWHERE
    if is_elsewhere and not copies().filter(number=copy, state=CopyState.FINISHED).exists():
        raise ClosingRefused("請填寫他案留存檔的編號，例如：E115-0003；須為已完成且未銷毀者。", field="copy")
    case.no_copy_outcome, case.no_copy_reason = outcome, reason
    case.no_copy_number = copy if is_elsewhere else ""
    end_backups(
        holds=list(selectors.holds_of(case).values_list("pk", flat=True)), outcome=outcome, reason=WRITTEN_AT_CLOSING,
        copy=case.no_copy_number, actor=actor, now=now,
    )  # fmt: skip
    return f"未製作留存檔，{outcome.label}"
