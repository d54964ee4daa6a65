"""Arithmetic of people and posts: who of several acts, and what an account name may look like. Pure, no database."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from accounts.choices import Role

ACCOUNT_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}")
SECRET_FIELD = re.compile(r"password|passkey|^proof_|^device_code|^csrfmiddlewaretoken$")
MINUTE = timedelta(minutes=1)
DEVICE_CODE = re.compile(r"[0-9]{6}")
FEWEST_DIGITS = 3
BAD_CODE = "個人識別碼請用六位數字。"
EASY_CODE = "這組識別碼太容易猜中（例如重複或連號），請換一組。"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan's chain, as a school decides on it; the last of them decides on cases (ruling 1)."""

    role: Role
    title: str
    paper_label: str


@dataclass(frozen=True, slots=True)
class Seat:
    """One way to a signature: the holder of a role (`order` 0) or a deputy (`order` ≥ 1) on whose behalf `post` counts.

    `post` is the user id of the holder whose post it is; `user` the id of who would sign. A seat `only_if_recused`
    counts only where the holder must keep out (迴避).
    """

    post: int
    user: int
    order: int
    only_if_recused: bool = False


def seat_of(user: int, seats: Sequence[Seat], *, excluded: Collection[int]) -> Seat | None:
    """Return the seat from which `user` may sign, or None (rulings 2 and 3).

    The holder of a role signs as himself, also while away: a deputy stands in, he does not take the post. Of the
    deputies of one post only the first in order who is not excluded acts. Own post comes before a deputised one.
    """
    if user in excluded:
        return None
    seats = [seat for seat in seats if seat_counts(seat, excluded)]
    mine = [seat for seat in seats if seat.user == user]
    own = next((seat for seat in mine if seat.order == 0), None)
    return own or next((seat for seat in mine if _is_first(seat, seats, excluded)), None)


def seat_counts(seat: Seat, excluded: Collection[int]) -> bool:
    """Say whether the seat counts where `excluded` must keep out: one for 迴避 only in place of one of them."""
    return not seat.only_if_recused or seat.post in excluded


def _is_first(seat: Seat, seats: Iterable[Seat], excluded: Collection[int]) -> bool:
    return not any(
        other.post == seat.post and 0 < other.order < seat.order and other.user not in excluded for other in seats
    )


def client_address(meta: Mapping[str, str], *, behind_proxy: bool) -> str:
    """Return the address a request comes from. Behind our proxy that is the last hop it wrote into X-Forwarded-For.

    Only the last hop: what stands before it is whatever the client sent. `meta` is `HttpRequest.META`.
    """
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    return hops[-1] if behind_proxy and hops else meta.get("REMOTE_ADDR", "")


def fold_account(name: str) -> str:
    """Return the account name as it is stored and counted: no blanks around it, lower case."""
    return name.strip().casefold()


def is_account_name(name: str) -> bool:
    """Say whether `name` may be an account name: 2–59 lower-case Latin letters, digits, dots, underscores, hyphens."""
    return ACCOUNT_NAME.fullmatch(name) is not None


def is_secret_field(name: str) -> bool:
    """Say whether the form field `name` carries a means of sign-in, which is written down nowhere."""
    return SECRET_FIELD.search(name) is not None


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_in_words(user_agent: str) -> str:
    """Return what a browser says it is as people know it, for instance 「Chrome，Windows」; else its own words, cut."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return "，".join(filter(None, (browser, system))) or user_agent[:40]


class Watch(Enum):
    """How a sign-in stands: it may be used, it is locked until the same person proves himself, or it is over."""

    OPEN = "open"
    LOCKED = "locked"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Times:
    """When a sign-in began, when its person was last seen, and until when it does not lock (a guard's shift)."""

    began: dt.datetime
    seen: dt.datetime
    awake_until: dt.datetime | None = None


def watch_of(times: Times, now: dt.datetime, *, idle: timedelta, longest: timedelta) -> Watch:
    """Return how a sign-in stands at `now`: over `longest` after it began, locked when idle for `idle`.

    Whoever may stay awake is idle from the end of that on. What began in the future, by a clock set back, is over.
    """
    if now >= times.began + longest or times.began > now + MINUTE:
        return Watch.OVER
    idle_since = max(times.seen, times.awake_until or times.seen)
    return Watch.LOCKED if now >= idle_since + idle else Watch.OPEN


def is_device_code(code: str) -> bool:
    """Say whether `code` has the shape of a 個人識別碼: six digits."""
    return DEVICE_CODE.fullmatch(code) is not None


def is_easy_code(code: str) -> bool:
    """Say whether six digits are among the first somebody would try: two digits only, a row, or a half repeated."""
    steps = {int(after) - int(before) for before, after in pairwise(code)}
    return len(set(code)) < FEWEST_DIGITS or steps in ({1}, {-1}) or code[:3] == code[3:]


def token_digest(token: str) -> str:
    """Return what the database keeps of a random token: of a one-time link, of a device's cookie."""
    return hashlib.sha256(token.encode()).hexdigest()
