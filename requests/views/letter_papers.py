"""A letter as PDF and ODT; and the 收件回條 with a new 查詢碼, which is on that sheet and nowhere else."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from printing.views import furniture, pdf_response
from requests import policies, selectors
from requests.choices import LetterKind
from requests.documents.letters import Mark, letter_odt, render_letter
from requests.documents.letters.odt import MIME
from requests.services import correspondence
from requests.services.correspondence import LetterRefused
from requests.views.confirming import opened
from requests.views.letters import ACT, letter_or_404, title_of

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from accounts.models import User
    from requests.models import Letter, ReviewRequest


@require_GET
def pdf(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """The letter as PDF, an entry first; a draft says that it is one."""
    case, letter, user, now = _printed(request, number, letter_id, "PDF")
    return _as_pdf(case, letter, user, now, mark_of(case, letter))


@require_GET
def odt(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """The letter as ODT, for 承辦人 to go on with in the school's 公文系統."""
    case, letter, user, _ = _printed(request, number, letter_id, "ODT")
    content = letter_odt(correspondence.paper_of(case, letter, user), mark_of(case, letter))
    response = HttpResponse(content, content_type=MIME)
    name = content_disposition_header(as_attachment=True, filename=f"{title_of(case, letter)} {number}.odt")
    response["Content-Disposition"] = name or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def with_code(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """The 收件回條 with a new 查詢碼; the code before it ends."""
    case, user, now = opened(request, number)
    letter = letter_or_404(case, letter_id, user, now)
    policies.require_handler(user, case, ACT, now)
    if letter.kind != LetterKind.RECEIPT or letter.is_draft:
        messages.error(request, "查詢碼印在已發出的收件回條上，請先發出收件回條。")
        return redirect("review:letters", number=number)
    try:
        code = correspondence.renew_code(case_id=case.pk, actor=user, now=now)
    except LetterRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("review:letter", number, letter_id)
    return _as_pdf(case, letter, user, now, dataclasses.replace(mark_of(case, letter), code=code))


def mark_of(case: ReviewRequest, letter: Letter) -> Mark:
    """Return date and number of a letter: of a public body's only what 公文系統 gave, of a person's the day it was issued."""
    issued_on = local_date(letter.issued_at) if letter.issued_at else None
    day = letter.sent_on or (None if selectors.is_for_agency(case) else issued_on)
    return Mark.of(day, letter.sent_number, is_draft=letter.is_draft)


def _printed(
    request: HttpRequest, number: str, letter_id: int, form: str
) -> tuple[ReviewRequest, Letter, User, dt.datetime]:
    """Return a letter that has a text, after it is an entry that `user` takes it along. Raises Http404."""
    user, now = cast("User", request.user), timezone.now()
    case = policies.get_case(user, number, now)
    letter = letter_or_404(case, letter_id, user, now)
    if letter.is_on_paper:
        raise Http404
    detail = {"kind": title_of(case, letter), "form": form}
    ledger.append_reading(
        verb=Verb.LETTER_PRINTED, actor=accounts.in_words(user, now), subject=str(case), detail=detail, now=now
    )
    return case, letter, user, now


def _as_pdf(case: ReviewRequest, letter: Letter, user: User, now: dt.datetime, mark: Mark) -> HttpResponse:
    paper = correspondence.paper_of(case, letter, user)
    margin = furniture(printed_by=user.name, now=now, path="", reference=case.number or "")
    return pdf_response(render_letter(paper, mark, margin), f"{title_of(case, letter)} {case.number}.pdf")
