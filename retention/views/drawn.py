"""What a list draws once, however many of its rows show it: templates of equal values."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import render_to_string

from retention.rules import COPY_NUMBER
from work.views import address

if TYPE_CHECKING:
    from collections.abc import Hashable

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


def copy_address(number: str) -> str:
    """Return the page of a copy; empty for words that are no number of ours."""
    return address("retention:copy", number) if re.fullmatch(COPY_NUMBER, number) else ""
