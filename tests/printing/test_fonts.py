from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from printing import checks
from printing.documents import FontMissingError, advance, fonts, missing_characters, printable
from requests.documents import render_appendix_1
from tests.printing import reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from printing.documents import Furniture
    from requests.documents import Appendix1


@pytest.fixture
def no_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    _forget()
    yield
    _forget()


def _forget() -> None:
    fonts.font_files.cache_clear()
    fonts._widths.cache_clear()
    fonts._stand_in.cache_clear()


def test_rare_characters_of_names_are_there() -> None:
    assert missing_characters("林𠮷祥 游承堃 許喆安 蘇翊甯 陳煒騏 巴奈・古拉斯 Nguyễn Thị Hồng José\n") == ""


def test_what_no_kai_font_has_is_named_once() -> None:
    assert missing_characters("走廊😀跌倒🎒😀") == "😀🎒"


def test_nothing_prints_as_an_empty_box() -> None:
    assert printable("跌倒😀") == "跌倒〔U+1F600〕"
    assert printable("𝟙年") == "1年"
    assert printable("葛\U000e0100城\u200b") == "葛城"
    assert printable("Jose\u0301") == "José"
    assert missing_characters(printable("a😀\U0001f9d1\u200d\U0001f3eb\x07")) == ""


def test_a_missing_character_is_measured_as_it_is_printed() -> None:
    assert advance("😀") == sum(map(advance, "〔U+1F600〕"))
    assert advance("\u200b") == 0


def test_a_character_without_glyph_is_printed_by_its_code(filled_form: Appendix1, furniture: Furniture) -> None:
    form = dataclasses.replace(filled_form, reason="走廊😀跌倒")
    (page,) = reader.pages(render_appendix_1(form, furniture))
    assert "走廊〔U+1F600〕跌倒" in page.extract_text()
    assert reader.fonts(page) <= set(fonts.FAMILIES)


def test_without_the_fonts_printing_says_what_to_install(
    no_fonts: None, filled_form: Appendix1, furniture: Furniture
) -> None:
    with pytest.raises(FontMissingError, match="請系統管理人員安裝套件 fonts-cns11643-kai"):
        render_appendix_1(filled_form, furniture)


def test_without_the_fonts_the_system_check_warns(no_fonts: None) -> None:
    (warning,) = checks.kai_fonts_are_installed(None)
    assert warning.id == "printing.W001"


def test_with_the_fonts_the_system_check_is_silent() -> None:
    assert checks.kai_fonts_are_installed(None) == []
