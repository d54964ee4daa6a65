"""A pytest plugin for bench/mutation.py: takes the test database that is there, without asking every migration once a mutant."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.creation import BaseDatabaseCreation


def _take(self: BaseDatabaseCreation, *_: Any, **__: Any) -> str:
    name = str(self._get_test_db_name())  # type: ignore[attr-defined]
    self.connection.close()
    self.connection.settings_dict["NAME"] = name
    return name


BaseDatabaseCreation.create_test_db = _take  # type: ignore[method-assign]
