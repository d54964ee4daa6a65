from __future__ import annotations

import dataclasses
import io
from typing import TYPE_CHECKING, Any

import pytest
from fontTools.ttLib import TTFont

from printing import checks
from printing.documents import (
    CharacterMissingError,
    FontMissingError,
    advance,
    fonts,
    missing_characters,
    printable,
)
from reports.documents import RegisterRow, render_register
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


@pytest.mark.parametrize("field", ["reason", "unit"])
def test_a_form_with_a_character_no_font_has_is_refused_by_name(
    field: str, filled_form: Appendix1, furniture: Furniture
) -> None:
    text: dict[str, Any] = {field: "走廊😀跌倒🎒😀𝟙年\u200b"}
    with pytest.raises(CharacterMissingError, match="列印用的楷體沒有「😀🎒」") as refused:
        render_appendix_1(dataclasses.replace(filled_form, **text), furniture)
    assert refused.value.characters == "😀🎒"


def test_a_character_with_a_stand_in_is_no_reason_to_refuse(filled_form: Appendix1, furniture: Furniture) -> None:
    form = dataclasses.replace(filled_form, reason="𝟙年葛\U000e0100城\u200b")
    (page,) = reader.pages(render_appendix_1(form, furniture))
    assert "1年葛城" in page.extract_text()


def test_a_list_of_many_people_prints_by_its_code_what_no_font_has(furniture: Furniture) -> None:
    row = RegisterRow(**dict.fromkeys((field.name for field in dataclasses.fields(RegisterRow)), "走廊😀跌倒"))
    (page,) = reader.pages(render_register([row], "瑞豐國小", furniture))
    assert "〔U+1F600〕" in reader.squeeze(page.extract_text())
    assert reader.fonts(page) <= {fonts.EVERYDAY, *fonts.FAMILIES}


def test_the_everyday_font_draws_as_the_installed_one() -> None:
    whole, cut = TTFont(fonts.font_files()[0], lazy=True), TTFont(io.BytesIO(fonts.everyday_font()))
    glyphs, cut_glyphs = whole.getBestCmap(), cut.getBestCmap()
    assert set(cut_glyphs) == {code for block in fonts.EVERYDAY_BLOCKS for code in block if code in glyphs}
    for character in "游承堃許喆安監視器攝錄－Ａ（）09:-é・":
        code = ord(character)
        drawn, drawn_cut = whole["glyf"][glyphs[code]], cut["glyf"][cut_glyphs[code]]
        assert drawn.getCoordinates(whole["glyf"])[0] == drawn_cut.getCoordinates(cut["glyf"])[0]
        assert whole["hmtx"][glyphs[code]] == cut["hmtx"][cut_glyphs[code]]


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
