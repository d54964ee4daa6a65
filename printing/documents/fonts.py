"""全字庫正楷體 (TW-Kai): which characters it has, how wide they are, and a cut of it that prints faster.

Read from the font files of Debian's `fonts-cns11643-kai`, so that lines break where WeasyPrint would draw them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import uharfbuzz as harfbuzz
from fontTools.ttLib import TTFont

from printing.documents.errors import CharacterMissingError, FontMissingError

FAMILIES = ("TW-Kai", "TW-Kai-Ext-B", "TW-Kai-Plus")
PACKAGE = "fonts-cns11643-kai"
EVERYDAY = "TW-Kai-Everyday"
EVERYDAY_BLOCKS = (
    range(0x0020, 0x0250),  # Latin
    range(0x1E00, 0x1F00),  # Latin of Vietnamese names
    range(0x2000, 0x3400),  # punctuation, symbols, 注音
    range(0x4E00, 0xA000),  # CJK Unified Ideographs
    range(0xFE30, 0xFFF0),  # full-width forms
)
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
NARROW = 0.5
CODE_MARK = "〔U+"
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


def everyday_font() -> bytes:
    """Return TW-Kai with the characters of `EVERYDAY_BLOCKS` alone, without hinting, as a font file. Raises `FontMissingError`.

    WeasyPrint copies the whole file of each font a paper uses: of TW-Kai 52 MB, of this cut 28. Its glyphs are TW-Kai's
    own; what is not in it is drawn from the installed fonts, which stand behind it in `printing/paper.css`.
    """
    wanted = harfbuzz.SubsetInput()
    wanted.flags = harfbuzz.SubsetFlags.NO_HINTING
    for block in EVERYDAY_BLOCKS:
        wanted.unicode_set.update(block)
    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(font_files()[0]))
    return bytes(harfbuzz.subset(face, wanted).blob.data)


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


def require_drawable(text: str) -> None:
    """For papers on which every word counts. Raises `CharacterMissingError` where `printable` could print only a code."""
    if unknown := "".join(char for char in _absent(text) if _stand_in(char).startswith(CODE_MARK)):
        raise CharacterMissingError(unknown)


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
    return f"{CODE_MARK}{ord(character):04X}〕"
