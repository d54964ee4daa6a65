"""Page and answers: a file comes in part by part (house, "Evidence copies"); the script is static/js/upload.js."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from retention import rules
from retention.choices import Refusal
from retention.services.copies import (
    LARGEST,
    LARGEST_IN_ONE_FIELD,
    CopyBusy,
    CopyError,
    CopyRefused,
    announce_file,
    receive_part,
    received,
)
from retention.services.copies.opening import NO_ROOM
from retention.views.copies.gates import known_copy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from retention.selectors import ShownCopy
    from retention.services.copies import Received

AGAIN_AFTER = 2
CONFLICT, TOO_EARLY, FULL, BAD, FORBIDDEN = 409, 503, 507, 422, 403


@require_http_methods(["GET", "POST"])
def upload_page(request: HttpRequest, number: str) -> HttpResponse:
    """Choose the file, see how far it is. A POST says which file it is: name and size; the answer, which parts are there."""
    shown, user, now = known_copy(request, number)
    if request.method == "POST":
        name, size = request.POST.get("name", ""), request.POST.get("size", "")
        try:
            found = announce_file(
                copy_id=shown.copy.pk, name=name, size=int(size) if size.isdecimal() else 0, user=user, now=now
            )
        except CopyError as error:
            return refused(error)
        return told(found)
    if not shown.takes_parts or shown.copy.made_account != user.username:
        return redirect("retention:copy", number)
    return render(request, "retention/upload.html", upload_context(shown))


def upload_context(shown: ShownCopy) -> dict[str, object]:
    """Return what the page of an upload and its script need to know."""
    return {
        "shown": shown,
        "copy": shown.copy,
        "received": received(shown.copy),
        "part_bytes": rules.PART_BYTES,
        "largest": LARGEST,
        "largest_in_one_field": LARGEST_IN_ONE_FIELD,
    }


@require_http_methods(["PUT"])
def take_part(request: HttpRequest, number: str, part: int) -> HttpResponse:
    """Take one part of an upload in. No more is read than the part may have; a longer one is refused unread."""
    shown, user, now = known_copy(request, number)
    try:
        plain = _body(request, rules.part_length(shown.copy.declared_size, part))
        found = receive_part(copy_id=shown.copy.pk, number=part, plain=plain, user=user, now=now)
    except CopyError as error:
        return refused(error)
    return told(found)


def _body(request: HttpRequest, length: int) -> bytes:
    """Return the body, as far as one byte more than it may have; nothing of one that says it is longer."""
    said = request.headers.get("Content-Length", "")
    if length < 0 or not said.isdecimal() or int(said) > length:
        return b""
    return request.read(length + 1)


def told(found: Received) -> JsonResponse:
    """Return which parts are there."""
    return JsonResponse({"received": found.numbers, "total": found.total})


def refused(error: CopyError) -> JsonResponse:
    """Return a refusal as the script reads it: a sentence, and a status that says whether to try again."""
    answer = JsonResponse({"error": str(error)}, status=status_of(error), json_dumps_params={"ensure_ascii": False})
    if isinstance(error, CopyBusy):
        answer["Retry-After"] = str(AGAIN_AFTER)
    return answer


def status_of(error: CopyError) -> int:
    """Return the status that fits a refusal."""
    if isinstance(error, CopyBusy):
        return TOO_EARLY
    if isinstance(error, CopyRefused):
        return FORBIDDEN if error.refusal == Refusal.NOT_ALLOWED else CONFLICT
    return FULL if str(error) == NO_ROOM else BAD
