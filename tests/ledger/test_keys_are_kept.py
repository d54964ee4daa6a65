"""Whether the keys were put aside is asked every few seconds, of a ledger of ten years too."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.selectors import keys_are_kept


@pytest.mark.django_db
def test_it_is_found_by_an_index_of_its_own() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert not keys_are_kept()
    plan = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # an empty table is read from end to end as soon as it was counted
            cursor.execute("ANALYZE ledger_entry")
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(plan + asked[0]["sql"])
        assert "entry_keys" in str(cursor.fetchall())
