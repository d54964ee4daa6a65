"""What was typed before a session timed out (docs/decisions/0010-kept-text.md). `typed` is what every form is bound to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.http import QueryDict

from accounts.fields import cipher

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

KEPT = "kept_text"
"""Where the sealed texts stand in a session, newest first."""
KEPT_SECONDS = 30 * 60
STILL_UNSENT = "以下是登入逾時前填寫的內容，尚未送出，請確認後再送出"
FILES_AGAIN = "檔案無法保留，請重新選擇：{files}"


@dataclass(frozen=True)
class Kept:
    """One form as it was posted: by which account, to which path, its fields, and the names of its files."""

    account: int
    path: str
    fields: dict[str, list[str]]
    files: list[str]


def kept_texts(request: HttpRequest, now: dt.datetime) -> list[tuple[str, Kept]]:
    """Return what the session keeps and is not older than 30 minutes: each sealed text and what it says."""
    found = ((token, _opened(token, now)) for token in request.session.get(KEPT, ()))
    return [(token, kept) for token, kept in found if kept]


def _opened(token: str, now: dt.datetime) -> Kept | None:
    try:
        text = cipher().decrypt_at_time(token.encode("ascii"), ttl=KEPT_SECONDS, current_time=int(now.timestamp()))
    except InvalidToken:
        return None
    return Kept(**json.loads(text))


def typed(request: HttpRequest, now: dt.datetime) -> QueryDict | None:
    """Return what the form of this page is bound to: what is posted now, else what was typed before a time-out.

    Bound is not sent: a view acts on `request.method == "POST"` only.
    """
    if request.method == "POST":
        return request.POST or None
    return typed_for(request, request.path, now)


def typed_for(request: HttpRequest, path: str, now: dt.datetime) -> QueryDict | None:
    """Return the same for a form of this page that posts to another `path`; what is posted now is not its."""
    if request.method == "POST":
        return None
    own = (kept for _, kept in kept_texts(request, now) if kept.account == request.user.pk)
    found = next((kept for kept in own if kept.path == path), None)
    if found is None:
        return None
    messages.warning(request, STILL_UNSENT)
    if found.files:
        messages.warning(request, FILES_AGAIN.format(files="、".join(found.files)))
    data = QueryDict(mutable=True)
    for name, values in found.fields.items():
        data.setlist(name, values)
    return data
