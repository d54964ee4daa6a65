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
    path("cameras/<str:code>/", views.camera, name="camera"),
    path("coverage.json", views.coverage_json, name="coverage"),
    path("sources/", views.source_list, name="sources"),
    path("sources/new/", views.new_source, name="source-new"),
    path("sources/<int:source_id>/", views.source, name="source"),
    path("sources/<int:source_id>/propose/", views.propose, name="source-propose"),
    path("sources/<int:source_id>/confirm/", views.confirm, name="source-confirm"),
    path("sources/<int:source_id>/accept/", views.accept, name="source-accept"),
    path("sources/<int:source_id>/read-only/", views.end_deletion, name="source-read-only"),
    path("sources/<int:source_id>/retire/", views.retire, name="source-retire"),
    path("sources/<int:source_id>/folders/<int:row_id>/", views.map_folder, name="source-folder"),
    path("destructions/", views.destruction_list, name="destructions"),
    path("destructions/<int:destruction_id>/", views.destruction, name="destruction"),
    path("destructions/<int:destruction_id>.pdf", views.destruction_pdf, name="destruction-pdf"),
    path("destructions/<int:destruction_id>.txt", views.manifest_text, name="destruction-manifest"),
]
