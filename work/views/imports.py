"""匯入: a file is checked and shown row by row; only when every row is right does one act write all of them.

Between preview and act the rows travel in the page itself, signed for the person and the address: nothing of an import
that nobody confirms stays on the server, and what is confirmed is what was shown. All is checked again at the act.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.selectors import typed
from accounts.services import NotProven, prove
from work.choices import RowKind
from work.forms import Line, SheetForm, examined
from work.services import RowsRefused, try_rows, write_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from accounts.forms import ProofForm
    from work.forms import RowForm
    from work.forms.sheets import Cells, Register

VALID_SECONDS = 60 * 60
STALE = "預覽已逾一小時或不屬於您，請重新選擇檔案。"
HOW = "編號已存在的列會與現有資料比對：內容相同為「無變更」，不同為「變更」；新的編號為「新增」。清冊有而檔案沒有的，不會更動。"
MOVED = "清冊在預覽之後有變動，尚未匯入；請核對新的結果後再匯入。"


@dataclass(frozen=True)
class Importing:
    """What a room says of its sheet: how a row is read, what stands in the register now, and the act for one row.

    `proof` is asked for where a row gives somebody rights. `tell` is called once with the number of rows written.
    `remarks` says of what was read what a person should see before confirming, for instance a new place.
    """

    title: str
    unit: str
    row_form: type[RowForm]
    register: Callable[[], Register]
    act: Callable[[Mapping[str, Any]], object]
    refusal: type[Exception]
    back_url: str
    back: str
    template_route: str
    export_route: str
    remarks: Callable[[Sequence[Line]], Sequence[str]] = lambda _: ()
    proof: ProofForm | None = None
    tell: Callable[[int], object] | None = None
    how: str = HOW


@dataclass(frozen=True)
class Preview:
    """The rows as they would be imported, and the token that carries them to the act."""

    lines: Sequence[Line]
    token: str
    remarks: Sequence[str]

    @property
    def bad(self) -> list[Line]:
        """The rows that stop the sheet."""
        return [line for line in self.lines if line.is_bad]

    @property
    def acts(self) -> list[Line]:
        """The rows that would change something."""
        return [line for line in self.lines if line.is_act]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Kind, its word, how many, for those that are there."""
        counted = Counter(line.kind for line in self.lines)
        return [(kind.value, str(kind.label), counted[kind]) for kind in RowKind if counted[kind]]

    @property
    def in_words(self) -> str:
        """Return for instance 新增 3 筆、變更 1 筆."""
        return "、".join(f"{word} {count} 筆" for _, word, count in self.counts)


def import_page(request: HttpRequest, what: Importing, now: dt.datetime) -> HttpResponse:
    """Check a file, show what it would do, and do it once that was confirmed."""
    if request.method == "POST" and (token := request.POST.get("sheet")):
        return _confirmed(request, what, token)
    form = SheetForm(typed(request, now), request.FILES or None, row_form=what.row_form)
    preview = None
    if request.method == "POST" and form.is_valid():
        preview = _preview(request, what, form.cleaned_data["file"])
    return _page(request, what, form, preview)


def _page(request: HttpRequest, what: Importing, form: SheetForm, preview: Preview | None) -> HttpResponse:
    again = SheetForm(row_form=what.row_form) if preview else form
    context = {"what": what, "form": again, "preview": preview, "headings": what.row_form.headings()}
    refused = bool(what.proof and what.proof.is_bound and what.proof.errors)
    return render(request, "work/import.html", context, status=422 if refused else 200)


def _confirmed(request: HttpRequest, what: Importing, token: str) -> HttpResponse:
    try:
        said = signing.loads(token, salt=_salt(request), max_age=VALID_SECONDS)
    except signing.BadSignature:
        messages.error(request, STALE)
        return redirect(request.path)
    preview = _preview(request, what, said["rows"])
    if not preview.bad and _digest(preview.lines) == said["shown"]:
        try:
            if what.proof:
                prove(request, what.proof, timezone.now())
            rows = [(line.number, line.facts) for line in preview.acts]
            write_rows(rows, what.act, what.refusal, tell=what.tell)
        except NotProven as refusal:
            cast("ProofForm", what.proof).add_error(refusal.field, str(refusal))
            return _page(request, what, SheetForm(row_form=what.row_form), preview)
        except RowsRefused:
            preview = _preview(request, what, said["rows"])
        else:
            messages.success(request, f"已匯入：{preview.in_words}")
            return redirect(what.back_url)
    messages.warning(request, MOVED)
    return _page(request, what, SheetForm(row_form=what.row_form), preview)


def _preview(request: HttpRequest, what: Importing, rows: Sequence[Cells]) -> Preview:
    lines = examined(rows, what.row_form, what.register())
    acts = [(line.number, line.facts) for line in lines if line.is_act]
    problems = try_rows(acts, what.act, what.refusal)
    lines = [line.refused(problems[line.number]) if line.number in problems else line for line in lines]
    said = {"rows": rows, "shown": _digest(lines)}
    return Preview(lines, signing.dumps(said, salt=_salt(request), compress=True), what.remarks(lines))


def _salt(request: HttpRequest) -> str:
    return f"import {request.path} {cast('Any', request.user).pk}"


def _digest(lines: Sequence[Line]) -> str:
    shown = [(line.number, line.kind.value, line.changes) for line in lines]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()
