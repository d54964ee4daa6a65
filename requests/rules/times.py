"""調閱起迄 as one line of the register: two moments in order."""

from __future__ import annotations

import datetime as dt
import unicodedata

from printing.rules import TAIPEI, UnreadableError, parse_clock, parse_roc_date, short_moment

TIMES_EXAMPLE = "例如：115/11/23 09:00 至 115/11/23 09:20"


def times_in_words(started_at: dt.datetime, ended_at: dt.datetime | None) -> str:
    """Return for instance 115/11/23 09:00 至 115/11/23 09:20."""
    return short_moment(started_at) + (f" 至 {short_moment(ended_at)}" if ended_at else "")


def parse_times(text: str) -> tuple[dt.datetime, dt.datetime]:
    """Return the beginning and the end somebody typed on one line, each a day and a time. Raises UnreadableError."""
    started, _, ended = unicodedata.normalize("NFKC", text).partition("至")
    started_at, ended_at = _moment(started), _moment(ended)
    if ended_at <= started_at:
        raise UnreadableError("調閱迄須晚於調閱起。")
    return started_at, ended_at


def _moment(text: str) -> dt.datetime:
    day, _, time = text.strip().rpartition(" ")
    if not day:
        raise UnreadableError(f"調閱起迄請寫起、迄的日期與時間，{TIMES_EXAMPLE}。")
    return dt.datetime.combine(parse_roc_date(day), parse_clock(time), TAIPEI)
