"""`manage.py first_administrator`: print the one-time link that makes the first administrator."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from accounts import services
from ledger.services import operator

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Only while no administrator can sign in; good for 30 minutes, once; a new one ends the one before."""

    help = "印出建立第一位系統管理人員的單次連結（30分鐘內有效，只能使用一次）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--json`."""
        parser.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print the link, or end with 1 and the reason."""
        try:
            token = services.issue_first_link(operator=operator().name, now=timezone.now())
        except services.PeopleError as error:
            raise CommandError(str(error)) from error
        address = settings.PUBLIC_URL + reverse("accounts:link", args=[token])
        if options["json"]:
            self.stdout.write(json.dumps({"link": address}))
        else:
            self.stdout.write(f"請在30分鐘內開啟下列網址，建立第一位系統管理人員（只能使用一次）：\n{address}")
