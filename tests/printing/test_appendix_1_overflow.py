from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from printing.rules import CONTINUED
from requests.documents import Appendix1, lay_out, render_appendix_1
from tests.printing import reader

if TYPE_CHECKING:
    from printing.documents import Furniture

pytestmark = pytest.mark.counted_elsewhere


@pytest.fixture(scope="module")
def long_pages(long_form: Appendix1, furniture: Furniture) -> list[Any]:
    return reader.pages(render_appendix_1(long_form, furniture))


def test_page_one_keeps_its_rows_whatever_is_written(
    long_pages: list[Any], blank_form: Appendix1, bare_furniture: Furniture
) -> None:
    (blank,) = reader.pages(render_appendix_1(blank_form, bare_furniture))
    assert reader.rules_across(long_pages[0]) == reader.rules_across(blank)


def test_every_continuation_page_begins_with_its_number_and_the_case(long_pages: list[Any]) -> None:
    assert len(long_pages) == 3
    for number, page in enumerate(long_pages[1:], start=1):
        form_text = page.crop((0, 15 / 25.4 * 72, page.width, page.height)).extract_text()
        assert reader.squeeze(form_text).startswith(f"續頁{number}案號115-0037")


def test_nothing_of_reason_and_places_is_lost(long_form: Appendix1, long_pages: list[Any]) -> None:
    rows = reader.cells(long_pages[0])
    continued = reader.sections(long_pages[1:])
    assert len(long_form.reason) == 2000
    assert rows[4][0].removeprefix("申請事由：").removesuffix(CONTINUED) + continued["申請事由"] == long_form.reason
    places = rows[3][1].removesuffix(CONTINUED) + continued["攝影機地點"]
    assert places == "".join(long_form.camera_lines)
    assert all(len(line) == 40 for line in long_form.camera_lines)


WRITTEN = st.text(alphabet="學生於午休時間在走廊跌倒𠮷堃㐁，。；（）「」・－ 1aZ-:é\n", min_size=1, max_size=2000)
CELLS = {"身分證號": "id_number", "聯絡電話": "phone", "與當事人關係": "relation", "調閱單位": "unit"}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reason=WRITTEN,
    places=st.lists(WRITTEN.filter(lambda text: "\n" not in text).map(lambda text: text[:120]), max_size=12),
    values=st.lists(st.text(alphabet="調閱單位𠮷-1a ", max_size=80), min_size=4, max_size=4),
    decision=WRITTEN,
)
def test_whatever_is_written_is_found_once_and_in_order(
    filled_form: Appendix1, furniture: Furniture, reason: str, places: list[str], values: list[str], decision: str
) -> None:
    cells: dict[str, Any] = dict(zip(CELLS.values(), values, strict=True))
    written = dataclasses.replace(
        filled_form, reason=reason, camera_lines=tuple(places), extra_pages=(("附款", decision),), **cells
    )
    first, *further = reader.pages(render_appendix_1(written, furniture))
    rows, continued = reader.cells(first), reader.sections(further)

    def found(cell: str, heading: str) -> str:
        return cell.removesuffix(CONTINUED) + continued.get(heading, "")

    assert found(rows[4][0], "申請事由") == reader.squeeze("申請事由：" + reason)
    assert found(rows[3][1], "攝影機地點") == reader.squeeze("".join(places))
    shown = (rows[1][1], rows[1][3], rows[2][1], rows[2][3])
    for cell, heading, value in zip(shown, CELLS, values, strict=True):
        assert found(cell, heading) == reader.squeeze(value)
    assert continued["附款"] == reader.squeeze(decision)
    assert rows[-1] == ["".join(map(reader.squeeze, cell.lines)) for cell in filled_form.signatures]


def test_cells_that_go_on_say_so(long_pages: list[Any]) -> None:
    rows = reader.cells(long_pages[0])
    assert rows[3][1].endswith(CONTINUED)
    assert rows[4][0].endswith(CONTINUED)


def test_no_line_leaves_its_frame(long_pages: list[Any]) -> None:
    for page in long_pages:
        (left, top, right, bottom) = (18 / 25.4 * 72, 0, page.width - 18 / 25.4 * 72, page.height)
        inside = page.crop((left, top, right, bottom))
        assert len(inside.chars) == len(page.chars)


@pytest.mark.parametrize("field", ["id_number", "phone", "relation", "unit"])
def test_any_cell_goes_on_rather_than_being_cut(field: str, filled_form: Appendix1) -> None:
    value = "".join(f"第{number}科" for number in range(60))
    overfull: dict[str, Any] = {field: value}
    sheet = lay_out(dataclasses.replace(filled_form, **overfull))
    shown = getattr(sheet, field)
    printed = "".join(line.text for page in sheet.further_pages for line in page if not line.is_heading)
    assert "".join(shown.lines).removesuffix(CONTINUED) + printed == value


def test_a_signature_that_is_too_long_goes_on(filled_form: Appendix1) -> None:
    chatty = dataclasses.replace(filled_form.signatures[2], lines=tuple(f"第{number}行文字" for number in range(20)))
    form = dataclasses.replace(filled_form, signatures=(*filled_form.signatures[:2], chatty, filled_form.signatures[3]))
    sheet = lay_out(form)
    printed = [line.text for page in sheet.further_pages for line in page]
    assert sheet.columns[2].signature.lines[-1] == CONTINUED
    assert printed[0] == "監錄系統管理處室主管（續）"
    assert printed[-1] == "第19行文字"


def test_three_hundred_characters_of_reason_need_no_second_page(filled_form: Appendix1) -> None:
    assert lay_out(dataclasses.replace(filled_form, reason="緣" * 450)).further_pages == ()


def test_conditions_and_grounds_stand_on_the_continuation_page(filled_form: Appendix1, furniture: Furniture) -> None:
    form = dataclasses.replace(filled_form, extra_pages=(("不予核准理由", "依計畫伍、一，與個人權益維護無涉。"),))
    pages = reader.pages(render_appendix_1(form, furniture))
    assert "不予核准理由依計畫伍、一，與個人權益維護無涉。" in reader.squeeze(pages[1].extract_text())


def test_a_case_without_number_says_so_on_its_continuation_page(
    long_form: Appendix1, bare_furniture: Furniture
) -> None:
    pages = reader.pages(render_appendix_1(dataclasses.replace(long_form, number=""), bare_furniture))
    assert reader.squeeze(pages[1].extract_text()).startswith("續頁1案號（未編號）")
