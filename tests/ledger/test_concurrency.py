"""8 writers at once: no fork, no gap (breeze #1002, agent-bom #4753: chains that forked under load)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection

from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from tests.ledger.book import START, TEACHER

WRITERS = 8
pytestmark = pytest.mark.django_db(transaction=True)


def database_url() -> str:
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    return f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"


def append_by_processes(each: int) -> None:
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "CCTV_TEST_DATA_DIR": str(settings.DATA_DIR),
        "CCTV_KEYS_DIR": str(settings.KEYS_DIR),
        "DJANGO_SETTINGS_MODULE": "tests.ledger.settings",
    }
    command = [sys.executable, "-m", "tests.ledger.appender", str(each)]
    writers = [
        subprocess.Popen([*command, f"writer{number}"], env=environment, cwd=settings.BASE_DIR)
        for number in range(WRITERS)
    ]
    assert [writer.wait() for writer in writers] == [0] * WRITERS


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("each", [125, pytest.param(1250, marks=pytest.mark.long)])
def test_eight_processes_write_one_chain(each: int) -> None:
    append_by_processes(each)
    report = ledger.verify()
    assert report.ok, report
    assert report.tip.sequence == WRITERS * each
    assert Entry.objects.values("previous_hash").distinct().count() == WRITERS * each  # no fork
    written = Counter(Entry.objects.values_list("account", flat=True))
    assert set(written.values()) == {each}


def test_windows_opened_at_once_are_one_reading() -> None:
    together = Barrier(4)

    def read() -> int:
        together.wait()
        try:
            return ledger.append_reading(verb=Verb.CASE_READ, actor=TEACHER, subject="案 115-0037", now=START)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = {future.result() for future in [pool.submit(read) for _ in range(4)]}
    assert numbers == {1}
    assert Entry.objects.count() == 1
