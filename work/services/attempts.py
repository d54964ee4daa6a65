"""Counting wrong tries at pages that are open without a session: by where they come from, and by what they are at."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from ledger import origin
from work.models import Attempt

AN_HOUR = dt.timedelta(hours=1)
KEPT = dt.timedelta(days=1)
BY_ONE = 10
"""Wrong tries an hour from one address: a family behind one line mistypes less often."""
AT_ONE = 20
"""Wrong tries an hour at one thing, wherever they come from: that thing alone takes no more, all others go on."""
LONGEST = 60


def is_tried_too_often(page: str, about: str, now: dt.datetime) -> bool:
    """Say whether `page` takes no more tries now: from where the current request comes, or at what they are `about`.

    All tries together stop nobody: else one stranger would shut out everybody. They raise an alarm (`work.selectors`).
    """
    recent = Attempt.objects.filter(page=page, at__gt=now - AN_HOUR)
    here, same = Q(origin=origin.current()), Q(about=about[:LONGEST])
    found = list(recent.filter(here | same).values_list("origin", "about"))
    from_here = sum(where == origin.current() for where, _ in found)
    return from_here >= BY_ONE or sum(what == about[:LONGEST] for _, what in found) >= AT_ONE


def count_attempt(page: str, about: str, now: dt.datetime) -> None:
    """Count one wrong try from where the current request comes at what it is `about`; those of the day before go."""
    Attempt.objects.create(page=page, origin=origin.current(), about=about[:LONGEST], at=now)
    Attempt.objects.filter(at__lt=now - KEPT).delete()
