"""備考 of 附錄2: codes and fault numbers, after three 「等 n 支，詳附表」 (ruling 21). Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED = 3


def remarks_in_words(troubles: Sequence[str], typed: str, *, unit: str = "支") -> str:
    """Return the troubles (each with its number) and what the person wrote, as one line."""
    named = "、".join(troubles[:NAMED])
    if len(troubles) > NAMED:
        named += f"等{len(troubles)}{unit}，詳附表"
    return "；".join(filter(None, (named, typed)))
