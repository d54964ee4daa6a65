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
    path("holds/", views.hold_list, name="holds"),
    path("holds/emergency/", views.keep_in_emergency, name="emergency"),
    path("holds/legal/", views.propose_legal_hold, name="legal-new"),
    path("holds/<int:hold_id>/", views.hold, name="hold"),
    path("holds/<int:hold_id>/confirm/", views.confirm_hold, name="hold-confirm"),
    path("holds/<int:hold_id>/release/", views.release_hold, name="hold-release"),
    path("holds/<int:hold_id>/legal/", views.propose_for_hold, name="hold-legal"),
    path("holds/<int:hold_id>/review/", views.review_hold, name="hold-review"),
    path("proposals/<int:proposal_id>/", views.proposal, name="proposal"),
    path("backups/", views.backup_list, name="backups"),
    path("backups/<int:task_id>/close/", views.close_backup, name="backup-close"),
]
