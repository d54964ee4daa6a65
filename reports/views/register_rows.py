"""Rows of the 調閱登記簿 on the screen, drawn without the language of templates: nine cells a row are most of that page."""

from __future__ import annotations

import functools
from html import escape
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports import documents
from work.views import address

if TYPE_CHECKING:
    from requests.selectors import RegisterLine, RegisterPage

NONE = SafeString("—")
ROW = """<tr>
        <td data-label="編號" class="nowrap"><span>{number}<br><small class="sub2 nowrap">第 {row} 列</small>{mark}</span></td>
        <td data-label="申請人" class="who"><span>{applicant}</span></td>
        <td data-label="攝影機與影像時段" class="who"><span>{places}</span></td>
        <td data-label="核定" class="nowrap"><span>{decision}</span></td>
        <td data-label="調閱起迄" class="nowrap"><span>{viewed}</span></td>
        <td data-label="陪同人員" class="who who--short"><span>{escort}</span></td>
        <td data-label="在場人" class="who who--short"><span>{present}</span></td>
        <td data-label="留存檔" class="who"><span>{copy}</span></td>
        <td data-label="備註" class="who who--short"><span>{remarks}</span></td>
      </tr>"""


def register_rows(page: RegisterPage) -> list[SafeString]:
    """Return the rows of a page; the number of a case is a link where the reader may open that."""
    return [_row(line, opens=line.viewing.review_request_id in page.opens) for line in page.lines]


def _row(line: RegisterLine, *, opens: bool) -> SafeString:
    said = documents.register_row(line)
    return format_html(
        ROW,
        number=_number(str(line.case.number), opens=opens),
        row=line.number,
        mark=_mark(line.kind),
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
def _mark(kind: str) -> SafeString:
    """Return in what a row differs from a granted viewing, as a tag."""
    return render_to_string("reports/_register_mark.html", {"kind": kind})


def _with_below(text: str, small: str) -> SafeString:
    """Return what a cell says, and what stands in small letters below it, if anything does."""
    below = format_html('<br><small class="sub2">{}</small>', small) if small else ""
    return format_html("{}{}", text or NONE, below)


def _lines(text: str) -> SafeString:
    """Return a text, escaped, with its line ends kept, as `linebreaksbr` does at a third of the cost."""
    return SafeString(escape(text.replace("\r\n", "\n").replace("\r", "\n")).replace("\n", "<br>"))
