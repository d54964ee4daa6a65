from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from printing.documents import fonts
from requests.documents import Appendix1, blank_appendix_1, lay_out, render_appendix_1
from tests.printing import reader
from tests.printing.conftest import STEPS

if TYPE_CHECKING:
    from printing.documents import Furniture

pytestmark = pytest.mark.counted_elsewhere

TITLE = "瑞豐國小監視器攝錄資料調閱申請單"
NOTES = (
    "影像資料僅供申請目的之使用，不得另行複製傳閱散佈播放，並應遵守「個人資料保護法」之規定，以維護當事人之隱私權益。"
    "若未遵守相關法律而衍生之爭議，由申請人自行負責。",
    "監視器攝錄資料調閱申請單至少應保存一年。",
)
LABELS = ["申請人", "監錄系統管理承辦人", "監錄系統管理處室主管", "校長"]


def test_the_blank_form_is_the_plan_cell_by_cell(blank_form: Appendix1, bare_furniture: Furniture) -> None:
    (page,) = reader.pages(render_appendix_1(blank_form, bare_furniture))
    assert reader.cells(page) == [
        ["申請日期", "民國年月日"],
        ["身分證號", "", "聯絡電話", ""],
        ["與當事人關係", "", "調閱單位", ""],
        ["攝影機地點", "", "調閱監視畫面時段", "年月日時分至年月日時分"],
        ["申請事由："],
        LABELS,
        ["", "", "", ""],
    ]
    text = reader.squeeze(page.extract_text())
    assert text.startswith(TITLE + "附錄1")
    assert f"1.{NOTES[0]}2.{NOTES[1]}" in text


def test_it_is_one_page_of_a4_portrait(filled_form: Appendix1, furniture: Furniture) -> None:
    (page,) = reader.pages(render_appendix_1(filled_form, furniture))
    assert (round(page.width), round(page.height)) == (595, 842)


def test_the_mark_stands_on_the_titles_line_at_the_right(blank_form: Appendix1, bare_furniture: Furniture) -> None:
    (page,) = reader.pages(render_appendix_1(blank_form, bare_furniture))
    words = {word["text"]: word for word in page.extract_words()}
    title, mark = words[TITLE], words["附錄1"]
    (table,) = page.find_tables()
    assert title["top"] < mark["top"] < mark["bottom"] < title["bottom"] + 4
    assert mark["x1"] == pytest.approx(table.bbox[2], abs=3)
    assert (title["x0"] + title["x1"]) / 2 == pytest.approx(page.width / 2, abs=3)


def test_the_filled_form_says_what_the_case_says(filled_form: Appendix1, furniture: Furniture) -> None:
    (page,) = reader.pages(render_appendix_1(filled_form, furniture))
    assert reader.cells(page) == [
        ["申請日期", "民國115年11月19日"],
        ["身分證號", "A12****789", "聯絡電話", "03-0000000分機312"],
        ["與當事人關係", "導師", "調閱單位", "五年三班"],
        [
            "攝影機地點",
            "忠孝樓三樓東側走廊（C02）忠孝樓一樓川堂（C01）",
            "調閱監視畫面時段",
            "115年11月11日12時35分至115年11月11日12時50分",
        ],
        ["申請事由：" + filled_form.reason],
        LABELS,
        [
            "五年三班導師許喆安115/11/1916:42線上簽核",
            "事務組長游承堃擬准115/11/2008:15線上簽核",
            "總務主任方瑀彤審核同意115/11/2014:06線上簽核",
            "校長公出教務主任陳煒騏代准予調閱115/11/2309:10線上簽核",
        ],
    ]


def test_every_font_is_kai_and_embedded(filled_form: Appendix1, furniture: Furniture) -> None:
    pdf = render_appendix_1(filled_form, furniture)
    embedded = reader.font_files(pdf)
    assert embedded == {fonts.EVERYDAY: True, "TW-Kai-Ext-B": True}


def test_what_the_everyday_font_has_not_comes_from_the_installed_ones(
    filled_form: Appendix1, furniture: Furniture
) -> None:
    assert ord("㐁") not in {code for block in fonts.EVERYDAY_BLOCKS for code in block}
    pdf = render_appendix_1(dataclasses.replace(filled_form, reason="㐁與𠮷"), furniture)
    assert reader.font_files(pdf) == {fonts.EVERYDAY: True, "TW-Kai": True, "TW-Kai-Ext-B": True}
    assert "㐁與𠮷" in reader.squeeze(reader.pages(pdf)[0].extract_text())


@pytest.mark.parametrize("character", "𠮷堃喆甯騏・")
def test_a_rare_character_is_drawn(character: str, filled_form: Appendix1, furniture: Furniture) -> None:
    form = dataclasses.replace(filled_form, reason=character)
    (page,) = reader.pages(render_appendix_1(form, furniture))
    (drawn,) = (char for char in page.chars if char["text"] == character and 250 < char["top"] < 540)
    assert drawn["width"] == pytest.approx(13, abs=0.1)


def test_a_number_is_copied_as_it_was_typed(filled_form: Appendix1, furniture: Furniture) -> None:
    (page,) = reader.pages(render_appendix_1(filled_form, furniture))
    assert "03-0000000 分機 312" in page.extract_text()
    hyphen = next(char for char in page.chars if char["text"] == "-")
    assert hyphen["width"] < hyphen["size"] * 0.75


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_a_plan_of_one_to_four_steps_has_as_many_cells(steps: int, bare_furniture: Furniture) -> None:
    labels = [*STEPS, "校長"][:steps]
    (page,) = reader.pages(render_appendix_1(blank_appendix_1("瑞豐國小", labels), bare_furniture))
    signatures = page.find_tables()[0].rows[-1].cells
    widths = [cell[2] - cell[0] for cell in signatures if cell]
    assert len(widths) == steps + 1
    assert max(widths) - min(widths) < 1


def signature_of(filled_form: Appendix1, *lines: str, cells: int = 4) -> tuple[str, ...]:
    """Return the lines as a cell of a form with so many cells prints them."""
    cell = dataclasses.replace(filled_form.signatures[1], lines=lines)
    signatures = (filled_form.signatures[0], *[cell] * (cells - 1))
    return lay_out(dataclasses.replace(filled_form, signatures=signatures)).columns[1].signature.lines


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("五年三班級任導師 許喆安", ("五年三班級任導師", "許喆安")),
        ("教務主任 陳煒騏 代", ("教務主任", "陳煒騏 代")),
        ("導師 巴奈・古拉斯・伊斯坦大", ("導師", "巴奈・古拉斯・", "伊斯坦大")),
        ("部分准予（附款見續頁）", ("部分准予", "（附款見續頁）")),
        ("導師 Maria Fernanda dos Santos", ("導師", "Maria Fernanda dos ", "Santos")),
        ("總務主任 方瑀彤", ("總務主任 方瑀彤",)),
    ],
)
def test_five_cells_break_a_line_where_a_person_would(
    line: str, broken: tuple[str, ...], filled_form: Appendix1
) -> None:
    assert signature_of(filled_form, line, cells=5) == broken


def test_a_label_keeps_the_plans_lines_and_gets_smaller_instead(blank_form: Appendix1) -> None:
    form = blank_appendix_1("瑞豐國小", ("監錄系統管理｜承辦人", "學務處生活教育組", "校長", "校長"))
    labels = [column.label for column in lay_out(form).columns]
    assert labels[2].lines == ("學務處生活教育組",)
    assert labels[2].size < labels[1].size
    assert labels[3].lines == ("校    長",)


def test_long_titles_and_names_are_broken_between_them(filled_form: Appendix1) -> None:
    signature = dataclasses.replace(
        filled_form.signatures[1], lines=("資訊組長兼事務組代理組長 巴奈・古拉斯・伊斯坦大",)
    )
    form = dataclasses.replace(filled_form, signatures=(filled_form.signatures[0], signature))
    assert lay_out(form).columns[1].signature.lines[0].startswith("資訊組長兼事務組代理組長")


def test_a_long_school_name_makes_the_title_smaller_never_wider(bare_furniture: Furniture) -> None:
    form = blank_appendix_1("國立臺灣師範大學附屬高級中學國小部", STEPS)
    (page,) = reader.pages(render_appendix_1(form, bare_furniture))
    title = page.extract_words()[0]
    assert title["text"].endswith("調閱申請單")
    assert title["x1"] < next(word for word in page.extract_words() if word["text"] == "附錄1")["x0"]


def test_for_ink_only_the_applicants_name_stays(filled_form: Appendix1, furniture: Furniture) -> None:
    (page,) = reader.pages(render_appendix_1(filled_form.for_ink(), furniture))
    assert reader.cells(page)[-1] == ["五年三班導師許喆安", "", "", ""]
    assert reader.cells(page)[5] == LABELS


def test_a_form_goes_into_a_snapshot_and_comes_back_the_same(filled_form: Appendix1, blank_form: Appendix1) -> None:
    extra = dataclasses.replace(filled_form, extra_pages=(("附款", "僅供監看。"),))
    for form in (filled_form, blank_form, extra):
        assert Appendix1.from_json(form.to_json()) == form
        assert Appendix1.from_json(form.to_json()).to_json() == form.to_json()


FROZEN_IN_115 = (
    '{"applied_on":"2026-11-19","camera_lines":["忠孝樓一樓川堂（C01）"],"ends_at":"2026-11-11T04:50:00+00:00",'
    '"extra_pages":[["不予核准理由","與事由無關。"]],"id_number":"A12****789","number":"115-0037",'
    '"phone":"03-0000000","reason":"學生跌倒。","relation":"導師","school_short_name":"瑞豐國小","signatures":'
    '[{"label_lines":["申請人"],"lines":["導師 許喆安","115/11/19 16:42","線上簽核"]},'
    '{"label_lines":["校長"],"lines":[]}],"starts_at":"2026-11-11T04:35:00+00:00","unit":"五年三班"}'
)
"""A snapshot as the first edition froze it. It must print for as long as the case is kept: never change this text."""


def test_a_snapshot_of_the_first_edition_still_prints(furniture: Furniture) -> None:
    form = Appendix1.from_json(FROZEN_IN_115)
    assert form.to_json() == FROZEN_IN_115
    first, second = reader.pages(render_appendix_1(form, furniture))
    assert reader.cells(first)[3][3] == "115年11月11日12時35分至115年11月11日12時50分"
    assert reader.sections([second]) == {"不予核准理由": "與事由無關。"}


def test_the_same_form_printed_twice_is_the_same_file(filled_form: Appendix1, furniture: Furniture) -> None:
    assert render_appendix_1(filled_form, furniture) == render_appendix_1(filled_form, furniture)
