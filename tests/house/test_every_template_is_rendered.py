"""Every template is drawn by some test; a new one fails here until a page, a paper or a named test draws it.

Each address is asked once for each different answer of the table of all addresses, which itself asks as everybody.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test.signals import template_rendered

from reports.views import register_rows
from retention.views import heat
from retention.views.drawn import drawn
from tests.house.test_every_url_for_every_role import ROLES, rows
from work.views.filling import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.house.world import World

pytestmark = [pytest.mark.once, pytest.mark.both, pytest.mark.usefixtures("papers_as_written")]
TEMPLATES = Path(settings.BASE_DIR) / "templates"
FOLDERS_DRAWN_BY_TESTS_UI = ("components/", "ds/", "django/", "dev/")

DIFFERENT_FOR_EACH = ("/", "/requests/{waiting}/")
"""Pages that show what this person has to do."""
DRAWN_BY = {
    "requests/overtaken.html": "tests/review/test_overtaken_pages.py",
    "requests/_consultations.html": "tests/review/test_act_pages.py",
    "work/_preview.html": "tests/cameras/test_importing.py",
    "maintenance/_outage_row.html": "tests/maintenance/test_outage_pages.py",
    "maintenance/_outage_act.html": "tests/maintenance/test_wrong_outages.py",
    "printing/error.html": "tests/printing/test_printing_errors.py",
    "files/missing.html": "tests/files/test_missing_files.py",
    "requests/_standing.html": "tests/review/test_act_pages.py",
    "requests/_closed.html": "tests/review/test_closing.py",
    "requests/_erased.html": "tests/review/test_erasing_pages.py",
    "400.html": "tests/ui/test_page_frame.py",
    "413.html": "tests/security/test_long_forms.py",
    "403_csrf.html": "tests/ui/test_page_frame.py",
    "500.html": "tests/ui/test_page_frame.py",
    "bare.html": "tests/ui/test_page_frame.py",
    "account/locked.html": "tests/accounts/test_sign_in.py",
    "accounts/unlock.html": "tests/accounts/test_locked.py",
    "accounts/device_sign_in.html": "tests/accounts/test_guard_device.py",
    "accounts/link_open.html": "tests/accounts/test_links.py",
    "accounts/link_paper.html": "tests/accounts/test_links.py",
    "accounts/links_paper.html": "tests/accounts/test_links_for_many.py",
    "mfa/authenticate.html": "tests/accounts/test_second_factor.py",
    "mfa/reauthenticate.html": "tests/accounts/test_second_factor.py",
    "mfa/recovery_codes/generate.html": "tests/accounts/test_second_factor.py",
    "mfa/recovery_codes/index.html": "tests/accounts/test_second_factor.py",
    "mfa/totp/activate_form.html": "tests/accounts/test_second_factor.py",
    "mfa/totp/deactivate_form.html": "tests/accounts/test_second_factor.py",
    "mfa/webauthn/add_form.html": "tests/browser/test_passkey.py",
    "mfa/webauthn/authenticator_confirm_delete.html": "tests/accounts/test_passkey_pages.py",
    "mfa/webauthn/edit_form.html": "tests/accounts/test_passkey_pages.py",
    "mfa/webauthn/reauthenticate.html": "tests/browser/test_passkey.py",
}
"""What no GET of the table draws: the test file that does."""


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    names: set[str] = set()
    heat.square.cache_clear()
    drawn.cache_clear()
    parts_of.cache_clear()
    register_rows.mark_of.cache_clear()

    def note(sender: object, template: Any, **_: object) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def first_to_be_told_something_new(role: str) -> Iterator[str]:
    """Yield the addresses that answer `role` what they answer nobody in a column before, and those that differ for each."""
    for _, path, answers in rows():
        column = ROLES.index(role)
        if path in DIFFERENT_FOR_EACH or answers[column] not in answers[:column]:
            yield path


def test_every_template_is_drawn_by_a_page_or_a_named_test(client: Client, world: World, rendered: set[str]) -> None:
    for role in ROLES:
        if role != "anonymous":
            client.force_login(getattr(world.cast, role))
        for path in first_to_be_told_something_new(role):
            client.get(path.format(**world.paths))
    files = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    rest = {name for name in files - rendered if not name.startswith(FOLDERS_DRAWN_BY_TESTS_UI)}
    assert rest == set(DRAWN_BY)
    for name, test in DRAWN_BY.items():
        assert (Path(settings.BASE_DIR) / test).exists(), f"{name}: {test}"
