"""How the product writes: Traditional Chinese as Taiwanese offices write it, dates by our filters, no inline style or script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.house.source import ROOT, python_files, templates, words

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.counted_elsewhere

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
HALF_WIDTH_AFTER_HAN = re.compile(r"[\u3400-\u9fff][,:;!?()]")
NOT_SHOWN = re.compile(r"""{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->|yesno:["'][^"']*["']""", re.DOTALL)
OF_THE_PLAN = ("檢(複)查人",)
"""Words of 附錄2 as the plan prints them, parentheses included."""
IN_NAMES = frozenset("喆堃𠮷")
"""Rare characters of invented people."""
DATE_FILTER = re.compile(r"\|\s*(?:date|time|naturaltime|naturalday|timesince|timeuntil)\b")
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script\b(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE
)
OTHER_WORDS = (
    "身分證字號",
    "專簿登記簿",
    "緊急保全",
    "已保全",
    "覆寫",
    "點檢",
    "校園監視器管理",
    "鏡頭",
    "登錄成功",
    "視頻",
    "攝像",
    "家長",
    "先行保全",
)
PLACES = ("家長接送區",)
"""Names of places of the demonstration, as such signs read."""
MANUAL = sorted((ROOT / "docs" / "manual").glob("*.md"))


def _other_words(text: str) -> list[str]:
    for place in PLACES:
        text = text.replace(place, "")
    return [word for word in OTHER_WORDS if word in text]


def _half_width(text: str) -> list[str]:
    for words_of_the_plan in OF_THE_PLAN:
        text = text.replace(words_of_the_plan, "")
    return HALF_WIDTH_AFTER_HAN.findall(text)


def _not_traditional(text: str) -> set[str]:
    """Return the Han characters that Big5, the Traditional set, has not: Simplified ones, and names' rare ones."""
    han = set(HAN.findall(text)) - IN_NAMES
    return {character for character in han if not character.encode("big5", errors="ignore")}


def _is_page(path: Path) -> bool:
    """Say whether a browser shows it: papers go to WeasyPrint, which knows no content policy."""
    return path.suffix == ".html" and not path.name.endswith(".pdf.html") and "printing" not in path.parts


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", templates(), ids=_name)
def test_a_template_keeps_the_rules(path: Path) -> None:
    text = NOT_SHOWN.sub("", path.read_text(encoding="utf-8"))
    assert _half_width(text) == []
    assert _not_traditional(text) == set()
    assert DATE_FILTER.findall(text) == []
    assert _other_words(text) == []
    if _is_page(path):
        assert INLINE.findall(text) == []


@pytest.mark.parametrize("path", python_files(), ids=_name)
def test_what_the_code_shows_is_written_in_full_width(path: Path) -> None:
    assert [(line, text) for line, text in words(path) if _half_width(text)] == []
    assert [(line, text) for line, text in words(path) if _not_traditional(text)] == []
    assert [(line, word) for line, text in words(path) for word in _other_words(text)] == []


@pytest.mark.parametrize("path", MANUAL, ids=_name)
def test_the_manual_uses_the_words_of_the_rulings(path: Path) -> None:
    assert _other_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", ["請輸入姓名, 再送出", "案號:115-0037", "第一頁(共二頁)"])
def test_half_width_after_a_han_character_is_found(text: str) -> None:
    assert _half_width(text)


@pytest.mark.parametrize("text", ["請輸入姓名，再送出", "保養檢(複)查人", "案號：115-0037", "共 3 頁 (A4)", "C01, C02"])
def test_full_width_is_accepted(text: str) -> None:
    assert not _half_width(text)


def test_simplified_characters_are_found() -> None:
    assert _not_traditional("监视录影系统管理") == set("监视录统")


@pytest.mark.parametrize("markup", ['<p style="color:red">', "<script>let a</script>", '<a onclick="x()">', "<style>"])
def test_inline_style_and_script_are_found(markup: str) -> None:
    assert INLINE.search(markup)
    assert not INLINE.search('<script src="/static/js/app.js" defer></script><p class="style">')
