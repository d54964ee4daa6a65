"""全字庫正楷體 (TW-Kai): which characters it has and how wide they are.

Read from the font files of Debian's `fonts-cns11643-kai`, so that lines break where WeasyPrint would draw them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from printing.documents.errors import FontMissingError

FAMILIES = ("TW-Kai", "TW-Kai-Ext-B", "TW-Kai-Plus")
PACKAGE = "fonts-cns11643-kai"
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
NARROW = 0.5
INVISIBLE = {"Cc", "Cf", "Cs"}
_NARROWED = re.compile(r"[-\u00c0-\u024f\u1e00-\u1eff]")
_COMBINED = re.compile(r"[A-Za-z][\u0300-\u036f]+")


@cache
def font_files() -> tuple[Path, ...]:
    """Return the font file of each family, in the order of `FAMILIES`. Raises `FontMissingError`."""
    found: dict[str, Path] = {}
    for path in (path for folder in FOLDERS if folder.is_dir() for path in folder.rglob("TW-Kai*.ttf")):
        found.setdefault(re.sub(r"-[\d_]+$", "", path.stem), path)
    absent = [family for family in FAMILIES if family not in found]
    if absent:
        raise FontMissingError(
            f"找不到字型「{'、'.join(absent)}」（全字庫正楷體），無法列印：請系統管理人員安裝套件 {PACKAGE} 後再試。"
        )
    return tuple(found[family] for family in FAMILIES)


@cache
def _widths() -> dict[str, float]:
    """Return the advance of every character of the three fonts, in em; the first font that has it counts."""
    widths: dict[str, float] = {}
    for path in font_files():
        with TTFont(path, lazy=True) as font:
            metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
            for code, glyph in font.getBestCmap().items():
                widths.setdefault(chr(code), metrics[glyph][0] / em)
    narrowed = {char: NARROW for char in widths if _NARROWED.match(char)}  # `templatetags.paper.kai` draws them so
    return {char: width for char, width in (widths | narrowed).items() if unicodedata.category(char) not in INVISIBLE}


def advance(character: str) -> float:
    """Return how wide one character is drawn, in em, or its stand-in where no font has it (`printable`)."""
    width = _widths().get(character)
    return sum(map(advance, _stand_in(character))) if width is None else width


def missing_characters(text: str) -> str:
    """Return the characters of `text` that no Kai font has, each once, in order; spaces and what is invisible apart.

    Raises `FontMissingError` where the fonts are not installed.
    """
    return "".join(char for char in _absent(text) if _stand_in(char).strip())


def printable(text: str) -> str:
    """Return `text` without any character that would print as an empty box.

    What no Kai font has is drawn by what it is made of (𝟙 → 1), else by its code: 〔U+1F600〕. Marks without a shape
    (variation selectors, zero-width joiners) are dropped.
    """
    composed = _COMBINED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    absent = _absent(composed)
    return composed.translate({ord(char): _stand_in(char) for char in absent}) if absent else composed


def _absent(text: str) -> list[str]:
    widths = _widths()
    return [char for char in dict.fromkeys(text) if char not in widths and char != "\n"]


@cache
def _stand_in(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in INVISIBLE | {"Mn", "Me"}:
        return ""
    parts = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    if parts != character and all(part in _widths() for part in parts):
        return parts
    return f"〔U+{ord(character):04X}〕"
