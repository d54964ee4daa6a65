"""Who can say what the live rows say now: each room registers one iterator, and verification asks them all.

Register in the room's `AppConfig.ready`:

    witnesses.register("調閱案件", "requests.selectors.witness_cases")
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Witness = Callable[[], Iterator[tuple[str, str]]]

GONE = "0" * 64
"""The digest of a subject whose live row was rightly removed: from then on no witness names it."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str).encode
_registry: dict[str, Witness | str] = {}


def register(name: str, witness: Witness | str) -> None:
    """Register `witness` (a callable or its dotted path) under a Chinese `name`, shown when a row is bad.

    It yields (subject, digest) of every live row whose acts are appended with a digest, one subject once, streaming
    (`QuerySet.iterator`), reading only, from the default database. Registering a name again replaces it.
    """
    _registry[name] = witness


def unregister(name: str) -> None:
    """Forget a witness (tests)."""
    del _registry[name]


def registered() -> dict[str, Witness]:
    """Return every witness by name, dotted paths resolved."""
    return {
        name: import_string(witness) if isinstance(witness, str) else witness for name, witness in _registry.items()
    }


def digest_of(facts: Mapping[str, object], *, salt: bytes = b"") -> str:
    """Return the hex SHA-256 of `facts` (canonical JSON; dates and the like as their `str`) after `salt`.

    Facts that could be guessed (a name, a telephone number) need a random salt of 32 bytes that lives, and is erased,
    with the row.
    """
    return hashlib.sha256(salt + _encode(facts).encode()).hexdigest()
