"""Begin or go on, and remove the old key: each told to the ledger, each to be called again after it was stopped."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from cctv_admin.rotation.kept import Count
from cctv_admin.settings import keys
from ledger import services as ledger
from ledger.choices import Verb
from ledger.rules import public_key
from ledger.selectors import page
from printing.rules import long_moment

if TYPE_CHECKING:
    from cctv_admin.rotation.kinds import Kind
    from ledger.services import Actor

SETTLED = dt.timedelta(days=1)
"""So long after the change nobody can still be writing under the old key: no request, duty, open page or kept text lasts a day."""


BACKUPS_WAIT = (
    "之前製作的備份仍須以舊金鑰還原。"
    "已以 manage.py backup --keys 另存舊金鑰者，完成更換滿一日後可加 --keys-kept 提前移除。"
)
PAGES_WAIT = "更換前開啟的頁面在此之前仍可送出。"


class RotationError(Exception):
    """Nothing was changed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the change of one kind of key is; `rotated_at` is when everything was under the newest of two keys."""

    kind: Kind
    keys: list[str]
    count: Count
    rotated_at: dt.datetime | None

    def removable_at(self, *, are_kept: bool) -> dt.datetime | None:
        """Return when the old key can go: nothing needs it, and nobody who began under it can still be writing.

        Unless the old keys are kept elsewhere, the last backup that needs them must be gone as well.
        """
        if self.rotated_at is None or self.count.old:
            return None
        backups = dt.timedelta(settings.BACKUP_DAYS if self.kind.in_backups and not are_kept else 0)
        return self.rotated_at + max(SETTLED, backups)


def progress_of(kind: Kind) -> Progress:
    """Say which keys there are, what still needs an older one, and since when nothing does; nothing changes."""
    lines = kind.lines()
    count = Count()
    for kept in kind.kept():
        count += kept.count(lines)
    names = [kind.named(line) for line in lines]
    return Progress(kind, names, count, _told(kind, Verb.KEY_ROTATED, key=names[0]) if len(names) > 1 else None)


def rotate(kind: Kind, *, actor: Actor, now: dt.datetime) -> Progress:
    """Put everything of a kind under a new key: made now, or the one that an interrupted call has made.

    Each step is on the disk before the next; what was done already is not done again. What no key opens stays as it is
    and is named in the progress returned.
    """
    lines = kind.lines()
    if len(lines) == 1:
        lines = [kind.new(), *lines]
        keys.replace(kind.path, lines)
    key, old = kind.named(lines[0]), "、".join(kind.named(line) for line in lines[1:])
    if not _told(kind, Verb.KEY_MADE, key=key):
        _tell(kind, Verb.KEY_MADE, {"key": key, "old": old}, actor, now)
    for kept in kind.kept():
        kept.renew(lines)
    if kind.signs:
        ledger.make_checkpoint(now)  # under both keys while there are two: who knows the old one learns of the new
    progress = progress_of(kind)
    if progress.count.old == 0 and progress.rotated_at is None:
        _tell(kind, Verb.KEY_ROTATED, {"key": key, "count": str(progress.count.all)}, actor, now)
    return replace(progress, rotated_at=progress.rotated_at or now)


def remove_old(kind: Kind, *, actor: Actor, now: dt.datetime, are_kept: bool) -> Progress:
    """Remove every key but the newest. `are_kept`: a file of `backup --keys` with the old ones lies elsewhere.

    Raises RotationError when something still needs them: a text, somebody who may be writing, or (unless they are kept) a
    backup made before.
    """
    progress, lines = progress_of(kind), kind.lines()
    if len(lines) == 1:
        raise RotationError(f"{kind.subject}只有一把，沒有舊金鑰可以移除。")
    removable_at = progress.removable_at(are_kept=are_kept)
    if removable_at is None:
        raise RotationError(f"{kind.subject}尚未全部改用新金鑰：請先執行 manage.py rotate_keys {kind.name}。")
    if now < removable_at:
        why = BACKUPS_WAIT if kind.in_backups else PAGES_WAIT
        raise RotationError(f"{kind.subject}之舊金鑰自{long_moment(removable_at)}起才可移除，{why}")
    if waiting := kind.still_needs(lines):
        raise RotationError(f"{kind.subject}之舊金鑰尚不可移除：{waiting}。")
    old = "、".join(progress.keys[1:])
    if not _told(kind, Verb.KEY_REMOVED, old=old):
        _tell(kind, Verb.KEY_REMOVED, {"old": old}, actor, now)
    if kind.signs:
        _keep_public(lines[1:])
    keys.replace(kind.path, lines[:1])
    return progress_of(kind)


def _keep_public(seeds: list[str]) -> None:
    """Old checkpoints go on being verified: the public half of a key that goes stays."""
    path = Path(settings.KEYS_DIR) / "ledger-former-keys"
    known = path.read_text(encoding="ascii").split() if path.exists() else []
    gone = [public_key(bytes.fromhex(seed)).hex() for seed in seeds]
    keys.replace(path, [*(key for key in gone if key not in known), *known])


def _tell(kind: Kind, verb: Verb, words: dict[str, str], actor: Actor, now: dt.datetime) -> None:
    with transaction.atomic():
        ledger.append(verb=verb, actor=actor, subject=kind.subject, detail=words, now=now)


def _told(kind: Kind, verb: Verb, **word: str) -> dt.datetime | None:
    """Return when the ledger was told this of a kind, the newest time."""
    entries = page(subject=kind.subject, verb=verb).entries
    return next((entry.at for entry in entries if word.items() <= entry.detail.items()), None)
