"""Encrypted columns stand in `accounts.fields`; models and migrations of this room know them under this name."""

from __future__ import annotations

from accounts.fields import EncryptedTextField

__all__ = ["EncryptedTextField"]
