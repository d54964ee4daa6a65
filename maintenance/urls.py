from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, re_path

from maintenance import views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app_name = "maintenance"

urlpatterns: list[URLPattern | URLResolver] = [
    path("appendix-2.pdf", views.appendix_2, name="appendix-2"),
    path("faults/", views.fault_list, name="fault-list"),
    path("faults/new/", views.choose_camera, name="fault-new"),
    path("faults/new/<str:code>/", views.new_fault, name="fault-new-camera"),
    path("faults/<str:number>/", views.fault, name="fault"),
    path("faults/<str:number>/confirm/", views.confirm_fault, name="fault-confirm"),
    path("faults/<str:number>/dismiss/", views.dismiss_fault, name="fault-dismiss"),
    path("inspections/", views.inspection_list, name="inspection-list"),
    path("inspections/new/", views.new_inspection, name="inspection-new"),
    path("inspections/<int:inspection_id>/", views.inspection, name="inspection"),
]

sticker_urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^[cC]/(?P<token>[0-9A-Za-z]{8,16})/$", views.sticker, name="sticker"),
]
"""What a QR code leads to: upper-case addresses make a smaller code, so both cases are read."""
