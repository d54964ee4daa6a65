"""Copies as the lines of a list: each is made ready once, so that its template only says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat

from retention import selectors
from retention.choices import CopyState, MediumKind
from retention.views.drawn import copy_address, drawn, where

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from retention.models import EvidenceCopy


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A line. `reference` is None for whom its case is not known to, `size` empty while nobody knows it.

    Of a medium in the safe, and of no file, there are `medium`, `serial` and `kept_at`.
    """

    number: str
    url: str
    tag: SafeString
    where: SafeString
    original: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    size: str
    medium: str
    serial: str
    kept_at: str
    reference: str | None
    opened_at: dt.datetime
    made_by: str
    destroyed_at: dt.datetime | None
    due_on: dt.date | None


def copy_rows(copies: Sequence[selectors.ShownCopy]) -> list[CopyRow]:
    """Return copies as lines; one query for their places."""
    places = selectors.places_of([shown.copy.pk for shown in copies])
    return [_row(shown, where(places.get(shown.copy.pk, ()))) for shown in copies]


def _row(shown: selectors.ShownCopy, places: SafeString) -> CopyRow:
    copy = shown.copy
    return CopyRow(
        number=copy.number, url=copy_address(copy.number), tag=drawn("retention/_copy_tag.html", standing=shown.standing), where=places,
        original=copy.original.number if copy.original else "", starts_at=copy.starts_at, ends_at=copy.ends_at,
        size=filesizeformat(shown.size) if shown.size else "", medium=_medium(copy), serial=copy.medium_serial,
        kept_at=copy.kept_at, reference=(copy.hold.reference or "—") if shown.is_known else None,
        opened_at=copy.opened_at, made_by=copy.made_by, destroyed_at=copy.destroyed_at,
        due_on=None if copy.state == CopyState.ABANDONED else copy.due_on,
    )  # fmt: skip


def _medium(copy: EvidenceCopy) -> str:
    return MediumKind(copy.medium_kind).label if copy.medium_kind else ""
