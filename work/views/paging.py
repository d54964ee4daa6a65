"""A long list page by page, newest first, by key: no page costs more than another, and nothing is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class KeyedPage(Generic[Row]):
    """Some rows, and the addresses of their neighbours as `components/pager.html` wants them, empty where the list ends."""

    rows: list[Row]
    newer_url: str
    older_url: str


def page_by_key(request: HttpRequest, rows: QuerySet[Row], size: int, **said: str) -> KeyedPage[Row]:
    """Return the page of `rows` that `?before=` or `?after=` asks for, else the newest; `said` goes into every address."""
    after, before = (_key(request, name) for name in ("after", "before"))
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        shown, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        found = list((rows if before is None else rows.filter(pk__lt=before)).order_by("-pk")[: size + 1])
        shown, has_newer, has_older = found[:size], before is not None, len(found) > size
    return KeyedPage(
        shown,
        _address(said, after=shown[0]) if shown and has_newer else "",
        _address(said, before=shown[-1]) if shown and has_older else "",
    )


def _key(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() else None


def _address(said: dict[str, str], **neighbour: Model) -> str:
    words = {name: word for name, word in said.items() if word} | {name: str(row.pk) for name, row in neighbour.items()}
    return f"?{urlencode(words)}"
