"""What somebody typed, kept on the page that says the server failed: neither database nor session is asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import RawPostDataException, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token

from accounts.rules import is_secret_field

if TYPE_CHECKING:
    from django.http import HttpRequest

LARGEST = 2 * 1024 * 1024
"""A form of text is smaller; what comes as a large file is not read here."""
SHOWN_FROM = 6
"""Shorter values are choices and keys; people look for their sentences."""
UNREADABLE = (BadRequest, SuspiciousOperation, RawPostDataException, UnreadablePostError, MultiPartParserError)


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form as they were sent, what of them is text, and how to send them again.

    `again` is empty where a file came along, which nobody but the sender still has. Sending twice does no harm: every act
    asks whether it is done already.
    """

    fields: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    again: str
    token: str


def typed_in(request: HttpRequest) -> Typed | None:
    """Return what the form of a failed request brought; None when it brought none, or one of signing in."""
    match = request.resolver_match
    if request.method != "POST" or match is None or not match.namespaces or _length(request) > LARGEST:
        return None
    try:
        sent, has_files = list(request.POST.lists()), bool(request.FILES)
    except UNREADABLE:
        return None
    fields = tuple((name, value) for name, values in sent for value in values if not is_secret_field(name))
    texts = tuple(value for _, value in fields if len(value) >= SHOWN_FROM and not value.isascii())
    if not any(value for _, value in fields):
        return None
    return Typed(fields, texts, "" if has_files else request.get_full_path(), get_token(request))


def _length(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else 0
