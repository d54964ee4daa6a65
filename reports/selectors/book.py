"""The ledger as one person may read it: what is about a case is for who may know of that case.

A withheld entry leaves its number, and the newest of a run its hash: the reader sees that the book is whole and the
chain unbroken, but not who acted, on what or when. Left out altogether, it would still show as a gap in the numbers.
Under a filter nothing stands for it, because a row would say that the filter found something.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Value

from accounts.choices import Role
from accounts.models import User
from cameras.models import Camera, Recorder
from cameras.selectors import CAMERAS, RECORDERS
from ledger.choices import Verb
from ledger.models import Entry
from ledger.selectors import page, page_of_role
from ledger.services import sentence
from printing.rules import start_of_day
from reports import policies
from reports.rules import case_numbers_in, subject_of
from reports.selectors.secrecy import cases_of_files, hidden_among, misuses_kept_from
from retention.models import EvidenceCopy
from retention.selectors import holds_of_no_case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet

    from ledger.selectors import Shown
    from requests.models import ReviewRequest

ONE_DAY = dt.timedelta(days=1)
ROWS = 50
CHUNK = 200
LOOKED_AT = 2_000
"""A page looks at so many entries at most, unless it asks for one subject: then to its end, or "older" would tell."""
NAME_THE_CASE = (Verb.HOLD_PLACED, Verb.HOLD_CONFIRMED)
OF_HOLDS = frozenset(
    {
        *NAME_THE_CASE, Verb.HOLD_RELEASED, Verb.HOLD_CODED, Verb.HOLD_ERASED, Verb.HOLD_PROPOSED, Verb.HOLD_MADE_LEGAL,
        Verb.HOLD_RELEASE_PROPOSED, Verb.HOLD_PROPOSAL_AGREED, Verb.HOLD_PROPOSAL_REFUSED, Verb.HOLD_REVIEWED,
        Verb.BACKUP_OPENED, Verb.BACKUP_CLOSED,
    }
)  # fmt: skip
"""Entries about a hold: itself, what was proposed of it, the copy it owes."""
OF_FILES = frozenset({Verb.FILE_STORED, Verb.FILE_READ})
FILE_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CASE = "案 "
HOLD = re.compile(r"留存 (\d+)")
COPY = re.compile(r"留存檔 (E\d+-\d+)")
"""What is said of a copy is about the hold it was made for, whatever the verb."""
MISUSE = re.compile(r"不當使用或洩密事件 (\d+)")
OF_NO_COPY = Value("")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry and its sentence."""

    entry: Shown
    text: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A run of entries the reader may not read, and the hash of its newest, which covers all before it."""

    newest: int
    oldest: int
    hash: str

    @property
    def count(self) -> int:
        """How many entries these are."""
        return self.newest - self.oldest + 1


@dataclass(frozen=True, slots=True)
class Book:
    """Rows, newest first, and the number to ask older ones with; None on the last page."""

    rows: list[Line | Withheld]
    older: int | None


def subject_meant(typed: str) -> str:
    """Return the subject of the ledger that somebody means who knows a number or the code of a camera or recorder only."""
    meant = subject_of(typed)
    if meant != typed or not typed:
        return meant
    camera = Camera.objects.filter(code__iexact=typed).first()
    recorder = None if camera else Recorder.objects.filter(code__iexact=typed).first()
    if camera:
        return CAMERAS.subject(camera)
    return RECORDERS.subject(recorder) if recorder else typed


def accounts_in_ledger() -> list[tuple[str, str]]:
    """Return every account with its name, also of who has left: each was made by an entry whoever reads the ledger reads."""
    people = User.objects.order_by("name", "username")
    return [(one.username, f"{one.name}（{one.username}）") for one in people.only("name", "username")]


def ledger_book(
    user: User,
    now: dt.datetime,
    *,
    subject: str = "",
    account: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    before: int | None = None,
) -> Book:
    """Return one page of the ledger for `user`, of the days `since` to `until`, both included.

    Some six queries by key for 200 entries, as many for the 1,800 after them if these fill no page; no count, no offset.
    Of somebody else's acts the administrator may read so few that all are looked at in one go.
    """
    known = policies.cases_in_ledger_of(user, now)
    if subject.startswith(CASE) and not known.filter(number__in=case_numbers_in(subject)).exists():
        return Book([], None)  # at once, as for a case there is none of: time tells no difference
    reads_holds = policies.reads_cases(user, now)
    is_filtered = bool(subject or account or since or until)
    begins, ends = start_of_day(since) if since else None, start_of_day(until + ONE_DAY) if until else None
    rows: list[Line | Withheld] = []
    looked, chunk = 0, CHUNK if reads_holds or account in ("", user.username) else LOOKED_AT
    while True:
        found = page(subject=subject, account=account, since=begins, until=ends, before=before, size=chunk)
        secret = withheld_among(found.entries, known, user, reads_holds=reads_holds)
        for entry in found.entries:
            before = entry.sequence
            if entry.sequence not in secret:
                rows.append(Line(entry, sentence(entry)))
            elif not is_filtered:
                _withhold(rows, entry)
            if len(rows) == ROWS:
                is_last = entry is found.entries[-1] and found.older is None
                return Book(rows, None if is_last else before)
        looked, chunk = looked + len(found.entries), LOOKED_AT - CHUNK
        if found.older is None or (looked >= LOOKED_AT and not subject):
            return Book(rows, found.older)


def administration_book(user: User, now: dt.datetime, *, before: int | None = None) -> Book:
    """Return one page of what 系統管理 and the operators of the shell did, for `user`; entries of cases as in the ledger."""
    found = page_of_role(Role.ADMINISTRATOR.label, before=before, size=ROWS)
    known, reads_holds = policies.cases_in_ledger_of(user, now), policies.reads_cases(user, now)
    secret = withheld_among(found.entries, known, user, reads_holds=reads_holds)
    return Book([Line(one, sentence(one)) for one in found.entries if one.sequence not in secret], found.older)


def _withhold(rows: list[Line | Withheld], entry: Shown) -> None:
    if rows and isinstance(last := rows[-1], Withheld):
        rows[-1] = replace(last, oldest=entry.sequence)
    else:
        rows.append(Withheld(entry.sequence, entry.sequence, bytes(entry.hash).hex()[:16]))


def withheld_among(
    entries: Sequence[Shown], known: QuerySet[ReviewRequest], user: User, *, reads_holds: bool
) -> set[int]:
    """Return the numbers of those `entries` that are about a case that is none of `known`.

    A hold is about the case it was placed for; a 暫時留存 for a case that names none belongs to a 限制案 and is withheld
    from everybody, as is a file of no case. An event of misuse is about its case, and about those who never read of it.
    """
    named = {entry.sequence: case_numbers_in(entry.subject, *entry.detail.values()) for entry in entries}
    about, free = _holds_of(entries)
    holds, files = _cases_of_holds(set(about.values())), _cases_of_files(entries)
    for entry in entries:
        named[entry.sequence] |= holds.get(about.get(entry.sequence, ""), set()) | files.get(entry.sequence, set())
    numbers: set[str] = set().union(*named.values())
    hidden = hidden_among(numbers, known)
    events = {entry.sequence: match[1] for entry in entries if (match := MISUSE.match(entry.subject))}
    hidden_events = misuses_kept_from(user, events.values(), known)
    if not reads_holds:
        free = set()
    return {
        entry.sequence
        for entry in entries
        if named[entry.sequence] & hidden
        or events.get(entry.sequence) in hidden_events
        or (not named[entry.sequence] and _needs_a_case(entry, about.get(entry.sequence), free))
    }


def _needs_a_case(entry: Shown, hold: str | None, free: set[str]) -> bool:
    return entry.verb in OF_FILES or entry.subject.startswith(CASE) or (hold is not None and hold not in free)


def _holds_of(entries: Iterable[Shown]) -> tuple[dict[int, str], set[str]]:
    """Return by their numbers those of `entries` that are about a hold or a copy made for one, each with the hold's key.

    And those of these holds that rest on a document or an emergency, not on a case. One query.
    """
    found = {entry.sequence: HOLD.match(entry.subject) for entry in entries if entry.verb in OF_HOLDS}
    about = {sequence: match[1] if match else "" for sequence, match in found.items()}
    copies = {entry.sequence: match[1] for entry in entries if (match := COPY.match(entry.subject))}
    if not (about or copies):
        return {}, set()
    keys, free = _asked_of_holds(set(copies.values()), {int(key) for key in about.values() if key})
    return about | {sequence: keys.get(number, "") for sequence, number in copies.items()}, free


def _asked_of_holds(numbers: Collection[str], holds: Collection[int]) -> tuple[dict[str, str], set[str]]:
    """Return the hold of each copy by its number; and which of these and of `holds` rest on no case."""
    kept = EvidenceCopy.objects.filter(number__in=numbers).order_by()
    free = holds_of_no_case().order_by().values_list(OF_NO_COPY, "pk")
    # Holds and those of copies are two parts, each by key: of both together PostgreSQL would look at all holds there are.
    parts = free.filter(pk__in=holds), free.filter(pk__in=kept.values("hold"))
    keys: dict[str, str] = {}
    resting_on_none: set[str] = set()
    for number, key in kept.values_list("number", "hold").union(*parts, all=True):
        if number:
            keys[number] = str(key)
        else:
            resting_on_none.add(str(key))
    return keys, resting_on_none


def _cases_of_holds(keys: Collection[str]) -> dict[str, set[str]]:
    """What each hold was placed or confirmed for, as its entries say: a coded hold itself does not tell any more."""
    if not keys:
        return {}
    cases: dict[str, set[str]] = {key: set() for key in keys}
    named = Entry.objects.filter(subject__in=[f"留存 {key}" for key in keys], verb__in=NAME_THE_CASE)
    for entry in named.only("subject", "verb", "detail"):
        found = HOLD.match(entry.subject)
        if found:
            cases[found[1]] |= case_numbers_in(*entry.detail.values())
    return cases


def _cases_of_files(entries: Iterable[Shown]) -> dict[int, set[str]]:
    keys = {
        entry.sequence: [UUID(key) for key in FILE_KEY.findall(entry.subject)]
        for entry in entries
        if entry.verb in OF_FILES
    }
    numbers = cases_of_files({key for found in keys.values() for key in found}) if keys else {}
    return {sequence: {numbers[key] for key in found if key in numbers} for sequence, found in keys.items()}
