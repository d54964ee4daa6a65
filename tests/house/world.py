"""One small school in which every kind of thing exists once, for tables over all addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from tests.conftest import Cast


@dataclass(frozen=True)
class World:
    """The cast, the moment, and the words addresses are made with (`{case}`, `{camera}` …)."""

    cast: Cast
    now: dt.datetime
    paths: dict[str, object] = field(default_factory=dict)
