from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from work import views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app_name = "work"

urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read-all"),
    path("notices/<int:notice_id>/open/", views.open_notice, name="open-notice"),
    path("holidays/", views.holidays, name="holidays-now"),
    path("holidays/<int:year>/", views.holidays, name="holidays"),
    path("holidays/<str:date>/remove/", views.remove_holiday, name="remove-holiday"),
]
