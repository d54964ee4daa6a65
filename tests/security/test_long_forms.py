"""What somebody sends before he has signed in fills neither disk nor memory: a form is read no further than any of ours is long."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.test import Client, RequestFactory
from django.urls import get_resolver

from cctv_admin.uploads import LONGEST_FORM
from files.rules import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Cast

pytestmark = pytest.mark.django_db
HEAD = b'--x\r\nContent-Disposition: form-data; name="attachment"; filename="a.pdf"\r\n\r\n%PDF-'
FOOT = b"\r\n--x--\r\n"
MULTIPART = "multipart/form-data; boundary=x"


class Endless(io.RawIOBase):
    """A body as long as it says, of which nothing lies in memory; `taken` is how much of it was asked for."""

    def __init__(self, length: int) -> None:
        self.left, self.taken = length, 0

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            size = self.left
        piece = (HEAD if not self.taken else b"").ljust(min(size, self.left), b"0")
        self.left -= len(piece)
        self.taken += len(piece)
        return piece


def brings(body: object, length: int) -> dict[str, Any]:
    """Return what a server says of a request that brings a form."""
    return {"wsgi.input": body, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": MULTIPART}


@pytest.mark.parametrize(("who", "page"), [("nobody", "/accounts/login/"), ("handler", "/requests/new/")])
def test_a_form_longer_than_any_is_refused_before_it_is_read(cast: Cast, who: str, page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    if who == "handler":
        client.force_login(cast.handler)
    client.get(page)  # what is read without it is nothing: the token of the browser is missing
    body = Endless(LONGEST_FORM + 1)
    answer = client.generic("POST", page, b"", **brings(body, LONGEST_FORM + 1))
    assert (answer.status_code, body.taken) == (413, 0)
    assert "檔案太大，沒有送出" in answer.content.decode()


def taken_in(form: bytes) -> UploadedFile[bytes]:
    """Return the file of a form as a view would find it."""
    request = RequestFactory().generic("POST", "/", b"", **brings(io.BytesIO(form), len(form)))
    file = request.FILES["attachment"]
    assert isinstance(file, UploadedFile)
    return file


def test_of_a_longer_file_no_more_is_kept_than_shows_that_it_is_too_long() -> None:
    file = taken_in(HEAD + b"0" * (3 * LARGEST) + FOOT)
    assert isinstance(file, TemporaryUploadedFile)
    assert file.size is not None
    assert LARGEST < file.size <= LARGEST + 2**17


def test_one_that_may_be_kept_comes_whole() -> None:
    file = taken_in(HEAD + b"0" * (LARGEST - 5) + FOOT)
    assert (file.size, file.read(5)) == (LARGEST, b"%PDF-")


def test_who_chose_a_longer_file_reads_its_sentence_and_keeps_what_he_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.teacher)
    form = (
        HEAD
        + b"0" * (2 * LARGEST)
        + '\r\n--x\r\nContent-Disposition: form-data; name="reason"\r\n\r\n遺失書包'.encode()
        + FOOT
    )
    answer = client.generic("POST", "/requests/new/", form, content_type=MULTIPART)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "10 MB" in page
    assert "遺失書包" in page


def below(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    """Yield every form there is."""
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def test_no_form_has_more_files_than_are_taken_in() -> None:
    assert get_resolver().url_patterns  # every room is there
    fields = [getattr(one, "base_fields", {}).values() for one in below(forms.BaseForm)]
    assert (
        1
        < max(sum(isinstance(field, forms.FileField) for field in one) for one in fields)
        <= settings.DATA_UPLOAD_MAX_NUMBER_FILES
    )
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES * LARGEST < LONGEST_FORM
