from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from retention import views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app_name = "retention"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("hand-checks/new/", views.new_hand_check, name="hand-check-new"),
]
