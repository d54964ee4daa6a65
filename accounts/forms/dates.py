"""民國 dates and moments in one box."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from printing import rules

DAY = re.compile(r"(\d{2,3})[年/.\-](\d{1,2})[月/.\-](\d{1,2})日?")
SEVEN_DIGITS = re.compile(r"(\d{3})(\d{2})(\d{2})")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def _parse_day(text: str) -> dt.date:
    found = DAY.fullmatch(text) or SEVEN_DIGITS.fullmatch(text)
    try:
        year, month, day = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return dt.date(year + 1911, month, day)
    except ValueError:
        raise ValidationError("請填寫民國年月日，例如115/11/23。") from None


class RocDateField(forms.CharField):
    """A day, typed as 115/11/23 or 1151123."""

    def prepare_value(self, value: Any) -> Any:
        """Show a date as it is typed."""
        return rules.short_date(value) if isinstance(value, dt.date) else value

    def to_python(self, value: Any) -> Any:
        """Return the day. Raises ValidationError."""
        text = unicodedata.normalize("NFKC", str(value or "")).strip()
        return _parse_day(text) if text else None


class RocMomentField(forms.CharField):
    """A day and a time of day, typed as 115/11/23 08:00."""

    def prepare_value(self, value: Any) -> Any:
        """Show a moment as it is typed."""
        return rules.short_moment(value) if isinstance(value, dt.datetime) else value

    def to_python(self, value: Any) -> Any:
        """Return the moment in Taipei. Raises ValidationError."""
        text = unicodedata.normalize("NFKC", str(value or "")).strip()
        if not text:
            return None
        day, _, clock = text.partition(" ")
        found = CLOCK.fullmatch(clock.strip())
        try:
            time = dt.time(*(int(part) for part in found.groups())) if found else None
        except ValueError:
            time = None
        if time is None:
            raise ValidationError("請填寫日期與24小時制的時間，例如115/11/23 08:00。")
        return dt.datetime.combine(_parse_day(day), time, rules.TAIPEI)
