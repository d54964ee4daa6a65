"""Pages: folders of recordings — the list, a new one, one of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import in_words, typed
from retention import policies, selectors, services
from retention.forms import NewSourceForm
from retention.models import FootageSource
from retention.views.gates import source_reader, tabs

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from retention.models import PastDue

PASSES = 15


@dataclass(frozen=True, slots=True)
class Overdue:
    """What stands overdue of one camera's folder for one reason."""

    camera_folder: str
    reason: str
    rows: tuple[PastDue, ...]

    @property
    def files(self) -> int:
        """How many recordings."""
        return sum(row.files for row in self.rows)

    @property
    def since(self) -> dt.date:
        """Since when the first of them stands there."""
        return min(row.since for row in self.rows)


def _overdue(source: FootageSource) -> list[Overdue]:
    rows = source.past_due.order_by("reason", "camera_folder", "folder")
    grouped = groupby(rows, key=lambda row: (row.camera_folder, row.reason))
    return [Overdue(camera, reason, tuple(of_both)) for (camera, reason), of_both in grouped]


@require_GET
def source_list(request: HttpRequest) -> HttpResponse:
    """影像資料夾: whose deletion each is subject to, what the last scan and pass saw, and why nothing went."""
    user, _, today = source_reader(request)
    sources = list(FootageSource.objects.select_related("recorder"))
    context = {
        "standings": selectors.source_standings(source for source in sources if source.retired_on is None),
        "retired": [source for source in sources if source.retired_on],
        "powers": policies.powers_over(user, None, today),
        "tabs": tabs(user, today, "retention:sources"),
    }
    return render(request, "retention/sources.html", context)


@require_http_methods(["GET", "POST"])
def new_source(request: HttpRequest) -> HttpResponse:
    """登錄影像資料夾, for reading only."""
    user, now, today = source_reader(request)
    allowed = policies.powers_over(user, None, today).keeps
    policies.require_power(allowed=allowed, who="承辦人及系統管理", act="登錄影像資料夾")
    form = NewSourceForm(typed(request, now), today=today, initial={"layout": "frigate"})
    if request.method == "POST" and form.is_valid():
        try:
            source = services.register_source(actor=in_words(user, now), now=now, **form.cleaned_data)
        except services.SourceError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, f"已登錄影像資料夾「{source.name}」，只讀取；掃描後即可在影像保存看到涵蓋情形")
            return redirect("retention:source", source.pk)
    return render(request, "retention/new_source.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def source(request: HttpRequest, source_id: int) -> HttpResponse:
    """One folder: facts, what may be done, whose folders it holds, its passes, what is overdue and why."""
    user, _, today = source_reader(request)
    one = get_object_or_404(FootageSource.objects.select_related("recorder"), pk=source_id)
    passes = list(one.passes.select_related("destruction")[:PASSES])
    last = passes[0] if passes else None
    folders = list(one.folder_cameras.select_related("camera").order_by("camera__code", "folder"))
    context = {
        "source": one,
        "powers": policies.powers_over(user, one, today),
        "unknown": [row for row in folders if row.camera is None],
        "known": [row for row in folders if row.camera],
        "folders": len(folders),
        "passes": [(made, selectors.doubts_in_words(made)) for made in passes],
        "refused": selectors.doubts_in_words(last) if last else [],
        "overdue": _overdue(one),
        "is_asked_of_me": policies.powers_over(user, one, today).confirms,
    }
    return render(request, "retention/source.html", context)
