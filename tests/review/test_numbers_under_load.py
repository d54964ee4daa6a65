"""Forty people send at once: forty numbers, none twice, none missing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from ledger import services as ledger
from requests.models import CaseNumber, ReviewRequest
from requests.services.drafts import Content, save_draft, submit
from retention.models import Hold

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from tests.conftest import Cast

pytestmark = pytest.mark.counted_elsewhere

PEOPLE = 40


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_get_forty_numbers_without_a_gap(cast: Cast, content: Content, now: dt.datetime) -> None:
    keys = [save_draft(applicant=cast.teacher, content=content, key=None, now=now).draft_key for _ in range(PEOPLE)]
    together = Barrier(PEOPLE)

    def send(key: uuid.UUID) -> str | None:
        together.wait()
        try:
            return submit(key=key, applicant=cast.teacher, accepts_note=True, now=now).number
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        numbers = list(pool.map(send, keys))
    assert sorted(filter(None, numbers)) == [f"115-{serial:04d}" for serial in range(1, PEOPLE + 1)]
    assert CaseNumber.objects.get().last == PEOPLE
    assert ReviewRequest.objects.exclude(number=None).count() == Hold.objects.count() == PEOPLE
    assert ledger.verify().ok
