"""One row of a sheet as a form: its labels are the headings, its cells are text in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from printing.rules import UnreadableError, parse_roc_date, short_date
from printing.widgets import PaperTextField

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.db.models import Choices, Model, QuerySet

YES, NO = "是", "否"
SAID = {"是": True, "有": True, "v": True, "否": False, "無": False, "": False}


class TextCell(PaperTextField):
    """Words, which paper can print as in every other form."""

    def in_cell(self, value: Any) -> str:
        """Return how a sheet says `value`."""
        return str(value or "")


class DayCell(forms.Field):
    """A day, 民國 or what a spreadsheet made of it."""

    def to_python(self, value: Any) -> dt.date | None:
        """Return the day of a cell. Raises ValidationError."""
        try:
            return parse_roc_date(value) if value else None
        except UnreadableError as error:
            raise forms.ValidationError(str(error)) from error

    def in_cell(self, value: dt.date | None) -> str:
        """Return for instance 115/11/23."""
        return short_date(value) if value else ""


class YesNoCell(forms.Field):
    """是 or 否; empty is 否."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> bool:
        """Return the answer of a cell. Raises ValidationError."""
        if (answer := SAID.get(str(value or "").lower())) is None:
            raise forms.ValidationError(f"請填「{YES}」或「{NO}」。")
        return answer

    def in_cell(self, value: bool | None) -> str:  # noqa: FBT001 the answer itself
        """Return 是 or 否."""
        return YES if value else NO


class WholeCell(forms.IntegerField):
    """A whole number, its thousands set apart or not."""

    def to_python(self, value: Any) -> int | None:
        """Return the number of a cell. Raises ValidationError."""
        return super().to_python(str(value or "").replace(",", "").replace("，", ""))

    def in_cell(self, value: int | None) -> str:
        """Return the digits alone."""
        return "" if value is None else str(value)


class WordCell(forms.Field):
    """One of a closed list, by the word people see."""

    def __init__(self, choices: type[Choices], **options: Any) -> None:
        super().__init__(**options)
        self.words = {str(label): value for value, label in choices.choices}
        self.labels = {value: label for label, value in self.words.items()}

    def to_python(self, value: Any) -> Any:
        """Return the choice a cell names. Raises ValidationError."""
        if not value:
            return ""
        if value not in self.words:
            raise forms.ValidationError(f"沒有「{value}」這一項，請填：{'、'.join(self.words)}。")
        return self.words[value]

    def in_cell(self, value: Any) -> str:
        """Return the word."""
        return self.labels.get(value, "")


class CodeCell(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A row of another register, by its code."""

    def __init__(self, queryset: QuerySet[Any], *, unknown: str, **options: Any) -> None:
        super().__init__(queryset, to_field_name="code", **options)
        self.error_messages["invalid_choice"] = unknown

    def in_cell(self, value: Model | None) -> str:
        """Return the code."""
        return str(getattr(value, "code", ""))


class RowForm(forms.Form):
    """A row of a sheet. `key` names the fields that say which row of the register it is."""

    key: ClassVar[tuple[str, ...]]
    in_preview: ClassVar[tuple[str, ...]] = ("name", "place")

    @classmethod
    def headings(cls) -> list[str]:
        """Return the labels of the fields, which a sheet has as its first row."""
        return [str(field.label) for field in cls.base_fields.values()]

    @classmethod
    def cells(cls, facts: Mapping[str, Any]) -> list[str]:
        """Return how a sheet says `facts`; what this form cleans says the same."""
        return [field.in_cell(facts.get(name)) for name, field in cls.base_fields.items()]  # type: ignore[attr-defined]

    @classmethod
    def key_of(cls, facts: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what tells a row from all others, as a sheet says it."""
        return tuple(cls.base_fields[name].in_cell(facts.get(name)) for name in cls.key)  # type: ignore[attr-defined]

    @classmethod
    def in_short(cls, facts: Mapping[str, Any]) -> str:
        """Return what a preview says of a new row beside its key: what it is called, and where."""
        return "，".join(str(facts[name]) for name in cls.in_preview if facts.get(name))

    @classmethod
    def typed(cls, cells: Sequence[str]) -> dict[str, str]:
        """Return the data of this form for the cells of a row, in the order of the fields."""
        return dict(zip(cls.base_fields, cells, strict=True))

    @property
    def problems(self) -> list[str]:
        """What is wrong with the row, each with its heading."""
        return [
            f"{self.fields[name].label}：{text}" if name in self.fields else str(text)
            for name, texts in self.errors.items()
            for text in texts
        ]
