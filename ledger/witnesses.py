"""Who can say what the live rows say now: each room registers its iterators, and verification asks them all.

A room makes one `RowWitness` a model and registers it in its `AppConfig.ready`; every act on a row appends what it says:

    CAMERAS = RowWitness(Camera.objects.all(), subject=lambda camera: f"攝影機 {camera.code}")
    witnesses.register("攝影機", "cameras.selectors.CAMERAS")
    ledger.append(verb=…, actor=actor, now=now, **CAMERAS.said(camera))
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar

from django.db.models import Model
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from django.db.models import QuerySet

    Witness = Callable[[], Iterator[tuple[str, str]]]

Row = TypeVar("Row", bound=Model)
CHUNK = 200

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
    return hashlib.sha256(salt + _encode(_spoken(facts)).encode()).hexdigest()


def _spoken(value: object) -> object:
    """Return `value` without what is empty (None, "", False, 0, []), at every depth.

    A column or a list that a later release adds is empty in the rows of before, so their digests stay what they were.
    """
    if isinstance(value, dict):
        return {key: _spoken(part) for key, part in value.items() if part}
    return [_spoken(part) for part in value] if isinstance(value, list) else value


def row_facts(row: Model, *, without: Collection[str] = ()) -> dict[str, object]:
    """Return the columns of `row` by name, but those named in `without` (its salt)."""
    fields = row._meta.concrete_fields
    return {field.attname: field.value_from_object(row) for field in fields if field.name not in without}


def no_salt(_: Model) -> bytes:
    """Return the salt of rows whose facts nobody needs to guess."""
    return b""


class Said(TypedDict):
    """What an entry carries of a row: how the ledger calls it, and the digest of what it says."""

    subject: str
    digest: str


@dataclass(frozen=True, slots=True)
class RowWitness(Generic[Row]):
    """The witness of the rows of one queryset, with whatever `facts` needs prefetched.

    `subject` names one row for ever: it is made of the key and of what no act changes.
    """

    rows: QuerySet[Row]
    subject: Callable[[Row], str]
    facts: Callable[[Row], Mapping[str, object]] = row_facts
    salt: Callable[[Row], bytes] = no_salt

    def __call__(self) -> Iterator[tuple[str, str]]:
        """Yield (subject, digest) of every row, streaming."""
        for row in self.rows.order_by("pk").iterator(chunk_size=CHUNK):
            yield self.subject(row), self._digest(row)

    def said(self, row: Row) -> Said:
        """Return what `row` says in the database now: call after the last write. A row that is gone says `GONE`.

        It is read again, because what counts is what was stored, not what memory holds.
        """
        stored = self.rows.order_by("pk").filter(pk=row.pk).first()
        return Said(subject=self.subject(row), digest=self._digest(stored) if stored else GONE)

    def _digest(self, row: Row) -> str:
        return digest_of(self.facts(row), salt=self.salt(row))
