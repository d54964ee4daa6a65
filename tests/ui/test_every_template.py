"""Every component is shown on the style guide, every template of the form pack is used by a form there or here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from crispy_forms.utils import render_crispy_form
from django.conf import settings as django_settings
from django.forms import BaseFormSet, ValidationError, formset_factory
from django.template import Context, Template
from django.test.signals import template_rendered

from cctv_admin.style_guide import SampleForm, SampleRow
from cctv_admin.templatetags.ui import _draw_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import Settings

    from tests.conftest import Cast

TEMPLATES = Path(django_settings.BASE_DIR) / "templates"
FOLDERS = ("components", "ds", "django")


class Refused(BaseFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        raise ValidationError("請至少填寫一列。")


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    names: set[str] = set()

    def note(sender: object, template: Any, **_: object) -> None:
        names.add(str(template.name))

    _draw_once.cache_clear()
    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def test_every_component_and_form_template_is_rendered(
    client: Client, cast: Cast, settings: Settings, rendered: set[str]
) -> None:
    settings.DEMO = True
    client.force_login(cast.handler)
    for state in ("normal", "errors"):
        assert client.get("/dev/ui/", {"state": state}).status_code == 200
    rows = formset_factory(SampleRow, formset=Refused)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    Template("{% load crispy_forms_tags %}{{ form|crispy }}{{ rows|crispy }}").render(
        Context({"form": SampleForm(), "rows": rows})
    )
    render_crispy_form(rows)
    files = {str(path.relative_to(TEMPLATES)) for folder in FOLDERS for path in (TEMPLATES / folder).rglob("*.html")}
    assert files - rendered == set()


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_only_a_demonstration_shows_the_style_guide(
    client: Client, cast: Cast, settings: Settings, demo: bool, status: int
) -> None:
    settings.DEMO = demo
    client.force_login(cast.teacher)
    assert client.get("/dev/ui/").status_code == status


def test_a_stranger_is_sent_to_sign_in(client: Client, settings: Settings, db: None) -> None:
    settings.DEMO = True
    assert client.get("/dev/ui/").status_code == 302
