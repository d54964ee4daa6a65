"""Holds as the lines of a list: each is made ready once, so that its template only says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html

from printing.templatetags.roc import roc, roc_moment
from retention.choices import HoldKind, HoldOrigin
from retention.views.drawn import camera_chips, drawn
from work.views import address, filled

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString

    from retention import selectors
    from retention.models import Hold

HIDDEN = "（限制閱覽）"


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A line: `at` and `said` are when and by whom it was placed, of a released one when, by whom and why it ended.

    Of a case its reader may not know, nothing stands in it but what must not be overwritten.
    """

    key: str
    url: str
    tag: SafeString
    cameras: SafeString
    starts_at: dt.datetime
    ends_at: dt.datetime
    reference: str
    at: dt.datetime
    said: str
    review_on: dt.date | None


def hold_rows(holds: Sequence[selectors.ShownHold], codes: Mapping[int, tuple[str, ...]]) -> list[HoldRow]:
    """Return holds as lines; `codes` are those of their cameras by the hold's key."""
    return [_row(shown, codes.get(shown.hold.pk, ())) for shown in holds]


def hold_lines(rows: Sequence[HoldRow], when: str) -> list[SafeString]:
    """Return them drawn for the list of holds; `when` is the heading of their last column."""
    return [
        filled(
            "retention/_hold_row.html",
            url=row.url, key=row.key, tag=row.tag, cameras=row.cameras,
            starts_at=roc_moment(row.starts_at), ends_at=roc_moment(row.ends_at), reference=row.reference,
            when=when, at=roc_moment(row.at), said=_small(row.said),
            review=_small(format_html("檢討日 {}", roc(row.review_on))) if row.review_on else "",
        )
        for row in rows
    ]  # fmt: skip


def _small(words: str) -> SafeString | str:
    return format_html('<br><span class="sub2">{}</span>', words) if words else ""


def _row(shown: selectors.ShownHold, codes: tuple[str, ...]) -> HoldRow:
    hold = shown.hold
    said = f"{hold.released_by}：{hold.release_reason}" if hold.released_at else hold.placed_by
    return HoldRow(
        key=str(hold.pk), url=address("retention:hold", hold.pk), tag=hold_tag(hold), cameras=camera_chips(codes),
        starts_at=hold.starts_at, ends_at=hold.ends_at, reference=reference_of(shown),
        at=hold.released_at or hold.placed_at, said=said if shown.is_known else "",
        review_on=None if hold.released_at else hold.review_on,
    )  # fmt: skip


def reference_of(shown: selectors.ShownHold) -> str:
    """Return the number of a hold's case for whom it is shown to."""
    return (shown.hold.reference or "—") if shown.is_known else HIDDEN


def hold_tag(hold: Hold) -> SafeString:
    """Return how a hold stands."""
    return drawn(
        "retention/_hold_tag.html",
        is_released=hold.released_at is not None,
        is_legal=hold.kind == HoldKind.LEGAL,
        is_unconfirmed=hold.origin == HoldOrigin.EMERGENCY and not hold.confirmed_at,
    )
