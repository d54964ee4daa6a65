"""本校計畫 leads everybody to the pages he may open, and to no other (ruling 23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from reports.rules import PAGES

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
TARGETS = sorted({(label, name) for pages in PAGES.values() for label, name in pages})


@pytest.mark.parametrize("who", ["teacher", "handler", "supervisor", "principal", "guard", "administrator", "auditor"])
def test_every_link_of_the_plan_opens_and_every_page_that_opens_is_linked(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    page = client.get(reverse("reports:plan")).content.decode().partition("<main")[2].partition("</main>")[0]
    linked = {(label, name) for label, name in TARGETS if f'<a href="{reverse(name)}">{label}</a>' in page}
    assert linked == {(label, name) for label, name in TARGETS if client.get(reverse(name)).status_code == 200}
    assert all(label in page for label, _ in TARGETS), "the words stand there for everybody"
