"""Counting wrong tries at pages that are open without a session: by where they come from, and of all together."""

from __future__ import annotations

import datetime as dt

from ledger import origin
from work.models import Attempt

AN_HOUR = dt.timedelta(hours=1)
KEPT = dt.timedelta(days=1)
BY_ONE = 10
"""Wrong tries an hour from one address: a family behind one line mistypes less often."""
BY_ALL = 200


def is_tried_too_often(page: str, now: dt.datetime) -> bool:
    """Say whether `page` takes no more tries now, from where the current request comes or from anywhere."""
    recent = Attempt.objects.filter(page=page, at__gt=now - AN_HOUR)
    return recent.filter(origin=origin.current()).count() >= BY_ONE or recent.count() >= BY_ALL


def count_attempt(page: str, now: dt.datetime) -> None:
    """Count one wrong try from where the current request comes; those of the day before go."""
    Attempt.objects.create(page=page, origin=origin.current(), at=now)
    Attempt.objects.filter(at__lt=now - KEPT).delete()
