"""A crawl of the whole site as each role: every link of every page leads somewhere, and no page says what it must not.

No error in the console (the policy's refusals are errors, too), no answer of 400 or more, no other origin, and nobody reads a
name of a case that is no business of theirs. What the table of addresses asks by name, this finds by walking.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.utils import timezone

from tests.browser.conftest import WIDE
from tests.browser.test_every_page import NO_PAGE
from tests.house.test_every_url_for_every_role import ROLES
from tests.house.world import World, build_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

MOTHER, OFFICER, APPLICANT, COLLEAGUE = "高𣕑宇", "葉𣕑安", "許喆安", "林𠮷祥"
OTHER_PEOPLE = {
    "anonymous": (MOTHER, OFFICER, APPLICANT, COLLEAGUE, "游承堃", "方瑀彤", "蘇翊甯"),
    "teacher": (MOTHER, OFFICER, COLLEAGUE),
    "colleague": (MOTHER, OFFICER, APPLICANT),
    "guard": (MOTHER, OFFICER, APPLICANT, COLLEAGUE),
    "administrator": (MOTHER, OFFICER),  # sees accounts, so the names of staff; nobody of a case
    "handler": (), "supervisor": (), "principal": (), "auditor": (),  # whose business the world's cases are
}  # fmt: skip
"""Whose names a role must not read anywhere."""
READ_BY_ALL = ("/plan/", "/help/")
"""Everybody reads the plan and the manual; where a clause or a task is done is not everybody's page (ruling 23), so what
leads out of them is not followed here. tests/house/test_help_pages.py asks what the page of a role leads to.
"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href'))"
ENOUGH = {"anonymous": 2, "guard": 20}
FEW = 30


@pytest.fixture
def world(cast: Cast, cameras: list[Camera]) -> World:
    """Every kind of thing once, made now: the server's clock runs."""
    return build_world(cast, cameras, timezone.now())


def kind(address: str) -> tuple[str, ...]:
    """Return what makes two addresses one page: the path, and which filters are set to anything."""
    parts = urlsplit(address)
    return parts.path, *sorted(parse_qs(parts.query, keep_blank_values=True))


def links(page: Page, origin: str) -> Iterator[str]:
    """Yield the addresses of this site the open page leads to."""
    for href in page.evaluate(LINKS):
        address = urljoin(page.url, href)
        if address.startswith(f"{origin}/"):
            yield address.partition("#")[0]


def crawl(page: Page, start: list[str], origin: str) -> Iterator[tuple[str, str]]:
    """Walk from `start` along every link; yield each page's address and what it says. Files are fetched, not shown."""
    waits, met = deque(start), {kind(address) for address in start}
    while waits:
        address = waits.popleft()
        if NO_PAGE.search(address.removeprefix(origin)):
            answer = page.request.get(address)
            yield address, "" if answer.ok else f"answer {answer.status}"
            continue
        page.goto(address)
        yield address, page.content()
        for found in links(page, origin):
            if kind(found) not in met and not _leads_out(address.removeprefix(origin), found.removeprefix(origin)):
                met.add(kind(found))
                waits.append(found)


def _leads_out(here: str, there: str) -> bool:
    """Say whether a link leads from what everybody reads to what not everybody may open."""
    return here.startswith(READ_BY_ALL) and not there.startswith(READ_BY_ALL)


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_somewhere_and_no_page_names_somebody_else(
    role: str,
    world: World,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    live_server: LiveServer,
    record_property: Callable[[str, object], None],
) -> None:
    page = open_page(WIDE)
    if role != "anonymous":
        sign_in(page, role)
    origin = live_server.url
    start = [origin + path for path in ("/", f"/c/{world.paths['token']}/", "/track/", "/help/certificate/")]
    pages = dict(crawl(page, start, origin))
    record_property("addresses", len(pages))
    assert [address for address, said in pages.items() if said.startswith("answer ")] == []
    named = [(address, name) for address, said in pages.items() for name in OTHER_PEOPLE[role] if name in said]
    assert named == []
    assert len(pages) > ENOUGH.get(role, FEW), sorted(pages)
