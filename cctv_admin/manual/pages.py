"""What a page of the manual is made of: its title, its headings with anchors, its tokens; and the index of all.

README.md is the index, for people who read it beside the code as well: its headings are the groups of the navigation and
the pages it links to are the pages there are. Nothing here knows of HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.conf import settings
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

MANUAL: Path = settings.BASE_DIR / "docs" / "manual"
INDEX = "index"
_README = "README.md"
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Entry:
    """One line of a list of links: its words and where they lead, an anchor or the slug of a page."""

    words: str
    target: str


@dataclass(frozen=True)
class Group:
    """The pages the index lists below one heading."""

    heading: str
    pages: list[Entry]


@dataclass(frozen=True)
class Page:
    """One page. `tokens` are what follows its title."""

    slug: str
    title: str
    tokens: list[Token]

    @property
    def headings(self) -> list[Entry]:
        """Return the second-level headings, for a table of contents."""
        return [
            Entry(words_of(inline), anchor_of(words_of(inline)))
            for opening, inline in _pairs(self.tokens)
            if opening.type == "heading_open" and opening.tag == "h2"
        ]


def page_of(slug: str) -> Page:
    """Return the page `slug`. Raises KeyError when the manual has no such page."""
    if slug != INDEX and slug not in {entry.target for group in contents() for entry in group.pages}:
        raise KeyError(slug)
    return _read(slug)


def contents() -> list[Group]:
    """Return the groups of the index, each with its pages in order."""
    groups: list[Group] = []
    for opening, inline in _pairs(_read(INDEX).tokens):
        if opening.type == "heading_open":
            groups.append(Group(words_of(inline), []))
        elif groups:
            groups[-1].pages.extend(_links(inline))
    return [group for group in groups if group.pages]


def slug_of(address: str) -> str:
    """Return the page a link of the manual names, for instance ask of ask.md; empty when it leads out of the manual."""
    found = re.fullmatch(r"([\w-]+)\.md", address)
    if not found:
        return ""
    return INDEX if address == _README else found[1]


def words_of(inline: Token) -> str:
    """Return what an inline token says, without markup."""
    return "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))


def anchor_of(words: str) -> str:
    """Return the anchor of a heading, made as GitHub makes it: a link works there and here."""
    return re.sub(r"[^\w\- ]", "", words).strip().lower().replace(" ", "-")


def _read(slug: str) -> Page:
    path = MANUAL / (_README if slug == INDEX else f"{slug}.md")
    tokens = _MARKDOWN.parse(path.read_text(encoding="utf-8"))
    return Page(slug, words_of(tokens[1]), tokens[3:])  # a page begins with its title: open, inline, close


def _pairs(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield each inline token with the one that opens its block."""
    return ((before, token) for before, token in pairwise(tokens) if token.type == "inline")


def _links(inline: Token) -> Iterator[Entry]:
    children = inline.children or []
    for opening, words in pairwise(children):
        if opening.type == "link_open" and (slug := slug_of(str(opening.attrs["href"]))):
            yield Entry(words.content, slug)
