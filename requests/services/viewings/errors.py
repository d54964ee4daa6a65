"""Why a viewing does not happen so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from requests.services.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User


class ViewingRefused(ReviewError):
    """The viewing cannot be so; the sentence says why, `field` which form field it belongs to."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class NotAnEscort(PermissionDenied):
    """伍、四: school staff accompany, never the applicant."""

    def __init__(self) -> None:
        super().__init__("調閱須由辦理調閱的人員陪同，申請人不得自行陪同。")


class CannotAccompany(ViewingRefused):
    """Somebody named beside the escort is a party, or may not know of the case."""

    def __init__(self, people: Iterable[User]) -> None:
        names = "、".join(one.name for one in people)
        super().__init__(f"{names}不能陪同本案：申請人、當事人及須迴避者不得陪同，限制案限得閱覽人員。", field="others")
