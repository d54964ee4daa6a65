"""A file nobody has any more: its row at once, its bytes when the transaction has committed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from files import storage
from files.models import StoredFile
from files.services import discard, store

NOW = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stored() -> StoredFile:
    return store(upload=SimpleUploadedFile("圖.pdf", b"%PDF-1.4\n%%EOF\n"), now=NOW)


def test_row_and_bytes_go(stored: StoredFile) -> None:
    path = storage.path_of(stored.pk)
    with transaction.atomic():
        discard(stored)
        assert path.exists()  # until the commit
    assert not path.exists()
    assert not StoredFile.objects.exists()


def test_nothing_goes_when_the_transaction_fails(stored: StoredFile) -> None:
    path, key = storage.path_of(stored.pk), stored.pk
    with transaction.atomic():
        discard(stored)
        transaction.set_rollback(True)
    assert path.exists()
    assert StoredFile.objects.filter(pk=key).exists()


def test_bytes_that_are_gone_already_are_no_error(stored: StoredFile) -> None:
    storage.path_of(stored.pk).unlink()
    discard(stored)
    assert not StoredFile.objects.exists()
