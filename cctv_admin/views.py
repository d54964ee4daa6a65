"""The home page (待辦), health, and the pages for what went wrong."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cctv_admin.health import health_at
from cctv_admin.home import home_of
from cctv_admin.style_guide import samples
from cctv_admin.typed import typed_in
from cctv_admin.uploads import FormTooLong
from requests.views.desk import desk_on


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """待辦 of the signed-in person."""
    return render(request, "home.html", {"home": home_of(desk_on(request))})


@login_not_required
@never_cache
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Say whether people can work here (200, else 503), and what somebody should look at; `?live` asks this process alone."""
    if "live" in request.GET:
        return JsonResponse({"status": "ok"})
    found = health_at(timezone.now())
    said = {"status": found.status, "failures": found.failures, "warnings": found.warnings}
    return JsonResponse(said, status=503 if found.failures else 200, json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the product on its home screen; there is no service worker (ux.md §6)."""
    sizes = (192, 512)
    icons = [{"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in sizes]
    content = {
        "name": "監視錄影系統管理",
        "short_name": "監視錄影",
        "lang": "zh-Hant-TW",
        "start_url": "/",
        "display": "browser",
        "background_color": "#f4f6f6",
        "theme_color": "#0f5260",
        "icons": [{"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"}, *icons],
    }
    return JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_GET
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build; a school's installation does not have it."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "dev/style_guide.html", samples(request.GET))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that what was sent is too long for any form (413), or that it is no form of ours (400)."""
    if isinstance(exception, FormTooLong):
        return HttpResponse(render_to_string("413.html"), status=413)
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not for this person, and whom to ask (403)."""
    request.is_refusal = True  # type: ignore[attr-defined] # the masthead then counts nothing
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page for this person (404)."""
    request.is_refusal = True  # type: ignore[attr-defined]
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Say that it was our fault (500). Asks neither the database nor the session: one of them may be the fault.

    What a form brought stands on the page, to be sent again from there.
    """
    return HttpResponse(render_to_string("500.html", {"typed": typed_in(request)}), status=500)
