"""Whether the newest of the keys outside the database seals the head: what a change of keys asks last."""

from __future__ import annotations

import pytest
from django.conf import settings

from ledger.selectors import is_under_newest_key
from tests.ledger.book import submit

pytestmark = pytest.mark.django_db


def test_the_head_is_under_the_newest_key_from_the_next_act_on(monkeypatch: pytest.MonkeyPatch) -> None:
    submit()
    assert is_under_newest_key()
    monkeypatch.setattr(settings, "LEDGER_HEAD_KEYS", [b"new" * 11, *settings.LEDGER_HEAD_KEYS])
    assert not is_under_newest_key()
    submit()
    assert is_under_newest_key()
