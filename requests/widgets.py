"""The moment of an event, chosen from the days whose footage is still there, or typed (ux §0.9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms

from printing import rules
from printing.widgets import NUMBER_BOX, RocMomentWidget, clock_in, moment_in

if TYPE_CHECKING:
    from collections.abc import Mapping

Choices = list[tuple[str, str]]

OTHER = "other"
OTHER_DAY = (OTHER, "其他日期（自行填寫）")
NEXT = "next"
END_DAYS: Choices = [("", "與開始同一天"), (NEXT, "開始的隔天"), OTHER_DAY]


class Later(NamedTuple):
    """A time of day so many days after the day of another moment."""

    days: int
    clock: dt.time

    def after(self, start: dt.datetime) -> dt.datetime:
        """Return the moment this is, in Taipei."""
        day = rules.local_date(start) + dt.timedelta(days=self.days)
        return dt.datetime.combine(day, self.clock, rules.TAIPEI)


class OfferedMomentWidget(forms.MultiWidget):
    """A list of days, three boxes for another day, and a box for the time.

    A browser that knows `:has()` shows the boxes only when they are chosen; any other shows them always, and boxes that
    were filled count when nothing was chosen from the list.
    """

    template_name = "ds/widgets/offered.html"
    use_fieldset = True

    def __init__(self, choices: Choices, attrs: dict[str, Any] | None = None) -> None:
        boxes = [forms.TextInput({**NUMBER_BOX, "aria-label": unit}) for unit in RocMomentWidget.units]
        days = forms.Select({"aria-label": "日期"}, choices)
        super().__init__({"day": days, **{str(order): box for order, box in enumerate(boxes)}}, attrs)

    def offer(self, choices: Choices) -> None:
        """Let people choose from these days."""
        self.widgets[0].choices = choices  # type: ignore[attr-defined] # the first widget is a Select

    def offers(self, choice: str) -> bool:
        """Say whether `choice` is in the list."""
        return choice in dict(self.widgets[0].choices)  # type: ignore[attr-defined]

    def use_required_attribute(self, initial: Any) -> bool:
        """Say no: which of the controls is needed depends on the others."""
        return False

    def decompress(self, value: dt.datetime | None) -> list[str]:
        """Return the choice and the boxes for `value`: a day of the list chosen, any other day typed."""
        boxes = RocMomentWidget().decompress(value)
        if value is None:
            return ["", *boxes]
        day = rules.local_date(value).isoformat()
        return [day, "", "", "", boxes[-1]] if self.offers(day) else [OTHER, *boxes]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """Return the choice and the boxes; boxes filled without a choice are 其他日期, so is a day the list lost."""
        choice, *boxes = [str(value or "") for value in super().value_from_datadict(data, files, name)]
        if self.offers(choice) and choice:
            return [choice, *boxes]
        try:
            lost = dt.date.fromisoformat(choice)
        except ValueError:
            return [OTHER if any(boxes[:3]) else "", *boxes]
        return [OTHER, str(rules.roc_year(lost)), str(lost.month), str(lost.day), boxes[-1]]


class FootageMomentField(forms.Field):
    """When the wanted footage begins. Cleans to an aware moment in Taipei, or None when empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=OfferedMomentWidget([("", "請選擇日期"), OTHER_DAY]), **options)

    def to_python(self, value: Any) -> dt.datetime | None:
        """Return the moment chosen or typed. Raises ValidationError, first for what is missing."""
        choice, *boxes, clock = value
        if choice == OTHER:
            return moment_in(boxes, clock)
        if choice:
            return dt.datetime.combine(dt.date.fromisoformat(choice), clock_in(clock), rules.TAIPEI)
        if clock.strip():
            raise forms.ValidationError("請選擇日期。", code="incomplete")
        return None


class FootageEndField(forms.Field):
    """When it ends: the same day, the next, or another. Cleans to a moment, to `Later`, or None when empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=OfferedMomentWidget(END_DAYS), **options)

    def to_python(self, value: Any) -> dt.datetime | Later | None:
        """Return the moment, or how much later than the beginning. Raises ValidationError, first for what is missing."""
        choice, *boxes, clock = value
        if choice == OTHER:
            return moment_in(boxes, clock)
        if choice == NEXT or clock.strip():
            return Later(1 if choice == NEXT else 0, clock_in(clock))
        return None


def end_boxes(starts_at: dt.datetime, ends_at: dt.datetime) -> list[str]:
    """Return what the fields of `FootageEndField` say for an end: 同一天, 隔天, or the day in its boxes."""
    boxes = RocMomentWidget().decompress(ends_at)
    days = (rules.local_date(ends_at) - rules.local_date(starts_at)).days
    choice = {0: "", 1: NEXT}.get(days, OTHER)
    return [choice, *boxes] if choice == OTHER else [choice, "", "", "", boxes[-1]]
