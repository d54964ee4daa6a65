"""Who reads which letter of a case: who works on it, all; who asked, what was issued to him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests.choices import Need
from requests.policies.handling import works_on

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import Letter, ReviewRequest


def may_read_letter(user: User, case: ReviewRequest, letter: Letter, now: dt.datetime) -> bool:
    """Say whether `user` reads `letter`. Nobody does once the case's personal data is erased, nor what was dropped."""
    if case.erased_at or letter.dropped_at:
        return False
    is_own = user.pk == case.applicant_id and letter.snapshot_id is not None and case.need != Need.AGENCY
    return is_own or works_on(user, case, now)
