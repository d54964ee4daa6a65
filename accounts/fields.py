"""Encryption of texts: what the database alone must not give away. Keys in their own file, newest first."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


def cipher() -> MultiFernet:
    """Return the cipher of `settings.FIELD_ENCRYPTION_KEYS`; what it opens raises `InvalidToken` when no key fits."""
    return cipher_of(tuple(settings.FIELD_ENCRYPTION_KEYS))


@lru_cache(maxsize=4)
def cipher_of(keys: tuple[str, ...]) -> MultiFernet:
    """Return the cipher of some Fernet keys, newest first."""
    return MultiFernet([Fernet(key) for key in keys])


class EncryptedTextField(models.TextField):  # type: ignore[type-arg] # not subscriptable at run time
    """Text kept as a Fernet token; keys from `settings.FIELD_ENCRYPTION_KEYS`, newest first. Empty stays empty.

    Cannot be searched or ordered by. Raises `cryptography.fernet.InvalidToken` when no key fits.
    """

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys it is kept under, newest first."""
        return tuple(settings.FIELD_ENCRYPTION_KEYS)

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return cipher_of(self.keys).encrypt(text.encode()).decode("ascii") if text else text

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return cipher_of(self.keys).decrypt(value.encode("ascii")).decode() if value else value
