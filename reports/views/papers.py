"""Long papers: ordered by a button, made in the background, fetched from one's own list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.selectors import typed
from files.views import download
from reports import policies, selectors, services
from reports.choices import PaperKind
from reports.forms import FormsFilter, FormsForm, RegisterFilter

if TYPE_CHECKING:
    import datetime as dt

    from django.http import FileResponse, HttpRequest, HttpResponse

    from accounts.models import User
    from work.models import Job


@dataclass(frozen=True)
class PaperRow:
    """One paper as the page shows it: whether it can be fetched and until when, else how far it is."""

    job: Job
    is_there: bool
    until: dt.datetime | None

    @property
    def unit(self) -> str:
        """What its progress is counted in."""
        return PaperKind(self.job.kind).unit

    @property
    def next(self) -> int:
        """The piece the worker is at."""
        return min(self.job.done + 1, self.job.total)


@require_GET
def papers_page(request: HttpRequest) -> HttpResponse:
    """列印檔: one's own. While one is being made the page asks every few seconds; without scripts, by a button."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.orders_papers(user, now))
    rows = [_row(job, now) for job in selectors.papers_of(user)]
    context = {
        "rows": rows,
        "is_busy": any(row.job.finished_at is None for row in rows),
        "may_read_register": policies.may_read_register(user, now),
        "may_print_forms": policies.may_print_forms(user, now),
    }
    return render(request, "reports/papers.html", context)


def _row(job: Job, now: dt.datetime) -> PaperRow:
    is_there = selectors.may_fetch(job, now)
    return PaperRow(job, is_there, selectors.fetched_until(job) if is_there else None)


@require_GET
def paper_file(request: HttpRequest, job_id: int) -> FileResponse:
    """Fetch one's own paper; an entry stands before the first byte."""
    user, now = cast("User", request.user), timezone.now()
    job = selectors.papers_of(user).filter(pk=job_id, file__isnull=False).first()
    if job is None:
        raise Http404
    return download(services.fetch_paper(job=job, user=user, now=now))


@require_POST
def print_register(request: HttpRequest) -> HttpResponse:
    """Order the 調閱登記簿 of what the address narrows it to."""
    form = RegisterFilter(request.GET)
    user, now = cast("User", request.user), timezone.now()
    services.order_register(user=user, narrowed=form.narrowed(), words=form.in_words(), now=now)
    return redirect("reports:papers")


@require_http_methods(["GET", "POST"])
def forms_page(request: HttpRequest) -> HttpResponse:
    """Choose the cases whose 附錄1 are printed as one file: all of a period are ticked."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_print_forms(user, now))
    asked = FormsFilter(request.GET)
    found = list(selectors.forms_to_choose(user, now, asked.narrowed())[: selectors.MOST_FORMS + 1])
    shown = found[: selectors.MOST_FORMS]
    keys = [(case.pk, str(case.number)) for case in shown]
    form = FormsForm(typed(request, now), keys=keys, are_chosen=bool(request.GET))
    if request.method == "POST" and form.is_valid():
        services.order_forms(user=user, cases=form.cleaned_data["cases"], now=now)
        return redirect("reports:papers")
    context = {
        "asked": asked,
        "form": form,
        "chosen": set(form["cases"].value() or ()),
        "cases": shown,
        "is_cut": len(found) > len(shown),
    }
    return render(request, "reports/paper_forms.html", context, status=422 if form.errors else 200)
