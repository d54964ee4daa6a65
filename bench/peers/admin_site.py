"""Change lists of the rows the product's lists show: as many a page, columns as near as they come, joined at once.

How many rows a page of the product has on the data of the day, `BENCH_ROWS` says by the address of the change list. Of the
register there are two: one of the columns of its table, and one that tells what a row of the book tells.
"""

from __future__ import annotations

import json
import os
from types import SimpleNamespace

from django.contrib import admin
from django.contrib.postgres.aggregates import StringAgg
from django.contrib.sessions.models import Session
from django.db.models import OuterRef, Prefetch, Subquery, Value
from django.urls import path

from accounts.models import User
from bench.peers.models import BookRow
from cameras.models import Camera, Outage
from ledger.models import Entry
from maintenance.models import Equipment, Fault
from requests.models import Approval, CopyRelease, ReviewRequest, ViewingSession
from requests.transitions import DECISIONS
from retention.models import BackupTask, DestructionList, EvidenceCopy, Hold
from work.models import Notice

ROWS = json.loads(os.environ.get("BENCH_ROWS", "{}"))
SHOWN = {
    ReviewRequest: ("number", "status", "applicant_name", "applicant", "plan", "starts_at", "ends_at", "due_at"),
    ViewingSession: (
        "review_request", "kind", "review_request__applicant_name", "review_request__relation", "place",
        "review_request__starts_at", "review_request__ends_at", "review_request__decided_at", "started_at", "ended_at",
        "escort_name", "people_present", "remarks",
    ),
    Entry: ("sequence", "at", "verb", "actor", "role", "subject"),
    EvidenceCopy: ("number", "state", "hold", "recorder", "starts_at", "ends_at", "size", "due_on"),
    DestructionList: ("__str__", "kind", "state", "executor", "witness", "opened_at"),
    Hold: ("__str__", "starts_at", "ends_at", "reason", "placed_by", "placed_at", "released_at"),
    BackupTask: ("hold", "due_at", "is_estimate", "outcome", "closed_by", "closed_at"),
    Fault: ("number", "camera", "recorder", "symptom", "status", "reporter", "reported_at", "owner"),
    Outage: ("camera", "cause", "reference", "since", "until"),
    Equipment: ("number", "name", "brand", "keeper", "location", "camera", "recorder"),
    Camera: ("code", "name", "place", "recorder", "area_type", "installed_on"),
    Notice: ("recipient", "text", "created_at", "read_at"),
    User: ("username", "name", "email", "is_active", "joined_at"),
}  # fmt: skip
SESSION = "of nobody"


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


class _Book(_List):
    """Everything that hangs on the cases of a page is asked for at once, as Django's documentation advises."""

    list_select_related = ("review_request__oral_consent", "review_request__agency_letter")
    list_display = (
        "review_request", "kind", "applicant", "footage", "decision", "started_at", "ended_at", "escort_name",
        "people_present", "copies", "notes",
    )  # fmt: skip

    def get_queryset(self, request):
        decided = Approval.objects.filter(is_current=True, same_as_left=False, action__in=DECISIONS)
        handed = CopyRelease.objects.filter(handed_at__isnull=False)
        copies = EvidenceCopy.objects.filter(hold__case_key=OuterRef("review_request__draft_key")).exclude(
            state="abandoned"
        )
        numbers = copies.order_by().values("hold__case_key").annotate(said=StringAgg("number", Value("、")))
        acts = decided.select_related("grant").prefetch_related("grant__cameras__place")
        rows = super().get_queryset(request).annotate(copy_numbers=Subquery(numbers.values("said")))
        return rows.prefetch_related(
            "corrections", "review_request__cameras__place", "review_request__places",
            Prefetch("review_request__approvals", acts), Prefetch("review_request__releases", handed),
        )  # fmt: skip

    def applicant(self, row):
        case = row.review_request
        return f"{case.applicant_title}{case.applicant_name}（{case.relation}）"

    def footage(self, row):
        case, [act, *_] = row.review_request, [*row.review_request.approvals.all(), None]
        shown = getattr(act, "grant", case)
        names = [f"{camera.place}{camera.name}（{camera.code}）" for camera in shown.cameras.all()]
        return f"{'、'.join([*names, *map(str, case.places.all())])} {shown.starts_at}–{shown.ends_at}"

    def decision(self, row):
        return "".join(
            f"{act.get_action_display()} {act.actor_title}{act.actor_name} {act.at}"
            for act in row.review_request.approvals.all()
        )

    def copies(self, row):
        return "、".join(
            [
                row.copy_numbers or "",
                *(f"{one.receiver_name} {one.handed_at}" for one in row.review_request.releases.all()),
            ]
        )

    def notes(self, row):
        return "、".join([row.remarks, *(f"{one.get_column_display()}：{one.right}" for one in row.corrections.all())])


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
        # Who asks, as the product looks it up at every page.
        list(Session.objects.filter(session_key=SESSION))
        list(User.objects.filter(username="handler"))
        request.user = person
        return get_response(request)

    return middleware


def _rows(model):
    return ROWS.get(f"{model._meta.app_label}/{model._meta.model_name}/", _List.list_per_page)


site = _Site()
for model, columns in SHOWN.items():
    site.register(model, type("List", (_List,), {"list_per_page": _rows(model), "list_display": columns}))
site.register(BookRow, type("Book", (_Book,), {"list_per_page": _rows(BookRow)}))

urlpatterns = [path("", site.urls)]
