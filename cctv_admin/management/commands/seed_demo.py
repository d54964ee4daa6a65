"""Fill an empty installation with the sample school."""

from __future__ import annotations

from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import School, User
from cctv_admin.demo import (
    agency,
    books,
    cases,
    copies,
    endings,
    footage,
    letters,
    papers,
    people,
    places,
    upkeep,
    viewings,
)


class Command(BaseCommand):
    help = (
        "Makes the sample school （示範資料） in an empty database. Runs only with CCTV_DEMO=1, never beside real people, "
        "and does nothing when the sample school is already there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("示範資料只能在示範模式建立：請設定 CCTV_DEMO=1，或執行 script/server --demo。")
        if School.objects.exists() or User.objects.exists():
            if User.objects.filter(username="teacher").exists():
                footage.record(timezone.now())
                self.stdout.write("示範資料已存在，只補上到現在為止的影像檔。")
                return
            raise CommandError("資料庫已有真實人員，不能加入示範資料；請改用另一個 CCTV_DATA_DIR。")
        now = timezone.now()
        with transaction.atomic():
            began = now.replace(year=now.year - 4, month=8, day=1)
            crew, cameras = people.make_school(began), places.make_cameras(began, now)
            upkeep.keep_up(crew, cameras, now)
            books.keep_books(crew, cameras, now)
            cases.tell(crew, cameras, now)
            viewings.tell(crew, cameras, now)
            letters.write(crew, cameras, now)
            papers.order(crew, now)
        footage.record(now)
        copies.keep_copies(now)
        endings.tell(now)
        agency.tell(now)
        current_app.loader.import_default_modules()
        for entry in settings.CELERY_BEAT_SCHEDULE.values():
            if entry["task"] != footage.ENFORCING:  # ran last night, and runs again tonight
                current_app.tasks[entry["task"]]()
        self.stdout.write("已建立示範資料：瑞豐國小，攝影機 C01–C36。")
