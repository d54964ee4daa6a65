"""書函: the list of a case, its drafts, and what is entered once a letter has gone."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from requests import policies, selectors
from requests.choices import LetterKind
from requests.documents.letters import LetterText, titled
from requests.forms import LetterForm
from requests.services import correspondence
from requests.services.correspondence import LetterRefused
from requests.transitions import NoSuchLetter
from requests.views.confirming import opened

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
