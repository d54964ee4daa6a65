"""A row of a list is its template with its cells in it, as drawing it would be, but drawn once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from work.views import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS = {
    "retention/_hold_row.html": (
        "url", "key", "tag", "cameras", "starts_at", "ends_at", "reference", "when", "at", "said", "review",
    ),
    "retention/_closed_backup_row.html": (
        "cameras", "starts_at", "ends_at", "outcome", "copy", "late", "closed_at", "closed_by",
    ),
    "retention/_copy_list_row.html": ("url", "name", "at", "kind", "total", "done", "executor", "witness", "tag"),
    "maintenance/_outage_row.html": ("cameras", "cause", "reference", "since", "until"),
    "maintenance/_dark_camera.html": ("code", "name", "place"),
    "maintenance/_dark_cameras.html": ("number", "cameras"),
    "maintenance/_equipment_row.html": (
        "url", "name", "code", "number", "brand", "model", "keeper", "unit", "location", "cost", "tags",
    ),
    "reports/_register_row.html": (
        "number", "row", "mark", "applicant", "places", "decision", "viewed", "escort", "present", "copy", "remarks",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("template", "cells"), ROWS.items())
def test_a_filled_row_is_the_drawn_one(template: str, cells: Sequence[str]) -> None:
    words = {cell: f'<{cell}> & "{place}"' for place, cell in enumerate(cells)}
    safe = {cell: SafeString(f"<b>{cell}</b>") for cell in cells}
    numbers = dict.fromkeys(cells, 1234)
    gaps = dict.fromkeys(cells, f"\ue000{cells[0]}\ue001")
    for said in (words, safe, numbers, gaps, words | {cells[1]: SafeString("<br>")}):
        assert filled(template, **said) == render_to_string(template, said)


def test_every_cell_of_a_row_is_said_where_it_stands() -> None:
    for template, cells in ROWS.items():
        row = filled(template, **{cell: f"({place})" for place, cell in enumerate(cells)})
        assert [row.count(f"({place})") for place in range(len(cells))] == [1] * len(cells)
