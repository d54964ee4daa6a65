"""The style guide in a real Chromium: accessible, inside its width, for keys alone, without scripts, under the policy."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from playwright.sync_api import Page
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWS: dict[str, tuple[dict[str, int], float]] = {
    "desk": ({"width": 1280, "height": 900}, 1),
    "phone": ({"width": 390, "height": 844}, 3),
    "zoom 200 %": ({"width": 640, "height": 450}, 2),
    "zoom 400 %": ({"width": 320, "height": 640}, 2),
}
STATES = ("", "?state=errors")
TEXT_SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }"
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, summary, textarea, select")].filter((one) => {
  const box = one.getBoundingClientRect();
  const isText = one.matches("p a, dd a, li p a, span a, .skip") || (one.matches("input") && one.labels?.length);
  return box.width > 1 && getComputedStyle(one).visibility !== "hidden" && !isText
    && Math.min(box.width, box.height) < 24;
}).map((one) => one.outerHTML.slice(0, 80))"""
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const seen = one.matches(".choice input, .chip input") ? one.nextElementSibling : one;
  const style = getComputedStyle(seen);
  return {
    place: [...document.querySelectorAll("*")].indexOf(one),
    name: (one.innerText || one.name || one.id || "").trim().slice(0, 30),
    ring: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none",
  };
}"""


@pytest.fixture
def session(client: Client, cast: Cast, settings: Settings, live_server: LiveServer) -> dict[str, str]:
    """The cookie of the signed-in 承辦人, on a demonstration."""
    settings.DEMO = True
    client.force_login(cast.handler)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


@pytest.fixture
def guide(open_page: Callable[..., Page], session: dict[str, str]) -> Callable[..., Page]:
    """Return a function that opens the style guide: `guide("phone", "?state=errors")`."""

    def open_guide(view: str, state: str = "", **options: object) -> Page:
        viewport, scale = VIEWS[view]
        page = open_page(viewport, device_scale_factor=scale, **options)
        page.context.add_cookies([session])  # type: ignore[list-item]
        page.goto(f"/dev/ui/{state}")
        return page

    return open_guide


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_component_is_accessible_and_stays_inside_its_width(
    guide: Callable[..., Page], axe: Callable[[Page], None], view: str, state: str
) -> None:
    page = guide(view, state)
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(SMALL_TARGETS) == []
    axe(page)


@pytest.mark.parametrize("view", ["desk", "phone"])
def test_wider_text_spacing_does_not_break_the_page(guide: Callable[..., Page], view: str) -> None:
    page = guide(view, bypass_csp=True)
    page.add_style_tag(content=TEXT_SPACING)
    assert page.evaluate(OVERFLOW) == 0


@pytest.mark.parametrize("view", ["desk", "phone"])
def test_keys_alone_reach_everything_in_order_with_a_visible_ring(guide: Callable[..., Page], view: str) -> None:
    page = guide(view)
    stops = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    assert stops[0]["name"] == "跳到主要內容"
    assert [stop["name"] for stop in stops if not stop["ring"]] == []
    places = [stop["place"] for stop in stops]
    assert places == sorted(places)
    assert len(stops) > 40


def test_the_error_summary_has_the_focus_and_each_line_leads_to_its_field(guide: Callable[..., Page]) -> None:
    page = guide("desk", "?state=errors")
    assert page.evaluate("document.activeElement.className") == "errsum"
    assert page.title().startswith("錯誤：")
    for link in page.locator(".errsum a").all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        link.click()
        assert page.evaluate("document.activeElement.id") == target


def test_the_phone_opens_its_menu_and_everything_shows_without_scripts(guide: Callable[..., Page]) -> None:
    page = guide("phone", "?state=errors", java_script_enabled=False)
    panel = page.locator(".menu__panel")
    assert not panel.is_visible()
    page.click(".menu > summary")
    assert panel.get_by_role("link", name="待辦").is_visible()
    assert page.get_by_role("button", name="送出申請").is_visible()
    page.goto("/dev/ui/?view=mine")
    page.get_by_role("link", name="較舊").click()
    assert "before=36" in page.url


def test_with_scripts_the_pager_swaps_the_list_only_and_keeps_the_address(guide: Callable[..., Page]) -> None:
    page = guide("desk")
    page.evaluate("window.untouched = true")
    page.get_by_role("link", name="較舊").click()
    page.wait_for_url("**before=36")
    page.get_by_role("link", name="較新").wait_for()
    assert page.evaluate("window.untouched") is True
    assert page.locator(".records tbody tr").count() == 1
    assert page.inner_text("#results-status") == "共1件"
    page.go_back()
    page.get_by_role("link", name="較舊").wait_for()


def test_a_chosen_file_is_named_and_no_english_button_shows(guide: Callable[..., Page]) -> None:
    page = guide("desk")
    field = page.locator("input[type=file]")
    button = field.evaluate("one => getComputedStyle(one, '::file-selector-button').opacity")
    assert button == "0"
    assert page.inner_text(".filepick__name") == "尚未選擇檔案"
    field.set_input_files({"name": "公文.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    assert page.inner_text(".filepick__name") == "公文.pdf"


def test_the_first_load_is_light(open_page: Callable[..., Page], session: dict[str, str]) -> None:
    page = open_page(VIEWS["phone"][0])
    page.context.add_cookies([session])  # type: ignore[list-item]
    bodies: list[bytes] = []
    page.on("response", lambda answer: bodies.append(answer.body()))
    page.goto("/dev/ui/", wait_until="networkidle")
    assert len(bodies) <= 6
    assert sum(len(gzip.compress(body)) for body in bodies) <= 40 * 1024
