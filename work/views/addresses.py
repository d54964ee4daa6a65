"""Where a page is: found once, however many rows of however many lists lead there."""

from __future__ import annotations

import functools
from typing import Any

from django.urls import get_script_prefix, get_urlconf, reverse


def address(route: str, /, *args: object, **kwargs: object) -> str:
    """Return what `reverse` does: an address depends on nothing but its route, its arguments and where the site is mounted."""
    return _reversed(get_urlconf(), get_script_prefix(), route, *args, **kwargs)


@functools.lru_cache(maxsize=10_000, typed=True)
def _reversed(_site: str | None, _mounted_at: str, _route: str, /, *args: Any, **kwargs: Any) -> str:
    return reverse(_route, args=args, kwargs=kwargs)
