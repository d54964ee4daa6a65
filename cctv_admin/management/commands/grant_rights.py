"""`grant_rights ROLE`: what the product's own account may do in PostgreSQL, table by table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection, transaction

if TYPE_CHECKING:
    from django.core.management.base import CommandParser
    from django.db.backends.utils import CursorWrapper

ALL = "SELECT, INSERT, UPDATE, DELETE"
LESS = {
    "ledger_entry": "SELECT, INSERT",
    "ledger_checkpoint": "SELECT, INSERT",
    "ledger_head": "SELECT, UPDATE",
    "django_migrations": "SELECT",
}
"""What the ledger is made of is added to, never changed; the tables themselves belong to who migrates."""


class Command(BaseCommand):
    """Run by the owner of the tables, after each migration."""

    help = (
        "在 PostgreSQL 給予系統自己的帳號所需的權限：存取紀錄只能新增，不能修改、刪除，也不能變更資料表。"
        "以資料表的擁有者執行，每次升級後再執行一次。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose rights."""
        parser.add_argument("role", help="系統使用的資料庫帳號")

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        """Make the account where it is not there yet, give it its password, and say anew what it may do."""
        if connection.vendor != "postgresql":
            raise CommandError("只有 PostgreSQL 有帳號與權限；SQLite 由觸發器保護。")
        role = connection.ops.quote_name(options["role"])
        with connection.cursor() as cursor:
            self._make(cursor, options["role"])
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            tables = connection.introspection.table_names(cursor)
            for table in tables:
                name = connection.ops.quote_name(table)
                cursor.execute(f"REVOKE ALL ON TABLE {name} FROM {role}")
                cursor.execute(f"GRANT {LESS.get(table, ALL)} ON TABLE {name} TO {role}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        self.stdout.write(f"{options['role']} 可使用 {len(tables)} 個資料表；存取紀錄只能新增。")

    def _make(self, cursor: CursorWrapper, role: str) -> None:
        """Without a password in the settings an account keeps its own: somebody else has made it."""
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        is_there, password = cursor.fetchone() is not None, settings.DB_APP_PASSWORD
        if not is_there and not password:
            raise CommandError(f"沒有資料庫帳號 {role}；請以 CCTV_DB_APP_PASSWORD 設定密碼，即可建立。")
        name = connection.ops.quote_name(role)
        if not is_there:
            cursor.execute(f"CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
        if password:
            _set_password(cursor, name, password)


def _set_password(cursor: CursorWrapper, name: str, password: str) -> None:
    try:
        cursor.execute(f"ALTER ROLE {name} PASSWORD %s", [password])
    except ProgrammingError as error:
        raise CommandError(
            f"沒有權限變更資料庫帳號 {name} 的密碼；請由資料庫管理者變更，並移除 CCTV_DB_APP_PASSWORD。"
        ) from error
