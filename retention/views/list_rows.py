"""銷毀清冊 as the lines of a list: each is made ready once, so that its template only says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.templatetags.roc import roc_moment
from retention.choices import ListKind, ListState
from retention.views.drawn import drawn
from work.views import address, filled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from retention.selectors.lists import CountedList

NONE = "—"


def list_rows(lists: Iterable[CountedList]) -> list[SafeString]:
    """Return lists, each with how much is on it, as lines."""
    return [
        filled(
            "retention/_copy_list_row.html",
            url=address("retention:copy-list", row.pk), name=str(row), at=roc_moment(row.opened_at),
            kind=ListKind(row.kind).label, total=row.total, done=row.done,
            executor=row.executor or NONE, witness=row.witness or NONE, tag=_tag(row),
        )
        for row in lists
    ]  # fmt: skip


def _tag(row: CountedList) -> SafeString:
    label = str(ListState(row.state).label)
    return drawn("retention/_copy_list_tag.html", state=row.state, label=label, left=bool(row.left))
