"""A pytest plugin for bench/mutation.py: a run for each mutant, so none may take long to begin or find what another left.

The database is a copy of the test database that is there, without asking every migration again: a mutant that is stopped
in the middle of its commits spoils nothing for the next. Hypothesis tries the same examples each time and does not look
for the smallest that fails: any will do. Tests without a database, which pytest-django puts last, come first. Who goes
round for ever and takes memory each time gets no more than 4 GiB.
"""

from __future__ import annotations

import resource
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.creation import BaseDatabaseCreation
from hypothesis import HealthCheck, Phase, settings

MOST_MEMORY = 4 * 2**30

settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],  # says more about the machine than about the mutant
)


def _take(self: BaseDatabaseCreation, *_: Any, **__: Any) -> str:
    made = Path(str(self._get_test_db_name()))  # type: ignore[attr-defined]
    ours = made.with_name("mutant.sqlite3")
    self.connection.close()
    for left in ours.parent.glob(f"{ours.name}*"):
        left.unlink()
    shutil.copyfile(made, ours)
    self.connection.settings_dict["NAME"] = str(ours)
    return str(ours)


BaseDatabaseCreation.create_test_db = _take  # type: ignore[method-assign]


def pytest_configure() -> None:
    """Let what never ends be noticed by its memory before it is by the clock."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ask first what answers at once: the run ends with the first that notices."""
    items.sort(key=_asks_a_database)


def _asks_a_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None
