"""伍、三 without script: one form brings the file, which is sealed as it comes and never lies on the disk as it is."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger.models import Entry
from retention.choices import CopyState
from retention.rules import PART_BYTES
from retention.services import copies as service
from retention.services.copies import announce_file, finish_copy, open_upload, receive_part
from retention.storage import PartWriter, turn_at
from tests.copies.making import begin, content_of, file_of, parts_of, parts_on_disk

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from retention.models import EvidenceCopy, Hold
    from tests.conftest import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_now")]
SIZE = 2 * PART_BYTES + 12_345
NEEDLE = slice(70_000, 70_032)


@pytest.fixture
def copy(hold: Hold, cast: Cast, now: dt.datetime) -> EvidenceCopy:
    """Begun without saying which file."""
    return open_upload(hold_id=hold.pk, content=content_of(hold), name="", size=0, user=cast.handler, now=now)


@pytest.fixture
def handler(cast: Cast) -> Client:
    """承辦人's browser: its forms carry their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.handler)
    return client


def url(copy: EvidenceCopy, end: str = "file/") -> str:
    return f"/retention/copies/{copy.number}/{end}"


def token(client: Client, copy: EvidenceCopy) -> str:
    page = client.get(url(copy, "upload/"))
    return str(page.context["csrf_token"])


def send(client: Client, copy: EvidenceCopy, plain: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("門口.mp4", plain, "video/mp4")
    return client.post(url(copy), {"csrfmiddlewaretoken": token(client, copy), "file": file, **more})


def everything_on_the_disk() -> Iterator[bytes]:
    for folder in (Path(settings.DATA_DIR), Path(settings.COPIES_DIR), Path(tempfile.gettempdir())):
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix not in {".sqlite3", ".sqlite3-wal"} and path.stat().st_size >= 32:
                yield path.read_bytes()


@pytest.mark.counted_elsewhere
def test_the_whole_file_becomes_the_copy_and_no_plain_byte_ever_lay_on_the_disk(
    handler: Client, copy: EvidenceCopy, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    plain = file_of(SIZE)
    real, seen = PartWriter.write, list[int]()

    def write(self: PartWriter, data: bytes) -> None:
        real(self, data)
        if not seen and self.size > PART_BYTES:  # in the middle of it
            assert not any(plain[NEEDLE] in content for content in everything_on_the_disk())
            seen.append(self.size)

    monkeypatch.setattr(PartWriter, "write", write)
    answer = send(handler, copy, plain)
    assert answer["Location"] == url(copy, "")
    assert seen
    assert not any(plain[NEEDLE] in content for content in everything_on_the_disk())
    copy.refresh_from_db()
    assert (copy.state, copy.original_name, copy.declared_size) == (CopyState.FINISHING, "門口.mp4", SIZE)
    assert finish_copy(copy.pk, now).state == CopyState.FINISHED


@pytest.mark.counted_elsewhere
def test_a_form_without_its_token_leaves_nothing(handler: Client, copy: EvidenceCopy) -> None:
    file = SimpleUploadedFile("門口.mp4", file_of(SIZE), "video/mp4")
    assert handler.post(url(copy), {"file": file}).status_code == 403
    assert parts_on_disk(copy.key) == set()
    assert not copy.parts.exists()


def test_a_form_without_a_file_says_what_is_missing(handler: Client, copy: EvidenceCopy) -> None:
    for form in ({}, {"other": SimpleUploadedFile("a.mp4", file_of(3000))}):
        answer = handler.post(url(copy), {"csrfmiddlewaretoken": token(handler, copy), **form})
        assert answer.status_code == 422
        assert "請選擇檔案" in answer.content.decode()
    assert parts_on_disk(copy.key) == set()


@pytest.mark.counted_elsewhere
def test_only_the_first_file_of_the_field_is_taken(handler: Client, copy: EvidenceCopy) -> None:
    files = [SimpleUploadedFile(f"{seed}.mp4", file_of(3000, seed)) for seed in (1, 2)]
    handler.post(url(copy), {"csrfmiddlewaretoken": token(handler, copy), "file": files})
    copy.refresh_from_db()
    assert (copy.original_name, copy.declared_size) == ("1.mp4", 3000)


@pytest.mark.parametrize(("who", "status"), [("supervisor", 302), ("teacher", 404), ("auditor", 403), (None, 302)])
def test_nobody_elses_file_is_read(
    cast: Cast, copy: EvidenceCopy, monkeypatch: pytest.MonkeyPatch, who: str | None, status: int
) -> None:
    client = Client()
    if who:
        client.force_login(getattr(cast, who))
    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest.read", lambda *_: pytest.fail("the body was read"))
    monkeypatch.setattr(
        "django.http.multipartparser.MultiPartParser.parse", lambda *_: pytest.fail("the form was read")
    )
    answer = client.post(url(copy), {"file": SimpleUploadedFile("a.mp4", b"x" * 100)})
    assert answer.status_code == status
    refusals = Entry.objects.filter(verb="retention.copy_refused").count()
    assert refusals == (1 if who else 0)


@pytest.mark.parametrize(
    ("change", "said", "status"),
    [("length", "2 GiB", 422), ("room", "儲存空間不足", 507), ("turn", "還在處理", 503), ("longer", "2 GiB", 422)],
)
def test_what_cannot_be_kept_is_refused_and_the_page_says_why(
    handler: Client, copy: EvidenceCopy, monkeypatch: pytest.MonkeyPatch, change: str, said: str, status: int
) -> None:
    if change == "length":
        monkeypatch.setattr(service.announcing, "LARGEST_IN_ONE_FIELD", -(2**20) + 10)
    elif change == "longer":
        monkeypatch.setattr(service.announcing, "LARGEST_IN_ONE_FIELD", PART_BYTES + 5)
    elif change == "room":
        monkeypatch.setattr("retention.storage.free_for_copies", lambda: 2**20)
    if change == "turn":
        with turn_at(copy.key):
            answer = send(handler, copy, file_of(1000))
    else:
        answer = send(handler, copy, file_of(PART_BYTES + 1000))
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert parts_on_disk(copy.key) == set()
    copy.refresh_from_db()
    assert copy.state == CopyState.RECEIVING


def test_a_stream_takes_the_place_of_parts_and_one_that_breaks_off_leaves_none(
    handler: Client, hold: Hold, cast: Cast, now: dt.datetime
) -> None:
    plain = file_of(SIZE)
    copy = begin(hold, SIZE, cast.handler, now)
    receive_part(copy_id=copy.pk, number=1, plain=parts_of(plain)[1], user=cast.handler, now=now)
    answer = send(handler, copy, plain[:-1])
    assert "不完整" in answer.content.decode()
    assert (copy.parts.count(), parts_on_disk(copy.key)) == (0, set())
    send(handler, copy, plain)
    assert finish_copy(copy.pk, now).original_name == "NVR1_ch01.mp4"


def test_a_script_says_which_file_comes_and_once_a_part_came_only_that_one_will_do(
    copy: EvidenceCopy, cast: Cast, now: dt.datetime
) -> None:
    client = Client()
    client.force_login(cast.handler)

    def say(name: str, size: int | str) -> Any:
        return client.post(url(copy, "upload/"), {"name": name, "size": size})

    assert say("a.mp4", 9).json() == {"received": [], "total": 1}
    assert say("b.mp4", SIZE).json() == {"received": [], "total": 3}
    parts = parts_of(file_of(SIZE))
    wrong = client.put(url(copy, "parts/1/"), parts[1] + b"x", "application/octet-stream")
    assert (wrong.status_code, "長度不符" in wrong.json()["error"]) == (409, True)
    assert client.put(url(copy, "parts/4/"), b"x", "application/octet-stream").status_code == 409
    assert client.put(url(copy, "parts/1/"), parts[1], "application/octet-stream").json()["received"] == [1]
    assert (say("c.mp4", SIZE).status_code, say("b.mp4", SIZE - 1).status_code) == (422, 422)
    assert "b.mp4" in say("c.mp4", SIZE).json()["error"]
    assert say("b.mp4", SIZE).json() == {"received": [1], "total": 3}
    other = client.put(url(copy, "parts/1/"), parts_of(file_of(SIZE, 2))[1], "application/octet-stream")
    assert (other.status_code, "同一個檔案" in other.json()["error"]) == (409, True)
    with turn_at(copy.key):
        busy = client.put(url(copy, "parts/2/"), parts[2], "application/octet-stream")
    assert (busy.status_code, busy["Retry-After"]) == (503, "2")
    for number in (2, 3):
        told = client.put(url(copy, f"parts/{number}/"), parts[number], "application/octet-stream").json()
    assert told == {"received": [1, 2, 3], "total": 3}
    assert say("b.mp4", SIZE).status_code == 409
    assert finish_copy(copy.pk, now).state == CopyState.FINISHED


def test_a_full_disk_is_said_as_one(hold: Hold, cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = begin(hold, 1000, cast.handler, now)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("retention.storage.streams.write_part", full)
    client = Client()
    client.force_login(cast.handler)
    answer = client.put(url(copy, "parts/1/"), file_of(1000), "application/octet-stream")
    assert (answer.status_code, "儲存空間不足" in answer.json()["error"]) == (507, True)


@pytest.mark.parametrize(("name", "size"), [("", 9), ("a.mp4", 0), ("a.mp4", "x"), ("a.mp4", 9 * 2**30)])
def test_a_file_that_cannot_be_is_not_announced(copy: EvidenceCopy, cast: Cast, name: str, size: object) -> None:
    client = Client()
    client.force_login(cast.handler)
    assert client.post(url(copy, "upload/"), {"name": name, "size": size}).status_code == 422


def test_only_who_began_says_which_file_comes(copy: EvidenceCopy, cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(service.CopyRefused, match="只有開始"):
        announce_file(copy_id=copy.pk, name="a.mp4", size=9, user=cast.supervisor, now=now)
    client = Client()
    client.force_login(cast.supervisor)
    assert client.post(url(copy, "upload/"), {"name": "a.mp4", "size": 9}).status_code == 403
