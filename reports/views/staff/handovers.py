"""職務異動: the list, one of them with its papers, and what was signed (肆、二; ruling 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Role
from accounts.selectors import in_words, the_school
from files.views import download
from ledger import services as ledger
from ledger.choices import Verb
from printing.views import furniture, pdf_response
from reports import policies
from reports.documents import render_acknowledgement, render_roster
from reports.forms import SignedPaperForm
from reports.models import Handover
from reports.selectors.staff import deputises_for, is_planned, naming_known_cases, roster_of
from reports.services.staff import keep_signed
from reports.services.staff.papers import PAPERS, SIGNED
from work.views import page_by_key

if TYPE_CHECKING:
    import datetime as dt

    from django.http import FileResponse, HttpRequest, HttpResponse

    from accounts.models import User
    from files.models import StoredFile
    from reports.selectors.staff import Line

PAGE = 50
NAMES_OTHERS = "這份簽名的移交清冊載有您應迴避或不能閱覽的案件，不能開啟；請洽可閱覽的監交人。"


@require_GET
def handovers_page(request: HttpRequest) -> HttpResponse:
    """職務異動: who left, which post went to whom, and which signed paper is still missing."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_see_moves(user, now))
    page = page_by_key(request, Handover.objects.all(), PAGE)
    context = {"rows": page.rows, "newer_url": page.newer_url, "older_url": page.older_url}
    return render(request, "reports/handovers.html", context)


@require_http_methods(["GET", "POST"])
def handover_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One 職務異動; by POST the scan of a signed paper is kept."""
    user, now = cast("User", request.user), timezone.now()
    row = _gate(pk, user, now)
    wanted = request.POST.get("paper", "")
    forms = {name: SignedPaperForm(name, *((request.POST, request.FILES) if name == wanted else ())) for name in PAPERS}
    form = forms.get(wanted)
    if form is not None and form.is_valid():
        if form.cleaned_data["scan"] is None:
            form.add_error("scan", "請選擇簽名後的掃描檔。")
        else:
            keep_signed(handover_id=pk, paper=wanted, upload=form.cleaned_data["scan"], actor=user, now=now)
            messages.success(request, f"已存入簽名之{PAPERS[wanted]}。")
            return redirect("reports:handover", pk=pk)
    former = row.former_papers.all()
    context = {
        "row": row,
        "lines": _lines(row, user, now) if policies.may_read_roster(user, row, now) else None,
        "signed_roster": row.signed_roster if _may_fetch(row, "roster", user, now) else None,
        "may_see_moves": policies.may_see_moves(user, now),
        "may_call_off": is_planned(row, now) and policies.may_call_off(user, row, now),
        "may_keep_acknowledgement": row.is_departure and policies.may_keep_paper(user, row, "acknowledgement", now),
        "undertaking": row.person.undertakings.first(),
        "former": {name: [one for one in former if one.paper == name] for name in PAPERS},
        "forms": forms,
        "without_deputy": deputises_for(row.person, now),
    }
    return render(request, "reports/handover.html", context, status=422 if form is not None else 200)


@require_GET
def roster_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """移交清冊, to be signed by three; before the day as things stand now."""
    user, now = cast("User", request.user), timezone.now()
    row = _gate(pk, user, now)
    policies.require(allowed=policies.may_read_roster(user, row, now))
    _printed(row, "roster", user, now)
    paper = furniture(printed_by=user.name, now=now, path=reverse("reports:handover", args=[pk]))
    return pdf_response(render_roster(row, _lines(row, user, now), the_school().short_name, paper), "移交清冊.pdf")


@require_GET
def acknowledgement_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """離職保密切結: 肆、二 in words, to be signed by who leaves."""
    user, now = cast("User", request.user), timezone.now()
    row = _gate(pk, user, now)
    policies.require(allowed=policies.may_see_moves(user, now))
    if not row.is_departure:
        raise Http404
    _printed(row, "acknowledgement", user, now)
    paper = furniture(printed_by=user.name, now=now, path=reverse("reports:handover", args=[pk]))
    return pdf_response(render_acknowledgement(row, the_school(), paper), "離職保密切結.pdf")


@require_GET
def signed_paper(request: HttpRequest, pk: int, paper: str, former: int | None = None) -> FileResponse:
    """Fetch what was signed, or what was kept of it before; an entry stands before the first byte."""
    user, now = cast("User", request.user), timezone.now()
    row = _gate(pk, user, now)
    file = _signed(row, paper, former)
    policies.require(allowed=policies.may_keep_paper(user, row, paper, now))
    policies.require(allowed=_may_fetch(row, paper, user, now), why=NAMES_OTHERS)
    answer = download(file)
    ledger.append(
        verb=Verb.HANDOVER_PAPER_FETCHED, actor=in_words(user, now), subject=str(row), now=now,
        detail={"paper": PAPERS[paper]},
    )  # fmt: skip
    return answer


def _signed(row: Handover, paper: str, former: int | None) -> StoredFile:
    """Return the scan. Raises Http404 where there is none."""
    if former is not None:
        return get_object_or_404(row.former_papers.select_related("file"), pk=former, paper=paper).file
    file: StoredFile | None = getattr(row, SIGNED[paper]) if paper in SIGNED else None
    if file is None:
        raise Http404
    return file


def _gate(pk: int, user: User, now: dt.datetime) -> Handover:
    """Return the row. Raises Http404 for who may not know of it."""
    row = get_object_or_404(Handover.objects.select_related("person", "successor"), pk=pk)
    if not policies.may_see_handover(user, row, now):
        raise Http404
    return row


def _lines(row: Handover, user: User, now: dt.datetime) -> list[Line]:
    """Return of the roster what `user` may know."""
    return naming_known_cases(_roster(row, now), policies.cases_on_roster_of(user, row, now))


def _may_fetch(row: Handover, paper: str, user: User, now: dt.datetime) -> bool:
    """Say whether `user` may know everything on a signed paper: a scan cannot leave out a line."""
    return paper != "roster" or _lines(row, user, now) == _roster(row, now)


def _roster(row: Handover, now: dt.datetime) -> list[Line]:
    """Return the frozen roster, and before the day what it would be now."""
    if row.done_at:
        return [tuple(line) for line in row.roster]
    return roster_of(row.person, row.successor, [Role(row.role)], now)


def _printed(row: Handover, paper: str, user: User, now: dt.datetime) -> None:
    words = {"paper": PAPERS[paper]}
    ledger.append(verb=Verb.HANDOVER_PRINTED, actor=in_words(user, now), subject=str(row), detail=words, now=now)
