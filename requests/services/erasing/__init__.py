"""伍、五: after its term the personal data of a case goes, by two people; number, dates, decision and chain stay."""

from __future__ import annotations

from requests.services.erasing.acts import (
    CONFIRM,
    ErasureRefused,
    NotYoursToErase,
    confirm_erasure,
    drop_erasure,
    propose_erasure,
)

__all__ = ["CONFIRM", "ErasureRefused", "NotYoursToErase", "confirm_erasure", "drop_erasure", "propose_erasure"]
