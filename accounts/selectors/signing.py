"""Who may sign a step: the holders of its role and, while they are away or the post is vacant, their deputies.

Rulings 2 and 3. `who_may_sign` and `signatory_for` say the same: a person stands in the first exactly when some set of
excluded people makes the second name them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from accounts import policies
from accounts.choices import DeputyReason, Role
from accounts.models import Appointment, Deputy
from accounts.once import once
from accounts.rules import Seat, seat_counts, seat_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Signatory:
    """As what a person may sign a step of `role`: under which title and, as a deputy, for whom and why.

    A holder has `acting_for` None and `note` ""; a deputy signs under his own title, with a note like 「校長公出」.
    """

    user: User
    title: str
    role: Role
    acting_for: User | None
    note: str


@dataclass(frozen=True, slots=True)
class Seating:
    """The seats of one role at one moment, each with as what one signs from it. Asking it costs no query."""

    seats: Mapping[Seat, Signatory]

    @property
    def people(self) -> list[Signatory]:
        """The holders, then the deputies of those away or recused, in order (ruling 3)."""
        return list(self.seats.values())

    @property
    def present(self) -> list[Signatory]:
        """The same people without those who sit only where a holder must keep out of a case (迴避)."""
        return self.without(())

    def without(self, excluded: Collection[int]) -> list[Signatory]:
        """Return who sits on a matter `excluded` must keep out of: the others, and the excluded ones' deputies for 迴避."""
        return [self.seats[seat] for seat in self.seats if seat_counts(seat, excluded) and seat.user not in excluded]

    def holds(self, user: User) -> bool:
        """Say whether `user` holds the role by appointment."""
        return any(seat.user == user.pk and seat.order == 0 for seat in self.seats)

    def names(self, user: User) -> bool:
        """Say whether `user` sits here at all: as holder, or as deputy of somebody away or keeping out."""
        return any(seat.user == user.pk for seat in self.seats)

    def signatory(self, user: User, *, excluded: Collection[int]) -> Signatory | None:
        """Return as what `user` may sign, or None; `excluded` as in `signatory_for`."""
        seat = seat_of(user.pk, list(self.seats), excluded=excluded)
        return self.seats[seat] if seat else None


def who_may_sign(role: Role, now: dt.datetime) -> list[Signatory]:
    """Return the holders of `role` at `now`, then the deputies of those away, in order (ruling 3).

    A deputy who is away himself, whose account is not in use, or who holds no post any more, is left out: the next in
    order takes his place. While nobody holds the role, the deputies named for the vacancy (出缺) of its last holder act.
    """
    return seating(role, now).people


def signatory_for(user: User, role: Role, now: dt.datetime, *, excluded: Collection[int]) -> Signatory | None:
    """Return as what `user` may sign a step of `role` at `now`, or None.

    `excluded` holds the ids of those who must not sign it: the parties, and for the 校長's step who signed as 處室主管
    (ruling 2) — then the next deputy in order does. Who is away by an active row may still sign himself (he is back
    early; the row ends when somebody ends it).
    """
    return seating(role, now).signatory(user, excluded=excluded)


def seating(role: Role, now: dt.datetime) -> Seating:
    """Return the seats of `role` at `now`."""
    return seatings([role], now)[role]


def seatings(roles: Collection[Role], now: dt.datetime) -> dict[Role, Seating]:
    """Return the seats of each role at `now`: one query, two where anybody deputises that day.

    A vacant post that has deputies takes one more.
    """
    today = timezone.localdate(now)
    posts: Sequence[policies.Post] = (
        policies.posts_on(today) if Role.STAFF in roles else policies.seated_posts_on(today)
    )
    absences = _absences(posts, now)
    away = {row.principal_id for row in absences if not _is_for_recusal(row)}
    # The newest appointment comes first and gives the title.
    titles = {post.user_id: post.title for post in reversed(posts) if post.user_id not in away}
    available = [row for row in absences if row.deputy_id in titles]
    return {role: Seating(dict(_seats(role, posts, available, titles, today))) for role in roles}


def deputised_for(user: User, reason: DeputyReason, now: dt.datetime) -> list[int]:
    """Return the keys of those `user` deputises for at `now` on that ground; as few queries as `seatings`."""
    absences = _absences(policies.seated_posts_on(timezone.localdate(now)), now)
    return [row.principal_id for row in absences if row.deputy_id == user.pk and row.reason == reason]


def _absences(posts: Sequence[policies.Post], now: dt.datetime) -> list[Deputy]:
    """Return who deputises for whom at `now`; any of the day's `posts` tells whether anybody does that day."""
    rows = _deputies_on(timezone.localdate(now)) if posts and posts[0].anybody_deputises else ()
    return [row for row in rows if row.since <= now < row.until]


@once
def _deputies_on(day: dt.date) -> tuple[Deputy, ...]:
    return tuple(policies.deputies_on(day).select_related("deputy").order_by("order", "pk"))


def _seats(
    role: Role, posts: Sequence[Appointment], absences: Sequence[Deputy], titles: Mapping[int, str], day: dt.date
) -> list[tuple[Seat, Signatory]]:
    holders = [post for post in posts if post.role == role]
    seats = [
        (Seat(post.user_id, post.user_id, 0), Signatory(post.user, post.title, role, None, "")) for post in holders
    ]
    if not holders:
        absences = [row for row in absences if row.reason == DeputyReason.VACANT]
        posts = _last_holder(role, day) if absences else []
    for post in _one_a_person(holders) or posts:
        rows = [row for row in absences if row.principal_id == post.user_id]
        rows.sort(key=_is_for_recusal, reverse=True)  # where somebody keeps out, who is named for that goes first
        for order, row in enumerate(rows, start=1):
            note = f"{post.title}{row.get_reason_display()}"
            signatory = Signatory(row.deputy, titles[row.deputy_id], role, post.user, note)
            seat = Seat(post.user_id, row.deputy_id, order, only_if_recused=_is_for_recusal(row))
            seats.append((seat, signatory))
    return _first_of_each(seats)


def _is_for_recusal(row: Deputy) -> bool:
    return row.reason == DeputyReason.RECUSAL


def _last_holder(role: Role, day: dt.date) -> list[Appointment]:
    past = Appointment.objects.filter(role=role, since__lte=day).select_related("user")
    return list(past.order_by(F("until").desc(nulls_first=True), "-since", "-pk")[:1])


def _one_a_person(posts: Iterable[Appointment]) -> list[Appointment]:
    return list({post.user_id: post for post in posts}.values())


def _first_of_each(seats: list[tuple[Seat, Signatory]]) -> list[tuple[Seat, Signatory]]:
    kept: dict[tuple[int, int, bool], tuple[Seat, Signatory]] = {}
    for seat, signatory in seats:
        kept.setdefault((seat.post, seat.user, seat.only_if_recused), (seat, signatory))
    return list(kept.values())
