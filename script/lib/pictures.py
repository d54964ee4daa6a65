"""Takes the pictures of docs/manual/pictures.toml from a demonstration at an address: `python -m script.lib.pictures URL [NAME …]`.

A picture says who looks (`as`, a demo account or nobody), at which `page`, how `wide`, what is done before (`steps`: goto,
click, fill, check, open a details element), and what is kept: the element `crop`, else the page, down to `high` at most.
`paper` is a link whose PDF is drawn instead, its first page.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.sync_api import Error, sync_playwright

from script.lib import prepare
from script.lib.server import DEMO_PASSWORD
from script.lib.terminal import say, stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Page

TABLE = prepare.ROOT / "docs" / "manual" / "pictures.toml"
CHROMIUM = "/usr/bin/chromium-headless-shell"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, PHONE = 1280, 390
COLOURS = 96
"""A screen has few: the picture looks the same and weighs a third."""
PAPER_DPI = "80"
EDGE = 16
"""What is left around an element, in pixels."""


@dataclass(frozen=True)
class Picture:
    """One entry of the table."""

    name: str
    page: str
    account: str = ""
    wide: int = WIDE
    high: int = 720
    crop: str = ""
    paper: str = ""
    steps: tuple[tuple[str, ...], ...] = ()

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return TABLE.parent / "pictures" / f"{self.name}.png"


def pictures() -> list[Picture]:
    """Return what the table asks for."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return [_picture(name, entry) for name, entry in table.items()]


def _picture(name: str, entry: dict[str, Any]) -> Picture:
    rest = {key: value for key, value in entry.items() if key not in ("as", "steps")}
    return Picture(
        name, account=entry.get("as", ""), steps=tuple(tuple(step) for step in entry.get("steps", [])), **rest
    )


def take(picture: Picture, browser: Browser, url: str) -> bytes:
    """Return one picture as PNG."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": picture.wide, "height": 844},
        locale="zh-TW",
        timezone_id="Asia/Taipei",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    if picture.account:
        _sign_in(page, picture.account)
    page.goto(picture.page)
    for kind, selector, *words in picture.steps:
        _step(page, kind, selector, "".join(words))
    content = _paper(page, picture.paper) if picture.paper else _screen(page, picture)
    context.close()
    return content


def _sign_in(page: Page, account: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def _step(page: Page, kind: str, selector: str, words: str) -> None:
    if kind == "goto":
        page.goto(selector)
    elif kind == "open":
        page.locator(selector).first.evaluate("one => { one.open = true }")
    elif kind == "fill":
        page.locator(selector).first.fill(words)
    else:
        {"click": page.locator(selector).first.click, "check": page.locator(selector).first.check}[kind]()
    page.wait_for_load_state()


def _screen(page: Page, picture: Picture) -> bytes:
    box = page.locator(picture.crop or "html").first.bounding_box()
    if box is None:
        raise Error(f"{picture.crop} is not shown")
    edge = EDGE if picture.crop else 0
    clip = {
        "x": max(box["x"] - edge, 0),
        "y": box["y"] + float(page.evaluate("scrollY")),
        "width": box["width"] + 2 * edge,
        "height": min(picture.high, box["height"]),
    }
    return page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]


def _paper(page: Page, selector: str) -> bytes:
    address = page.locator(selector).first.get_attribute("href") or ""
    command = ["pdftoppm", "-png", "-singlefile", "-r", PAPER_DPI, "-"]
    return subprocess.run(command, input=page.request.get(address).body(), capture_output=True, check=True).stdout


def _smaller(content: bytes) -> bytes:
    """Return the picture with few colours."""
    kept = io.BytesIO()
    few = Image.open(io.BytesIO(content)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Take the named pictures, or all, and write them where the manual finds them."""
    url, *names = arguments
    known = {picture.name: picture for picture in pictures()}
    if unknown := set(names) - set(known):
        stop(f"No such picture: {', '.join(sorted(unknown))}.")
    failed: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in names or known:
            picture = known[name]
            try:
                content = _smaller(take(picture, browser, url))
            except Error as error:
                say(f"{name}: {error}")
                failed.append(name)
                continue
            picture.path.parent.mkdir(exist_ok=True)
            picture.path.write_bytes(content)
            say(f"{picture.path.relative_to(prepare.ROOT)}  {len(content) // 1024} KB")
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
