"""Footage: what keeps it, what was seen of it, what was found wanting."""

from __future__ import annotations

from retention.models.keeping import Finding, HandCheck, Hold

__all__ = ["Finding", "HandCheck", "Hold"]
