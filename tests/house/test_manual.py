"""The manual says what there is: its links lead somewhere, its labels stand on a screen, every role and task has its page."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve, reverse

from accounts.choices import Role
from cctv_admin import menu
from cctv_admin.manual import CARDS, INDEX, MANUAL, contents, page_of, things_of
from cctv_admin.manual.pages import anchor_of, slug_of, words_of
from reports.rules import sections_of
from tests.house.labels import labels
from tests.house.source import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

SLUGS = sorted(INDEX if path.stem == "README" else path.stem for path in MANUAL.glob("*.md"))
TASKS = frozenset(SLUGS) - {role.value for role in Role} - {INDEX}
PLAN = sections_of((ROOT / "accounts" / "plan_108.txt").read_text(encoding="utf-8"))
CLAUSES = {clause.id for section in PLAN for clause in section.clauses} | {"附錄1", "附錄2"}
GROUND = {"壹、一", "壹、二"}
"""Where the plan comes from: nobody does anything about it."""
BASIS = "計畫依據："
WANTED = frozenset(
    {
        "ask", "keep", "propose", "decide", "return", "viewing", "urgent", "agency", "copies", "legal", "fault", "inspection",
        "equipment", "people", "printing", "backup", "paper", "faq", "sign-in",
    }
)  # fmt: skip
"""The tasks a school was promised a page for."""
KILOBYTE = 1024
MOST_KILOBYTES = 100


def inlines(slug: str) -> Iterator[Token]:
    """Yield every piece of text of a page."""
    return (token for token in page_of(slug).tokens if token.type == "inline")


def attributes(slug: str, kind: str, name: str) -> list[str]:
    """Return an attribute of every link or picture of a page."""
    return [str(child.attrs[name]) for inline in inlines(slug) for child in inline.children or () if child.type == kind]


def anchors(slug: str) -> set[str]:
    """Return where one can jump to on a page."""
    tokens = page_of(slug).tokens
    following = pairwise(tokens)
    return {anchor_of(words_of(inline)) for opening, inline in following if opening.type == "heading_open"}


def leads_nowhere(href: str, slug: str) -> bool:
    """Say whether a link of page `slug` is dead: another page of the manual, an anchor, or an address of the product."""
    name, _, anchor = unquote(href).partition("#")
    if name.startswith("/"):
        try:
            resolve(name)
        except Resolver404:
            return True
        return bool(anchor)
    target = slug_of(name) if name else slug
    return target not in SLUGS or bool(anchor and anchor not in anchors(target))


def quoted(slug: str) -> list[str]:
    """Return what a page prints in bold: labels of the screen."""
    found = []
    for inline in inlines(slug):
        children = inline.children or []
        for opening, words in pairwise(children):
            if opening.type == "strong_open":
                found.append(words.content)
    return found


def clauses_of(slug: str) -> list[str]:
    """Return the clauses a page names in its first paragraph, 肆、三、四 being two of them."""
    first = page_of(slug).tokens[1].content
    assert first.startswith(BASIS), slug
    found = []
    for group in first.removeprefix(BASIS).split("；"):
        section, *parts = group.split("、")
        for part in parts:
            first_part, _, last = part.partition("至")
            numbers = "一二三四五"
            every = numbers[numbers.index(first_part) : numbers.index(last) + 1] if last else first_part
            found += [f"{section}、{number}" for number in every]
        found += [] if parts else [section]
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_no_link_of_a_page_leads_nowhere(slug: str) -> None:
    assert [href for href in attributes(slug, "link_open", "href") if leads_nowhere(href, slug)] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_what_a_page_prints_in_bold_stands_on_a_screen(slug: str) -> None:
    assert [label for label in quoted(slug) if label not in labels()] == []


@pytest.mark.parametrize("words", ["新增調閲", "按這裡送出", "送出調閱單", "案件頁", "新增調閱"])
def test_what_no_screen_says_is_no_label(words: str) -> None:
    assert (words in labels()) is (words == "新增調閱")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_picture_is_there_small_and_described(slug: str) -> None:
    for name in attributes(slug, "image", "src"):
        assert finders.find(f"manual/{name.removeprefix('pictures/')}"), name
        assert (MANUAL / name).stat().st_size < MOST_KILOBYTES * KILOBYTE, name
    described = [child.content for inline in inlines(slug) for child in inline.children or () if child.type == "image"]
    assert all(described)


def test_every_picture_is_shown_somewhere() -> None:
    shown = {name for slug in SLUGS for name in attributes(slug, "image", "src")}
    text = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("README*.md"))
    kept = {f"pictures/{path.name}" for path in (MANUAL / "pictures").glob("*.png")}
    assert {name for name in kept - shown if f"docs/manual/{name}" not in text} == set()


def test_every_page_stands_in_the_index_once() -> None:
    listed = [entry.target for group in contents() for entry in group.pages]
    assert sorted([INDEX, *listed]) == SLUGS


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_page_of_five_things(role: Role) -> None:
    page = page_of(role.value)
    assert page.title == role.label
    assert page.headings[0].words == "您的五件事"
    assert len(things_of(role)) == 5


def test_every_task_a_school_was_promised_has_a_page() -> None:
    assert TASKS >= WANTED


def test_every_clause_of_the_plan_is_fulfilled_on_some_page_and_every_page_names_one() -> None:
    named = {clause for slug in SLUGS if slug != INDEX for clause in clauses_of(slug)}
    assert named == CLAUSES - GROUND


def test_every_item_of_the_menu_is_explained() -> None:
    linked = {href.partition("#")[0] for slug in SLUGS for href in attributes(slug, "link_open", "href")}
    said = {label for slug in SLUGS for label in quoted(slug)}
    unexplained = [item.label for item in menu.ITEMS if reverse(item.route) not in linked and item.label not in said]
    assert unexplained == []


def test_a_page_has_no_table_and_no_line_break_inside_a_sentence() -> None:
    for slug in SLUGS:
        text = (MANUAL / ("README.md" if slug == INDEX else f"{slug}.md")).read_text(encoding="utf-8")
        assert not re.search(r"^\|", text, re.MULTILINE), slug
        assert not [inline.content for inline in inlines(slug) if "\n" in inline.content], slug


def test_files_a_page_names_are_there() -> None:
    for slug in SLUGS:
        for inline in inlines(slug):
            for child in inline.children or ():
                if child.type == "code_inline" and child.content.startswith("docs/"):
                    assert (ROOT / child.content).exists(), child.content


def test_the_image_of_the_container_keeps_the_manual() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert ignored.index("docs/*") < ignored.index("!docs/manual")
    assert "docs" not in ignored


@pytest.mark.parametrize("role", CARDS)
def test_a_card_says_its_labels_in_quotes_and_names_no_page(role: Role) -> None:
    for thing in things_of(role):
        assert thing.count("「") == thing.count("」")
        assert not re.search(r"[*\[\]]|（、*）|\.md| 「|」 ", thing)
