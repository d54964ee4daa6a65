"""An address with a NUL is asked without it, or is nobody's: PostgreSQL takes no text that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

pytestmark = [pytest.mark.both, pytest.mark.usefixtures("at_now")]


@pytest.mark.parametrize("said", ["%00hall", "ha%00ll", "%0%000hall%00"])
def test_what_is_asked_for_is_read_without_it(client: Client, cast: Cast, said: str) -> None:
    client.force_login(cast.handler)
    answer = client.get("/requests/", QUERY_STRING=f"q={said}")
    assert answer.status_code == 200
    assert answer.context["q"] == "hall"


@pytest.mark.parametrize("page", ["/ledger/?subject=%00", "/ledger/?account=a%00b", "/maintenance/equipment/?q=%00"])
def test_lists_of_every_kind_answer(client: Client, cast: Cast, page: str) -> None:
    client.force_login(cast.auditor if page.startswith("/ledger") else cast.handler)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", ["/cameras/C0%001/", "/track/%00/", "/%00"])
def test_a_path_with_it_is_nobodys(client: Client, cast: Cast, page: str) -> None:
    client.force_login(cast.handler)
    assert client.get(page).status_code == 404
