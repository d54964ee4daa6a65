"""Page: one copy — what it is, what is in it, who had it in hands, what may be done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRefresh

from ledger.selectors import entries_about
from ledger.services import sentence
from retention import policies
from retention.choices import CopyKind, CopyState, ReadingKind
from retention.selectors import may_be_given_up
from retention.services.copies import job_kind
from retention.views.copies.gates import shown_copy
from retention.views.copy_ends import copy_end
from retention.views.holds import Act
from work.models import Job

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from retention.models import EvidenceCopy
    from retention.selectors import ShownCopy

FILES = 200
READINGS = 20
ENDING = (CopyState.FINISHED, CopyState.DESTROYING, CopyState.DESTROYED)
"""From when on a copy has an end to speak of."""


@require_GET
def copy_page(request: HttpRequest, number: str) -> HttpResponse:
    """One copy. While it is being made the page asks every few seconds, and opens anew once the state changes."""
    shown, user, now = shown_copy(request, number)
    copy = shown.copy
    if request.headers.get("HX-Request") and request.GET.get("was") not in {None, copy.state}:
        return HttpResponseClientRefresh()
    audits, offset = policies.audits_copies(user, now), dt.timedelta(seconds=copy.clock_offset_seconds)
    context = {
        "shown": shown,
        "copy": copy,
        "job": _job(copy) if shown.is_coming else None,
        "files": copy.files.select_related("camera")[:FILES] if shown.is_known else (),
        "files_in_all": copy.files.count(),
        "masked": copy.masked.order_by("number") if shown.is_known else (),
        "readings": copy.readings.all()[:READINGS] if shown.is_known else (),
        "shows_custody": shown.is_known or audits,
        "custody": [{"at": each.at, "text": sentence(each)} for each in entries_about(str(copy))],
        "recorder_from": copy.starts_at + offset,
        "recorder_until": copy.ends_at + offset,
        "parts": copy.parts.count(),
        "acts": acts_on(shown, user, now),
        "end": copy_end(copy, user, now) if copy.state in ENDING else None,
        "now": now,
    }
    return render(request, "retention/copy.html", context)


def _job(copy: EvidenceCopy) -> Job | None:
    return Job.objects.filter(kind=job_kind(copy), finished_at=None).first()


def acts_on(shown: ShownCopy, user: User, now: dt.datetime) -> list[Act]:
    """Return what `user` may do with a copy now; the services ask again."""
    if not shown.is_known:
        return []
    makes = policies.makes_copies(user, shown.copy.hold, now) is not None
    reads = _readings(shown.copy) if shown.is_usable and shown.is_file else []
    return reads + (_makings(shown, user) if makes else [])


def _link(copy: EvidenceCopy, label: str, name: str, *, is_main: bool = False, query: str = "") -> Act:
    return Act(label, reverse(f"retention:{name}", args=[copy.number]) + query, is_main)


def _readings(copy: EvidenceCopy) -> list[Act]:
    download = _link(copy, "下載", "copy-open", query=f"?kind={ReadingKind.DOWNLOADED}")
    if not copy.files.filter(content_type__startswith="video/").exists():
        return [download]
    return [_link(copy, "播放", "copy-open", query=f"?kind={ReadingKind.PLAYED}", is_main=True), download]


def _makings(shown: ShownCopy, user: User) -> list[Act]:
    copy, acts = shown.copy, list[Act]()
    if shown.takes_parts and copy.made_account == user.username:
        acts.append(_link(copy, "繼續上傳" if shown.parts else "選擇檔案上傳", "copy-upload", is_main=True))
    if shown.is_usable and copy.kind == CopyKind.ORIGINAL and not copy.hold.released_at:
        url = reverse("retention:hold-copy-upload", args=[copy.hold_id])
        acts.append(Act("製作遮蔽版", f"{url}?original={copy.number}"))
    if shown.is_usable and not shown.is_file:
        acts.append(_link(copy, "移動媒體", "copy-move"))
    if may_be_given_up(copy):
        acts.append(_link(copy, "放棄", "copy-give-up"))
    return acts
