"""Pages: 備份工作."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import typed
from printing.rules import local_date
from retention import policies, selectors, services
from retention.choices import BackupOutcome
from retention.forms import CloseBackupForm
from retention.models import BackupTask
from retention.views.backup_rows import backup_rows, closed_rows
from retention.views.doing import Page, act, reader
from retention.views.gates import tabs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CLOSED = 50


@require_GET
def backup_list(request: HttpRequest) -> HttpResponse:
    """備份工作: what is lost first on top, then what was closed and how."""
    user, now = reader(request)
    tasks, done = selectors.backups_listed(CLOSED)
    codes = selectors.camera_codes([task.hold_id for task in (*tasks, *done)])
    context = {
        "rows": backup_rows(tasks, codes, user, now),
        "done": closed_rows(done, codes),
        "now": now,
        "tabs": tabs(user, local_date(now), "retention:backups"),
    }
    return render(request, "retention/backups.html", context)


@require_http_methods(["GET", "POST"])
def close_backup(request: HttpRequest, task_id: int) -> HttpResponse:
    """End a 備份工作 for which no copy of its own is made, with the reason (ruling 13)."""
    user, now = reader(request)
    task = get_object_or_404(BackupTask.objects.select_related("hold"), pk=task_id)
    policies.require(policies.makes_copies(user, task.hold, now), policies.COPY_MAKERS, "結束備份工作")
    form = CloseBackupForm(typed(request, now))
    text = "只有不製作留存檔時才在此結束；製作留存檔後會自動結束（計畫伍、三）。"
    page = Page("結束備份工作", "結束備份工作", reverse("retention:backups"), "備份工作", text, hold=task.hold)

    def close() -> None:
        outcome = BackupOutcome(form.cleaned_data.pop("outcome"))
        services.close_backup(task_id=task.pk, outcome=outcome, user=user, now=now, **form.cleaned_data)

    return act(request, form, page, close)
