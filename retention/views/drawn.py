"""What a list draws once, however many of its rows show it: templates of equal values, addresses but for their key."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from django.template.loader import render_to_string
from django.urls import reverse

from retention.rules import COPY_NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from django.utils.safestring import SafeString


@functools.lru_cache(maxsize=2_000, typed=True)
def drawn(template: str, **values: Hashable) -> SafeString:
    """Return `template` drawn with `values`; with the same ones it is drawn once, whoever looks.

    They are plain words, as yet unescaped, and numbers: a row of the database is the same one however it has changed.
    """
    return render_to_string(template, values)


def camera_chips(codes: tuple[str, ...]) -> SafeString:
    """Return the codes of some cameras as lists show them."""
    return drawn("retention/_camera_chips.html", codes=codes)


class Place(NamedTuple):
    """A camera as `where` names it."""

    name: str
    code: str


def where(cameras: tuple[tuple[str, str], ...]) -> SafeString:
    """Return names and codes of some cameras as lists of copies show them."""
    return drawn("retention/_copy_where.html", cameras=tuple(Place(*one) for one in cameras))


def addresses(route: str, sample: str = "0") -> Callable[[object], str]:
    """Return how a page of `route` is addressed by its key, such as `sample`: reversed once a page, not once a row."""
    before, _, after = reverse(route, args=[sample]).rpartition(sample)
    return lambda key: f"{before}{quote(str(key))}{after}"


def copy_addresses() -> Callable[[str], str]:
    """Return how the page of a copy is addressed by its number; empty for words that are no number of ours."""
    address = addresses("retention:copy", "E100-0000")
    return lambda number: address(number) if re.fullmatch(COPY_NUMBER, number) else ""
