"""A list asked for as what is no kind of sheet is not found, and nobody is entered as having taken it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.models import Entry

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("handler", "/cameras/export."),
        ("handler", "/maintenance/equipment/export."),
        ("handler", "/maintenance/faults/export."),
        ("administrator", "/people/export."),
        ("handler", "/ledger/register."),
    ],
)
@pytest.mark.usefixtures("at_now")
def test_only_what_leaves_is_entered(client: Client, cast: Cast, cameras: list[Camera], who: str, path: str) -> None:
    client.force_login(getattr(cast, who))
    before = Entry.objects.count()
    assert client.get(f"{path}xls").status_code == 404
    assert Entry.objects.count() == before
    assert client.get(f"{path}ods").status_code == 200
    assert Entry.objects.latest("sequence").verb.endswith("exported")
