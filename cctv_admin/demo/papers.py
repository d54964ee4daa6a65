"""A paper of several cases that 承辦人 asked for; the worker's duty prints it with all the others at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.services import order_forms
from requests.choices import DECIDED
from requests.models import ReviewRequest

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


def order(people: dict[str, User], now: dt.datetime) -> None:
    """附錄1 of what is decided, for the file on paper."""
    decided = ReviewRequest.objects.filter(status__in=DECIDED).values_list("pk", flat=True)
    order_forms(user=people["handler"], cases=list(decided), now=now)
