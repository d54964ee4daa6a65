"""Whoever is refused a page or a form leaves a line in the log: who keeps trying is seen, and nothing else is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast
    from tests.house.world import World

LOGGER = "cctv_admin.refusals"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what stands in the log of refusals."""
    return [record.getMessage() for record in caplog.records if record.name == LOGGER]


@pytest.mark.parametrize(
    ("who", "path", "line"),
    [
        ("guard", "/accounts/people/", "404 on accounts:people for account {key}"),
        ("teacher", "/requests/99-9999/", "404 on review:case for account {key}"),
        ("handler", "/no/such/page/", "404 on no page for account {key}"),
        ("handler", "/", ""),
    ],
)
def test_a_page_one_may_not_open_is_a_line_with_the_account_and_the_kind_of_page(
    world: World, cast: Cast, client: Client, caplog: pytest.LogCaptureFixture, who: str, path: str, line: str
) -> None:
    person = getattr(cast, who)
    client.force_login(person)
    client.get(path)
    assert lines(caplog) == ([line.format(key=person.pk)] if line else [])


def test_refused_input_is_a_line_without_what_was_typed(
    world: World, cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(cast.teacher)
    assert client.post("/requests/new/", {"reason": "請勿寫出"}).status_code == 422
    assert lines(caplog) == [f"422 on review:new for account {cast.teacher.pk}"]
    assert "請勿寫出" not in caplog.text


def test_so_is_a_wrong_code_without_an_account(world: World, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert client.post("/track/", {"number": "115-0001", "code": "AAAA-AAAA"}).status_code == 422
    assert lines(caplog) == ["422 on track for account nobody"]
