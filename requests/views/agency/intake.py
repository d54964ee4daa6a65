"""Taking in a letter, an officer without one, a 密件; and settling a 密件."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import selectors as accounts
from requests import policies, selectors
from requests.forms.agency import LetterForm, OfficerForm, SecretForm, SettleForm
from requests.models import AgencyLetter
from requests.services import agency
from requests.views.agency.paging import form_page
from requests.views.confirming import Page
from requests.views.filling import stored

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import ReviewRequest

LETTER = Page("登錄公務機關來文", "登錄公文並留存影像", done="已登錄來文，影像已暫時留存")
OFFICER = Page(
    "公務機關人員到場（公文未到）", "登錄並留存影像", done="已登錄，影像已暫時留存；人員要當場看時，請按「現場調閱」"
)
SECRET = Page(
    "登錄密件文號", "登錄密件", "密件之內容、案件及回覆均以紙本辦理；系統只記機關、日期與文號。影像須續留時，請另以法定留存辦理。",
    done="已登錄密件文號",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def new_letter(request: HttpRequest) -> HttpResponse:
    """登錄公文: number, clock and hold at once."""
    user, now = _handler(request)
    form = LetterForm(
        accounts.typed(request, now), request.FILES or None, now=now, plan=_plan(now), initial={"received_at": now}
    )

    def act() -> ReviewRequest:
        wanted = agency.Wanted(**form.wanted(), attachments=stored(form.cleaned_data["attachment"], now))
        letter = agency.LetterContent(**form.letter())
        key = form.cleaned_data["form_key"]
        case = agency.receive_letter(handler=user, letter=letter, wanted=wanted, form_key=key, now=now)
        if same := selectors.same_letter(case, user, now):
            messages.warning(request, f"同一機關、同一字號的來文已登錄為 {same.number}，請確認是否重複。")
        return case

    return form_page(request, form, LETTER, act, template="requests/agency/letter.html", leads_to=_case_url)


@require_http_methods(["GET", "POST"])
def new_officer(request: HttpRequest) -> HttpResponse:
    """An officer without a letter (ruling 11)."""
    user, now = _handler(request)
    initial = {"came_at": now, "called_at": now}
    form = OfficerForm(accounts.typed(request, now), request.FILES or None, now=now, plan=_plan(now), initial=initial)

    def act() -> ReviewRequest:
        wanted = agency.Wanted(**form.wanted(), attachments=stored(form.cleaned_data["attachment"], now))
        officer, key = agency.Officer(**form.who()), form.cleaned_data["form_key"]
        return agency.receive_officer(handler=user, officer=officer, wanted=wanted, form_key=key, now=now)

    days = _plan(now).letter_days or 3
    return form_page(
        request, form, OFFICER, act, template="requests/agency/officer.html", leads_to=_case_url, letter_days=days
    )


@require_http_methods(["GET", "POST"])
def new_secret(request: HttpRequest) -> HttpResponse:
    """A 密件: only a stub."""
    user, now = _handler(request)
    form = SecretForm(accounts.typed(request, now), initial={"received_at": now})
    return form_page(request, form, SECRET, lambda: agency.receive_secret(handler=user, now=now, **form.cleaned_data))


@require_http_methods(["GET", "POST"])
def settle_secret(request: HttpRequest, letter_id: int) -> HttpResponse:
    """密件辦畢."""
    user, now = _handler(request)
    letter = AgencyLetter.objects.filter(pk=letter_id, case=None).first()
    if letter is None:
        raise Http404
    form = SettleForm(accounts.typed(request, now), initial={"settled_on": timezone.localdate(now)})
    page = Page("密件辦畢", "登錄辦畢", f"{letter.body}　{letter.number}", done="已登錄辦畢")
    return form_page(
        request, form, page, lambda: agency.settle_secret(letter_id=letter_id, handler=user, now=now, **form.cleaned_data)
    )  # fmt: skip


def _handler(request: HttpRequest) -> tuple[User, dt.datetime]:
    """Return who takes letters in, and the moment. Raises MayNotEnter."""
    user, now = cast("User", request.user), timezone.now()
    policies.require_may_enter(user, now)
    return user, now


def _plan(now: dt.datetime) -> Any:
    return accounts.plan_on(timezone.localdate(now))


def _case_url(case: object) -> str:
    return reverse("review:case", args=[cast("ReviewRequest", case).number])
