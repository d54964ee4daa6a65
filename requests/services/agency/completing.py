"""The letter that was owed, the one that supplies what was missing, and a slip of the pen: one act, three names."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, rules, selectors, transitions
from requests.choices import Action, Status
from requests.models import AgencyLetter
from requests.services.agency.content import RELATION, AgencyRefused
from requests.services.agency.receiving import check_received
from requests.services.chain.notices import send
from requests.services.drafts.content import record_attachments, write
from requests.services.drafts.keeping import keep_corrected_footage
from requests.services.records import freeze, locked
from work.selectors import calendar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.models import User
    from files.models import StoredFile
    from requests.models import ReviewRequest
    from requests.services.agency.content import LetterContent, Wanted

SAID = {
    Verb.LETTER_ARRIVED: "公文已到",
    Verb.LETTER_SUPPLEMENTED: "來文已補正",
    Verb.LETTER_CORRECTED: "來文登錄已更正",
}


@transaction.atomic
def complete_letter(
    *,
    case_id: int,
    handler: User,
    letter: LetterContent,
    now: dt.datetime,
    wanted: Wanted | None = None,
    attachments: Iterable[StoredFile] = (),
) -> ReviewRequest:
    """Write what a further letter says. A returned case goes back to the step that asked; the clock is the letter's.

    wanted: what is asked for now, only while nobody has signed (`selectors.may_change_scope`); None leaves it.
    Raises NotTheHandler, AgencyRefused.
    """
    case = locked(case_id)
    policies.require_handler(handler, case, "登錄公文", now)
    row = AgencyLetter.objects.select_for_update(of=("self",), no_key=True).filter(case=case).first()
    if row is None:
        raise AgencyRefused("本案不是公務機關來文。")
    verb = selectors.what_a_letter_does(case, row)
    if verb is None:
        raise AgencyRefused("本案已有人簽核或已辦畢，不能再更動來文；有新的來文請登錄為新案。")
    if wanted is not None and not selectors.may_change_scope(case):
        raise AgencyRefused("本案已有人簽核，不能變更攝影機與時段。")
    check_received(letter.dated_on, letter.received_at, now)
    actor = accounts.in_words(handler, now)
    _write_letter(row, letter, keeps_first=verb == Verb.LETTER_SUPPLEMENTED)
    _write_case(case, letter, wanted, now)
    freeze(case, now)
    case.attachments.add(*attachments)
    record_attachments(attachments, actor, now)
    if wanted is not None:
        keep_corrected_footage(case, actor, now)
    send(selectors.signatories(case, now), case, f"調閱申請 {case.number} {SAID[verb]}，請續辦", now)
    detail = {"body": letter.body, "number": letter.number}
    ledger.append(verb=verb, actor=actor, detail=detail, now=now, **selectors.CASES.said(case))
    return case


def _write_letter(row: AgencyLetter, letter: LetterContent, *, keeps_first: bool) -> None:
    """Write the letter; one that supplies what was missing keeps the first one's numbers and adds its own."""
    said = asdict(letter)
    if keeps_first:
        own = ("dated_on", "number", "received_number", "received_at")
        row.supplements = [*row.supplements, {name: str(said.pop(name)) for name in own}]
    for name, value in said.items():
        setattr(row, name, value)
    row.save(update_fields=[*said, "supplements"])


def _write_case(case: ReviewRequest, letter: LetterContent, wanted: Wanted | None, now: dt.datetime) -> None:
    if case.status == Status.RETURNED:
        case.status = transitions.next_status(Status.RETURNED, None, Action.RESUBMIT)
        case.corrected_at = now
    if wanted is not None:
        write(case, wanted.content(letter.body, letter.purpose or case.reason))
    case.applicant_name = case.unit = letter.body
    case.relation, case.reason = RELATION, letter.purpose or case.reason
    case.due_at = rules.letter_due_at(letter.received_at, letter.priority, letter.reply_by, calendar())
    case.save(update_fields=["status", "corrected_at", "applicant_name", "unit", "relation", "reason", "due_at"])
