"""What is to be told through one channel: pure, from what is wrong now and what that channel was told already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

AGAIN = dt.timedelta(days=1)
Kind = Literal["begun", "lasting", "ended"]


@dataclass(slots=True)
class Alarm:
    """Something that is wrong, since when, in which words, and when each channel was last told of it."""

    since: dt.datetime
    said: str
    told: dict[str, dt.datetime] = field(default_factory=dict)
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to tell: an alarm has begun, lasts, or has ended."""

    kind: Kind
    reason: str
    said: str
    since: dt.datetime


def follow(alarms: dict[str, Alarm], wrong: Mapping[str, str], now: dt.datetime) -> None:
    """Bring what is known to what is wrong now. What ended before anybody was told of it never was."""
    for reason, said in wrong.items():
        alarm = alarms.get(reason)
        if alarm is None:
            alarms[reason] = Alarm(now, said)
        else:
            alarm.said, alarm.ended = said, False
    for reason in alarms.keys() - wrong.keys():
        alarms[reason].ended = True
        if not alarms[reason].told:
            del alarms[reason]


def due(alarms: Mapping[str, Alarm], channel: str, now: dt.datetime) -> list[Event]:
    """Return what `channel` is to be told now, in the order in which it began."""
    found = []
    for reason, alarm in sorted(alarms.items(), key=lambda one: (one[1].since, one[0])):
        last = alarm.told.get(channel)
        kind: Kind | None = None
        if alarm.ended:
            kind = "ended" if last else None
        elif last is None:
            kind = "begun"
        elif now - last >= AGAIN or now < last:  # a clock that went back must not silence anything
            kind = "lasting"
        if kind:
            found.append(Event(kind, reason, alarm.said, alarm.since))
    return found


def told(alarms: dict[str, Alarm], channel: str, events: Iterable[Event], now: dt.datetime) -> None:
    """Note that `channel` was told; an alarm that has ended goes when everybody who knew of it was told."""
    for event in events:
        alarm = alarms[event.reason]
        if event.kind == "ended":
            del alarm.told[channel]
            if not alarm.told:
                del alarms[event.reason]
        else:
            alarm.told[channel] = now


def forget_others(alarms: dict[str, Alarm], channels: Iterable[str]) -> None:
    """Let go of what was told through a channel that is not used any more."""
    kept = set(channels)
    for alarm in alarms.values():
        for channel in alarm.told.keys() - kept:
            del alarm.told[channel]
