"""The five things a person does, taken from the page of the role: what its first numbered list says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accounts.choices import Role
from cctv_admin.manual.pages import page_of

if TYPE_CHECKING:
    from markdown_it.token import Token

CARDS = (Role.STAFF, Role.GUARD, Role.PRINCIPAL)
EMPTY = re.compile(r"（、*）$")
"""What is left of links in brackets at the end of a sentence."""
SPACED = re.compile(r" (?=「)|(?<=」) ")


def things_of(role: Role) -> list[str]:
    """Return the items of the first numbered list on the page of `role`, labels in 「」 and without links."""
    tokens = iter(page_of(role.value).tokens)
    things: list[str] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            break
    for token in tokens:
        if token.type == "ordered_list_close":
            break
        if token.type == "inline":
            things.append(_plain(token.children or []))
    return things


def _plain(children: list[Token]) -> str:
    """Return the words: what is in bold is a label, what is a link names a page of the manual and is left out."""
    said, is_link = "", False
    marks = {"strong_open": "「", "strong_close": "」", "softbreak": ""}
    for child in children:
        if child.type in ("link_open", "link_close"):
            is_link = child.type == "link_open"
        elif not is_link:
            said += marks.get(child.type, child.content)
    return SPACED.sub("", EMPTY.sub("", said))
