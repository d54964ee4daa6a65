"""What the test runner does between tests that commit must not need a switch in the product."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from ledger import services as ledger
from ledger.models import Entry, Head
from tests.ledger.book import sql, submit


@pytest.mark.counted_elsewhere
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inhibit_post_migrate", [False, True])
def test_flush_empties_the_ledger_and_leaves_it_ready_and_guarded(inhibit_post_migrate: bool) -> None:
    submit()
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=inhibit_post_migrate)
    assert not Entry.objects.exists()
    assert Head.objects.get().sequence == 0
    assert submit() == 1
    with pytest.raises(IntegrityError):
        sql("DELETE FROM ledger_entry")
    assert ledger.verify().ok
