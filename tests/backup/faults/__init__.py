"""What breaks a restore, tried on the real command."""

from __future__ import annotations
