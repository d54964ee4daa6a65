from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from cameras import views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app_name = "cameras"

urlpatterns: list[URLPattern | URLResolver] = [
    path("cameras/", views.camera_list, name="list"),
    path("cameras/new/", views.new_camera, name="new"),
    path("cameras/import/", views.import_cameras, name="import"),
    path("cameras/import/template.<slug:kind>", views.template_of_cameras, name="template"),
    path("cameras/export.<slug:kind>", views.export_cameras, name="export"),
    path("cameras/recorders/new/", views.new_recorder, name="new-recorder"),
    path("cameras/recorders/<str:code>/retire/", views.retire_recorder, name="retire-recorder"),
    path("cameras/<str:code>/", views.camera, name="camera"),
    path("cameras/<str:code>/edit/", views.edit_camera, name="edit"),
    path("cameras/<str:code>/replace/", views.replace_camera, name="replace"),
    path("cameras/<str:code>/retire/", views.retire_camera, name="retire"),
]
