"""The server fails while a form arrives: a sentence, the text still there, sent again from that page and done once."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse

from maintenance.models import Fault
from tests.house.world import Sender

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.anywhere
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def stopped(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    raise OperationalError("the database system is shutting down")


@pytest.fixture
def report(client: Client, cast: Cast, cameras: list[Camera]) -> tuple[str, dict[str, str]]:
    """A guard has filled in 回報故障 and presses the button when the database has just stopped."""
    client.force_login(cast.guard)
    client.raise_request_exception = False
    path = reverse("maintenance:fault-new-camera", args=[cameras[0].code])
    key = re.search(r'name="form_key" value="([^"]+)"', client.get(path).content.decode())
    assert key
    return path, {"symptom": "other", "description": "鏡頭前有蜘蛛網 <b>", "form_key": key[1]}


def test_what_was_typed_is_sent_again_from_the_page_that_says_it_failed(
    client: Client, report: tuple[str, dict[str, str]]
) -> None:
    path, said = report
    with connection.execute_wrapper(stopped):
        answer = client.post(path, said)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "鏡頭前有蜘蛛網 &lt;b&gt;" in page
    assert f'action="{path}"' in page
    kept = {name: unescape(value) for name, value in HIDDEN.findall(page)}
    assert kept.pop("csrfmiddlewaretoken")
    assert kept == said
    for _ in range(2):  # sent again, and once more: the same fault
        assert client.post(path, kept).status_code == 302
    assert [fault.description for fault in Fault.objects.all()] == [said["description"]]


def test_a_file_is_not_left_out_silently(client: Client, report: tuple[str, dict[str, str]]) -> None:
    path, said = report
    with connection.execute_wrapper(stopped):
        answer = client.post(path, said | {"photo": SimpleUploadedFile("a.png", b"png")})
    page = answer.content.decode()
    assert "檔案無法保留，請複製文字" in page
    assert "鏡頭前有蜘蛛網" in page
    assert "再送出一次" not in page


def test_means_of_sign_in_stand_nowhere(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, at_now: None
) -> None:
    case = Sender(cast, cameras, now).submit()
    client.force_login(cast.handler)
    client.raise_request_exception = False
    with connection.execute_wrapper(stopped):
        signing = client.post(
            f"/requests/{case.number}/sign/", {"opinion": "如擬。請備份影像", "password": "Ruifeng-108"}
        )
        signing_in = client.post("/accounts/login/", {"login": "handler", "password": "Ruifeng-108"})
        nothing = client.post(f"/requests/{case.number}/sign/", {"opinion": ""})
    assert "如擬。請備份影像" in signing.content.decode()
    assert not any("Ruifeng-108" in one.content.decode() for one in (signing, signing_in, nothing))
    assert not any("再送出一次" in one.content.decode() for one in (signing_in, nothing))
