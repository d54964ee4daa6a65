"""調閱須知 (ruling 23): for one viewing, or blank; signed by those present."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.views import furniture, pdf_response
from requests import policies, selectors
from requests.documents.notice import render_notice
from requests.views.confirming import opened
from requests.views.viewings.gates import viewing_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

NAME = "調閱須知.pdf"


@require_GET
def blank_notice(request: HttpRequest) -> HttpResponse:
    """The blank 調閱須知; like every blank form it tells nothing."""
    user, now = cast("User", request.user), timezone.now()
    paper = furniture(printed_by=user.name, now=now, path="")
    return pdf_response(render_notice(accounts.the_school().short_name, paper), NAME)


@require_GET
def notice(request: HttpRequest, number: str, viewing_id: int) -> HttpResponse:
    """The 調閱須知 of a viewing, for those present to sign."""
    case, user, now = opened(request, number)
    policies.require_works_on(user, case, now)
    viewing = viewing_of(case, viewing_id)
    actor = accounts.in_words(user, now)
    ledger.append_reading(verb=Verb.NOTICE_PRINTED, actor=actor, subject=str(case), now=now)
    paper = furniture(printed_by=user.name, now=now, path=request.path.removesuffix("notice.pdf"), reference=number)
    school = accounts.the_school().short_name
    return pdf_response(render_notice(school, paper, viewing=viewing, scope=selectors.scope_of(case)), NAME)
