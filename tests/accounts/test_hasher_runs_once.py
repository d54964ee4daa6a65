"""How long an answer takes tells nobody whether an account is there: the hasher runs once for every name (issue 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.models import User

if TYPE_CHECKING:
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

LOGIN = "/accounts/login/"
WRONG = "wrong wrong wrong"


@pytest.fixture
def names(cast: Cast) -> dict[str, str]:
    """An account name of every kind."""
    User.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    User.objects.filter(pk=cast.auditor.pk).update(expires_on="2026-11-01")
    User.objects.create_user("invited", "新進")
    return {
        "known": "handler",
        "unknown": "nobody",
        "disabled": "colleague",
        "expired": "auditor",
        "invited": "invited",
    }


@pytest.mark.parametrize("kind", ["known", "unknown", "disabled", "expired", "invited"])
@pytest.mark.parametrize("is_locked", [False, True])
def test_the_hasher_runs_once(
    names: dict[str, str], desk: Desk, hashed: list[str], kind: str, *, is_locked: bool
) -> None:
    for _ in range(5 * is_locked):
        desk.client.post(LOGIN, {"login": names[kind], "password": WRONG})
    hashed.clear()

    answer = desk.client.post(LOGIN, {"login": names[kind], "password": WRONG})

    assert answer.status_code == (429 if is_locked else 200)
    assert len(hashed) == 1
