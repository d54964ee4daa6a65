"""Answers of a room above that is not there."""

from __future__ import annotations

import uuid


def cases_over(case_keys: set[uuid.UUID]) -> set[uuid.UUID]:
    """Say that one case is over and no other."""
    return case_keys & {uuid.UUID(int=1)}
