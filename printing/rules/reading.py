"""民國 dates and clock times as people type them. Pure functions."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from printing.rules.dates import TAIPEI, WEEKDAYS, start_of_day

FIRST_GREGORIAN_YEAR = 1912
LAST_ROC_YEAR = 999
"""The last that is written with three digits; no calendar of the product comes near the end of what a computer counts."""
DATE_EXAMPLE = "請依民國年、月、日填寫，例如 115/11/23 或 1151123。"
CLOCK_EXAMPLE = "請以 24 小時制填寫時與分，例如 09:05 或 1235。"

_SEPARATED = re.compile(r"(?P<year>\d{3,4})(?P<mark>[/.\-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})")
_COMPACT = re.compile(r"(?P<year>\d{3,4})(?P<month>\d{2})(?P<day>\d{2})")
_WORDS = re.compile(
    r"(?P<era>民國|西元)?(?P<year>\d{1,4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    rf"(?:\((?:星期|週)?(?P<weekday>[{WEEKDAYS}])\))?"
)
_ERA = re.compile(r"(?P<era>民國|西元)(?P<rest>\d[\d/.\-]*)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:時](?P<minute>\d{2})分?|(?P<hours>\d{2})(?P<minutes>\d{2})")


class UnreadableError(ValueError):
    """A date or time that cannot be read with certainty; its text is the Chinese sentence to show beside the field."""


def parse_roc_date(text: str) -> dt.date:
    """Return the day a person typed.

    Reads 115/11/23, 115.11.23, 115-11-23, the seven digits of government forms (1151123, 0940526), 115年11月23日 with or
    without 民國 and weekday, a Gregorian year of four digits (2026-11-23, 20261123), full-width characters and spaces.
    A year of one or two digits is certain only when written with 年 or 民國. Raises `UnreadableError` for what is
    impossible (115/2/30) or ambiguous (15/11/23, 941123).
    """
    typed = _plain(text)
    rest, era = typed, ""
    if (with_era := _ERA.fullmatch(typed)) is not None:
        rest, era = with_era["rest"], with_era["era"]
        rest = re.sub(r"^\d{1,2}(?=[/.\-])", lambda year: year[0].zfill(3), rest)
    match = _SEPARATED.fullmatch(rest) or _COMPACT.fullmatch(rest) or _WORDS.fullmatch(rest)
    if match is None:
        raise UnreadableError(f"看不懂日期「{text.strip()}」：{DATE_EXAMPLE}")
    parts = match.groupdict()
    year = _gregorian_year(parts["year"], era or parts.get("era") or "", text)
    day = _existing_day(year, int(parts["month"]), int(parts["day"]), text)
    weekday = parts.get("weekday")
    if weekday is not None and WEEKDAYS[day.weekday()] != weekday:
        raise UnreadableError(
            f"「{text.strip()}」的日期與星期不符（當天為星期{WEEKDAYS[day.weekday()]}）：{DATE_EXAMPLE}"
        )
    return day


def parse_clock(text: str) -> dt.time:
    """Return the time of day a person typed: 12:35, 1235, 9:05, 12時35分, full-width too; 24-hour clock.

    Raises `UnreadableError` for what is impossible (25:10) or ambiguous (130, 9:5).
    """
    match = _CLOCK.fullmatch(_plain(text))
    if match is None:
        raise UnreadableError(f"看不懂時間「{text.strip()}」：{CLOCK_EXAMPLE}")
    try:
        return dt.time(int(match["hour"] or match["hours"]), int(match["minute"] or match["minutes"]))
    except ValueError:
        raise UnreadableError(f"沒有「{text.strip()}」這個時間：{CLOCK_EXAMPLE}") from None


def parse_moment(text: str, *, ends: bool = False) -> dt.datetime:
    """Return the moment somebody typed on one line: a day as `parse_roc_date` reads it and a clock time, or ISO 8601.

    Without a zone it is Taipei's. A day alone is its beginning or, when it `ends` a period, its end. Raises
    `UnreadableError`.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if _ISO.fullmatch(typed):
        try:
            moment = dt.datetime.fromisoformat(typed)
        except ValueError:
            raise UnreadableError(f"沒有「{text.strip()}」這個時間：{CLOCK_EXAMPLE}") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)
    day, _, time = typed.replace("T", " ").rpartition(" ")
    if day:
        return dt.datetime.combine(parse_roc_date(day), parse_clock(time), TAIPEI)
    start = start_of_day(parse_roc_date(time))
    return start + dt.timedelta(days=1) if ends else start


def says_gregorian(text: str) -> bool:
    """Say whether the day somebody typed has a Gregorian year: four digits (西元2026年11月23日, 2026-11-23, 20261123)."""
    return re.match(r"(?:西元)?(?:\d{4}\D|\d{8}$)", _plain(text)) is not None


MARKS = str.maketrans(dict.fromkeys("–—−‐", "-") | {"。": "."})
"""What input methods and word processors make of a hyphen and a dot."""


def _plain(text: str) -> str:
    """Return `text` with half-width digits and marks and without any space."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(MARKS)


def _gregorian_year(digits: str, era: str, text: str) -> int:
    """Return the Gregorian year: three digits or fewer are 民國, four are 西元."""
    is_gregorian = len(digits) == 4  # noqa: PLR2004 a year of four digits
    if era and is_gregorian != (era == "西元"):
        raise UnreadableError(f"「{text.strip()}」的年份看不出是民國或西元：{DATE_EXAMPLE}")
    year = int(digits) if is_gregorian else int(digits) + FIRST_GREGORIAN_YEAR - 1
    if year < FIRST_GREGORIAN_YEAR:
        raise UnreadableError(f"「{text.strip()}」早於民國元年：{DATE_EXAMPLE}")
    if year - FIRST_GREGORIAN_YEAR + 1 > LAST_ROC_YEAR:
        raise UnreadableError(f"「{text.strip()}」晚於民國 {LAST_ROC_YEAR} 年：{DATE_EXAMPLE}")
    return year


def _existing_day(year: int, month: int, day: int, text: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise UnreadableError(f"沒有「{text.strip()}」這一天：{DATE_EXAMPLE}") from None
