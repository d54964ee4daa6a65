"""The list of cases: 待我處理, 我已處理, 全部, and a search in all one may know of."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ledger.choices import Verb
from requests import policies, selectors
from requests.documents import case_sheet
from requests.views.desk import desk_on
from requests.views.rows import rows_of, waiting_rows
from work.views import Export, export

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from requests.models import ReviewRequest
    from requests.selectors import Desk
    from requests.views.rows import CaseRow

PAGE = 30
LONGEST = 100
"""So many letters are looked for; SQLite takes a longer pattern for an error, and nobody's name is."""
WAITING, CLOSING, DONE, ALL = "waiting", "closing", "done", ""
VIEWS = {WAITING: "待我處理", CLOSING: "待結案", DONE: "我已處理", ALL: "全部"}
"""The saved views of who signs, by `?view=`; 待結案 is offered to who handles cases."""


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Every case one may know of, newest first.

    `?view=waiting|closing|done` shows only some, `?q=` searches all by 案號 or 申請人, `?before=` and `?after=` turn the page.
    """
    desk = desk_on(request)
    view, text = _asked(request)
    rows, turns = (waiting_rows(desk), {}) if view == WAITING else _page(request, desk, view, text)
    context = {
        "rows": rows,
        "view": view,
        "q": text,
        "may_ask": bool(desk.roles & policies.MAY_ASK),
        "may_enter": desk.handles,
        "is_in_chain": desk.is_in_chain,
        "views": _views(desk, None if text else view) if desk.is_in_chain else [],
        "now": desk.now,
        "query": _query(view, text),
    }
    return render(request, "requests/list.html", context | turns)


@require_GET
def export_cases(request: HttpRequest, kind: str) -> HttpResponse:
    """匯出: what the list shows by its view or search, whole, to who signs cases."""
    desk = desk_on(request)
    if not desk.is_in_chain:
        raise PermissionDenied
    view, text = _asked(request)
    found = _whole(desk) if view == WAITING else list(_cases(desk, view, text).order_by("-pk"))
    prefetch_related_objects(found, *case_sheet.FETCHED)
    what = Export("調閱案件", case_sheet.HEADINGS, map(case_sheet.case_row, found), Verb.CASES_EXPORTED)
    return export(what, kind, desk.user, desk.now)


def _whole(desk: Desk) -> list[ReviewRequest]:
    """Return what waits in its order, with more of each case than a row of the page shows."""
    found = desk.cases.in_bulk([case.pk for case in desk.waiting])
    return [found[case.pk] for case in desk.waiting]


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Return the view and the words the address asks for; who searches, searches in all."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    wanted = request.GET.get("view", ALL)
    return (wanted if wanted in VIEWS and not text else ALL), text


def _cases(desk: Desk, view: str, text: str) -> QuerySet[ReviewRequest]:
    if view == CLOSING:
        return selectors.to_close(desk.cases)
    cases = desk.dealt_with if view == DONE else desk.cases
    return selectors.matching(cases, text) if text else cases


def _page(request: HttpRequest, desk: Desk, view: str, text: str) -> tuple[list[CaseRow], dict[str, str]]:
    """Return one page of a long list, and the addresses of its neighbours."""
    cases = desk.drawn(_cases(desk, view, text))
    page = selectors.page_of(cases, PAGE, before=_key(request, "before"), after=_key(request, "after"))
    newer, older = ({"after": page.newer}, {"before": page.older})
    return rows_of(page.cases, desk), {
        "newer_url": _address(view, text, **newer) if page.newer else "",
        "older_url": _address(view, text, **older) if page.older else "",
    }


def _key(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() else None


def _views(desk: Desk, current: str | None) -> list[dict[str, object]]:
    closing = (
        {CLOSING: desk.numbers.to_close} if desk.handles else {}
    )  # one query with what waits, so it is asked first
    numbers = closing | {WAITING: desk.number_waiting}
    return [
        {"label": label, "url": _address(view), "current": view == current, "number": numbers.get(view, 0)}
        for view, label in VIEWS.items()
        if view != CLOSING or desk.handles
    ]


def _address(view: str, text: str = "", **key: int | None) -> str:
    query = _query(view, text, **key)
    return reverse("review:list") + (f"?{query}" if query else "")


def _query(view: str, text: str, **key: int | None) -> str:
    return urlencode({name: value for name, value in {"view": view, "q": text, **key}.items() if value})
