"""The school under test on PostgreSQL: its database is a copy of a kept one, as its folders are."""

from __future__ import annotations

import contextlib
import time
import uuid
from typing import TYPE_CHECKING, Any

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import sql
from psycopg2.extras import RealDictCursor  # type: ignore[import-untyped]

from tests.retention.faults.station import Station

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 30


class PostgresStation(Station):
    """A station whose database is one of `server`, a DATABASE_URL; `close` takes it away."""

    def __init__(self, folder: Path, server: str) -> None:
        """Make an empty database and all a station has."""
        self.server, self.name = server, f"station_{uuid.uuid4().hex}"
        self._say("CREATE DATABASE {name}")
        super().__init__(folder)

    @property
    def environment(self) -> dict[str, str]:
        """The same, with this database."""
        return super().environment | {"DATABASE_URL": self._url(self.name)}

    def start_empty(self) -> None:
        """Put an empty database in place of the one there is."""
        self._say("DROP DATABASE {name} WITH (FORCE)")
        self._say("CREATE DATABASE {name}")

    def keep(self) -> None:
        """Let `restore` put back what is there now, the database too."""
        super().keep()
        self._say("DROP DATABASE IF EXISTS {kept}")
        self._wait_until_nobody_is_there()
        self._say("CREATE DATABASE {kept} TEMPLATE {name}")

    def restore(self) -> None:
        """Put the folders and the database back as they were made."""
        super().restore()
        self._say("DROP DATABASE {name} WITH (FORCE)")
        self._say("CREATE DATABASE {name} TEMPLATE {kept}")

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Ask the school's database, once the server has noticed that who was killed is gone."""
        self._wait_until_nobody_is_there()
        with self._cursor(self.name) as cursor:
            cursor.execute(query)
            return [dict(row) for row in cursor.fetchall()]

    def close(self) -> None:
        """Drop both databases."""
        for name in ("{name}", "{kept}"):
            self._say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return f"{self.server.rsplit('/', 1)[0]}/{name}"

    def _wait_until_nobody_is_there(self) -> None:
        deadline = time.monotonic() + SECONDS
        with self._cursor("postgres") as cursor:
            while True:
                cursor.execute("SELECT 1 FROM pg_stat_activity WHERE datname = %s", [self.name])
                if not cursor.fetchall():
                    return
                assert time.monotonic() < deadline, "somebody is still connected"
                time.sleep(0.01)

    def _say(self, statement: str) -> None:
        names = {"name": sql.Identifier(self.name), "kept": sql.Identifier(f"{self.name}_kept")}
        with self._cursor("postgres") as cursor:
            cursor.execute(sql.SQL(statement).format(**names))

    @contextlib.contextmanager
    def _cursor(self, database: str) -> Iterator[Any]:
        connection = psycopg2.connect(self._url(database))
        connection.autocommit = True
        try:
            with connection.cursor(cursor_factory=RealDictCursor) as cursor:
                yield cursor
        finally:
            connection.close()
