"""Encryption of texts: what the database alone must not give away. Keys in their own file, newest first."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


def cipher() -> MultiFernet:
    """Return the cipher of `settings.FIELD_ENCRYPTION_KEYS`; what it opens raises `InvalidToken` when no key fits."""
    return _cipher(tuple(settings.FIELD_ENCRYPTION_KEYS))


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


class EncryptedTextField(models.TextField):  # type: ignore[type-arg] # not subscriptable at run time
    """Text kept as a Fernet token; keys from `settings.FIELD_ENCRYPTION_KEYS`, newest first. Empty stays empty.

    Cannot be searched or ordered by. Raises `cryptography.fernet.InvalidToken` when no key fits.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return cipher().encrypt(text.encode()).decode("ascii") if text else text

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return cipher().decrypt(value.encode("ascii")).decode() if value else value
