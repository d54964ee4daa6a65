"""What every refused act of a case has in common."""

from __future__ import annotations


class ReviewError(ValueError):
    """The act is refused and nothing has changed; the sentence says why, `field` which form field it belongs to."""

    field: str | None = None
