"""PostgreSQL: a database for one school, an account that owns its tables, and one that may only use them."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from script.lib.install.machine import Failed, answers, run

if TYPE_CHECKING:
    from pathlib import Path

    from script.lib.install.machine import Machine
    from script.lib.install.options import Options
    from script.lib.install.site import Site


class Postgres:
    """PostgreSQL as who may create databases there: `postgres` on this machine, or the account of an address."""

    def __init__(self, options: Options) -> None:
        self._address = options.postgres

    def ask(self, statement: str, database: str = "postgres") -> str:
        """Return what a question answers; empty when nothing, or when nobody can be asked."""
        return answers([*self._psql(database), "--command", statement], env=self._env(database), user=self._user())

    def has(self, catalogue: str, column: str, name: str) -> bool:
        """Say whether PostgreSQL knows a name; it is of our own making, letters and digits only."""
        return self.ask(f"SELECT 1 FROM {catalogue} WHERE {column} = '{name}'") == "1"  # noqa: S608

    def do(self, statements: str, database: str = "postgres") -> None:
        """Carry out statements, all or none; they are told by standard input, for passwords stand in them. Raises Failed."""
        run(
            [*self._psql(database), "--set=ON_ERROR_STOP=1", "--single-transaction" if "DATABASE" not in statements else "--quiet"],
            env=self._env(database), user=self._user(), told=statements,
        )  # fmt: skip

    def require(self) -> None:
        """Raise Failed when it does not answer."""
        if self.ask("SELECT 1") != "1":
            raise Failed(
                "PostgreSQL 沒有回應，或沒有權限建立資料庫：請先啟動（systemctl start postgresql；沒有 systemd 時 service postgresql start），或以 --postgres 指定。\n"
                "PostgreSQL does not answer, or does not let us create databases: start it, or name one with --postgres."
            )

    def _psql(self, database: str) -> list[str]:
        return ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--dbname", database]

    def _env(self, database: str) -> dict[str, str]:
        return connection(self._address) | {"PGDATABASE": database} if self._address else dict(os.environ)

    def _user(self) -> str:
        return "" if self._address else "postgres"


def connection(address: str) -> dict[str, str]:
    """Return the environment by which psql, pg_dump and pg_restore reach a database: no password on a command line."""
    asked = urlsplit(address)
    here = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    parts = {
        "PGHOST": asked.hostname or "", "PGPORT": str(asked.port or 5432), "PGUSER": unquote(asked.username or ""),
        "PGPASSWORD": unquote(asked.password or ""), "PGDATABASE": asked.path.lstrip("/"), "PGCONNECT_TIMEOUT": "10",
    }  # fmt: skip
    return here | {name: value for name, value in parts.items() if value}


def prepare_database(machine: Machine, site: Site, options: Options, known: dict[str, str]) -> None:
    """Make the two accounts and the database where they are not there yet. Raises Failed."""
    addresses = {site.name: known["OWNER_URL"], f"{site.name}_app": known["DATABASE_URL"]}
    if all(_opens(address) for address in addresses.values()):
        return  # nobody who may create databases is needed, nor remembered
    server = Postgres(options)
    if not machine.dry:
        server.require()
    for role, address in addresses.items():
        password = connection(address).get("PGPASSWORD", "")
        if not server.has("pg_roles", "rolname", role):
            if machine.change(f"建立資料庫帳號 · PostgreSQL account {role}"):
                server.do(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{password}';")
        elif (
            not machine.dry
            and not reaches(address)
            and machine.change(f"重設資料庫帳號的密碼 · New password of {role}")
        ):
            server.do(f"ALTER ROLE {role} PASSWORD '{password}';")
    if not server.has("pg_database", "datname", site.name) and machine.change(
        f"建立資料庫 · PostgreSQL database {site.name}"
    ):
        server.do(
            f"CREATE DATABASE {site.name} OWNER {site.name} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;\n"
            f"REVOKE ALL ON DATABASE {site.name} FROM PUBLIC;\nGRANT CONNECT, TEMPORARY ON DATABASE {site.name} TO {site.name}_app;"
        )
        server.do(f"ALTER SCHEMA public OWNER TO {site.name}; REVOKE ALL ON SCHEMA public FROM PUBLIC;", site.name)


def reaches(address: str) -> bool:
    """Say whether an address opens a database, or would once that is there."""
    return _opens(address) or _opens(address, PGDATABASE="postgres")


def dump(address: str, path: Path) -> None:
    """Write the whole database into a file, and read it back to its end. Raises Failed."""
    path.touch(mode=0o600)
    free = shutil.disk_usage(path.parent).free
    size = _number(address, "SELECT pg_database_size(current_database())")
    if free < size + 2**30:
        raise Failed(
            f"{path.parent} 只剩 {free / 2**30:.1f} GB，放不下升級前的資料庫（{size / 2**30:.1f} GB）。\n"
            "There is no room for the database as it is before the upgrade."
        )
    run(["pg_dump", "--format=custom", "--no-password", "--file", str(path)], env=connection(address))
    _read_to_its_end(path)


def entries(address: str) -> int:
    """Return how long the ledger is. Raises Failed."""
    return _number(address, "SELECT coalesce(max(sequence), 0) FROM ledger_entry")


def put_back(address: str, path: Path) -> None:
    """Bring the database back to what it was when it was dumped, all or nothing after what is there has gone. Raises Failed."""
    _read_to_its_end(path)  # before anything goes
    empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; REVOKE ALL ON SCHEMA public FROM PUBLIC;"
    run(
        ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"],
        env=connection(address),
        told=empty,
    )
    run(
        ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname",
         connection(address)["PGDATABASE"], str(path)],
        env=connection(address),
    )  # fmt: skip


def _opens(address: str, **other: str) -> bool:
    asked = ["psql", "--no-psqlrc", "--no-password", "--tuples-only", "--command", "SELECT 1"]
    return bool(answers(asked, env=connection(address) | other))


def _read_to_its_end(path: Path) -> None:
    run(["pg_restore", "--file", os.devnull, str(path)])


def _number(address: str, question: str) -> int:
    return int(run(["psql", "--no-psqlrc", "--no-password", "-At", "-c", question], env=connection(address)))
