"""Every address × every role in one table; a new address fails here until somebody has thought about it.

`in` sends to the sign-in page, `->` is a redirect, `no` is 403 (may know that it is there), `-` is 404 (may not), `post`
is 405 (an address for POST only), a number is that status.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

ROLES = ("anonymous", "teacher", "colleague", "handler", "supervisor", "principal", "guard", "administrator", "auditor")
WORDS = {"ok": 200, "->": 302, "no": 403, "-": 404, "post": 405}
SIGN_IN = "/accounts/login/"

# name                                path                                                   anon teac coll hand supe prin guar admi audi
TABLE = """
home                                  /                                                      in   ok   ok   ok   ok   ok   ok   ok   ok
"""


def rows() -> Iterator[tuple[str, str, list[str]]]:
    for line in TABLE.strip().splitlines():
        name, path, *cells = line.split()
        yield name, path, cells


def names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Yield the name of every address of the product."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from names(pattern.url_patterns, inner)
        else:
            yield ":".join(filter(None, (namespace, pattern.name or str(pattern.pattern))))


def test_every_address_stands_in_the_table() -> None:
    assert sorted({name for name, *_ in rows()}) == sorted(set(names(get_resolver().url_patterns)))


@pytest.mark.parametrize(("name", "path", "cells"), [pytest.param(*row, id=f"{row[0]} {row[1]}") for row in rows()])
def test_the_table_holds(client: Client, world: World, name: str, path: str, cells: list[str]) -> None:
    assert len(cells) == len(ROLES)
    found = []
    for role in ROLES:
        client.logout()
        if role != "anonymous":
            client.force_login(getattr(world.cast, role))
        answer = client.get(path.format(**world.paths))
        if answer.status_code == 302 and answer["Location"].startswith(SIGN_IN):
            found.append("in")
        else:
            found.append(
                next((word for word, code in WORDS.items() if code == answer.status_code), str(answer.status_code))
            )
    assert found == cells


def test_the_day_of_the_world_is_fixed(world: World) -> None:
    assert world.now == dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
