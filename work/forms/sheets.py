"""A sheet somebody hands in: its headings must be ours; and what each of its rows would do, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django import forms

from files.rules import SheetUnreadable, read_sheet
from work.choices import RowKind
from work.forms.buttons import one_button

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from work.forms.rows import RowForm

    Cells = tuple[int, Sequence[str]]
    Register = Mapping[tuple[str, ...], Mapping[str, Any]]


class SheetForm(forms.Form):
    """選擇檔案: CSV or ODS. Cleans to rows of (number, cells in the order of the row form)."""

    file = forms.FileField(
        label="檔案",
        help_text="ODS 或 CSV（UTF-8），2 MB、2000 列以內；第一列為欄位名稱",
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".ods,.csv"}),
        error_messages={"required": "請選擇要匯入的檔案。"},
    )

    helper = one_button("檢查檔案")

    def __init__(self, *arguments: Any, row_form: type[RowForm], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.row_form = row_form

    def clean_file(self) -> list[Cells]:
        """Return the rows of the sheet. Raises ValidationError."""
        try:
            sheet = read_sheet(self.cleaned_data["file"].read())
        except SheetUnreadable as error:
            raise forms.ValidationError(str(error)) from error
        headings, wanted = sheet.headings, self.row_form.headings()
        if missing := [heading for heading in wanted if heading not in headings]:
            raise forms.ValidationError(f"缺少欄位：{'、'.join(missing)}。請使用範本的第一列。")
        if odd := [heading for heading in headings if heading not in wanted or headings.count(heading) > 1]:
            raise forms.ValidationError(f"不認得或重複的欄位：{'、'.join(dict.fromkeys(odd))}。請使用範本的第一列。")
        if not sheet.rows:
            raise forms.ValidationError("檔案只有欄位名稱，沒有資料。")
        places = [headings.index(heading) for heading in wanted]
        return [(number, [cells[place] for place in places]) for number, cells in sheet.rows]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet as the preview shows it: what it is called, what it would do, and why it cannot."""

    number: int
    name: str
    kind: RowKind
    facts: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[tuple[str, str, str], ...] = ()
    """(heading, what stands there, what would)"""
    problems: tuple[str, ...] = ()
    shown: str = ""
    """What a preview says of a new row beside its key."""

    @property
    def is_bad(self) -> bool:
        """Say whether it stops the whole sheet."""
        return self.kind == RowKind.BAD

    @property
    def is_act(self) -> bool:
        """Say whether it would change anything."""
        return self.kind in (RowKind.NEW, RowKind.CHANGED)

    def refused(self, problem: str) -> Line:
        """Return the same row with what stands against it."""
        return replace(self, kind=RowKind.BAD, problems=(*self.problems, problem))


def examined(rows: Iterable[Cells], row_form: type[RowForm], register: Register) -> list[Line]:
    """Return what each row would do to the `register` (facts by key), the rows' own mistakes found."""
    lines, seen = [], dict[tuple[str, ...], int]()
    for number, cells in rows:
        line, key = _line(number, cells, row_form, register)
        if key and key in seen:
            line = line.refused(f"與第 {seen[key]} 列重複，每筆只能出現一次。")
        elif key:
            seen[key] = number
        lines.append(line)
    return lines


def _line(
    number: int, cells: Sequence[str], row_form: type[RowForm], register: Register
) -> tuple[Line, tuple[str, ...]]:
    form = row_form(row_form.typed(cells))
    typed = row_form.typed(cells)
    name = "-".join(filter(None, (typed[part] for part in row_form.key)))
    if not form.is_valid():
        return Line(number, name, RowKind.BAD, problems=tuple(form.problems)), ()
    facts, key = form.cleaned_data, row_form.key_of(form.cleaned_data)
    if key not in register:
        return Line(number, name, RowKind.NEW, facts, shown=row_form.in_short(facts)), key
    both = zip(row_form.headings(), row_form.cells(register[key]), row_form.cells(facts), strict=True)
    changes = tuple(each for each in both if each[1] != each[2])
    return Line(number, name, RowKind.CHANGED if changes else RowKind.SAME, facts, changes), key
