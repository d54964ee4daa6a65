"""Reads a PDF back, as a person with a ruler would."""

from __future__ import annotations

import io
import re
from typing import Any

import pdfplumber
from pdfminer.pdftypes import resolve1 as resolve


def pages(pdf: bytes) -> list[Any]:
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)


def squeeze(text: str | None) -> str:
    """Return `text` without spaces: labels are spread with them."""
    return re.sub(r"\s", "", text or "")


def cells(page: Any) -> list[list[str]]:
    """Return the page's table row by row, spanned cells left out, spaces removed."""
    (table,) = page.extract_tables()
    return [[squeeze(cell) for cell in row if cell is not None] for row in table]


def sections(further_pages: list[Any]) -> dict[str, str]:
    """Return the text of each section of the 續頁 by its heading (without 「（續）」), read from inside their frames."""
    found: dict[str, str] = {}
    heading = ""
    for page in further_pages:
        frame, *bars = sorted(page.rects, key=lambda rect: -rect["height"])
        bars = [bar for bar in bars if bar["height"] < frame["height"] / 2]
        inside = page.crop((frame["x0"], frame["top"], frame["x1"], frame["bottom"]))
        for line in inside.extract_text_lines():
            text = squeeze(line["text"])
            if any(bar["top"] < (line["top"] + line["bottom"]) / 2 < bar["bottom"] for bar in bars):
                heading = text.removesuffix("（續）")
                found.setdefault(heading, "")
            else:
                found[heading] += text
    return found


def rules_across(page: Any) -> list[float]:
    """Return the heights of the table's row edges, in points from the top."""
    (table,) = page.find_tables()
    return sorted({round(edge, 1) for row in table.rows for edge in (row.bbox[1], row.bbox[3])})


def fonts(page: Any) -> set[str]:
    """Return the names of the fonts the page draws with, subset marks removed."""
    return {character["fontname"].split("+")[-1] for character in page.chars}


def font_files(pdf: bytes) -> dict[str, bool]:
    """Return every font the PDF names and whether it is embedded."""
    found: dict[str, bool] = {}
    for page in pages(pdf):
        found |= _fonts_of(page.page_obj.resources)
    return found


def _fonts_of(resources: dict[str, Any]) -> dict[str, bool]:
    found = {}
    for reference in resolve(resources.get("Font", {})).values():
        font = resolve(reference)
        parts = [resolve(part) for part in resolve(font.get("DescendantFonts", []))] or [font]
        for part in parts:
            descriptor = resolve(part.get("FontDescriptor")) or {}
            name = str(part["BaseFont"].name).split("+")[-1]
            found[name] = any(key in descriptor for key in ("FontFile", "FontFile2", "FontFile3"))
    return found
