"""Page: the list of copies, and 媒體清冊."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from printing.rules import local_date
from retention import selectors
from retention.choices import CopyMedium
from retention.views.copies.gates import copy_reader
from retention.views.copies.rows import copy_rows
from retention.views.gates import Tab, tabs
from work.views import page_by_key

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 25
STANDINGS = {
    "": "全部", "coming": "製作中", "made": "已備份", "damaged": "與完成時不符", "gone": "已銷毀", "abandoned": "未完成",
}  # fmt: skip
MEDIA = {"": "檔案及媒體", CopyMedium.FILE.value: "檔案", CopyMedium.MEDIUM.value: "媒體清冊"}


@require_GET
def list_copies(request: HttpRequest) -> HttpResponse:
    """留存檔, newest first: what each shows, where it stands, until when it is kept."""
    user, now = copy_reader(request)
    standing, medium = asked_of(request)
    page = page_by_key(request, selectors.copies_in_rows(standing, medium), PAGE, state=standing, medium=medium)
    files, size = selectors.kept_in_all(page.rows)
    context = {
        "rows": copy_rows(selectors.shown_copies(page.rows, user, now)),
        "standings": [_tab(label, word, medium, current=standing == word) for word, label in STANDINGS.items()],
        "media": [_tab(label, standing, word, current=medium == word) for word, label in MEDIA.items()],
        "is_media_list": medium == CopyMedium.MEDIUM,
        "is_narrowed": bool(standing or medium),
        "query": _query(standing, medium),
        "newer_url": page.newer_url,
        "older_url": page.older_url,
        "files": files,
        "size": size,
        "now": now,
        "tabs": tabs(user, local_date(now), "retention:copies"),
    }
    return render(request, "retention/copies.html", context)


def asked_of(request: HttpRequest) -> tuple[str, str]:
    """Return which standing and which medium the address asks for; words it cannot mean ask nothing."""
    return _asked(request, "state", STANDINGS), _asked(request, "medium", MEDIA)


def _asked(request: HttpRequest, name: str, known: dict[str, str]) -> str:
    said = request.GET.get(name, "")
    return said if said in known else ""


def _tab(label: str, standing: str, medium: str, *, current: bool) -> Tab:
    return Tab(label, _address(standing, medium), "true" if current else "")


def _address(standing: str, medium: str) -> str:
    words = _query(standing, medium)
    return reverse("retention:copies") + (f"?{words}" if words else "")


def _query(standing: str, medium: str) -> str:
    return urlencode({name: word for name, word in (("state", standing), ("medium", medium)) if word})
