"""Rows of the 設備帳: each cell is made ready here, for there are hundreds on one page."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import render_to_string
from django.utils.html import format_html

from work.views import address, filled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from maintenance.choices import AssetKind
    from maintenance.selectors.equipment import ShownEquipment


class Standing(NamedTuple):
    """How a thing stands in the books, as `_equipment_tags.html` shows it."""

    scrapped_on: bool
    warnings: tuple[str, ...]
    kind: AssetKind


def equipment_rows(found: Iterable[ShownEquipment]) -> list[SafeString]:
    """Return things in the books as the rows of their page."""
    return [_row(one) for one in found]


def _row(one: ShownEquipment) -> SafeString:
    return filled(
        "maintenance/_equipment_row.html",
        url=address("maintenance:equipment", one.pk),
        name=one.name,
        code=format_html(' <span class="cam__id">{}</span>', one.code) if one.code else "",
        number=one.full_number,
        brand=one.brand or "—",
        model=one.model,
        keeper=one.keeper,
        unit=one.unit,
        location=one.location,
        cost=f"{one.cost:,}",
        tags=_tags(Standing(one.scrapped_on is not None, tuple(one.warnings), one.kind)),
    )


@functools.lru_cache(maxsize=256)
def _tags(equipment: Standing) -> SafeString:
    """Return how a thing stands, as tags: of hundreds only a few differ, and those are drawn once."""
    return render_to_string("maintenance/_equipment_tags.html", {"equipment": equipment})
