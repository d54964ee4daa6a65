"""One template, one set of style sheets, PDF bytes. Warm, a form takes about a tenth of a second."""

from __future__ import annotations

import atexit
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from printing.documents.errors import ForbiddenAddressError
from printing.documents.fonts import EVERYDAY, everyday_font, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from weasyprint import Document

    from printing.documents.furniture import Furniture

VARIANT = "pdf/a-2u"
"""What an archive keeps for as long as it likes: every font within, colours defined, nothing loaded, text as Unicode (ISO 19005-2)."""
HOUSE_STYLE = "printing/paper.css"
_fonts = FontConfiguration()
atexit.register(_fonts.__del__)  # removes the file WeasyPrint keeps of the everyday font; at exit modules go first
_one_at_a_time = Lock()  # Pango's font maps are shared by threads and are not made for it


class _OwnWordsOnly(URLFetcher):  # type: ignore[misc]
    """Lets in `data:` and nothing else: a paper is complete in itself and calls nobody.

    WeasyPrint leaves out what it could not load and goes on, so what was refused is remembered for `render` to raise.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",))
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> object:
        """Open a `data:` address. Raises `ValueError` for any other."""
        if not url.startswith("data:"):
            self.refused.append(url)
        return super().fetch(url, headers)


class _CutFont(URLFetcher):  # type: ignore[misc]
    """Hands over the everyday font whatever is asked."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> object:
        """Return the font, cut now. Raises `FontMissingError`."""
        return URLFetcherResponse(url, everyday_font())


def page_html(template_name: str, context: Mapping[str, object], furniture: Furniture) -> str:
    """Return the HTML of a paper, every character of it in the school's typeface. Raises `FontMissingError`."""
    return printable(render_to_string(template_name, {**context, "furniture": furniture}))


def render(template_name: str, context: Mapping[str, object], furniture: Furniture) -> bytes:
    """Return the PDF of template `requests/appendix_1.pdf.html`, styled by `printing/paper.css` and its own `….pdf.css`.

    Fonts are embedded as subsets. Raises `FontMissingError`, `ForbiddenAddressError`.
    """
    return render_parts(template_name, [(context, furniture)])


def render_parts(template_name: str, parts: Iterable[tuple[Mapping[str, object], Furniture]]) -> bytes:
    """Return one PDF of many papers of one template, one behind the other, each with page numbers of its own.

    A paper is laid out when it is taken from `parts`: where they come from knows how far the work is. Raises as `render`.
    """
    papers = [_laid_out(template_name, context, furniture) for context, furniture in parts]
    with _one_at_a_time:
        return bytes(papers[0].copy([page for paper in papers for page in paper.pages]).write_pdf(pdf_variant=VARIANT))


def _laid_out(template_name: str, context: Mapping[str, object], furniture: Furniture) -> Document:
    html = page_html(template_name, context, furniture)
    fetcher = _OwnWordsOnly()
    with _one_at_a_time:
        _add_everyday_font()
        styles = [style_sheet(HOUSE_STYLE), style_sheet(template_name.replace(".html", ".css"))]
        paper = HTML(string=html, url_fetcher=fetcher).render(stylesheets=styles, font_config=_fonts)
    if fetcher.refused:
        raise ForbiddenAddressError("表單不可載入外部檔案，列印已停止：請通知系統管理人員。")
    return paper


@cache
def _add_everyday_font() -> None:
    """Let papers draw with the everyday font; cut once a process."""
    CSS(
        string=f'@font-face {{ font-family: "{EVERYDAY}"; src: url("cut:{EVERYDAY}") }}',
        font_config=_fonts,
        url_fetcher=_CutFont(),
    )


@cache
def style_sheet(name: str) -> CSS:
    """Return the parsed style sheet `name` of the template folders; parsed once a process."""
    return CSS(string=style_text(name), font_config=_fonts, url_fetcher=_OwnWordsOnly())


def style_text(name: str) -> str:
    """Return the text of a style sheet of the template folders."""
    return render_to_string(name)
