"""附錄1 as PDF, and the attachments of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from files.services import in_words as file_in_words
from files.views import download
from ledger import services as ledger
from ledger.choices import Verb
from printing.views import furniture, pdf_response
from requests import policies, selectors
from requests.documents import blank_appendix_1, render_appendix_1
from requests.documents.filling import printed_appendix_1, step_labels
from requests.documents.privacy import render_privacy_notice
from requests.services.records import case_url

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from accounts.models import User
    from printing.documents import Furniture
    from requests.models import ReviewRequest


@require_GET
def blank(request: HttpRequest) -> HttpResponse:
    """A blank 附錄1 for the hand; everybody may print it."""
    now = timezone.now()
    plan = accounts.plan_on(timezone.localdate(now))
    context = blank_appendix_1(accounts.the_school().short_name, step_labels(plan))
    return pdf_response(render_appendix_1(context, _furniture_of_no_case(request, now)), "附錄1.pdf")


@require_GET
def privacy_notice(request: HttpRequest) -> HttpResponse:
    """個人資料蒐集告知, to be handed out with a blank 附錄1; everybody may print it."""
    now = timezone.now()
    plan = accounts.plan_on(timezone.localdate(now))
    return pdf_response(render_privacy_notice(plan, _furniture_of_no_case(request, now)), "個人資料蒐集告知.pdf")


def _furniture_of_no_case(request: HttpRequest, now: dt.datetime) -> Furniture:
    return furniture(printed_by=cast("User", request.user).name, now=now, path="/requests/new/")


@require_GET
def filled(request: HttpRequest, number: str) -> HttpResponse:
    """The case's 附錄1: a decided case from what was frozen then; `?ink=1` leaves the cells for ink (留白供用印)."""
    user, now = cast("User", request.user), timezone.now()
    case = policies.get_case(user, number, now)
    return printed(case, user, now, for_ink=request.GET.get("ink") == "1")


def printed(
    case: ReviewRequest, user: User, now: dt.datetime, *, for_ink: bool = False, full_identity: bool = False
) -> HttpResponse:
    """Record that `user` prints 附錄1 of `case`, and return it. Who asks with `full_identity` has given a reason."""
    detail = {"form": "留白供用印" if for_ink else "線上簽核"}
    actor = accounts.in_words(user, now)
    ledger.append_reading(verb=Verb.CASE_PRINTED, actor=actor, subject=str(case), detail=detail, now=now)
    context = printed_appendix_1(case, for_ink=for_ink, full_identity=full_identity)
    paper = furniture(printed_by=user.name, now=now, path=case_url(case), reference=case.number or "")
    return pdf_response(render_appendix_1(context, paper), f"附錄1 {case.number}.pdf")


@require_GET
def attachment(request: HttpRequest, number: str, key: uuid.UUID) -> FileResponse:
    """Download an attachment, the signed form or a scan of a case one may see; an entry stands before the first byte."""
    user, now = cast("User", request.user), timezone.now()
    case = policies.get_case(user, number, now)
    stored = selectors.files_read_by(user, case, now).filter(pk=key).first()
    if stored is None:
        raise Http404
    answer = download(stored)
    ledger.append_reading(
        verb=Verb.FILE_READ, actor=accounts.in_words(user, now), subject=f"{case} {file_in_words(stored)}", now=now
    )
    return answer
