"""What breaks an intake, tried on the real storage: kills at every call, at every part of an upload."""

from __future__ import annotations
