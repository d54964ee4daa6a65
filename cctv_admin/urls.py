"""Every address of the product; each room owns its own."""

from __future__ import annotations

from django.urls import include, path

from cctv_admin import help_views, views
from maintenance.urls import sticker_urlpatterns
from requests.urls import open_urlpatterns

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("dev/ui/", views.style_guide, name="style_guide"),
    path("help/", help_views.manual, name="help"),
    path("help/cards/<slug:role>.pdf", help_views.card, name="help-card"),
    path("help/certificate/", help_views.certificate, name="help-certificate"),
    path("help/certificate/authority.crt", help_views.authority, name="help-authority"),
    path("help/<slug:slug>/", help_views.manual_page, name="help-page"),
    path("accounts/", include("accounts.urls")),
    path("requests/", include("requests.urls")),
    path("maintenance/", include("maintenance.urls")),
    path("", include(sticker_urlpatterns)),
    path("", include(open_urlpatterns)),
    path("", include("cameras.urls")),
    path("retention/", include("retention.urls")),
    path("", include("work.urls")),
    path("", include("reports.urls")),
]

handler400 = "cctv_admin.views.bad_request"
handler403 = "cctv_admin.views.forbidden"
handler404 = "cctv_admin.views.not_found"
handler500 = "cctv_admin.views.server_error"
