"""What an archive with copies owes: every part of every copy that its own view of the database calls 已備份."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cctv_admin.backup.errors import CopiesMissing
from retention.choices import CopyState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.apps.registry import Apps

NAMED = 5
"""So many copies are named; when the folder is not there it would be all of them."""


def parts_owed(known: Apps) -> dict[str, str]:
    """Return the name in the archive of each part of a finished copy, with the copy's number.

    `known` are the models of the database. A copy known to be damaged is no debt: its alarm is rung already, and the nights
    until somebody has put it right need backups, too.
    """
    try:
        parts = known.get_model("retention", "CopyPart")._base_manager
    except LookupError:  # a version that kept no copies yet
        return {}
    rows = parts.filter(copy__state=CopyState.FINISHED, copy__damaged_at=None)
    named = rows.values_list("copy__key", "number", "copy__number")
    return {f"copies/{key.hex}/{number:08d}.age": copy for key, number, copy in named.iterator()}


def require_paid(missing: Mapping[str, str], known: Apps) -> None:
    """Refuse an archive that lacks parts. Raises CopiesMissing.

    A copy whose destruction began while the archive was made owes nothing any more: its state says so before its bytes go.
    """
    if not missing:
        return
    copies = known.get_model("retention", "EvidenceCopy")._base_manager
    lost = sorted(set(missing.values()) & set(copies.filter(state=CopyState.FINISHED).values_list("number", flat=True)))
    if lost:
        named = "、".join(lost[:NAMED]) + (f" 等 {len(lost)} 件" if len(lost) > NAMED else "")
        raise CopiesMissing(
            f"留存檔 {named} 有分段不在存放處，這份備份不完整，未予保留。請確認存放處已掛載後再備份一次；"
            "確實遺失時，請先執行 manage.py evidence check。"
        )
