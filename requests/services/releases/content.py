"""What is handed over, to whom, and what every act on a release does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from requests.models import CopyRelease
from requests.services.errors import ReviewError
from requests.services.records import locked

if TYPE_CHECKING:
    from requests.choices import ReleaseManner
    from requests.models import ReviewRequest
    from retention.choices import MediumKind


class ReleaseRefused(ReviewError):
    """The act on a release is refused; the sentence says why, `field` which form field it belongs to."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What travels: made of which of the school's copies, on which labelled medium, how. The password itself is never kept.

    `beyond` is why it shows more than was granted, where it does.
    """

    copy_id: int
    medium_kind: MediumKind
    medium_label: str
    manner: ReleaseManner
    is_encrypted: bool = False
    password_told: str = ""
    beyond: str = ""


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Who receives it; an officer shows his 服務證. `postal_number` of what was sent."""

    name: str
    unit: str = ""
    badge: str = ""
    postal_number: str = ""


def locked_release(release_id: int) -> tuple[ReviewRequest, CopyRelease]:
    """Return the case and the release, both rows locked, the case first."""
    case = locked(CopyRelease.objects.values_list("review_request_id", flat=True).get(pk=release_id))
    rows = CopyRelease.objects.select_for_update(of=("self",), no_key=True).select_related("copy")
    return case, rows.get(pk=release_id)


def medium_in_words(release: CopyRelease) -> str:
    """Return for instance 隨身碟 總務-115-07（已加密）."""
    return f"{release.get_medium_kind_display()} {release.medium_label}" + (
        "（已加密）" if release.is_encrypted else ""
    )
