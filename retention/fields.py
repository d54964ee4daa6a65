"""The key of a copy, wrapped by keys of its own file: neither the database nor the copies' folder opens a copy alone."""

from __future__ import annotations

from django.conf import settings

from accounts.fields import EncryptedTextField


class CopyKeyField(EncryptedTextField):
    """An age identity kept as a Fernet token; keys from `settings.COPY_WRAPPING_KEYS`, newest first. Empty stays empty."""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(settings.COPY_WRAPPING_KEYS)
