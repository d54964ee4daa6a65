"""Reading the ledger: pages of entries, newest first, and whether a reading stands already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from ledger.choices import ABOUT_KEYS, OPERATOR, Verb
from ledger.models import Entry, Head
from ledger.rules import seal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

READING_WINDOW = dt.timedelta(minutes=10)
LOOKED_AT = 200
SPAN = 50_000
"""As many entries a page of one role looks at: a twentieth of a second."""


class Shown(NamedTuple):
    """As much of an entry as pages show, not the bytes that were hashed; a model for each of thousands is dear."""

    sequence: int
    at: dt.datetime
    verb: str
    actor: str
    role: str
    acting_for: str
    origin: str
    subject: str
    detail: dict[str, str]
    hash: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first, and the number to ask older ones with (`before`); None on the last page."""

    entries: list[Shown]
    older: int | None


def length() -> int:
    """Return how many entries the ledger has."""
    return Head.objects.values_list("sequence", flat=True).get()


def page(
    *,
    subject: str = "",
    account: str = "",
    verb: str = "",
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    before: int | None = None,
    size: int = 50,
) -> Page:
    """Return `size` entries below number `before` (None: the newest), from `since` to before `until`.

    One query by key, never a count or an offset.
    """
    wanted = {"subject": subject, "account": account, "verb": verb, "at__gte": since, "at__lt": until}
    entries = Entry.objects.filter(**{column: value for column, value in wanted.items() if value})
    if before is not None:
        entries = entries.filter(sequence__lt=before)
    if since or until:  # of a long period only the numbers are put in order, not whole entries
        entries = Entry.objects.filter(sequence__in=list(entries.values_list("sequence", flat=True)[: size + 1]))
    found = _shown(entries, size + 1)
    return Page(found[:size], found[size - 1].sequence if len(found) > size else None)


def page_of_role(role: str, *, before: int | None = None, size: int = 50) -> Page:
    """Return the entries of whoever acted as `role`, or at the shell, among the `SPAN` below number `before`.

    A range of the key, whatever the ledger's length; where there are none, `older` goes on below it.
    """
    end = before if before is not None else length() + 1
    start = max(end - SPAN, 1)
    rows = Entry.objects.filter(sequence__gte=start, sequence__lt=end)
    of_them = rows.filter(Q(role=role) | Q(account="", actor__startswith=OPERATOR))
    found = _shown(of_them, size + 1)
    if len(found) > size:
        return Page(found[:size], found[size - 1].sequence)
    return Page(found, start if start > 1 else None)


def _shown(entries: QuerySet[Entry], size: int) -> list[Shown]:
    return [Shown(*one) for one in entries.values_list(*Shown._fields)[:size]]


def reading_since(*, account: str, subject: str, verb: str, now: dt.datetime) -> int | None:
    """Return the number of the newest entry by which `account` did `verb` on `subject` in the 10 minutes up to `now`.

    Looks at the account's newest 200 entries only, by key: who did more than that meanwhile is recorded again.
    """
    newest = Entry.objects.filter(account=account).values("sequence")[:LOOKED_AT]
    recent = Entry.objects.filter(sequence__in=newest, at__gt=now - READING_WINDOW, at__lte=now)
    return recent.filter(subject=subject, verb=verb).values_list("sequence", flat=True).first()


def entries_about(subject: str, size: int = 50) -> list[Shown]:
    """Return the newest `size` entries about `subject`, newest first."""
    return page(subject=subject, size=size).entries


def keys_are_kept() -> bool:
    """Say whether the keys were put aside (`backup --keys`) after the last one was made."""
    verbs = ", ".join(f"'{verb}'" for verb in ABOUT_KEYS)  # SQLite takes a partial index for literals only
    about_keys = RawSQL(f"verb IN ({verbs})", (), output_field=BooleanField())  # noqa: S611 our own words
    return Entry.objects.filter(about_keys).values_list("verb", flat=True).first() == Verb.KEYS_WRITTEN


def bodies(size: int) -> Iterator[bytes]:
    """Yield the bytes of the first `size` entries in order, streaming: the leaves of the tree."""
    rows = Entry.objects.filter(sequence__range=(1, size)).order_by("sequence").values_list("body", flat=True)
    return map(bytes, rows.iterator(chunk_size=1000))


def is_under_newest_key() -> bool:
    """Say whether the head is sealed by the newest of its keys."""
    head = Head.objects.get(pk=1)
    return bytes(head.mac) == seal(head.sequence, bytes(head.hash))


def head_in_words() -> str:
    """Return the head as a page or a paper shows it: 「第 128 筆 9f2c…」, the hash's first sixteen hex digits."""
    head = Head.objects.get(pk=1)
    return f"第 {head.sequence} 筆 {bytes(head.hash).hex()[:16]}"
