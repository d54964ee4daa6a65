"""Change lists of the rows the product's lists show: as many a page, columns as near as they come, joined at once."""

from __future__ import annotations

from types import SimpleNamespace

from django.contrib import admin
from django.urls import path

from accounts.models import User
from cameras.models import Camera, Outage
from ledger.models import Entry
from maintenance.models import Equipment, Fault
from requests.models import ReviewRequest, ViewingSession
from retention.models import BackupTask, DestructionList, EvidenceCopy, Hold
from work.models import Notice

SHOWN = {
    ReviewRequest: (30, ("number", "status", "applicant_name", "applicant", "plan", "starts_at", "ends_at", "due_at")),
    ViewingSession: (50, ("review_request", "escort_name", "people_present", "started_at", "ended_at", "outcome")),
    Entry: (50, ("sequence", "at", "verb", "actor", "role", "subject")),
    EvidenceCopy: (25, ("number", "state", "hold", "recorder", "starts_at", "ends_at", "size", "due_on")),
    DestructionList: (50, ("__str__", "kind", "state", "executor", "witness", "opened_at")),
    Hold: (100, ("__str__", "starts_at", "ends_at", "reason", "placed_by", "placed_at", "released_at")),
    BackupTask: (100, ("hold", "due_at", "is_estimate", "outcome", "closed_by", "closed_at")),
    Fault: (200, ("number", "camera", "recorder", "symptom", "status", "reporter", "reported_at", "owner")),
    Outage: (100, ("camera", "cause", "reference", "since", "until")),
    Equipment: (250, ("number", "name", "brand", "keeper", "location", "camera", "recorder")),
    Camera: (250, ("code", "name", "place", "recorder", "area_type", "installed_on")),
    Notice: (200, ("recipient", "text", "created_at", "read_at")),
    User: (100, ("username", "name", "email", "is_active", "joined_at")),
}


class _Site(admin.AdminSite):
    def has_permission(self, request):
        return True


class _List(admin.ModelAdmin):
    list_select_related = True

    def has_view_permission(self, request, obj=None):
        return True

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request):
        return True


def everybody_may(get_response):
    """Let whoever asks be a person of the admin: what is measured is the list."""
    person = SimpleNamespace(
        pk=1,
        is_active=True,
        is_staff=True,
        is_authenticated=True,
        is_anonymous=False,
        get_username=lambda: "bench",
        has_perm=lambda *_: True,
        has_module_perms=lambda *_: True,
        get_short_name=lambda: "bench",
        has_usable_password=lambda: True,
    )

    def middleware(request):
        list(User.objects.filter(username="handler"))  # who asks, as the product looks it up at every page
        request.user = person
        return get_response(request)

    return middleware


site = _Site()
for model, (rows, columns) in SHOWN.items():
    site.register(model, type("List", (_List,), {"list_per_page": rows, "list_display": columns}))

urlpatterns = [path("", site.urls)]
