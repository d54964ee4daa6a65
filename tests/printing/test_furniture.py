from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
import segno
import zxingcpp

from printing.documents import ForbiddenAddressError, renderer
from requests.documents import render_appendix_1
from tests.printing import reader

if TYPE_CHECKING:
    from printing.documents.furniture import Furniture
    from requests.documents import Appendix1

QR_SIDE = 16 / 25.4 * 72
DOTS = 6


def picture_of(pdf: bytes) -> Any:
    """Return page 1 in black and white, `DOTS` dots a point."""
    return reader.pages(pdf)[0].to_image(resolution=72 * DOTS, antialias=False).original.convert("1")


def qr_read_from(pdf: bytes, url: str) -> list[list[bool]]:
    """Return the modules of the QR code at the lower right, sampled in the middle of each from a picture of the page."""
    picture = picture_of(pdf)
    left, bottom, right, top = _dark_corner(picture)
    count = len(segno.make(url, error="m", micro=False).matrix)
    step_across, step_down = (right - left) / count, (bottom - top) / count
    return [
        [picture.getpixel((left + (x + 0.5) * step_across, top + (y + 0.5) * step_down)) == 0 for x in range(count)]
        for y in range(count)
    ]


def _dark_corner(picture: Any) -> tuple[int, int, int, int]:
    """Find the code in the lower right corner of the page: the only thing there."""
    left, top = int(picture.width - (18 + 17) / 25.4 * 72 * DOTS), int(picture.height - 26 / 25.4 * 72 * DOTS)
    corner = picture.crop((left, top, picture.width, picture.height)).convert("L").point(lambda value: 255 - value)
    box = corner.getbbox()
    return left + box[0], top + box[3], left + box[2], top + box[1]


def test_every_page_carries_case_page_and_printer(long_form: Appendix1, furniture: Furniture) -> None:
    pages = reader.pages(render_appendix_1(long_form, furniture))
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert "案號 115-0037" in text
        assert f"第 {number} 頁，共 {len(pages)} 頁" in text
        assert "列印 115/11/23 09:12 游承堃" in text
        assert "示範資料，非真實人事" in text


def test_a_paper_of_no_case_carries_no_case_number_and_no_code(
    blank_form: Appendix1, bare_furniture: Furniture
) -> None:
    (page,) = reader.pages(render_appendix_1(blank_form, bare_furniture))
    text = page.extract_text()
    assert "案號" not in text
    assert "示範資料" not in text
    assert "第 1 頁，共 1 頁" in text


@pytest.mark.parametrize("url", ["https://cctv.example.edu.tw/requests/115-0037/", "http://127.0.0.1:8000/print/"])
def test_the_code_leads_back_to_the_record(url: str, filled_form: Appendix1, furniture: Furniture) -> None:
    pdf = render_appendix_1(filled_form, dataclasses.replace(furniture, url=url))
    matrix = [[bool(module) for module in row] for row in segno.make(url, error="m", micro=False).matrix]
    assert qr_read_from(pdf, url) == matrix


def test_the_code_is_read_from_the_page_as_a_telephone_reads_it(filled_form: Appendix1, furniture: Furniture) -> None:
    (found,) = zxingcpp.read_barcodes(picture_of(render_appendix_1(filled_form, furniture)).convert("L"))
    assert found.text == furniture.url


def test_the_code_is_large_enough_and_stands_below_the_form(filled_form: Appendix1, furniture: Furniture) -> None:
    pdf = render_appendix_1(filled_form, furniture)
    left, bottom, right, top = _dark_corner(picture_of(pdf))
    assert (right - left) / DOTS == pytest.approx(QR_SIDE, abs=0.5)
    assert (bottom - top) / DOTS == pytest.approx(QR_SIDE, abs=0.5)
    (form,) = reader.pages(pdf)
    lowest_note = max(word["bottom"] for word in form.extract_words() if "保存一年" in word["text"])
    assert top / DOTS > lowest_note


def test_a_long_name_stays_clear_of_the_code(filled_form: Appendix1, furniture: Furniture) -> None:
    named = dataclasses.replace(furniture, printed_by="以新・拉罕・犮拉菈・巴奈・古拉斯・伊斯坦大・貝雅夫")
    (page,) = reader.pages(render_appendix_1(filled_form, named))
    assert "伊斯坦大" in reader.squeeze(page.extract_text())
    footer = [char for char in page.chars if char["top"] > page.height - 25 / 25.4 * 72]
    assert max(char["x1"] for char in footer) < page.width - 18 / 25.4 * 72 - QR_SIDE


def test_names_are_text_and_never_markup(filled_form: Appendix1, furniture: Furniture) -> None:
    name = "<img src='http://example.com/x.png'>&\"}"
    form = dataclasses.replace(filled_form, reason=name)
    (page,) = reader.pages(render_appendix_1(form, dataclasses.replace(furniture, printed_by=name)))
    assert page.extract_text().count("<img") == 2


@pytest.mark.parametrize("address", ["http://example.com/x.png", "file:///etc/passwd", "ftp://example.com/x"])
def test_a_paper_calls_nobody(address: str, monkeypatch: pytest.MonkeyPatch, furniture: Furniture) -> None:
    monkeypatch.setattr(renderer, "page_html", lambda *_: f'<img src="{address}">')
    with pytest.raises(ForbiddenAddressError, match="不可載入外部檔案"):
        renderer.render("requests/appendix_1.pdf.html", {}, furniture)
