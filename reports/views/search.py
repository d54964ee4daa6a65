"""Page: 搜尋 across cases, copies, faults, cameras and the 設備帳, each within what one may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from reports.selectors import SHORTEST, asked_for, only_exact, search, searched_kinds
from requests.views.desk import desk_on

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WHERE = "案件、留存檔、故障、攝影機與設備"


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """`?q=`: what it names; the very number of one thing opens that thing.

    Searching is a look like any other and an entry; what was searched for stands nowhere, it may be a name.
    """
    desk, text = desk_on(request), asked_for(request.GET.get("q", ""))
    if len(text) >= SHORTEST:
        actor = in_words(desk.user, desk.now)
        ledger.append_reading(verb=Verb.SEARCHED, actor=actor, subject=WHERE, now=desk.now)
    found = search(desk, text)
    if hit := only_exact(found, text):
        return redirect(hit.url)
    page = {"q": text, "kinds": found, "offered": searched_kinds(desk), "is_short": 0 < len(text) < SHORTEST}
    return render(request, "reports/search.html", page)
