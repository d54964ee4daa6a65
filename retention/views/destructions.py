"""Pages and paper of what was destroyed: 影像銷毀紀錄, its manifest as text."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from printing.views import furniture, pdf_response
from retention import selectors
from retention.documents import CameraLine, Record, render_destruction
from retention.rules import ONE_DAY
from retention.services.manifests import contents_of, lines_of
from retention.storage import ManifestError
from retention.views.gates import source_reader, tabs
from work.views import page_by_key

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from accounts.models import User
    from retention.models import Destruction
    from retention.services.manifests import Destroyed

PAGE = 50
UNKNOWN = "不明攝影機"


def _opened(request: HttpRequest, destruction_id: int) -> tuple[Destruction, User, dt.datetime]:
    user, now, _ = source_reader(request)
    return get_object_or_404(selectors.destructions(), pk=destruction_id), user, now


@require_GET
def destruction_list(request: HttpRequest) -> HttpResponse:
    """影像銷毀紀錄, newest first."""
    user, _, today = source_reader(request)
    page = page_by_key(request, selectors.destructions(), PAGE)
    context = {
        "rows": page.rows,
        "newer_url": page.newer_url,
        "older_url": page.older_url,
        "tabs": tabs(user, today, "retention:destructions"),
    }
    return render(request, "retention/destructions.html", context)


@require_GET
def destruction(request: HttpRequest, destruction_id: int) -> HttpResponse:
    """One record: by which rule, what went camera by camera, what stayed and why."""
    row, _, _ = _opened(request, destruction_id)
    context = {
        "row": row, "contents": contents_of(row), "plan": accounts.plan_on(local_date(row.planned_at)),
        "last_day": row.before_day - ONE_DAY,
        "unnamed_failures": max(row.failed_files - len(row.failures), 0),
    }  # fmt: skip
    return render(request, "retention/destruction.html", context)


@require_GET
def destruction_pdf(request: HttpRequest, destruction_id: int) -> HttpResponse:
    """The record on paper, for the signatures of 執行人 and 監銷人. Printing it is an entry."""
    row, user, now = _opened(request, destruction_id)
    ledger.append_reading(
        verb=Verb.DESTRUCTION_PRINTED, actor=accounts.in_words(user, now), subject=f"影像銷毀紀錄 {row.pk}", now=now
    )
    path = reverse("retention:destruction", args=[row.pk])
    paper = furniture(printed_by=user.name, now=now, path=path)
    pdf = render_destruction(_record(row), accounts.the_school().short_name, paper)
    return pdf_response(pdf, f"影像銷毀紀錄-{row.pk}.pdf")


@require_GET
def manifest_text(request: HttpRequest, destruction_id: int) -> HttpResponse | StreamingHttpResponse:
    """Return the manifest line by line: it may name a million recordings. Taking it away is an entry, as printing is."""
    row, user, now = _opened(request, destruction_id)
    lines = lines_of(row)
    try:
        first = next(lines, "")
    except ManifestError as error:
        raise Http404 from error
    subject = f"影像銷毀紀錄 {row.pk} 的銷毀清單"
    ledger.append_reading(verb=Verb.FILE_READ, actor=accounts.in_words(user, now), subject=subject, now=now)
    response = StreamingHttpResponse(chain([first], lines), content_type="text/plain; charset=utf-8")
    name = content_disposition_header(as_attachment=True, filename=f"銷毀清單-{row.pk}.txt")
    response["Content-Disposition"] = name or "attachment"
    return response


def _record(row: Destruction) -> Record:
    contents = contents_of(row)
    return Record(
        number=row.pk, source=row.source.name, path=row.source.path,
        years=accounts.plan_on(local_date(row.planned_at)).maximum_years, last_day=row.before_day - ONE_DAY,
        first_at=row.first_at, last_at=row.last_at, planned_at=row.planned_at, finished_at=row.finished_at,
        planned=(row.planned_files, _size(row.planned_size)), destroyed=(row.destroyed_files, _size(row.destroyed_size)),
        held_files=row.held_files, failed_files=row.failed_files, resumed=row.resumed, accepted_by=row.accepted_by,
        sha256=row.manifest_sha256, manifest=str(row.manifest), problem=contents.problem,
        cameras=[_line(one) for one in contents.rows],
        failures=[(failure["path"], failure["reason"]) for failure in row.failures],
    )  # fmt: skip


def _line(one: Destroyed) -> CameraLine:
    camera = f"{one.camera.code} {one.camera.name}" if one.camera else UNKNOWN
    return CameraLine(
        camera=camera, folder=one.folder, first_at=one.first_at, last_at=one.last_at, files=one.files, size=_size(one.size)
    )  # fmt: skip


def _size(size: int) -> str:
    """Return for instance 1.5 MB, with an ordinary space: a paper's typeface need not have the other."""
    return filesizeformat(size).replace("\xa0", " ")
