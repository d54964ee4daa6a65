"""A long name of a school or a long code of a camera is printed smaller; nothing is cut off or runs over anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from maintenance.documents import render_appendix_2
from printing.documents import Label, render_labels
from tests.printing import reader

if TYPE_CHECKING:
    from printing.documents import Furniture

MM = 72 / 25.4
LONG = "國立臺灣師範大學附屬高級中學國中部"
TITLE_ENDS = (210 - 16 - 15) * MM
"""The right margin, and 附錄2 before it."""


@pytest.mark.parametrize(("school", "size"), [("瑞豐國小", 19), (LONG, 15), (f"桃園市八德區{LONG}附設幼兒園", 10)])
def test_the_title_of_appendix_2_stands_beside_its_mark(school: str, size: float, bare_furniture: Furniture) -> None:
    (page,) = reader.pages(render_appendix_2([], school, bare_furniture))
    title = [char for char in page.chars if char["text"] in f"{school}監視錄影系統紀錄表" and char["top"] < 30 * MM]
    title = [char for char in title if round(char["size"]) == size]
    assert len(title) == len(f"{school}監視錄影系統紀錄表")
    assert max(char["x1"] for char in title) <= TITLE_ENDS
    assert reader.squeeze(page.extract_text()).startswith(f"{school}監視錄影系統紀錄表附錄2")


@pytest.mark.parametrize(
    "code", ["C01", "NORTH-GATE-02", "B2-EAST-CORRIDOR-012", "北側校門口人行道暨家長接送區攝影機甲"]
)
def test_a_long_code_leaves_the_label_whole(code: str, bare_furniture: Furniture) -> None:
    label = Label(
        url="HTTP://A/C/1/", name=code, where="仁愛樓\n三樓東側走廊", action="掃碼回報故障", phone="電話 03-0000000"
    )
    (page,) = reader.pages(render_labels([label], 1, bare_furniture))
    text = reader.squeeze(page.extract_text())
    for told in (code, "仁愛樓", "三樓東側走廊", "掃碼回報故障", "電話03-0000000"):
        assert told in text
    assert max(char["x1"] for char in page.chars) <= 68 * MM
    assert max(char["bottom"] for char in page.chars) <= 36 * MM
