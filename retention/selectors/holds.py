"""What is held, and who may know for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from ledger.witnesses import RowWitness, row_facts
from retention.choices import HoldKind, HoldOrigin
from retention.models import Hold, HoldProposal
from work.policies import naming_secrets

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from accounts.models import User


IN_A_ROW = (
    "kind", "starts_at", "ends_at", "reference", "is_coded", "origin", "confirmed_at", "review_on", "placed_by", "placed_at",
    "released_by", "released_at", "release_reason",
)  # fmt: skip
"""What a list of holds draws, and what says who may know for which case."""


def hold_facts(hold: Hold) -> dict[str, object]:
    """Return the columns of a hold and the codes of its cameras."""
    return row_facts(hold) | {"cameras": sorted(camera.code for camera in hold.cameras.all())}


HOLDS = RowWitness(Hold.objects.prefetch_related("cameras"), subject=lambda hold: f"留存 {hold.pk}", facts=hold_facts)
PROPOSALS = RowWitness(
    HoldProposal.objects.all(),
    subject=lambda proposal: f"留存 {proposal.hold_id}（{proposal.get_kind_display()}提案 {proposal.pk}）",
)


def holds_in_force() -> QuerySet[Hold]:
    """Return the holds nobody has released, newest first."""
    return Hold.objects.filter(released_at=None).prefetch_related("cameras")


def holds_listed(ended: int) -> tuple[list[Hold], list[Hold]]:
    """Return the holds in force, the newest first, and the `ended` that were released last: one query, by an index each."""
    newest = Hold.objects.exclude(released_at=None).order_by("-released_at", "-pk")[:ended]
    rows = Hold.objects.only(*IN_A_ROW).order_by()
    found = list(rows.filter(released_at=None).union(rows.filter(pk__in=newest.values("pk")), all=True))
    found.sort(key=lambda hold: (hold.released_at or hold.placed_at, hold.pk), reverse=True)
    return [hold for hold in found if not hold.released_at], [hold for hold in found if hold.released_at]


def unconfirmed_holds() -> QuerySet[Hold]:
    """Return the emergency holds 承辦人 has neither confirmed nor released, the oldest first."""
    waiting = holds_in_force().filter(origin=HoldOrigin.EMERGENCY, confirmed_at=None, kind=HoldKind.TEMPORARY)
    return waiting.order_by("placed_at", "pk")


def legal_holds() -> QuerySet[Hold]:
    """Return the 法定留存 in force, what is to be reviewed first on top."""
    return holds_in_force().filter(kind=HoldKind.LEGAL).order_by("review_on", "pk")


def open_proposals() -> QuerySet[HoldProposal]:
    """Return what waits for 校長, the oldest first."""
    return HoldProposal.objects.filter(decided_at=None).select_related("hold").order_by("proposed_at", "pk")


def holds_of_no_case() -> QuerySet[Hold]:
    """Return the holds that rest on something else than a case: a document, an emergency, a command."""
    return Hold.objects.filter(Q(kind=HoldKind.LEGAL) | ~Q(origin=""), is_coded=False)


def camera_codes(holds: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the codes of the cameras of some holds by the hold's key, as a list names them; one query."""
    rows = Hold.cameras.through.objects.filter(hold__in=holds).order_by("camera__code")
    found: dict[int, tuple[str, ...]] = {}
    for hold, code in rows.values_list("hold", "camera__code"):
        found[hold] = (*found.get(hold, ()), code)
    return found


@dataclass(frozen=True, slots=True)
class ShownHold:
    """A hold as somebody sees it. Who may not know its case sees what must not be overwritten, not for whom."""

    hold: Hold
    is_known: bool


def shown(holds: Iterable[Hold], user: User, now: dt.datetime) -> list[ShownHold]:
    """Return `holds` as `user` sees them; a 暫時留存 that was placed for a case and names none is one of a 限制案."""
    found = list(holds)
    secret = naming_secrets(user, {hold.reference for hold in found if hold.reference}, now)
    return [ShownHold(hold, hold.reference not in secret and _may_be_told(hold)) for hold in found]


def _may_be_told(hold: Hold) -> bool:
    names_something = bool(hold.reference or hold.origin) or hold.kind == HoldKind.LEGAL
    return names_something and not hold.is_coded
