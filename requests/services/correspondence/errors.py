"""Why an act on a letter is refused."""

from __future__ import annotations

from requests.services.errors import ReviewError


class LetterRefused(ReviewError):
    """The act on the letter is refused; the sentence says why, `field` which form field it belongs to."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field
