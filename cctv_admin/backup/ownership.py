"""Whose the tables are: only their owner brings a backup back, for it empties them and sets the ledger's triggers anew."""

from __future__ import annotations

from django.db import connection

from cctv_admin.backup.errors import BackupError

ASKED = """
    SELECT current_user, has_schema_privilege(current_schema(), 'CREATE') AND NOT EXISTS (
        SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%s)
        AND NOT pg_has_role(relowner, 'USAGE'))
"""
NOT_THE_OWNER = (
    "資料庫帳號「{name}」不是資料表的擁有者，不能還原，什麼都沒有變更。"
    "請以擁有者的帳號（DATABASE_URL）執行；容器請用 docker compose run --rm restore。"
)


def require_owner() -> None:
    """Refuse, before anything is changed, where PostgreSQL would stop a restore half-way. Raises BackupError."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [connection.introspection.django_table_names()])
        name, is_owner = cursor.fetchone()
    if not is_owner:
        raise BackupError(NOT_THE_OWNER.format(name=name))
