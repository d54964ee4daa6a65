"""Pages do not get slower with every case that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests.services.drafts import Content, save_draft, submit

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.once
HOME = 42
"""The most queries the home page of 承辦人 may take, whatever waits: copies owed and made and holds to confirm are nine."""

PATHS = ("/", "/requests/?view=waiting", "/requests/?view=done", "/requests/?q=115", "/requests/")


def submit_cases(cast: Cast, content: Content, number: int, now: dt.datetime) -> None:
    for _ in range(number):
        draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
        submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)


def queries(client: Client, path: str) -> int:
    client.cookies.pop("inbox", None)  # once a minute a page counts what waits
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.usefixtures("at_now")
@pytest.mark.parametrize("who", ["handler", "supervisor", "teacher", "principal"])
def test_thirty_cases_take_as_many_queries_as_three(
    client: Client, cast: Cast, content: Content, now: dt.datetime, who: str
) -> None:
    client.force_login(getattr(cast, who))
    submit_cases(cast, content, 3, now)
    few = {path: queries(client, path) for path in PATHS}
    submit_cases(cast, content, 27, now)
    assert {path: queries(client, path) for path in PATHS} == few
    assert max(few.values()) <= HOME


@pytest.mark.usefixtures("at_now")
@pytest.mark.parametrize("path", PATHS)
def test_a_list_reads_nothing_that_is_encrypted(
    client: Client, cast: Cast, content: Content, now: dt.datetime, path: str
) -> None:
    submit_cases(cast, content, 2, now)
    client.force_login(cast.handler)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    assert not [one["sql"] for one in captured if '"id_number"' in one["sql"]]


@pytest.mark.usefixtures("at_now")
def test_the_sheet_of_what_waits_takes_as_many_queries_for_thirty_cases_as_for_three(
    client: Client, cast: Cast, content: Content, now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    path = "/requests/export.csv?view=waiting"
    submit_cases(cast, content, 3, now)
    queries(client, path)  # the first time it is an entry of the ledger
    few = queries(client, path)
    submit_cases(cast, content, 27, now)
    assert queries(client, path) == few
