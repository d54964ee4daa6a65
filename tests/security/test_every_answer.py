"""What holds for every answer of the product, whoever asks: one walk over all addresses, one rule a line (肆、一).

A page, a paper, a refusal, a file: each carries the strict policy, leads nowhere else, and names nobody in an address.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.conftest import PEOPLE
from tests.house.test_every_url_for_every_role import POSTS, rows
from work.models import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from tests.house.world import World

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("only_answers")]
ELSEWHERE = "https://evil.example/"
POLICY = {
    "default-src 'self'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:", "object-src 'none'",
    "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
}  # fmt: skip
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": settings.PERMISSIONS_POLICY,
}
SHOWN = {"text/html", "application/json", "application/manifest+json", "application/pdf", "video/mp4"}
"""What a browser may show in its window: pages, what scripts ask for, papers we drew ourselves, a copy it plays."""
PERSONAL = re.compile("|".join([*(name for _, name, *_ in PEOPLE), r"[A-Z][12]\d{8}", r"03-?0000000"]))


class Page(HTMLParser):
    """Reads what a page brings along: script and style in the page itself, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(f"<{tag}>")
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.addresses += [value for name, value in attrs if name in {"href", "src", "action", "formaction"} and value]


def faults(got: Any, *, is_signed_in: bool) -> Iterator[str]:
    """Yield what is wrong with an answer."""
    policy = {one.strip() for one in got.headers.get("Content-Security-Policy", "").split(";")}
    yield from (f"policy {differs}" for differs in policy ^ POLICY)
    yield from (name for name, value in HEADERS.items() if got.headers.get(name) != value)
    if is_signed_in and "no-store" not in got.headers.get("Cache-Control", ""):
        yield "may be kept by a cache"
    cookies = got.cookies.values()
    yield from (cookie.key for cookie in cookies if not (cookie["httponly"] and cookie["samesite"] == "Lax"))
    yield from faults_of_content(got)


def faults_of_content(got: Any) -> Iterator[str]:
    """Yield what is wrong with what an answer shows and where it leads."""
    kind = got.headers.get("Content-Type", "").partition(";")[0]
    if kind and kind not in SHOWN and not got.headers.get("Content-Disposition", "").startswith("attachment"):
        yield f"{kind} is shown, not saved"
    page = Page(got.content.decode() if kind == "text/html" else "")
    yield from page.inline
    for address in [*page.addresses, got.headers.get("Location", "")]:
        where = urlsplit(address)
        if where.scheme not in {"", "http", "https", "tel", "data"} or where.netloc not in {"", "testserver"}:
            yield f"leads to {address}"
        if PERSONAL.search(unquote(address)):
            yield f"names somebody: {address}"


def walk(client: Client, world: World, *, is_signed_in: bool) -> list[str]:
    """Ask for every address, then send every act, each with a `next` that leads elsewhere; return what is wrong."""
    found = []
    for method, table in (("get", None), ("post", POSTS)):
        for _, path, _ in rows(table) if table else rows():
            point = transaction.savepoint()
            address = path.format(**world.paths)
            told = "&" if "?" in address else "?"
            got = getattr(client, method)(f"{address}{told}next={ELSEWHERE}", {"next": ELSEWHERE} if table else None)
            found += [f"{method} {path}: {fault}" for fault in faults(got, is_signed_in=is_signed_in)]
            transaction.savepoint_rollback(point)
    return found


@pytest.mark.parametrize("username", [None, "handler"])
def test_every_answer_keeps_the_rules(
    client: Client, world: World, caplog: pytest.LogCaptureFixture, username: str | None
) -> None:
    if username:
        client.force_login(getattr(world.cast, username))
    assert "\n".join(walk(client, world, is_signed_in=bool(username))) == ""
    assert not PERSONAL.search(caplog.text), "a log line carries no one's data"


def test_no_act_of_any_kind_is_taken_without_the_token_of_our_own_form(world: World) -> None:
    """CSRF: another site's page can make the browser of who is signed in send anything but our token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.handler)
    paths = [path.format(**world.paths) for _, path, _ in rows()]
    taken = [path for path in paths if client.post(path).status_code != 403]
    assert taken == []


def test_an_act_from_another_site_is_refused_even_with_a_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.guard)
    path = "/maintenance/faults/new/{camera}/".format(**world.paths)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(path).content.decode())
    assert token
    form = {"csrfmiddlewaretoken": token[1]}
    assert client.post(path, form, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post(path, form, headers={"origin": "http://testserver"}).status_code == 200


@pytest.mark.parametrize(
    "next_page", [ELSEWHERE, "//evil.example/", "https:evil.example", "/\\evil.example/", "javascript:alert(1)"]
)
def test_sign_in_leads_to_our_own_pages_only(world: World, client: Client, next_page: str) -> None:
    form = {"login": "handler", "password": "Ruifeng-108-demo", "next": next_page}
    got = client.post("/accounts/login/", form)
    assert got.status_code == 302
    assert got["Location"].startswith("/")
    assert not got["Location"].startswith(("//", "/\\"))


def test_no_notice_names_anybody_for_its_text_is_the_subject_of_a_mail(world: World) -> None:
    texts = list(Notice.objects.values_list("text", flat=True))
    assert len(texts) > 20
    assert [text for text in texts if PERSONAL.search(text)] == []


def test_what_is_kept_lies_outside_everything_that_is_served(settings: Settings, client: Client, db: None) -> None:
    folders = [one[1] if isinstance(one, tuple) else one for one in settings.STATICFILES_DIRS]
    served = [Path(settings.STATIC_ROOT), *map(Path, folders)]
    kept = [settings.FILES_DIR, settings.RETENTION_DIR, settings.COPIES_DIR, settings.BACKUP_DIR, settings.KEYS_DIR]
    assert not [
        one for one in map(Path, kept) for root in served if one.is_relative_to(root) or root.is_relative_to(one)
    ]
    assert not settings.MEDIA_ROOT
    for path in (
        "/static/../keys/secret-key",
        "/static/%2e%2e/keys/secret-key",
        "/keys/secret-key",
        "/files/",
        "/media/",
    ):
        assert client.get(path).status_code in {302, 404}, path


def test_what_the_server_itself_says_when_it_fails_names_nobody(
    world: World, client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error page shows the sender's own words to the sender; the trace goes to the log without them."""
    client.force_login(world.cast.handler)
    client.raise_request_exception = False

    def broken(*_: object, **__: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("cctv_admin.views.home_of", broken)
    got = client.get("/")
    assert got.status_code == 500
    assert list(faults(got, is_signed_in=True)) == []
    assert "ValueError" not in got.content.decode()
    assert not PERSONAL.search(got.content.decode())
    assert "broken" in caplog.text
    assert not PERSONAL.search(caplog.text)
