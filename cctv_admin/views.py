"""The home page (待辦), health, and the pages for what went wrong."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cctv_admin.home import home_of


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """待辦 of the signed-in person."""
    return render(request, "home.html", {"home": home_of(cast("User", request.user), timezone.now())})


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Say whether this process serves and its database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403"""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404"""
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500"""
    return render(request, "500.html", status=500)
