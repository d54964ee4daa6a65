"""For the writers of test_concurrency: the same database and keys, only the ledger's room, so that eight start quickly."""

from __future__ import annotations

from cctv_admin.settings.test import *  # noqa: F403

INSTALLED_APPS = ["ledger.apps.LedgerConfig"]
