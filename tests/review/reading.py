"""Reading a page as a browser and as a person do."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser


def seen(html: str) -> str:
    """Return the words of a page without its markup."""
    return unescape(re.sub(r"<[^>]+>", "", html))


class Controls(HTMLParser):
    """Reads what the controls of a page say: by name, every value a browser would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: dict[str, list[str]] = {}
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        kind = said.get("type", "text")
        if tag == "textarea":
            self._area = said["name"]
            self.said[self._area] = [""]
        elif tag == "select":
            self._select = said["name"]
        elif (tag == "option" and "selected" in said) or (
            tag == "input" and (kind not in ("radio", "checkbox", "file", "hidden") or "checked" in said)
        ):
            self.said.setdefault(said.get("name", self._select), []).append(
                said.get("value", "on" if kind == "checkbox" else "")
            )

    def handle_data(self, data: str) -> None:
        if self._area:
            self.said[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.said[self._area][0] = self.said[self._area][0].removeprefix("\n")
            self._area = ""
