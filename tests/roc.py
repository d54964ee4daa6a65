"""How a browser posts a 民國 day: three boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


def roc(name: str, day: dt.date) -> dict[str, str]:
    """Return the form fields of `RocDateField` `name` filled with `day`."""
    return {f"{name}_0": str(day.year - 1911), f"{name}_1": str(day.month), f"{name}_2": str(day.day)}
