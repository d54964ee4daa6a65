"""附錄1 as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.documents import render, render_parts, require_drawable
from requests.documents.layout import FORM_MARK, SHEET, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from printing.documents import Furniture
    from requests.documents.appendix_1 import Appendix1

TEMPLATE = "requests/appendix_1.pdf.html"


def render_appendix_1(form: Appendix1, furniture: Furniture) -> bytes:
    """Return 附錄1 as PDF: page 1 as the plan prints it, then numbered 續頁 where something did not fit.

    Raises `printing.documents.FontMissingError`, and `CharacterMissingError` where the typeface lacks a character: what
    people sign must say what was written.
    """
    require_drawable(form.to_json())
    return render(TEMPLATE, appendix_1_context(form), furniture)


def render_many(forms: Iterable[tuple[Appendix1, Furniture]]) -> bytes:
    """Return several 附錄1 as one PDF, each with page numbers of its own; laid out as they are taken. Raises as above."""

    def parts() -> Iterator[tuple[dict[str, object], Furniture]]:
        for form, furniture in forms:
            require_drawable(form.to_json())
            yield appendix_1_context(form), furniture

    return render_parts(TEMPLATE, parts())


def appendix_1_context(form: Appendix1) -> dict[str, object]:
    """Return what the template reads."""
    return {"sheet": lay_out(form), "mark": FORM_MARK, "sheet_height": SHEET.height}
