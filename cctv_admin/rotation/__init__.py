"""Changing a key while people work: a new one beside the old, everything old encrypted anew, then the old one removed.

The key file and the data say how far it is, so it can be stopped at any point and called again; the ledger says when.
"""

from __future__ import annotations

from cctv_admin.rotation.acts import Progress, RotationError, progress_of, remove_old, rotate
from cctv_admin.rotation.kinds import KINDS, Kind

__all__ = ["KINDS", "Kind", "Progress", "RotationError", "progress_of", "remove_old", "rotate"]
