"""What is kept under a key, wherever it stands, and how a batch of it is put under the newest one.

A batch is one short transaction on rows locked by their keys: killed anywhere, every row is readable, under one key or the
other, and the next call goes on with what is left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import models, transaction
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from accounts.models import User
from cctv_admin import secret
from ledger.selectors import is_under_newest_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from accounts.fields import EncryptedTextField

BATCH = 200


@dataclass(slots=True)
class Count:
    """How many texts can be read, how many of them need an older key, and the rows that no key opens."""

    all: int = 0
    old: int = 0
    unreadable: list[str] = field(default_factory=list)

    def __iadd__(self, other: Count) -> Count:
        self.all, self.old = self.all + other.all, self.old + other.old
        self.unreadable += other.unreadable
        return self


class Kept(Protocol):
    """Something written under a key."""

    def count(self, keys: Sequence[str]) -> Count:
        """Say how much of it is under the first of `keys`; nothing changes."""

    def renew(self, keys: Sequence[str]) -> None:
        """Put all of it under the first of `keys`, in batches."""


def columns_of(kind: type[EncryptedTextField]) -> Iterator[tuple[type[models.Model], str]]:
    """Yield every column of exactly this kind of any room, so a room need not say that it has one."""
    for model in apps.get_models():
        yield from ((model, column.name) for column in model._meta.concrete_fields if type(column) is kind)


class Tokens:
    """Texts that are Fernet tokens."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._newest, self._all = Fernet(keys[0]), MultiFernet([Fernet(key) for key in keys])

    def is_new(self, token: str) -> bool:
        """Say whether the newest key alone opens it."""
        return _opens(self._newest, token)

    def is_ours(self, token: str) -> bool:
        """Say whether any key opens it."""
        return _opens(self._all, token)

    def renewed(self, token: str) -> str:
        """Return the same text under the newest key; what no key opens stays as it is."""
        return self._all.rotate(token).decode("ascii") if self.is_ours(token) else token

    def counted(self, name: str, tokens: Sequence[str]) -> Count:
        """Say how the texts of one row stand."""
        old = [token for token in tokens if not self.is_new(token)]
        closed = [name for token in old if not self.is_ours(token)]
        return Count(len(tokens) - len(closed), len(old) - len(closed), closed)


def _opens(cipher: Fernet | MultiFernet, token: str) -> bool:
    try:
        cipher.decrypt(token)
    except (InvalidToken, ValueError):  # ValueError: not even ASCII
        return False
    return True


@dataclass(frozen=True, slots=True)
class Column:
    """A column of encrypted texts; the empty ones are not encrypted."""

    model: type[models.Model]
    field: str

    def _rows(self) -> models.QuerySet[models.Model]:
        raw = Cast(F(self.field), TextField())  # what stands there: the field itself would decrypt it
        return self.model._base_manager.annotate(raw=raw).exclude(raw="").exclude(raw=None)

    def count(self, keys: Sequence[str]) -> Count:
        """Read every text."""
        tokens, found = Tokens(keys), Count()
        rows = self._rows().order_by("pk").values_list("pk", "raw")
        for pk, raw in rows.iterator(chunk_size=BATCH):
            found += tokens.counted(f"{self.model._meta.verbose_name} {pk}", [raw])
        return found

    def renew(self, keys: Sequence[str]) -> None:
        """Encrypt anew what is not under the newest key."""
        tokens = Tokens(keys)

        def renew_row(pk: object, raw: str) -> None:
            if not tokens.is_new(raw):
                renewed = Value(tokens.renewed(raw), TextField())
                self.model._base_manager.filter(pk=pk).update(**{self.field: renewed})

        _in_batches(self._rows(), "raw", renew_row)


@dataclass(frozen=True, slots=True)
class Means:
    """Secrets of authenticator apps and recovery codes, tokens within allauth's own JSON."""

    def count(self, keys: Sequence[str]) -> Count:
        """Read every secret."""
        tokens, found = Tokens(keys), Count()
        for pk, data in Authenticator.objects.order_by("pk").values_list("pk", "data"):
            found += tokens.counted(f"驗證方式 {pk}", list(_secrets(data)))
        return found

    def renew(self, keys: Sequence[str]) -> None:
        """Encrypt anew what is not under the newest key."""
        tokens = Tokens(keys)

        def renew_row(pk: object, data: dict[str, object]) -> None:
            if any(not tokens.is_new(secret) for secret in _secrets(data)):
                Authenticator.objects.filter(pk=pk).update(data=_with(data, tokens.renewed))

        _in_batches(Authenticator.objects.all(), "data", renew_row)


SECRETS = ("secret", "seed", "migrated_codes")
"""Where allauth.mfa keeps what its adapter encrypted: of an app, of recovery codes, of codes taken over."""


def _secrets(data: dict[str, object]) -> Iterator[str]:
    for name in SECRETS:
        found = data.get(name) or []
        yield from map(str, found if isinstance(found, list) else [found])


def _with(data: dict[str, object], renewed: Callable[[str], str]) -> dict[str, object]:
    def of(value: object) -> object:
        return [renewed(str(one)) for one in value] if isinstance(value, list) else renewed(str(value))

    return {name: of(value) if name in SECRETS and value else value for name, value in data.items()}


def _in_batches(rows: models.QuerySet[models.Model], column: str, renew_row: Callable[..., None]) -> None:
    """Call `renew_row` with key and text of every row, locked, a transaction a batch, in the order of their keys."""
    last = None
    while True:
        with transaction.atomic():
            beyond = rows.filter(pk__gt=last) if last is not None else rows
            locked = beyond.order_by("pk").select_for_update(no_key=True)
            batch = list(locked.values_list("pk", column)[:BATCH])
            for pk, text in batch:
                renew_row(pk, text)
        if not batch:
            return
        last = batch[-1][0]


@dataclass(frozen=True, slots=True)
class Sessions:
    """Sign-ins: rows signed by the secret, and in each a hash made with it. Re-signed here, nobody signs in anew.

    Django would do it one by one as they are used, under another key each; but what only lists them (allauth) loses them so.
    """

    def count(self, keys: Sequence[str]) -> Count:
        """Read every sign-in."""
        secret.take_up()
        texts = Session.objects.order_by("pk").values_list("session_data", flat=True)
        olds = [_signed_anew(text) != text for text in texts.iterator(chunk_size=BATCH)]
        return Count(len(olds), sum(olds))

    def renew(self, keys: Sequence[str]) -> None:
        """Sign anew what is not under the newest secret."""
        secret.take_up()

        def renew_row(pk: object, text: str) -> None:
            if (renewed := _signed_anew(text)) != text:
                Session.objects.filter(pk=pk).update(session_data=renewed)

        _in_batches(Session.objects.all(), "session_data", renew_row)


STORE = SessionStore()


def _signed_anew(text: str) -> str:
    """Return a session under the newest secret: itself where it is that already, or opened by none and so nobody's."""
    said = STORE.decode(text)
    person = User.objects.filter(pk=said.get(SESSION_KEY, 0)).first()
    is_older = person is not None and said.get(HASH_SESSION_KEY, "") in person.get_session_auth_fallback_hash()
    if person and is_older:
        said[HASH_SESSION_KEY] = person.get_session_auth_hash()
    return STORE.encode(said) if said and (is_older or not _is_by_newest(text)) else text


def _is_by_newest(text: str) -> bool:
    try:
        signing.loads(text, salt=STORE.key_salt, serializer=STORE.serializer, fallback_keys=[])
    except signing.BadSignature:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Head:
    """The seal of the ledger's head: every entry seals it anew, so the entry that tells of the new key does."""

    def count(self, keys: Sequence[str]) -> Count:
        """Say whether the newest key sealed it."""
        return Count(1, 0 if is_under_newest_key() else 1)

    def renew(self, keys: Sequence[str]) -> None:
        """Nothing is left to do."""
