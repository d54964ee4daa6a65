"""The secret Django signs with follows its file, as every other key does."""

from __future__ import annotations

from django.conf import settings


def take_up() -> None:
    """Sign by the newest secret of the file from now on, and accept the others (`manage.py rotate_keys secret-key`)."""
    secret, *former = settings.SECRET_KEYS[:]
    if [secret, *former] != [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        settings.SECRET_KEY_FALLBACKS = former  # first: no other thread may find only the new one
        settings.SECRET_KEY = secret
