"""A letter as data and as PDF: the heading, 主旨, 說明 and 署名 of an official letter (公文程式條例; domain §3)."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.documents import render, require_drawable
from printing.rules import local_date, roc_year
from requests.choices import LetterKind, Priority

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from printing.documents import Furniture

TEMPLATE = "requests/letter.pdf.html"
REPLY, NOTE = "函", "書函"
NUMBERED = re.compile(r"([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)")
BLANK_DATE, BLANK_NUMBER = "中華民國　　年　　月　　日", "　　　　字第　　　　　　　　號"
TITLES = {
    LetterKind.GRANT: "函覆（准予）",
    LetterKind.PARTIAL: "函覆（部分准予）",
    LetterKind.REFUSAL: "函覆（不予）",
    LetterKind.NO_FOOTAGE: "函覆（無影像）",
    LetterKind.CORRECTION: "請補正函",
    LetterKind.EXTENSION: "展延函",
    LetterKind.RECEIPT: "收文回復函",
}
"""What the letters to a public body are called; those to a person have the labels of their kinds."""


def titled(kind: LetterKind, *, to_agency: bool) -> str:
    """Return what a letter is called in lists and notices."""
    return TITLES[kind] if to_agency else kind.label


def form_of(kind: LetterKind, *, to_agency: bool) -> str:
    """Return what stands beside the school's name: 函 to a body, 書函 to a person, and 收件回條 as it is."""
    if to_agency:
        return REPLY
    return kind.label if kind == LetterKind.RECEIPT else NOTE


@dataclass(frozen=True, kw_only=True)
class LetterText:
    """What is written in a letter, as it was typed; explanation: one numbered paragraph a line."""

    addressee: str
    priority: str = Priority.ORDINARY.label
    enclosures: str = ""
    subject: str
    explanation: str
    original_to: str = ""
    copies_to: str = ""
    signed_as: str = ""

    def to_json(self) -> str:
        """Return the text as JSON."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> LetterText:
        """Return the text `to_json` wrote."""
        return cls(**json.loads(text))


@dataclass(frozen=True)
class Paragraph:
    """One line of 說明: its number (一、 or （一）), which hangs, and the text; `depth` 1 for what stands below 一、."""

    mark: str
    text: str
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class LetterPaper:
    """A whole letter: the school's letterhead round what was written. Frozen when it is issued."""

    agency: str
    form: str
    address: str
    phone: str
    handler: str
    number: str
    title: str
    text: LetterText

    def to_json(self) -> str:
        """Return the letter as canonical JSON."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> LetterPaper:
        """Return the letter `to_json` wrote."""
        values: Mapping[str, object] = json.loads(text)
        return cls(**{**values, "text": LetterText(**values["text"])})  # type: ignore[arg-type]

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The lines of 說明, each with its number apart."""
        return [_paragraph(line.strip()) for line in self.text.explanation.splitlines() if line.strip()]

    @property
    def heading(self) -> list[tuple[str, str]]:
        """What stands right above: 地址, 承辦人, 電話."""
        lines = (("地址", self.address), ("承辦人", self.handler), ("電話", self.phone))
        return [(label, text) for label, text in lines if text]

    @property
    def signature_lines(self) -> list[str]:
        """署名, line by line."""
        return self.text.signed_as.splitlines()


def _paragraph(line: str) -> Paragraph:
    found = NUMBERED.match(line)
    if found is None:
        return Paragraph("", line)
    return Paragraph(found[0], line[found.end() :], depth=int(found[0].startswith("（")))


@dataclass(frozen=True)
class Mark:
    """What a print carries beside the letter: 發文日期 and 發文字號, that it is a draft, the code to follow the case by."""

    date: str = BLANK_DATE
    number: str = BLANK_NUMBER
    is_draft: bool = False
    code: str = ""

    @classmethod
    def of(cls, sent_on: dt.date | None, sent_number: str, *, is_draft: bool = False) -> Mark:
        """Return the mark of a letter sent on a day under a number, each blank until it is known."""
        return cls(official_date(sent_on) if sent_on else BLANK_DATE, sent_number or BLANK_NUMBER, is_draft=is_draft)


def official_date(value: dt.date) -> str:
    """Return for instance 中華民國115年11月23日, as an official letter writes its date."""
    day = local_date(value)
    return f"中華民國{roc_year(day)}年{day.month}月{day.day}日"


def render_letter(paper: LetterPaper, mark: Mark, furniture: Furniture) -> bytes:
    """Return the letter as PDF. Raises what `render_appendix_1` raises."""
    require_drawable(paper.to_json() + mark.number)
    return render(TEMPLATE, {"paper": paper, "mark": mark}, furniture)
