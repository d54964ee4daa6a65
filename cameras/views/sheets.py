"""Pages: 攝影機清冊 out to a spreadsheet and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import in_words
from cameras import services
from cameras.forms import CameraRow, camera_facts
from cameras.models import Camera, Place
from cameras.views.gates import gate
from files.views import sheet_response
from ledger import services as ledger
from ledger.choices import Verb
from work.views import Importing, import_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from work.forms import Line

TITLE = "攝影機清冊"


def _facts() -> list[dict[str, Any]]:
    return [camera_facts(camera) for camera in Camera.objects.select_related("place", "recorder")]


@require_http_methods(["GET", "POST"])
def import_cameras(request: HttpRequest) -> HttpResponse:
    """匯入: check a sheet of cameras, show what it would do, do it."""
    user, now = gate(request, edits=True)
    actor = in_words(user, now)

    def act(row: Mapping[str, Any]) -> None:
        services.write_camera(row=row, actor=actor, now=now)

    importing = Importing(
        title="匯入攝影機",
        unit="支",
        row_form=CameraRow,
        register=lambda: {CameraRow.key_of(facts): facts for facts in _facts()},
        act=act,
        refusal=services.CameraError,
        back_url=reverse("cameras:list"),
        back="攝影機",
        template_route="cameras:template",
        export_route="cameras:export",
        remarks=_new_places,
    )
    return import_page(request, importing, now)


def _new_places(lines: Sequence[Line]) -> list[str]:
    """A place that is written differently is a new one: say so."""
    known = set(Place.objects.values_list("name", flat=True))
    new = dict.fromkeys(line.facts["place"] for line in lines if line.is_act and line.facts["place"] not in known)
    return [f"將新增地點：{'、'.join(new)}"] if new else []


@require_GET
def export_cameras(request: HttpRequest, kind: str) -> HttpResponse:
    """匯出: every camera, retired ones too, as ods or csv."""
    user, now = gate(request)
    rows = [CameraRow.cells(facts) for facts in _facts()]
    answer = sheet_response(TITLE, CameraRow.headings(), rows, kind)
    ledger.append_reading(verb=Verb.CAMERAS_EXPORTED, actor=in_words(user, now), subject=TITLE, now=now)
    return answer


@require_GET
def template_of_cameras(request: HttpRequest, kind: str) -> HttpResponse:
    """範本: the headings alone."""
    gate(request, edits=True)
    return sheet_response("攝影機匯入範本", CameraRow.headings(), [], kind)
