"""A letter on paper, read back paragraph by paragraph; and as a text that an office opens."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest
from defusedxml import ElementTree
from odf import opendocument
from odf import style as odf_style
from odf import text as odf_text

from requests.choices import LetterKind
from requests.documents.letters import LetterPaper, Mark, draft, letter_odt, render_letter
from requests.documents.letters.paper import form_of
from tests.letters.test_drafting import FACTS, TO_BODY
from tests.printing.reader import fonts, pages, squeeze

if TYPE_CHECKING:
    from pathlib import Path

    from printing.documents import Furniture

SENT = Mark.of(dt.date(2026, 11, 23), "瑞豐國小總字第1150001234號")
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
OFFICE = shutil.which("soffice")


def paper_of(kind: LetterKind, *, to_body: bool = False) -> LetterPaper:
    text = draft(kind, TO_BODY if to_body else FACTS)
    return LetterPaper(
        agency="桃園市八德區瑞豐國民小學", form=form_of(kind, to_agency=to_body), address="334 桃園市八德區介壽路二段1號",
        phone="03-0000000", handler="游承堃", number="115-0037", title="函覆", text=text,
    )  # fmt: skip


def words(pdf: bytes) -> str:
    return squeeze("".join(page.extract_text() for page in pages(pdf)))


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("to_body", [False, True], ids=["person", "body"])
@pytest.mark.parametrize("kind", LetterKind)
def test_every_paragraph_stands_on_the_paper_in_kai(kind: LetterKind, to_body: bool, furniture: Furniture) -> None:
    paper = paper_of(kind, to_body=to_body)
    pdf = render_letter(paper, SENT, furniture)
    said = words(pdf)
    order = [
        paper.agency + paper.form, "地址：", "承辦人：游承堃", "電話：03-0000000", f"受文者：{paper.text.addressee}",
        "發文日期：中華民國115年11月23日", "發文字號：瑞豐國小總字第1150001234號", f"速別：{paper.text.priority}",
        "密等及解密條件或保密期限：", "附件：", f"主旨：{paper.text.subject}", "說明：",
        *paper.text.explanation.split("\n"), f"正本：{paper.text.original_to}", "副本：", *paper.signature_lines,
    ]  # fmt: skip
    at = 0
    for part in map(squeeze, order):
        assert part in said[at:]
        at = said.index(part, at) + len(part)
    assert {name.partition("-Everyday")[0] for page in pages(pdf) for name in fonts(page)} <= {"TW-Kai", "TW-Kai-Ext-B"}
    assert "列印" not in said


def test_a_draft_says_so_and_leaves_room_for_date_and_number(furniture: Furniture) -> None:
    paper = paper_of(LetterKind.GRANT)
    said = words(render_letter(paper, Mark(is_draft=True), furniture))
    assert "草稿，尚未發出" in said
    assert "發文日期：中華民國年月日" in said
    assert "發文字號：字第號" in said
    assert "草稿" not in words(render_letter(paper, SENT, furniture))


def test_the_code_stands_on_the_receipt_it_was_made_for(furniture: Furniture) -> None:
    paper = paper_of(LetterKind.RECEIPT)
    mark = dataclasses.replace(SENT, code="7Q4K-M2XR-9TCA")
    said = words(render_letter(paper, mark, furniture))
    assert "查詢碼：7Q4K-M2XR-9TCA" in said
    assert "https://cctv.example.edu.tw/track/" in said
    assert "查詢碼：" not in words(render_letter(paper, SENT, furniture))


def test_a_long_letter_goes_on_to_the_next_page(furniture: Furniture) -> None:
    paper = paper_of(LetterKind.REFUSAL)
    long = "\n".join(f"一、第{number}點，申請時段內該處無影像可資釐清事由。" for number in range(80))
    paper = dataclasses.replace(paper, text=dataclasses.replace(paper.text, explanation=long))
    found = pages(render_letter(paper, SENT, furniture))
    assert len(found) == 3
    assert "第79點" in squeeze(found[-1].extract_text())
    assert all("案號115-0037" in squeeze(page.extract_text()) for page in found)


def test_the_text_for_the_office_has_the_same_words_in_the_same_order() -> None:
    paper = paper_of(LetterKind.REFUSAL, to_body=True)
    text = dataclasses.replace(paper.text, subject="甲 & 乙 < 丙\x0b", explanation="一、甲\n（一）乙\n丙")
    paper = dataclasses.replace(paper, text=text)
    package = zipfile.ZipFile(io.BytesIO(letter_odt(paper, SENT)))
    first = package.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert package.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    named = ElementTree.fromstring(package.read("META-INF/manifest.xml"))
    assert len(named) == 3
    lines = ["".join(one.itertext()) for one in ElementTree.fromstring(package.read("content.xml")).iter(TEXT)]
    assert lines[2:] == [
        "桃園市八德區瑞豐國民小學　函", "地址：334 桃園市八德區介壽路二段1號", "承辦人：游承堃", "電話：03-0000000",
        "受文者：桃園市政府警察局八德分局", "發文日期：中華民國115年11月23日", "發文字號：瑞豐國小總字第1150001234號", "速別：速件",
        "密等及解密條件或保密期限：", "附件：", "主旨：甲 & 乙 < 丙", "說明：", "一、甲", "（一）乙", "丙",
        "正本：桃園市政府警察局八德分局", "副本：本校總務處", "校長　蘇翊甯",
    ]  # fmt: skip
    assert letter_odt(paper, SENT) == letter_odt(paper, SENT)
    assert b"\xe8\x8d\x89\xe7\xa8\xbf" in zipfile.ZipFile(io.BytesIO(letter_odt(paper, Mark(is_draft=True)))).read(
        "content.xml"
    )


def test_a_reader_of_opendocument_finds_the_paragraphs_and_their_styles() -> None:
    """odfpy, which reads what LibreOffice writes; LibreOffice itself below."""
    paper = paper_of(LetterKind.GRANT, to_body=True)
    document = opendocument.load(io.BytesIO(letter_odt(paper, SENT)))
    assert document.mimetype == "application/vnd.oasis.opendocument.text"
    found = [(str(one), one.getAttribute("stylename")) for one in document.getElementsByType(odf_text.P)]
    assert ("桃園市八德區瑞豐國民小學　函", "Title") in found
    assert [words for words, style in found if style == "Item"] == paper.text.explanation.split("\n")
    named = {one.getAttribute("name") for one in document.automaticstyles.getElementsByType(odf_style.Style)}
    assert {style for _, style in found} <= named


@pytest.mark.long
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice: not on this machine")
def test_libreoffice_opens_the_text(tmp_path: Path) -> None:
    path = tmp_path / "letter.odt"
    path.write_bytes(letter_odt(paper_of(LetterKind.REFUSAL, to_body=True), SENT))
    subprocess.run([str(OFFICE), "--headless", "--convert-to", "pdf", path.name], cwd=tmp_path, check=True, timeout=180)
    assert "歉難同意提供" in words((tmp_path / "letter.pdf").read_bytes())
