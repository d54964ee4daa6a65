"""A number no column holds, words longer than any pattern: a wrong choice and an empty list, no error of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from accounts.forms import SeveralField
from accounts.models import User

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast


@pytest.mark.parametrize("key", [str(2**63), str(-(2**63) - 1), "9" * 23, "9" * 5000, "x", "\x00"])
def test_a_key_no_row_can_have_is_a_wrong_choice(cast: Cast, key: str) -> None:
    field = SeveralField(User.objects.all())
    with pytest.raises(ValidationError):
        field.clean([str(cast.guard.pk), key])
    assert list(field.clean([str(cast.guard.pk)])) == [cast.guard]


def test_a_search_of_twenty_thousand_letters_finds_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.handler)
    assert client.get("/requests/", {"q": "長" * 20_000}).status_code == 200


def test_a_foot_of_more_entries_than_a_column_counts_is_one_that_was_lost(cast: Cast, client: Client) -> None:
    client.force_login(cast.auditor)
    page = client.get("/ledger/checkpoints/", {"size": "9" * 23, "code": "K7QX-2M9D-0AB1-CDEF-GHJK-MNPQ"})
    assert page.status_code == 200
    assert "較新的紀錄不見了" in page.content.decode()
