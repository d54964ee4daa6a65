"""誤製銷毀 (ruling 15): a copy made by mistake may go at once, by two people, but not the last of what cannot be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cameras.selectors import keys_of_lines, replacement_lines
from retention.choices import CopyKind
from retention.selectors import backed_up, covering, holds_in_force, losses
from retention.selectors.judging import keeps
from retention.services.copy_destruction.errors import ListError

if TYPE_CHECKING:
    import datetime as dt

    from retention.models import EvidenceCopy, Hold
    from retention.selectors.judging import Lines


def require_mistake(copy: EvidenceCopy, now: dt.datetime) -> None:
    """Raises ListError when a copy is all that is left of footage some hold keeps.

    The floor of invariant 1 is about recordings, not about copies: however young, this one may go.
    """
    if copy.kind == CopyKind.MASKED:
        return
    lines = replacement_lines()
    for hold in holds_in_force():
        if keeps(hold, copy, lines) and _is_gone(hold, now) and not _is_kept_elsewhere(hold, copy, lines):
            raise ListError(
                f"{copy.number} 是留存 {hold.pk} 僅存的影像，主機上的影像已屆覆蓋，無法重新製作，不能列為誤製。",
                field="copies",
            )


def _is_gone(hold: Hold, now: dt.datetime) -> bool:
    """Say whether some recorder has begun to overwrite what a hold keeps."""
    loss = losses([hold], now)[hold.pk]
    return loss is not None and loss.at <= now


def _is_kept_elsewhere(hold: Hold, copy: EvidenceCopy, lines: Lines) -> bool:
    """Say whether other finished copies keep all that this one keeps of a hold's footage."""
    start, end = max(hold.starts_at, copy.starts_at), min(hold.ends_at, copy.ends_at)
    held = keys_of_lines(hold.cameras.all(), lines) & {camera.pk for camera in copy.cameras.all()}
    made = backed_up(held, start, end)
    others = {key: [one for one in made.get(key, ()) if one.copy != copy.pk] for key in held}
    return all(covering(others[key], start, end) for key in held)
