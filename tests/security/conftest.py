"""The tables over all addresses begin with the same world as those of the house."""

from __future__ import annotations

from tests.house.conftest import only_answers

__all__ = ["only_answers"]
