"""What 承辦人 types in of a public body's letter, and what the body wants to see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from requests.choices import LetterManner, Need, Priority
from requests.services.drafts.content import Content
from requests.services.errors import ReviewError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from cameras.models import Camera, Place
    from files.models import StoredFile

RELATION = "公務機關"
"""與當事人關係 on the 附錄1 of a public body (ruling 20)."""


class AgencyRefused(ReviewError):
    """The act on a public body's letter is refused; the sentence says why, `field` which form field it belongs to."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class LetterContent:
    """What a letter says. Of the four items each may be missing: the case is then returned for 補正."""

    body: str
    dated_on: dt.date
    number: str
    received_at: dt.datetime
    received_number: str = ""
    came_by: LetterManner = LetterManner.PAPER
    priority: Priority = Priority.ORDINARY
    legal_basis: str = ""
    purpose: str = ""
    scope: str = ""
    use: str = ""
    reply_by: dt.date | None = None
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Who came without a letter, for which body, and how that was checked: the school called a number it found itself."""

    body: str
    name: str
    badge: str
    reason: str
    came_at: dt.datetime
    called_number: str
    called_at: dt.datetime
    answered_by: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a public body asks to see: which cameras or whole places, when, and whether it wants a copy. Times are aware."""

    cameras: Iterable[Camera]
    starts_at: dt.datetime
    ends_at: dt.datetime
    places: Iterable[Place] = field(default=())
    wants_copy: bool = False
    phone: str = ""
    attachments: Iterable[StoredFile] = field(default=())

    def content(self, body: str, reason: str) -> Content:
        """Return the same as the fields of 附錄1 (ruling 20)."""
        return Content(
            need=Need.AGENCY,
            relation=RELATION,
            phone=self.phone,
            unit=body,
            id_number="",
            cameras=self.cameras,
            places=self.places,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            long_period_reason="",
            reason=reason,
            wants_copy=self.wants_copy,
            attachments=self.attachments,
        )
