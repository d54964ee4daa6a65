"""A case's letter: the one that was owed, the one that supplies what was missing, a slip put right; 免覆."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import selectors as accounts
from ledger.choices import Verb
from requests import policies, selectors
from requests.forms.agency import LaterLetterForm, LetterForm, NoReplyForm, initial_letter
from requests.services import agency
from requests.views.agency.paging import form_page
from requests.views.confirming import Page, act_page, opened
from requests.views.filling import stored

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGES = {
    Verb.LETTER_ARRIVED: ("登錄補送的公文", "登錄公文"),
    Verb.LETTER_SUPPLEMENTED: ("登錄補正的來文", "登錄補正"),
    Verb.LETTER_CORRECTED: ("更正來文登錄", "儲存更正"),
}


@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, number: str) -> HttpResponse:
    """Enter the further letter of a public body's case."""
    case, user, now = opened(request, number)
    letter = selectors.letter_of(case)
    if letter is None:
        raise Http404
    policies.require_handler(user, case, "登錄公文", now)
    verb = selectors.what_a_letter_does(case, letter)
    if verb is None:
        messages.info(request, f"{number} 已有人簽核或已辦畢，不能再更動來文；有新的來文請登錄為新案")
        return redirect("review:case", number=number)
    is_slip, may_change = verb == Verb.LETTER_CORRECTED, selectors.may_change_scope(case)
    initial = ({} if is_slip else {"received_at": now}) | initial_letter(case, letter, keeps_numbers=is_slip)
    typed = accounts.typed(request, now)
    form: LetterForm | LaterLetterForm
    if may_change:
        plan = accounts.plan_on(timezone.localdate(now))
        form = LetterForm(typed, request.FILES or None, now=now, plan=plan, initial=initial)
    else:
        form = LaterLetterForm(typed, request.FILES or None, initial=initial)

    def act() -> object:
        said: dict[str, Any] = {"letter": agency.LetterContent(**form.letter())}
        said["attachments"] = stored(form.cleaned_data["attachment"], now)
        if isinstance(form, LetterForm):
            said["wanted"] = agency.Wanted(**form.wanted())
        return agency.complete_letter(case_id=case.pk, handler=user, now=now, **said)

    heading, button = PAGES[verb]
    page = Page(heading, button, done=f"已{button} {number}")
    case_url = reverse("review:case", args=[number])
    return form_page(
        request, form, page, act, template="requests/agency/letter.html", leads_to=lambda _: case_url, case=case
    )


@require_http_methods(["GET", "POST"])
def no_reply(request: HttpRequest, number: str) -> HttpResponse:
    """來文機關免覆."""
    case, user, now = opened(request, number)
    if selectors.letter_of(case) is None:
        raise Http404
    policies.require_handler(user, case, "登錄免覆", now)
    form = NoReplyForm(accounts.typed(request, now))
    text = "計畫伍、二：學校同意後函覆。來文或其機關已表示免覆時登錄於此，本案結案即不須函覆字號。"
    page = Page("來文機關免覆", "登錄免覆", text, done=f"已登錄 {number} 來文機關免覆")
    return act_page(
        request, case, form, page,
        lambda: agency.need_no_reply(case_id=case.pk, handler=user, now=now, **form.cleaned_data),
    )  # fmt: skip
