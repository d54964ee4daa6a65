"""The plain bytes of an opened copy: ranges for a player, whole files, all of a folder copy as one .zip.

Every request asks for the reading anew. Nothing is written anywhere; a part that is not what was taken in ends the answer
in the middle, so that no one takes what came for the whole.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from printing.rules import TAIPEI
from retention.choices import ReadingKind, Refusal
from retention.rules import OTHER, WrongRange, byte_range
from retention.services.copies import CopyRefused, plain_range, reading_of, record_refusal
from retention.storage import PartBroken
from retention.views.copies.gates import known_copy
from retention.views.copies.opening import closed

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from retention.models import CopyFile, EvidenceCopy

WHOLE, PARTLY, NO_SUCH_RANGE = 200, 206, 416
BROKEN = "這份留存檔的內容與完成時不符，已停止讀取並通知系統管理人員；請勿覆蓋原始影像。"


@require_safe
def copy_bytes(request: HttpRequest, number: str, token: uuid.UUID, position: int) -> HttpResponseBase:
    """Return one file of a copy, or the one range that was asked for."""
    shown, user, now = known_copy(request, number)
    copy = shown.copy
    try:
        reading = reading_of(token, copy, user, now)
    except CopyRefused as refusal:
        return closed(request, copy, refusal)
    file = get_object_or_404(copy.files, position=position)
    is_played = reading.kind == ReadingKind.PLAYED
    if is_played and not file.content_type.startswith("video/"):
        raise Http404
    asked = _range_asked(request, file)
    try:
        first, last = byte_range(asked, file.size) if asked else (0, file.size - 1)
    except WrongRange:
        record_refusal(copy, Refusal.WRONG_RANGE, user, now)
        return HttpResponse(status=NO_SUCH_RANGE, headers={"Content-Range": f"bytes */{file.size}"})
    try:
        response = _answer(request, copy, file, (first, last), now)
    except (PartBroken, ValueError):
        return closed(request, copy, CopyRefused(BROKEN, Refusal.DAMAGED))
    response.headers["Content-Type"] = file.content_type if is_played else OTHER
    response.headers["Content-Disposition"] = _named(_plain_name(file), as_attachment=not is_played)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = f'"{file.sha256}"'
    response.headers["Content-Length"] = str(last - first + 1)
    if asked:
        response.status_code = PARTLY
        response.headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    return response


def _range_asked(request: HttpRequest, file: CopyFile) -> str:
    """Return the range, unless it was asked for of something else than this file (RFC 9110, 13.1.5)."""
    condition = request.headers.get("If-Range", "")
    return "" if condition and condition != f'"{file.sha256}"' else request.headers.get("Range", "")


def _answer(
    request: HttpRequest, copy: EvidenceCopy, file: CopyFile, wanted: tuple[int, int], now: dt.datetime
) -> HttpResponse | StreamingHttpResponse:
    """Return the answer with its first bytes read already: what is broken at once is said, not begun. Raises PartBroken."""
    first, last = wanted
    if request.method == "HEAD" or last < first:
        return HttpResponse()
    body = plain_range(copy, file, first, last, now)
    return StreamingHttpResponse(_from(next(body), body))


def _from(head: bytes, body: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from body


@require_GET
def copy_zip(request: HttpRequest, number: str, token: uuid.UUID) -> HttpResponseBase:
    """Return all files of a copy that was opened for download as one .zip, stored as they are."""
    shown, user, now = known_copy(request, number)
    copy = shown.copy
    try:
        reading = reading_of(token, copy, user, now)
    except CopyRefused as refusal:
        return closed(request, copy, refusal)
    if reading.kind != ReadingKind.DOWNLOADED:
        raise Http404
    response = StreamingHttpResponse(zipped(copy, now), content_type="application/zip")
    response.headers["Content-Disposition"] = _named(f"{copy.number}.zip", as_attachment=True)
    return response


class _Sink:
    """Where zipfile writes to: it cannot be sought in, and gives away what it got."""

    def __init__(self) -> None:
        self._got: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """Keep what comes."""
        self._got.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        got, self._got = b"".join(self._got), []
        return got


def zipped(copy: EvidenceCopy, now: dt.datetime) -> Iterator[bytes]:
    """Yield a .zip of all files of a copy as it grows. Raises PartBroken in the middle."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for file in copy.files.order_by("position"):
            with archive.open(_entry(file), "w", force_zip64=True) as member:
                for piece in plain_range(copy, file, 0, file.size - 1, now) if file.size else ():
                    member.write(piece)
                    yield sink.taken()
    yield sink.taken()


def _entry(file: CopyFile) -> zipfile.ZipInfo:
    """Return a file's entry: its path below the folder of recordings, and when it begins by the recorder's clock."""
    entry = zipfile.ZipInfo(file.name.lstrip("/"))
    if file.starts_at:
        entry.date_time = file.starts_at.astimezone(TAIPEI).timetuple()[:6]
    return entry


def _plain_name(file: CopyFile) -> str:
    """Return the name a downloaded file gets: its path in a folder of recordings, in one word."""
    return file.name.replace("/", "_")


def _named(name: str, *, as_attachment: bool) -> str:
    return content_disposition_header(as_attachment=as_attachment, filename=name) or "attachment"
