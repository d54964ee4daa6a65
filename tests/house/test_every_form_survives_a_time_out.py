"""Every form of every page, sent after its session ended, stands filled in again after sign-in and has done nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django import forms
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import resolve

from accounts.rules import is_secret_field
from accounts.selectors.kept import STILL_UNSENT
from ledger.models import Entry
from maintenance.models import Fault
from tests.house.test_every_url_for_every_role import ROLES, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.house.world import World

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("only_answers")]
WORDS = "逾時前填寫"
TYPED = {"text", "textarea", "tel", "number", "checkbox", "radio", "select"}


@dataclass
class Form:
    """One form of a page that posts: where to, what its boxes hold, which of them people fill in."""

    action: str
    data: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms of a page and fills in what people would."""

    def __init__(self, path: str, page: str) -> None:
        super().__init__()
        self.path, self.found = path, list[Form]()
        self._form: Form | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self._form = Form(given.get("action") or self.path)
            self.found.append(self._form)
        elif self._form and tag in {"input", "textarea", "select"} and "name" in given:
            self._select = given["name"] if tag == "select" else ""
            self._fill(self._form, given, given.get("type", "text") if tag == "input" else tag)
        elif self._form and tag == "option" and self._select and given.get("value"):
            self._form.data[self._select] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    @staticmethod
    def _fill(form: Form, given: dict[str, str], kind: str) -> None:
        name = given["name"]
        if kind in TYPED and not is_secret_field(name):
            form.typed.append(name)
        form.data[name] = WORDS if kind in {"text", "textarea"} else given.get("value") or "on"


CHOSEN = (
    ("handler", "/requests/{waiting}/sign/?action=propose&proposal=refuse"),
    ("handler", "/maintenance/faults/{reported}/"),
)
"""Pages whose form stands there only after a choice, or before another act."""


def pages_of_the_house(world: World) -> Iterator[tuple[str, str]]:
    """Yield who sees which page; allauth's pages are not ours."""
    for role, pattern in CHOSEN:
        yield role, pattern.format(**world.paths, reported=_reported(world))
    for _, pattern, cells in rows():
        role = next((role for role, cell in zip(ROLES, cells, strict=True) if cell == "ok"), "anonymous")
        path = pattern.format(**world.paths)
        if role != "anonymous" and resolve(path.partition("?")[0]).namespaces:
            yield role, path


def _reported(world: World) -> str:
    """A fault somebody reported by a sticker: 待確認."""
    Client().post(f"/c/{world.paths['token']}/", {"symptom": "black", "form_key": str(uuid.uuid4())})
    return str(Fault.objects.latest("pk").number)


def forms_of_the_house(world: World) -> Iterator[tuple[str, str, Form]]:
    """Yield who sees which page with which form that people fill in."""
    seen = set()
    for role, path in pages_of_the_house(world):
        client = Client()
        client.force_login(getattr(world.cast, role))
        answer = client.get(path)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        for form in Forms(path, answer.content.decode()).found:
            if form.typed and form.action not in seen:
                seen.add(form.action)
                yield role, path, form


def test_every_form_is_shown_again_filled_in_and_has_done_nothing(world: World) -> None:
    tried = []
    for role, path, form in forms_of_the_house(world):
        user = getattr(world.cast, role)
        client = Client()
        client.force_login(user)
        client.get(path)
        Session.objects.all().delete()
        acts = Entry.objects.latest("sequence").sequence

        client.post(form.action, form.data, headers={"referer": f"http://testserver{path}"})
        assert Entry.objects.latest("sequence").sequence == acts, path
        client.force_login(user)
        page = client.get(path).content.decode()

        assert STILL_UNSENT in page, path
        assert WORDS in page or WORDS not in form.data.values(), path
        tried.append(path)
    assert len(tried) > 25


def all_forms(root: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for form in root.__subclasses__():
        yield form
        yield from all_forms(form)


def test_every_box_for_a_password_is_known_as_one() -> None:
    """Fields are told by their names: the middleware that keeps them has no form."""
    import_module("cctv_admin.urls")
    named = {
        name
        for form in all_forms()
        if not form.__module__.startswith(("django.", "allauth."))
        for name, box in getattr(form, "base_fields", {}).items()
        if isinstance(box.widget, forms.PasswordInput)
    }
    assert {"proof_password", "password1"} <= named
    assert {name for name in named if not is_secret_field(name)} == set()
