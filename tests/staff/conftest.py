"""What people leave behind: cases at each place of the chain."""

from __future__ import annotations

from tests.review.conftest import approved, at_principal, case, content, signs

__all__ = ["approved", "at_principal", "case", "content", "signs"]
