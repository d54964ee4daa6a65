"""匯出 of the lists of 影像保存: holds, copies, 銷毀清冊, 影像銷毀紀錄; each to whom its page shows the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_GET

from ledger.choices import Verb
from printing.rules import local_date
from retention import documents, policies, selectors
from retention.models import Hold
from retention.views.copies.gates import copy_reader
from retention.views.copies.listing import asked_of
from retention.views.gates import list_reader, source_reader
from work.views import Export, export

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_GET
def export_holds(request: HttpRequest, kind: str) -> HttpResponse:
    """Every hold, released ones too, to those who read them; others know only how many there are."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.reads_holds(user, now):
        if policies.may_see_retention(user, local_date(now)):
            raise PermissionDenied
        raise Http404
    holds = Hold.objects.prefetch_related("cameras").order_by("-placed_at", "-pk")
    rows = (documents.hold_row(shown) for shown in selectors.shown(holds, user, now))
    return export(Export("留存清單", documents.HOLD_HEADINGS, rows, Verb.HOLDS_EXPORTED), kind, user, now)


@require_GET
def export_copies(request: HttpRequest, kind: str) -> HttpResponse:
    """What the list of copies shows by its filter, whole."""
    user, now = copy_reader(request)
    found = selectors.copies_listed(*asked_of(request))
    rows = (documents.copy_row(shown) for shown in selectors.shown_copies(found, user, now))
    return export(Export("留存檔清單", documents.COPY_HEADINGS, rows, Verb.COPIES_EXPORTED), kind, user, now)


@require_GET
def export_copy_lists(request: HttpRequest, kind: str) -> HttpResponse:
    """Every 銷毀清冊."""
    user, now = list_reader(request)
    rows = (documents.list_row(row) for row in selectors.lists())
    return export(Export("銷毀清冊一覽", documents.LIST_HEADINGS, rows, Verb.COPY_LISTS_EXPORTED), kind, user, now)


@require_GET
def export_destructions(request: HttpRequest, kind: str) -> HttpResponse:
    """Every 影像銷毀紀錄."""
    user, now, _ = source_reader(request)
    rows = (documents.destruction_row(row) for row in selectors.destructions())
    what = Export("影像銷毀紀錄", documents.DESTRUCTION_HEADINGS, rows, Verb.DESTRUCTIONS_EXPORTED)
    return export(what, kind, user, now)
