"""A real Chromium before the live server: 1280 and 390 px, with and without scripts, watched for what must not happen.

Playwright's sync API keeps an event loop of its own in this thread, suspended while a test runs. Django takes it for
asynchronous code and refuses the database; `DJANGO_ALLOW_ASYNC_UNSAFE` says that nothing runs concurrently here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM, PASSWORD
from tests.shared import GROUND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response
    from pytest_django import DjangoDbBlocker
    from pytest_django.live_server_helper import LiveServer

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
HTTP_BAD = 400


@dataclass
class Watch:
    """Everything a page may not do: errors in the console (CSP violations too), bad answers, other origins."""

    origin: str
    seen: list[str] = field(default_factory=list)
    expected: list[tuple[int, re.Pattern[str]]] = field(default_factory=list)

    def expect(self, status: int, path: str) -> None:
        """Allow answers `status` (for instance 404) of paths that match the regular expression `path`."""
        self.expected.append((status, re.compile(path)))

    def listen(self, page: Page) -> None:
        """Note from now on what `page` does."""
        page.on("console", self._console)
        page.on("pageerror", self._page_error)
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        answered = message.text.startswith("Failed to load resource")  # noted as its answer, with its address
        if message.type == "error" and not answered:
            self.seen.append(f"console: {message.text}")

    def _page_error(self, error: Error) -> None:
        self.seen.append(f"script: {error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            self.seen.append(f"another origin: {request.url}")

    def _response(self, response: Response) -> None:
        path = urlsplit(response.url).path
        wanted = any(status == response.status and pattern.search(path) for status, pattern in self.expected)
        if response.status >= HTTP_BAD and not wanted:
            self.seen.append(f"answer {response.status}: {path}")


@pytest.fixture(scope="session")
def chromium(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Browser]:
    """Debian's Chromium, started once for all tests.

    Beside Playwright's event loop Django has another connection in this thread: no shared set-up outlives the change.
    """
    with django_db_blocker.unblock():
        GROUND.undo()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        with django_db_blocker.unblock():
            GROUND.undo()


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    """Fails the test at its end when a page did what none may."""
    watch = Watch(origin=live_server.url)
    yield watch
    assert watch.seen == []


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a fresh watched page: `open_page(PHONE, java_script_enabled=False)`."""
    contexts = []

    def open_one(viewport: dict[str, int], **options: object) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=viewport,  # type: ignore[arg-type]
            locale="zh-TW",
            timezone_id="Asia/Taipei",
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        watch.listen(page)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page_1280(open_page: Callable[..., Page]) -> Page:
    """A desk."""
    return open_page(WIDE)


@pytest.fixture
def page_390(open_page: Callable[..., Page]) -> Page:
    """A phone."""
    return open_page(PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def page_no_script(open_page: Callable[..., Page]) -> Page:
    """A desk whose browser runs no scripts."""
    return open_page(WIDE, java_script_enabled=False)


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """Return a function that signs in through the real page: `sign_in(page, "teacher")`."""

    def enter(page: Page, username: str, password: str = PASSWORD) -> None:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)

    return enter


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a function that fails with what axe-core finds on the page: `axe(page)`. Needs a page with scripts.

    axe is evaluated through the debugger, so the page keeps its strict CSP.
    """

    def check(page: Page) -> None:
        page.wait_for_load_state()
        if not page.evaluate("'axe' in window"):
            page.evaluate(Axe().axe_script)
        found = AxeResults(page.evaluate("options => axe.run(options)", AXE_OPTIONS))
        assert found.violations_count == 0, found.generate_report()

    return check
