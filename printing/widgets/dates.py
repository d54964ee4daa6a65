"""民國 dates and times as people write them: three boxes, or one that takes a whole date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from printing import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBER_BOX = {"inputmode": "numeric"}  # without autocomplete="off": going back, a browser would leave it empty


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


def _missing(boxes: Sequence[str]) -> list[str]:
    """Return which of year, month and day were left empty; the first box may hold all of it."""
    year, month, day = boxes
    if not month and not day and len(year) > len("2026"):
        return []
    return [unit for unit, box in zip("年月日", boxes, strict=True) if not box]


def _require(missing: Sequence[str], example: str) -> None:
    if missing:
        raise ValidationError(f"請填寫{'、'.join(missing)}，例如{example}。", code="incomplete")


def _read(boxes: Sequence[str]) -> dt.date:
    year, month, day = boxes
    try:
        return rules.parse_roc_date(f"{year}年{month}月{day}日" if month or day else year)
    except rules.UnreadableError as error:
        raise ValidationError(str(error), code="invalid") from error


def _stripped(boxes: Sequence[Any]) -> list[str]:
    return [str(box or "").strip() for box in boxes]


def _time(text: str) -> dt.time:
    try:
        return rules.parse_clock(text)
    except rules.UnreadableError as error:
        raise ValidationError(str(error), code="invalid") from error


def day_in(boxes: Sequence[Any]) -> dt.date:
    """Return the day typed into the three `boxes`; the first may hold all of it.

    Raises ValidationError, first for what is missing, then for what is impossible.
    """
    typed = _stripped(boxes)
    _require(_missing(typed), "115年11月23日")
    return _read(typed)


def clock_in(box: Any) -> dt.time:
    """Return the time of day typed into `box`. Raises ValidationError."""
    (typed,) = _stripped([box])
    _require([] if typed else ["時間"], "12:35")
    return _time(typed)


def moment_in(boxes: Sequence[Any], clock: Any) -> dt.datetime:
    """Return the moment in Taipei typed into the three `boxes` of a day and the box `clock`.

    Raises ValidationError, first for everything that is missing, then for what is impossible.
    """
    typed, (time,) = _stripped(boxes), _stripped([clock])
    missing = _missing(typed) + ([] if time else ["時間"])
    _require(missing, "12:35" if missing == ["時間"] else "115年11月23日")
    return dt.datetime.combine(_read(typed), _time(time), rules.TAIPEI)


def gregorian_note(boxes: Sequence[Any]) -> str:
    """Return a sentence that says how a Gregorian day in the three `boxes` was read; empty for a 民國 day or none."""
    typed = _stripped(boxes)
    try:
        day = day_in(typed)
    except ValidationError:
        return ""
    written = "/".join(filter(None, typed))
    return (
        f"您填的「{written}」是西元日期，已換算為民國{rules.long_date(day)}。" if rules.says_gregorian(written) else ""
    )


class RocDateField(forms.Field):
    """A day, typed as 民國 year, month and day. Cleans to a date, or None when optional and empty."""

    widget = RocDateWidget

    def to_python(self, value: Any) -> dt.date | None:
        """Return the day of the boxes `value`. Raises ValidationError with a sentence that says what to write."""
        if value is None or isinstance(value, dt.date):
            return value
        return day_in(value) if any(value) else None


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
        return moment_in(boxes, clock)


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
