"""書函: the list of a case, its drafts, and what is entered once a letter has gone."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from printing.rules import local_date
from requests import policies, selectors
from requests.choices import ANSWERS, LetterKind
from requests.documents.letters import LetterText, titled
from requests.forms import DeliveryForm, LetterForm, OnPaperForm, SendingForm, WaiveForm
from requests.services import correspondence
from requests.services.correspondence import LetterRefused
from requests.transitions import NoSuchLetter
from requests.views.confirming import Page, act_page, opened

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import Letter, ReviewRequest

ACT = "辦理書函"


@dataclass(frozen=True)
class Kind:
    """A letter that may be written now, under the name it has for its reader."""

    value: str
    title: str


@dataclass(frozen=True)
class Correspondence:
    """What a person sees of the letters of a case: which there are, and, who handles it, which to write."""

    letters: list[tuple[Letter, str]]
    due: Kind | None
    others: list[Kind]
    handles: bool
    owes_reply: bool


def correspondence_of(case: ReviewRequest, user: User, now: dt.datetime) -> Correspondence | None:
    """Return what `user` sees of the letters of `case`, None when that is nothing."""
    to_agency = selectors.is_for_agency(case)
    found = [one for one in selectors.letters_of(case) if policies.may_read_letter(user, case, one, now)]
    handles = policies.handles(user, case, now)
    if not found and not handles:
        return None
    due = selectors.due_kind(case) if handles else None
    kinds = [_kind(one, to_agency=to_agency) for one in selectors.open_kinds(case)] if handles else []
    return Correspondence(
        [(one, titled(LetterKind(one.kind), to_agency=to_agency)) for one in found],
        _kind(due, to_agency=to_agency) if due else None,
        [one for one in kinds if due is None or one.value != due],
        handles,
        handles and selectors.owes_reply(case),
    )


def _kind(kind: LetterKind, *, to_agency: bool) -> Kind:
    return Kind(kind.value, titled(kind, to_agency=to_agency))


@require_GET
def letters(request: HttpRequest, number: str) -> HttpResponse:
    """Every letter of the case, and every one that may be written now."""
    case, user, now = opened(request, number)
    seen = correspondence_of(case, user, now)
    if seen is None:
        raise Http404
    return render(request, "requests/letters.html", {"case": case, "correspondence": seen, "stands_alone": True})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, number: str, kind: LetterKind) -> HttpResponse:
    """A letter drafted from the case; the row begins with the first 「儲存」."""
    case, user, now = opened(request, number)
    policies.require_handler(user, case, ACT, now)
    try:
        fresh = correspondence.fresh_text(case, kind, now)
    except NoSuchLetter as refusal:
        messages.error(request, str(refusal))
        return redirect("review:letters", number=number)
    return _edited(request, case, kind, fresh, user, now)


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """One letter: a draft is edited here by 承辦人, anything else is read."""
    case, user, now = opened(request, number)
    found = letter_or_404(case, letter_id, user, now)
    if found.is_draft and policies.handles(user, case, now):
        return _edited(request, case, LetterKind(found.kind), LetterText.from_json(found.content), user, now, found)
    handles = policies.handles(user, case, now)
    context = {
        "case": case,
        "letter": found,
        "title": title_of(case, found),
        "paper": None if found.is_on_paper else correspondence.paper_of(case, found, user),
        "handles": handles,
        "may_renew_code": handles and found.kind == LetterKind.RECEIPT and not case.applicant_id and not found.is_draft,
    }
    return render(request, "requests/letter.html", context)


def _edited(
    request: HttpRequest, case: ReviewRequest, kind: LetterKind, text: LetterText, user: User, now: dt.datetime,
    draft: Letter | None = None,
) -> HttpResponse:  # fmt: skip
    form = LetterForm(accounts.typed(request, now), initial=dataclasses.asdict(text))
    if request.method == "POST" and form.is_valid():
        try:
            saved = correspondence.save_draft(
                case_id=case.pk, kind=kind, text=form.text(), actor=user, now=now,
                letter_id=draft.pk if draft else None,
            )  # fmt: skip
        except (LetterRefused, NoSuchLetter) as refusal:
            form.add_error(None, str(refusal))
        else:
            goes_out = request.POST.get("then") == "issue"
            if not goes_out:
                messages.success(request, f"已儲存{titled(kind, to_agency=selectors.is_for_agency(case))}草稿")
            return redirect("review:letter-issue" if goes_out else "review:letter", case.number, saved.pk)
    title = titled(kind, to_agency=selectors.is_for_agency(case))
    context = {"case": case, "form": form, "title": title, "letter": draft}
    return render(request, "requests/letter_form.html", context, status=422 if form.errors else 200)


def letter_or_404(case: ReviewRequest, letter_id: int, user: User, now: dt.datetime) -> Letter:
    """Return a letter of `case` that `user` reads. Raises Http404."""
    found = selectors.letters_of(case).filter(pk=letter_id).first()
    if found is None or not policies.may_read_letter(user, case, found, now):
        raise Http404
    return found


def title_of(case: ReviewRequest, letter: Letter) -> str:
    """Return what a letter is called."""
    return titled(LetterKind(letter.kind), to_agency=selectors.is_for_agency(case))


def _handled(request: HttpRequest, number: str, letter_id: int) -> tuple[ReviewRequest, Letter, User, dt.datetime, str]:
    """Return a letter for 承辦人 to act on, and the path of its page. Raises Http404, NotTheHandler."""
    case, user, now = opened(request, number)
    found = letter_or_404(case, letter_id, user, now)
    policies.require_handler(user, case, ACT, now)
    return case, found, user, now, reverse("review:letter", args=[number, letter_id])


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """發出 a draft: frozen from then on."""
    case, found, user, now, path = _handled(request, number, letter_id)
    title = title_of(case, found)
    told = "，並通知申請人" if case.applicant_id and not selectors.is_for_agency(case) else ""
    text = f"發出後內容不能再更改{told}。發出前請先看過預覽；發文字號、發文日期及送達情形於發出後登錄。"
    page = Page(f"發出{title}", "確認發出", text, done=f"已發出{title}", then=path)
    return act_page(request, case, None, page, lambda: correspondence.issue(letter_id=found.pk, actor=user, now=now))


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """作廢 a draft."""
    case, found, user, now, _ = _handled(request, number, letter_id)
    title = title_of(case, found)
    page = Page(
        f"作廢{title}草稿",
        "作廢草稿",
        "草稿的文字會清除，不能復原；可以重新擬稿。",
        is_danger=True,
        done=f"已作廢{title}草稿",
    )
    return act_page(
        request, case, None, page, lambda: correspondence.drop_draft(letter_id=found.pk, actor=user, now=now)
    )


@require_http_methods(["GET", "POST"])
def sending(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """發文字號 and 發文日期."""
    case, found, user, now, path = _handled(request, number, letter_id)
    initial = {"number": found.sent_number, "sent_on": found.sent_on or local_date(now)}
    form = SendingForm(accounts.typed(request, now), initial=initial)
    page = Page(
        "登錄發文字號",
        "登錄",
        "公文系統取號後登錄；登錄後，列印的書函即帶發文日期與字號。",
        done="已登錄發文字號",
        then=path,
    )
    return act_page(
        request, case, form, page,
        lambda: correspondence.record_sending(letter_id=found.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """送達方式 and 送達日."""
    case, found, user, now, path = _handled(request, number, letter_id)
    initial = {"manner": found.delivery, "delivered_on": found.delivered_on or local_date(now)}
    form = DeliveryForm(accounts.typed(request, now), initial=initial)
    page = Page("登錄送達", "登錄送達", done="已登錄送達", then=path)
    return act_page(
        request, case, form, page,
        lambda: correspondence.record_delivery(letter_id=found.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def on_paper(request: HttpRequest, number: str) -> HttpResponse:
    """A 函覆 written elsewhere."""
    case, user, now = opened(request, number)
    policies.require_handler(user, case, ACT, now)
    kinds = [kind for kind in selectors.open_kinds(case) if kind in ANSWERS]
    if not kinds or not selectors.is_for_agency(case):
        messages.error(request, "公務機關的案件核定後，才能登錄另行辦理的函覆。")
        return redirect("review:case", number=number)
    form = OnPaperForm(accounts.typed(request, now), initial={"sent_on": local_date(now)}, kinds=kinds)
    page = Page(
        "登錄另行辦理的函覆",
        "登錄函覆",
        "函覆以紙本或公文系統辦理時，只登錄字號與日期；本系統不存內容。",
        done="已登錄函覆",
    )
    return act_page(
        request, case, form, page,
        lambda: correspondence.record_on_paper(case_id=case.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, number: str) -> HttpResponse:
    """來文機關免覆."""
    case, user, now = opened(request, number)
    policies.require_handler(user, case, ACT, now)
    form = WaiveForm(accounts.typed(request, now))
    page = Page("來文機關免覆", "登錄免覆", "來文機關表示不必函覆時登錄；登錄後即可結案。", done="已登錄來文機關免覆")
    return act_page(
        request, case, form, page,
        lambda: correspondence.waive_reply(case_id=case.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip
