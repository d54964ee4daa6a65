"""Answers of a room above that is not there."""

from __future__ import annotations

import uuid


def is_over(case_key: uuid.UUID) -> bool:
    """Say that one case is over and no other."""
    return case_key == uuid.UUID(int=1)
