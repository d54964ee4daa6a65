"""What every act on a fault ends with: notices without personal data, and the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from ledger import services as ledger
from maintenance.selectors import FAULTS
from printing.rules import local_date
from work.selectors import holders_of
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.choices import Role
    from accounts.models import User
    from ledger.choices import Verb
    from ledger.services import Actor
    from maintenance.models import Fault


def in_short(fault: Fault) -> str:
    """Return for instance C02 黑畫面."""
    return f"{fault.code} {fault.get_symptom_display()}"


def tell_roles(fault: Fault, *roles: Role, text: str, now: dt.datetime) -> None:
    """Leave a notice for everybody who holds one of `roles` today."""
    tell(fault, holders_of(*roles, day=local_date(now)), text, now)


def tell(fault: Fault, people: Iterable[User], text: str, now: dt.datetime) -> None:
    """Leave a notice for `people` that leads to the fault."""
    url = reverse("maintenance:fault", args=[fault.number])
    notify(recipients=people, text=text, url=url, subject=f"故障 {fault.number}", now=now)


def record(verb: Verb, fault: Fault, actor: Actor, now: dt.datetime, **words: str) -> None:
    """Append the act to the ledger, last."""
    ledger.append(verb=verb, actor=actor, detail=words, now=now, **FAULTS.said(fault))
