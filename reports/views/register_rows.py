"""Rows of the 調閱登記簿 on the screen: each cell is made ready here, for nine a row are most of that page."""

from __future__ import annotations

import functools
from html import escape
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports import documents
from work.views import address, filled

if TYPE_CHECKING:
    from requests.selectors import RegisterLine, RegisterPage

NONE = SafeString("—")


def register_rows(page: RegisterPage) -> list[SafeString]:
    """Return the rows of a page; the number of a case is a link where the reader may open that."""
    return [_row(line, opens=line.viewing.review_request_id in page.opens) for line in page.lines]


def _row(line: RegisterLine, *, opens: bool) -> SafeString:
    said = documents.register_row(line)
    return filled(
        "reports/_register_row.html",
        number=_number(str(line.case.number), opens=opens),
        row=line.number,
        mark=mark_of(line.kind),
        applicant=_with_below(_lines(said.applicant), said.relation),
        places=_with_below(said.places, _lines(said.footage_period)),
        decision=_lines(said.decision) or NONE,
        viewed=_lines(said.viewed) or NONE,
        escort=_lines(said.escort) or NONE,
        present=said.present or NONE,
        copy=_lines(said.copy) or NONE,
        remarks=_lines(said.remarks) or NONE,
    )


def _number(case: str, *, opens: bool) -> SafeString:
    if opens:
        return format_html('<a class="num" href="{}">{}</a>', address("review:case", case), case)
    return format_html('<span class="num">{}</span>', case)


@functools.cache
def mark_of(kind: str) -> SafeString:
    """Return in what a row differs from a granted viewing, as a tag."""
    return render_to_string("reports/_register_mark.html", {"kind": kind})


def _with_below(text: str, small: str) -> SafeString:
    """Return what a cell says, and what stands in small letters below it, if anything does."""
    below = format_html('<br><small class="sub2">{}</small>', small) if small else ""
    return format_html("{}{}", text or NONE, below)


def _lines(text: str) -> SafeString:
    """Return a text, escaped, with its line ends kept, as `linebreaksbr` does at a third of the cost."""
    return SafeString(escape(text.replace("\r\n", "\n").replace("\r", "\n")).replace("\n", "<br>"))
