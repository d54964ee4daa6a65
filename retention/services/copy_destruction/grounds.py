"""The folder of copies and the clock: whether anything may go at all (house, invariant 5); a person who accepts the ground."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import long_date
from retention import policies, rules, storage
from retention.choices import CopyMedium, CopyState, CopyVerdict
from retention.models import CopyAcceptance, CopyStore, EvidenceCopy
from retention.rules import StoreGround
from retention.selectors import sources_in_use
from retention.services.copy_destruction.errors import ListError
from retention.services.destruction.grounds import checks_and_servers, newest_recording, recent_since, stated_day
from retention.services.people import as_actor
from retention.storage import Marker

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from accounts.models import User
    from ledger.services import Actor
    from retention.choices import Doubt
    from retention.selectors import Judged

STORE = "留存檔存放處"
ON_DISK = (CopyState.FINISHED, CopyState.DESTROYING)
OVER = (CopyState.DESTROYED, CopyState.ABANDONED)


def the_store() -> CopyStore:
    """Return the one store of copies."""
    return CopyStore.objects.get_or_create(pk=1)[0]


@contextlib.contextmanager
def opened_store(store: CopyStore, now: dt.datetime) -> Iterator[int | None]:
    """Open the folder of copies, or yield None where it cannot be had. A folder of ours is marked when it is first met.

    That is when there are copies, nothing was ever destroyed and no mark was set. One in which there should be files of
    copies and are none is left alone: it may be a disk that is not mounted.
    """
    with contextlib.ExitStack() as stack:
        try:
            root = stack.enter_context(storage.open_root(str(storage.copies_root())))
            _mark_once(store, root, now)
        except OSError:
            yield None
            return
        yield root


def _mark_once(store: CopyStore, root: int, now: dt.datetime) -> None:
    was_met = store.marked_at or store.pass_number or storage.read_marker(root)
    if was_met or _is_empty(root) or not EvidenceCopy.objects.exclude(state__in=OVER).exists():
        return
    mark(store, root)
    store.marked_at = now
    store.save(update_fields=["marked_at"])


def mark(store: CopyStore, root: int) -> None:
    """Let the folder know the number of the pass before anything goes: a database of before is then known by it."""
    storage.write_marker(root, Marker(store.token, store.pass_number))


def _is_empty(root: int) -> bool:
    files = EvidenceCopy.objects.filter(medium=CopyMedium.FILE, state__in=ON_DISK)
    return files.exists() and not storage.has_any_name(root)


def is_ours(store: CopyStore, root: int) -> bool:
    """Say whether the folder open as `root` carries our mark."""
    marker = storage.read_marker(root)
    return marker is not None and marker.token == store.token


def doubts_of(store: CopyStore, root: int | None, due: Sequence[Judged], now: dt.datetime) -> dict[Doubt, str]:
    """Return every reason for which copies that are `due` stay; the folder is open as `root`, None when it is not there."""
    return rules.store_doubts(ground_of_store(store, root, due, now))


def ground_of_store(store: CopyStore, root: int | None, due: Sequence[Judged], now: dt.datetime) -> StoreGround:
    """Return all facts about one run over the copies; as `doubts_of`."""
    marker = storage.read_marker(root) if root is not None else None
    is_marked = marker is not None and marker.token == store.token
    return StoreGround(
        now=now,
        is_readable=root is not None,
        is_marked=is_marked,
        is_empty=root is not None and _is_empty(root),
        marker_pass=marker.pass_number if marker and is_marked else 0,
        database_pass=store.pass_number,
        last_pass_at=store.last_pass_at,
        copies=EvidenceCopy.objects.filter(state=CopyState.FINISHED).count(),
        unsigned=sum(one.verdict == CopyVerdict.DESTROY_BY_SYSTEM for one in due),
        accepted=_accepted(store, now),
        restored_at=_unconfirmed_restore(store),
        witnesses=tuple(_witnesses(store, now)),
    )


def _accepted(store: CopyStore, now: dt.datetime) -> int:
    recent = _acceptances(store, now)
    return recent.aggregate(most=Max("copies"))["most"] or 0


def _acceptances(store: CopyStore, now: dt.datetime) -> QuerySet[CopyAcceptance]:
    since = recent_since(store.last_pass_at, now)
    return CopyAcceptance.objects.filter(accepted_at__gte=since, accepted_at__lte=now)


def _unconfirmed_restore(store: CopyStore) -> dt.datetime | None:
    restored_at = store.restored_at
    is_confirmed = restored_at and CopyAcceptance.objects.filter(accepted_at__gte=restored_at).exists()
    return None if is_confirmed else restored_at


def _witnesses(store: CopyStore, now: dt.datetime) -> Iterator[tuple[str, dt.datetime]]:
    """Yield what says what time it is without asking this machine's clock."""
    for source in sources_in_use():
        yield from newest_recording(source)
    stated = _acceptances(store, now).first()
    if stated:
        yield stated_day(stated.stated_day, now)
    yield from checks_and_servers(recent_since(store.last_pass_at, now), now)


def accept_copies(*, stated_day: dt.date, copies: int, reason: str, user: User, now: dt.datetime) -> CopyAcceptance:
    """Say what today's date is, and that up to `copies` copies nobody signed for may go in the next pass. Raises NotYourHold.

    Whoever says so after a restore has seen that the database is older than the folder: its number is taken over.
    """
    by = policies.require(policies.executes(user, now), policies.LIST_EXECUTOR, "確認留存檔的銷毀可以執行")
    actor = as_actor(by, now)
    with transaction.atomic():
        _take_over_number(now)
        acceptance = CopyAcceptance.objects.create(
            stated_day=stated_day, copies=copies, reason=reason, accepted_by=actor.name, accepted_at=now
        )
        words = {"day": long_date(stated_day), "copies": str(copies), "reason": reason}
        ledger.append(verb=Verb.COPIES_ACCEPTED, actor=actor, subject=STORE, detail=words, now=now)
    return acceptance


def _take_over_number(now: dt.datetime) -> None:
    store = CopyStore.objects.select_for_update(no_key=True).get(pk=the_store().pk)
    with opened_store(store, now) as root:
        marker = storage.read_marker(root) if root is not None else None
    if marker and marker.token == store.token and marker.pass_number > store.pass_number:
        store.pass_number = marker.pass_number
        store.save(update_fields=["pass_number"])


@transaction.atomic
def adopt_store(*, reason: str, actor: Actor, now: dt.datetime) -> CopyStore:
    """Say as the operator of the shell that the folder is the one of this installation, and mark it. Raises ListError."""
    store = CopyStore.objects.select_for_update(no_key=True).get(pk=the_store().pk)
    try:
        with storage.open_root(str(storage.copies_root())) as root:
            marker = storage.read_marker(root)
            store.pass_number = max(store.pass_number, marker.pass_number if marker else 0)
            mark(store, root)
    except OSError as error:
        raise ListError(f"無法在留存檔的資料夾寫入標記檔（{error.strerror}），請確認已掛載且可寫入。") from error
    store.marked_at = now
    store.save(update_fields=["pass_number", "marked_at"])
    ledger.append(verb=Verb.COPY_STORE_ADOPTED, actor=actor, subject=STORE, detail={"reason": reason}, now=now)
    return store
