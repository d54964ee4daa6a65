"""Copies handed over: from which of the school's copies, what is owed of a release, what the register says (rulings 11, 22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from printing.rules import short_date
from requests.choices import Asker
from retention.choices import CopyKind, CopyMedium, CopyState
from retention.selectors import copies_of_case

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from requests.models import CopyRelease, ReviewRequest
    from retention.models import EvidenceCopy

MADE = (CopyState.FINISHED, CopyState.DESTROYING, CopyState.DESTROYED)


def copies_to_hand_over(case: ReviewRequest) -> QuerySet[EvidenceCopy]:
    """Return the sound copies of `case` something may be made of to hand over.

    A public body gets what was recorded or a masked version; everybody else a masked version only (ruling 9).
    """
    sound = copies_of_case(case.draft_key).filter(state=CopyState.FINISHED, damaged_at=None)
    return sound if case.asker == Asker.AGENCY else sound.filter(kind=CopyKind.MASKED)


def files_of_copy(copy: EvidenceCopy) -> list[dict[str, object]]:
    """Return the list that travels along: name, size and SHA-256 of each file; empty of a medium in the safe."""
    if copy.medium == CopyMedium.MEDIUM:
        return []
    return [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in copy.files.order_by("position")]


def receipts_of(case: ReviewRequest) -> Q:
    """Return which stored files are signatures and receipts of the case's releases."""
    return Q(pk__in=case.releases.values("signature")) | Q(pk__in=case.releases.values("receipt"))


def is_handed_over(case: ReviewRequest) -> bool:
    """Say whether a copy of the case was handed to somebody."""
    return case.releases.exclude(handed_at=None).exists()


def unfinished_releases(case: ReviewRequest) -> list[str]:
    """Return what of the releases hinders 結案, in words."""
    rows = list(case.releases.order_by("order"))
    said = [f"交付 {one.order} 已備妥而尚未交付，請交付或取消。" for one in rows if one.is_open]
    return said + [f"交付 {one.order} 的簽收單尚未存入。" for one in rows if one.owes_receipt]


def handed_in_words(release: CopyRelease) -> str:
    """Return to whom and when a copy was handed over, and how it ended, for 留存檔／交付 of the register."""
    when = short_date(release.handed_at) if release.handed_at else ""
    end = f"（{release.get_end_display()}）" if release.end else ""
    return " ".join(filter(None, (when, "交付", release.receiver_unit or release.receiver_name))) + end
