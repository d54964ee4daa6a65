"""Every page of the table of addresses, as the first role that may open it, held against ux.md §7.

axe, no overflow, text spacing, size of targets, nothing that moves while it loads, a visible ring on whatever takes the focus: at a desk and on a
phone; with --long also at 200 % and 400 % zoom, each stop of the Tab key walked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.browser.conftest import PHONE, WIDE
from tests.house.test_every_url_for_every_role import ROLES, rows
from tests.house.world import World, build_world

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, ViewportSize

    from accounts.models import School
    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWS = [
    pytest.param(0, (WIDE, PHONE), id="1280-and-390-odd"),
    pytest.param(1, (WIDE, PHONE), id="1280-and-390-even"),
    pytest.param(None, (PHONE,), id="390-loaded", marks=pytest.mark.long),
    pytest.param(None, ({"width": 640, "height": 450},), id="zoom-200", marks=pytest.mark.long),
    pytest.param(None, ({"width": 320, "height": 640},), id="zoom-400", marks=pytest.mark.long),
]
"""Which half of the pages, loaded at the first width and then made as wide as the next."""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPACED = """css => {
  const sheet = new CSSStyleSheet(), root = document.documentElement;
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  const over = root.scrollWidth - root.clientWidth;
  document.adoptedStyleSheets.pop();
  return over;
}"""
SPACING = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-bottom:2em!important}"""
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input, summary, textarea, select')].filter(one => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const inText = one.closest('p, dd, td, li') && one.matches('a');
  return box.width > 1 && style.visibility !== 'hidden' && !inText && !one.classList.contains('skip')
    && Math.min(box.width, box.height) < 24 && !(one.labels && one.labels.length);
}).map(one => one.outerHTML.slice(0, 80))"""
RINGS = """() => {
  const met = new Set(), rings = window.rings = {missing: [], again: false};
  const seen = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  document.addEventListener('focusin', ({target: one}) => {
    if (met.has(one)) rings.again = true;
    met.add(one);
    const drawn = one.matches('.choice input, .chip input') ? (one.nextElementSibling || one) : one;
    const ok = seen(getComputedStyle(drawn)) || seen(getComputedStyle(one)) || one.closest('.filepick');
    if (!ok) rings.missing.push(one.outerHTML.slice(0, 80));
  });
}"""
"""Notes every stop of the Tab key without a visible ring, and when the walk begins anew."""
RINGS_SO_FAR = "() => [window.rings.missing, window.rings.again || document.activeElement === document.body]"
LOW_CONTROLS = """() => [...document.querySelectorAll('.btn, .choice, input, select, textarea')].filter(one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return box.height > 1 && style.visibility !== 'hidden' && style.opacity !== '0' && box.height < 44
    && !['checkbox', 'radio', 'hidden', 'file'].includes(one.type);
}).map(one => one.outerHTML.slice(0, 80))"""
CRAMPED = """() => [...document.querySelectorAll('td')].filter(
  one => one.clientWidth < 72 && one.clientHeight > 6 * parseFloat(getComputedStyle(one).lineHeight)
).map(one => one.innerText.slice(0, 40))"""
"""Cells in which a sentence stands a character or two to a line, because another column would not give way."""
SHIFT = """() => { const seen = new PerformanceObserver(() => {}); seen.observe({type: 'layout-shift', buffered: true});
  return seen.takeRecords().reduce((sum, one) => sum + one.value, 0); }"""
MOVES = 0.02
STOPS = 400
AT_A_STRETCH = 20
FOCUS_EACH = """selector => {
  for (const one of document.querySelectorAll(selector)) one.focus();
  return window.rings.missing;
}"""
FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1']), [contenteditable]"
NO_PAGE = re.compile(
    r"[.](pdf|ods|odt|csv|txt|json|crt|ics|webmanifest|zip|py)([?]|$)|/attachments/|/photos?/|/seizures/[^/]+/receipt/|/handovers/[^/]+/signed/|/readings/[^/]+/files/|^/health/"
)
"""Addresses that answer with a file or a word."""


@pytest.fixture
def world(cast: Cast, cameras: list[Camera]) -> World:
    """Every kind of thing once, made now: the server's clock runs."""
    return build_world(cast, cameras, timezone.now())


def pages() -> list[tuple[str, str]]:
    """Return each address that answers with a page of its own, and the first role that may open it."""
    found = {}
    for _, path, cells in rows():
        role = next((role for role, cell in zip(ROLES, cells, strict=True) if cell == "ok"), None)
        if role and path not in found and not NO_PAGE.search(path):
            found[path] = role
    return list(found.items())


def rings_missing(page: Page) -> list[str]:
    """Focus all that takes the focus, as after the Tab key; return what shows no visible ring."""
    page.evaluate(RINGS)
    page.keyboard.press("Tab")  # from now on the browser draws rings
    missing: list[str] = page.evaluate(FOCUS_EACH, FOCUSABLE)
    return list(dict.fromkeys(missing))


def rings_missing_by_key(page: Page) -> list[str]:
    """Walk the page by the Tab key to its end; return the stops without a visible ring. Ten times as slow."""
    page.evaluate(RINGS)
    for _ in range(STOPS // AT_A_STRETCH):
        for _ in range(AT_A_STRETCH):
            page.keyboard.press("Tab")
        missing, is_done = page.evaluate(RINGS_SO_FAR)
        if is_done:
            return list(dict.fromkeys(missing))
    return ["the Tab key does not come to an end"]


def faults_of(page: Page, axe: Callable[[Page], None], rings: Callable[[Page], list[str]] | None) -> list[str]:
    """Return what is wrong with the open page; what moved, and `rings`, are asked of one that was just loaded."""
    wrong = [f"overflow {page.evaluate(OVERFLOW)} px"] if page.evaluate(OVERFLOW) else []
    wrong += [f"small target {target}" for target in page.evaluate(SMALL_TARGETS)]
    wrong += [f"lower than a thumb {control}" for control in page.evaluate(LOW_CONTROLS)]
    wrong += [f"cramped cell {text}" for text in page.evaluate(CRAMPED)]
    if rings and (shift := page.evaluate(SHIFT)) > MOVES:
        wrong.append(f"shifts by {shift}")
    try:
        axe(page)
    except AssertionError as found:
        wrong.append(str(found))
    if rings:
        wrong += [f"no ring on {stop}" for stop in rings(page)]
    if over := page.evaluate(SPACED, SPACING):
        wrong.append(f"overflow {over} px with wide text spacing")
    return wrong


@pytest.mark.parametrize(("half", "views"), VIEWS)
def test_every_page_holds(
    half: int | None,
    views: tuple[ViewportSize, ...],
    world: World,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
) -> None:
    windows: dict[str, Page] = {}
    rings = rings_missing_by_key if half is None else rings_missing
    wrong: dict[str, list[str]] = {}
    for path, role in pages()[half::2] if half is not None else pages():
        if role not in windows:
            windows[role] = open_page(views[0])
            if role != "anonymous":
                sign_in(windows[role], role)
        page = windows[role]
        page.set_viewport_size(views[0])
        page.goto(path.format(**world.paths))
        for view in views:
            page.set_viewport_size(view)
            if found := faults_of(page, axe, rings if view is views[0] else None):
                wrong[f"{role} {path} {view['width']}"] = found
    assert wrong == {}


@pytest.mark.parametrize("rings", [rings_missing, rings_missing_by_key])
def test_a_stop_without_a_ring_is_noticed(rings: Callable[[Page], list[str]], page_1280: Page, school: School) -> None:
    page_1280.goto("/accounts/login/")
    assert rings(page_1280) == []
    page_1280.reload()
    page_1280.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets.push(s); }",
        "button { outline: none !important }",
    )
    assert [stop[:7] for stop in rings(page_1280)] == ["<button"]
