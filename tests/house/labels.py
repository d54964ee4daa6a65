"""Every word the product can put on a screen, for asking whether a quoted label is one of them."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from tests.house.source import ROOT, python_files

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = ("cctv_admin", "reports", "requests", "maintenance", "retention", "cameras", "work", "accounts")
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
STRUCTURE = re.compile(
    r"<[^>]*>|{% *(?:if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|csrf|load)[^%]*%}"
)
QUOTED = re.compile(r"\"([^\"]*)\"")
HOLE = "\0"


class Labels:
    """Whole strings, and strings with holes that another whole string fills: 確認{word}並送出."""

    def __init__(self, texts: set[str]) -> None:
        self._whole = {text for text in texts if HOLE not in text}
        self._holed = [
            re.compile(re.escape(text).replace(re.escape(HOLE), "(.+)"))
            for text in texts
            if HOLE in text and re.search(r"[\u4e00-\u9fff]", text)
        ]

    def __contains__(self, label: object) -> bool:
        words = str(label)
        return words in self._whole or any(
            found and all(group in self for group in found.groups())
            for found in (each.fullmatch(words) for each in self._holed)
        )


@cache
def labels() -> Labels:
    """Return the words of all templates people see and of all Python strings of the rooms that draw them."""
    return Labels({_tidy(text) for text in chain(_of_templates(), _of_python())})


def _of_templates() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.html"):
        if path.match("*.pdf.html"):
            continue
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        for match in QUOTED.finditer(text):
            yield from (match[1], *match[1].split(","))  # yesno:"應補資料,陳核前應備"
        for piece in STRUCTURE.sub("\n", text).split("\n"):
            yield re.sub(r"{% icon [^%]*%}", "", piece)
        yield from re.sub(r"<[^>]*>", "", text).split("\n")


def _of_python() -> Iterator[str]:
    for path in python_files(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)


def _tidy(text: str) -> str:
    return re.sub(r"{{[^}]*}}|{%[^%]*%}", HOLE, text).strip()
