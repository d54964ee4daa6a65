"""Form fields of the house: 民國 dates and times as people write them, and choices drawn as chips.

They know the calendar and HTML, no model; so every room may use them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from printing import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

CHOOSE = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
NUMBER_BOX = {"inputmode": "numeric"}  # without autocomplete="off": going back, a browser would leave it empty


def choice_card(title: str, hint: str) -> SafeString:
    """Return the label of a choice that needs a sentence below its name."""
    return format_html("<b>{}</b><span>{}</span>", title, hint)


class Chips(forms.CheckboxSelectMultiple):
    """常用語: small buttons one taps; they need no JavaScript."""

    template_name = "ds/widgets/chips.html"


class FoldedGroups(forms.CheckboxSelectMultiple):
    """A long list to tick from: the first group stands open, the others are folded unless something in them is ticked."""

    template_name = "ds/widgets/folded_groups.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the folds: heading, options, and whether one of them is ticked."""
        context = super().get_context(name, value, attrs)
        groups = [(group, options) for group, options, _ in context["widget"]["optgroups"]]
        context["folds"] = [(group, options, any(one["selected"] for one in options)) for group, options in groups]
        return context


class RocDateWidget(forms.MultiWidget):
    """民國▢年▢月▢日 on one line. The first box also takes a whole date that was pasted."""

    template_name = "ds/widgets/roc.html"
    use_fieldset = True
    units: ClassVar[Sequence[str]] = ("民國年", "月", "日")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = [forms.TextInput({**NUMBER_BOX, "aria-label": unit}) for unit in self.units]
        super().__init__(boxes, attrs)

    def decompress(self, value: dt.date | None) -> list[str]:
        """Return the three boxes for `value`."""
        if value is None:
            return ["", "", ""]
        return [str(rules.roc_year(value)), str(value.month), str(value.day)]


class RocMomentWidget(RocDateWidget):
    """民國▢年▢月▢日 and a box for the time of day."""

    units = ("民國年", "月", "日", "時間（24小時制）")

    def decompress(self, value: dt.date | None) -> list[str]:
        """Return the four boxes for the moment `value`, in Taipei."""
        if not isinstance(value, dt.datetime):
            return [*super().decompress(value), ""]
        local = value.astimezone(rules.TAIPEI)
        return [*super().decompress(local.date()), f"{local:%H:%M}"]


def _day(boxes: Sequence[str]) -> dt.date:
    """Return the day in three boxes; the first may hold all of it. Raises ValidationError, missing parts first."""
    year, month, day = (str(box or "").strip() for box in boxes)
    if year and not month and not day and len(year) > len("115"):
        text = year
    else:
        missing = "、".join(unit for unit, box in zip("年月日", (year, month, day), strict=True) if not box)
        if missing:
            raise ValidationError(f"請填寫{missing}，例如115年11月23日。", code="incomplete")
        text = f"{year}年{month}月{day}日"
    try:
        return rules.parse_roc_date(text)
    except rules.UnreadableError as error:
        raise ValidationError(str(error), code="invalid") from error


def _time(text: str) -> dt.time:
    try:
        return rules.parse_clock(text)
    except rules.UnreadableError as error:
        raise ValidationError(str(error), code="invalid") from error


class RocDateField(forms.Field):
    """A day, typed as 民國 year, month and day. Cleans to a date, or None when optional and empty."""

    widget = RocDateWidget

    def to_python(self, value: Any) -> dt.date | None:
        """Return the day of the boxes `value`. Raises ValidationError with a sentence that says what to write."""
        if value is None or isinstance(value, dt.date):
            return value
        return _day(value) if any(value) else None


class RocMomentField(forms.Field):
    """A day and a time of day. Cleans to an aware moment in Taipei, or None when optional and empty."""

    widget = RocMomentWidget

    def to_python(self, value: Any) -> dt.datetime | None:
        """Return the moment of the boxes `value`. Raises ValidationError with a sentence that says what to write."""
        if value is None or isinstance(value, dt.datetime):
            return value
        if not any(value):
            return None
        *boxes, clock = value
        day = _day(boxes)
        if not str(clock or "").strip():
            raise ValidationError("請填寫時間，例如12:35。", code="incomplete")
        return dt.datetime.combine(day, _time(clock), rules.TAIPEI)


class ClockField(forms.Field):
    """A time of day in one box: 1235 or 12:35. Cleans to a time, or None when optional and empty."""

    widget = forms.TextInput({**NUMBER_BOX, "class": "input--clock"})

    def prepare_value(self, value: Any) -> Any:
        """Show a time as 12:35 and typed text as it was typed."""
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value

    def to_python(self, value: Any) -> dt.time | None:
        """Return the time that was typed. Raises ValidationError with a sentence that says what to write."""
        if isinstance(value, dt.time):
            return value
        return _time(value) if value and value.strip() else None


class AsksNicely(forms.BaseForm):
    """Mix into a form: what was left empty is asked for by its label, 「請填寫申請事由。」 or 「請選擇調閱單位。」."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                verb = "請選擇" if isinstance(field, CHOOSE) else "請填寫"
                field.error_messages["required"] = f"{verb}{field.label or name}。"
