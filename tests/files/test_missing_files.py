"""A file whose bytes are gone from the disk is told of; nobody is entered as having fetched it."""

from __future__ import annotations

import io
import uuid
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from PIL import Image

from files import storage
from files.middleware import FileMissingMiddleware
from files.services import store
from ledger.choices import Verb
from ledger.models import Entry
from maintenance.choices import Symptom
from maintenance.services import report_fault

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast


@pytest.mark.usefixtures("at_now")
def test_the_sentence_is_shown_and_no_entry_says_that_it_was_fetched(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (4, 3)).save(picture, "PNG")
    kept = store(upload=SimpleUploadedFile("圖.png", picture.getvalue(), "image/png"), now=now)
    fault = report_fault(
        camera=cameras[0], symptom=Symptom.BLURRED, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now,
        photo=kept,
    )  # fmt: skip
    address = reverse("maintenance:fault-photo", args=[fault.number, fault.photos.get().pk])
    client.force_login(cast.guard)
    assert client.get(address).status_code == 200
    storage.remove(kept.pk)
    answer = client.get(address)
    assert answer.status_code == 503
    assert "附件「圖.png」不在儲存位置，請通知系統管理人員。" in answer.content.decode()
    assert Entry.objects.filter(verb=Verb.FILE_READ).count() == 1


def test_any_other_fault_is_not_ours() -> None:
    middleware = FileMissingMiddleware(lambda _: HttpResponse())
    assert middleware.process_exception(HttpRequest(), ValueError("別的")) is None
