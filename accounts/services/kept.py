"""Typed text survives a session time-out (issue 3, house; ruling 5): kept encrypted, shown again, never executed.

Three acts of the middleware: keep what arrives without a session, show it to nobody else, forget it in time.
"""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib import messages

from accounts.fields import cipher
from accounts.rules import is_secret_field
from accounts.selectors.kept import KEPT, KEPT_SECONDS, Kept, kept_texts

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

LONGEST = 64 * 1024
MOST = 3
"""As many windows as people fill in at once; an older text makes room."""
IS_KEPT = "您登入逾時，填寫的內容已為您保留，請重新登入"
IS_LOST = "您登入逾時，請重新登入；填寫的內容未能保留"
FILES_GONE = "您登入逾時，請重新登入；檔案無法保留，請於登入後重新選擇"
NOTHING_TYPED = "您登入逾時，請重新登入"
STAYS_KEPT = "您填寫的內容尚未送出，已為您保留，請先完成本頁"
NOT_KEPT = "請先完成本頁；您填寫的內容或選擇的檔案未能保留"


def keep_typed(request: HttpRequest, account: int | None, now: dt.datetime) -> str:
    """Keep what a POST without a session brought for `account`, the last one signed in here; return the page to reopen.

    Only the fields of our own rooms' forms: allauth's carry means of sign-in. Nothing is kept for an unknown account.
    """
    fields = _typed_fields(request)
    if not fields:
        messages.warning(request, FILES_GONE if request.FILES else NOTHING_TYPED)
    elif account is None or not _keep(request, account, fields, now):
        messages.warning(request, IS_LOST)
    else:
        messages.warning(request, IS_KEPT)
        request.session.set_expiry(KEPT_SECONDS)
    return _page(request)


def keep_refused(request: HttpRequest, now: dt.datetime) -> str:
    """Keep the same of a POST by a signed-in person who must first do something else, for instance unlock the page."""
    fields = _typed_fields(request)
    is_kept = bool(fields) and _keep(request, request.user.pk or 0, fields, now)
    if is_kept or fields or request.FILES:
        messages.warning(request, STAYS_KEPT if is_kept else NOT_KEPT)
    return _page(request)


def _typed_fields(request: HttpRequest) -> dict[str, list[str]]:
    fields = {name: values for name, values in _fields(request).items() if not is_secret_field(name)}
    return fields if any(map(any, fields.values())) else {}


def _fields(request: HttpRequest) -> dict[str, list[str]]:
    match = request.resolver_match
    return dict(request.POST.lists()) if match is not None and match.namespaces else {}


def _keep(request: HttpRequest, account: int, fields: dict[str, list[str]], now: dt.datetime) -> bool:
    files = [file.name or "" for _, sent in request.FILES.lists() for file in sent]
    kept = Kept(account, request.path, fields, files)
    text = json.dumps(dataclasses.asdict(kept), ensure_ascii=False).encode()
    if len(text) > LONGEST:
        return False
    token = cipher().encrypt_at_time(text, int(now.timestamp())).decode("ascii")
    others = [sealed for sealed, other in kept_texts(request, now) if other.path != request.path]
    request.session[KEPT] = [token, *others][:MOST]
    return True


def _page(request: HttpRequest) -> str:
    """The page the form stood on: a form may post to an address that has no page of its own."""
    origin = urlsplit(request.headers.get("referer", ""))
    if origin.netloc == request.get_host() and origin.path:
        return f"{origin.path}?{origin.query}" if origin.query else origin.path
    return request.get_full_path()


def settle_kept(request: HttpRequest, now: dt.datetime) -> None:
    """Destroy what the signed-in person did not type, what has been posted by now, and what is too old."""
    if KEPT not in request.session:
        return
    is_sent = request.path if request.method == "POST" and not getattr(request, "was_refused", False) else None
    staying = [
        token for token, kept in kept_texts(request, now) if kept.account == request.user.pk and kept.path != is_sent
    ]
    if staying != request.session[KEPT]:
        request.session[KEPT] = staying
    if not staying:
        del request.session[KEPT]


def forget_kept(request: HttpRequest) -> None:
    """Destroy everything kept: somebody signed out here."""
    request.session.pop(KEPT, None)
