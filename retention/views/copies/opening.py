"""Pages: open a copy — who, why, proof of person — and then see it, or take it away (rulings 5, 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.forms import ProofForm
from accounts.selectors import typed
from accounts.services.proof import NotProven, prove
from retention.choices import ReadingKind, ReadingPurpose, Refusal
from retention.forms import OpenForm
from retention.policies import is_being_viewed
from retention.services.copies import CopyError, CopyRefused, open_reading, reading_of
from retention.views.copies.gates import known_copy
from retention.views.doing import proof_minutes

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from retention.models import CopyReading, EvidenceCopy

AT_ONCE = 100
GONE, FORBIDDEN = 410, 403
WORDS = {ReadingKind.PLAYED: ("播放", "開始播放"), ReadingKind.DOWNLOADED: ("下載", "開啟下載")}


@require_http_methods(["GET", "POST"])
def open_copy(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why, prove the person, and open: the entry comes before the first byte."""
    shown, user, now = known_copy(request, number)
    asked = request.GET.get("kind", "")
    kind = ReadingKind(asked) if asked in ReadingKind.values else ReadingKind.PLAYED
    purpose = ReadingPurpose.VIEWING if is_being_viewed(shown.copy, user, now) else ReadingPurpose.MAKING
    form = OpenForm(typed(request, now), initial={"kind": kind, "purpose": purpose})
    proof = ProofForm(request=request, minutes=proof_minutes(now), now=now)
    reading = _opened(request, form, proof, shown.copy, user, now) if request.method == "POST" else None
    if reading:
        return redirect("retention:copy-reading", number, reading.token)
    if form.is_bound and form["kind"].value() in ReadingKind.values:
        kind = ReadingKind(form["kind"].value())
    word, button = WORDS[kind]
    context = {"copy": shown.copy, "form": form, "proof": proof, "word": word, "button": button}
    bad = bool(form.errors or proof.errors)
    return render(request, "retention/open_copy.html", context, status=422 if bad else 200)


def _opened(
    request: HttpRequest, form: OpenForm, proof: ProofForm, copy: EvidenceCopy, user: User, now: dt.datetime
) -> CopyReading | None:
    """Return the reading that was opened; a refusal stands beside its field."""
    if not form.is_valid():
        return None
    data = form.cleaned_data
    kind, purpose = ReadingKind(data["kind"]), ReadingPurpose(data["purpose"])
    try:
        prove(request, proof, now)
        return open_reading(copy_id=copy.pk, kind=kind, purpose=purpose, reason=data["reason"], user=user, now=now)
    except NotProven as refusal:
        proof.add_error(refusal.field, str(refusal))
    except CopyError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return None


@require_GET
def reading_page(request: HttpRequest, number: str, token: uuid.UUID) -> HttpResponse:
    """See an opened copy, file by file, or fetch it."""
    shown, user, now = known_copy(request, number)
    copy = shown.copy
    try:
        reading = reading_of(token, copy, user, now)
    except CopyRefused as refusal:
        return closed(request, copy, refusal)
    files = copy.files.select_related("camera")
    is_played = reading.kind == ReadingKind.PLAYED
    if is_played:
        files = files.filter(content_type__startswith="video/")
    positions = list(files.values_list("position", flat=True))
    asked = request.GET.get("file", "")
    current = (
        get_object_or_404(files, position=int(asked) if asked.isdecimal() else positions[0]) if positions else None
    )
    place = positions.index(current.position) if current else 0
    first = place - place % AT_ONCE
    context = {
        "copy": copy,
        "reading": reading,
        "is_played": is_played,
        "files": files[first : first + AT_ONCE],
        "current": current,
        "total": len(positions),
        "before": positions[place - 1] if place else None,
        "after": positions[place + 1] if place + 1 < len(positions) else None,
        "earlier": positions[first - AT_ONCE] if first else None,
        "later": positions[first + AT_ONCE] if first + AT_ONCE < len(positions) else None,
        "bytes_url": reverse("retention:copy-bytes", args=[number, token, current.position]) if current else "",
        "now": now,
    }
    return render(request, "retention/reading.html", context)


def closed(request: HttpRequest, copy: EvidenceCopy, refusal: CopyRefused) -> HttpResponse:
    """Say why a reading is over, and how to open the copy anew."""
    status = FORBIDDEN if refusal.refusal == Refusal.NOT_ALLOWED else GONE
    return render(request, "retention/reading_over.html", {"copy": copy, "said": str(refusal)}, status=status)
