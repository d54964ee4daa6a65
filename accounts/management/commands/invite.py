"""`manage.py invite NAME --role …`: add a person, or open an account anew, and print the one-time link."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.choices import Role
from ledger.services import operator

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Does what the people pages do, as the operator of the shell, whom the ledger names."""

    help = "新增人員（或為既有帳號重新發給）並印出單次連結（3日內有效，只能使用一次）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name, role, title and account name."""
        parser.add_argument("name", help="姓名")
        parser.add_argument("--role", required=True, choices=Role.values, help="角色")
        parser.add_argument("--title", default="", help="職稱；未填時用角色名稱")
        parser.add_argument("--username", default="", help="帳號；未填時由本人在連結頁自訂")
        parser.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print the link, or end with 1 and the reason."""
        role = Role(options["role"])
        try:
            person, token = services.invite(
                name=options["name"],
                role=role,
                title=options["title"] or role.label,
                username=options["username"],
                operator=operator().name,
                now=timezone.now(),
            )
        except services.PeopleError as error:
            raise CommandError(str(error)) from error
        address = settings.PUBLIC_URL + reverse("accounts:link", args=[token])
        if options["json"]:
            self.stdout.write(json.dumps({"link": address, "username": person.username}))
        else:
            self.stdout.write(f"請將下列網址交給{person.name}（3日內有效，只能使用一次）：\n{address}")
