"""Ruling 18: a copy is played or taken away through one gate, byte by byte as far as asked, and every refusal is an entry."""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse

from ledger.models import Entry
from retention.choices import CopyState, ReadingKind, ReadingPurpose, Refusal
from retention.models import CopyFile, CopyPart, CopyReading, EvidenceCopy
from retention.rules import PART_BYTES
from retention.services.copies import open_reading
from retention.storage import PartBroken, copies_root, read_part
from tests.conftest import PASSWORD
from tests.copies.making import begin, file_of, made

if TYPE_CHECKING:
    from django.test import Client

    from retention.models import Hold
    from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
SIZE = PART_BYTES + 5000
LATE = dt.timedelta(hours=3)


@pytest.fixture
def plain() -> bytes:
    return file_of(SIZE)


@pytest.fixture
def copy(hold: Hold, cast: Cast, now: dt.datetime, plain: bytes) -> EvidenceCopy:
    return made(hold, cast.handler, now, plain)


def opened(copy: EvidenceCopy, cast: Cast, now: dt.datetime, kind: ReadingKind = ReadingKind.PLAYED) -> CopyReading:
    return open_reading(
        copy_id=copy.pk, kind=kind, purpose=ReadingPurpose.MAKING, reason="", user=cast.handler, now=now
    )


def bytes_url(reading: CopyReading, position: int = 1) -> str:
    return reverse("retention:copy-bytes", args=[reading.copy.number, reading.token, position])


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def last_entry() -> tuple[str, object]:
    entry = Entry.objects.order_by("-sequence")[0]
    return entry.verb, entry.detail.get("reason")


def test_opening_asks_for_the_person_and_what_for(client: Client, copy: EvidenceCopy, cast: Cast) -> None:
    client.force_login(cast.handler)
    path = reverse("retention:copy-open", args=[copy.number])
    assert "開啟下載" in client.get(f"{path}?kind=downloaded").content.decode()
    typed = {"kind": "played", "purpose": "managing", "reason": ""}
    assert "請輸入密碼" in client.post(path, typed).content.decode()
    typed["proof_password"] = PASSWORD
    assert "管理檢視請填寫事由" in client.post(path, typed).content.decode()
    assert client.post(path, {"kind": "eaten", "proof_password": PASSWORD}).status_code == 422
    assert not CopyReading.objects.exists()
    answer = client.post(path, typed | {"reason": "確認校時"})
    reading = CopyReading.objects.get()
    assert answer["Location"] == reverse("retention:copy-reading", args=[copy.number, reading.token])
    page = client.get(answer["Location"]).content.decode()
    assert f'src="{bytes_url(reading)}"' in page
    assert "default-src &#x27;self&#x27;" not in page


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=-10", SIZE - 10, SIZE - 1), (f"bytes={PART_BYTES - 5}-", PART_BYTES - 5, SIZE - 1)],
)
def test_a_player_gets_the_range_it_asks_for(
    client: Client, copy: EvidenceCopy, cast: Cast, now: dt.datetime, plain: bytes, header: str, first: int, last: int
) -> None:
    client.force_login(cast.handler)
    answer = client.get(bytes_url(opened(copy, cast, now)), headers={"Range": header})
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer["Content-Length"] == str(last - first + 1)
    assert (answer["Content-Type"], answer["Accept-Ranges"]) == ("video/mp4", "bytes")
    assert body_of(answer) == plain[first : last + 1]


def test_a_download_comes_whole_under_its_own_name_and_no_cache_keeps_it(
    client: Client, copy: EvidenceCopy, cast: Cast, now: dt.datetime, plain: bytes
) -> None:
    client.force_login(cast.handler)
    url = bytes_url(opened(copy, cast, now, ReadingKind.DOWNLOADED))
    answer = client.get(url)
    assert (answer.status_code, body_of(answer)) == (200, plain)
    assert answer["Content-Disposition"] == 'attachment; filename="NVR1_ch01.mp4"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Content-Type-Options"] == "nosniff"
    head = client.head(url)
    assert (head["Content-Length"], head.content) == (str(SIZE), b"")
    assert body_of(client.get(url, headers={"Range": "bytes=0-9", "If-Range": '"other"'})) == plain
    assert client.get(url, headers={"Range": "bytes=0-9", "If-Range": head["ETag"]}).status_code == 206


@pytest.mark.parametrize("header", [f"bytes={SIZE}-", "bytes=9-3", "bytes=0-1,5-6", "bytes=-", "lines=0-1", "bytes=-0"])
def test_a_wrong_range_is_refused_and_entered(
    client: Client, copy: EvidenceCopy, cast: Cast, now: dt.datetime, header: str
) -> None:
    client.force_login(cast.handler)
    answer = client.get(bytes_url(opened(copy, cast, now)), headers={"Range": header})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{SIZE}")
    assert last_entry() == ("retention.copy_refused", Refusal.WRONG_RANGE.label)


@pytest.mark.parametrize("name", ["copy-reading", "copy-bytes", "copy-zip"])
@pytest.mark.parametrize("wrong", ["another person", "nobody of the case", "another token", "run out"])
def test_only_the_own_open_reading_gives_bytes_and_the_attempt_is_an_entry(
    client: Client, copy: EvidenceCopy, cast: Cast, now: dt.datetime, name: str, wrong: str
) -> None:
    token = uuid.uuid4() if wrong == "another token" else opened(copy, cast, now, ReadingKind.DOWNLOADED).token
    who = {"another person": cast.supervisor, "nobody of the case": cast.teacher}.get(wrong, cast.handler)
    place = [1] if name == "copy-bytes" else []
    with time_machine.travel(now + (LATE if wrong == "run out" else dt.timedelta()), tick=False):
        client.force_login(who)
        answer = client.get(reverse(f"retention:{name}", args=[copy.number, token, *place]))
    assert answer.status_code == (404 if who == cast.teacher else 410)
    assert last_entry()[0] == "retention.copy_refused"


def test_who_lost_the_case_meanwhile_sees_no_more(
    client: Client, copy: EvidenceCopy, cast: Cast, now: dt.datetime
) -> None:
    url = bytes_url(opened(copy, cast, now))
    copy.hold.is_coded = True
    copy.hold.save(update_fields=["is_coded"])
    client.force_login(cast.handler)
    assert client.get(url).status_code == 403


def test_a_copy_found_damaged_meanwhile_gives_nothing_more(
    client: Client, copy: EvidenceCopy, cast: Cast, now: dt.datetime
) -> None:
    url = bytes_url(opened(copy, cast, now))
    EvidenceCopy.objects.update(damaged_at=now)
    client.force_login(cast.handler)
    answer = client.get(url)
    assert answer.status_code == 403
    assert "不能開啟" in answer.content.decode()


def spoil(copy: EvidenceCopy, number: int) -> None:
    path = copies_root() / copy.key.hex / f"{number:08d}.age"
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def test_a_part_that_is_broken_in_the_middle_breaks_the_answer_off(
    client: Client, copy: EvidenceCopy, cast: Cast, now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    url = bytes_url(opened(copy, cast, now, ReadingKind.DOWNLOADED))
    spoil(copy, 2)
    answer = client.get(url)
    assert answer["Content-Length"] == str(SIZE)
    with pytest.raises(PartBroken):
        body_of(answer)
    copy.refresh_from_db()
    assert copy.damaged_at == now


def test_what_is_broken_at_once_is_said_instead_of_begun(
    client: Client, copy: EvidenceCopy, cast: Cast, now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    url = bytes_url(opened(copy, cast, now))
    spoil(copy, 1)
    answer = client.get(url)
    assert answer.status_code == 410
    assert "內容與完成時不符" in answer.content.decode()


def test_what_a_browser_cannot_play_is_only_downloaded(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime
) -> None:
    copy = made(hold, cast.handler, now, b"DHAV" + bytes(3000))
    client.force_login(cast.handler)
    page = client.get(reverse("retention:copy", args=[copy.number])).content.decode()
    assert ("播放</a>" in page, "下載</a>" in page) == (False, True)
    assert client.get(bytes_url(opened(copy, cast, now))).status_code == 404
    fetched = opened(copy, cast, now, ReadingKind.DOWNLOADED)
    page = client.get(reverse("retention:copy-reading", args=[copy.number, fetched.token])).content.decode()
    assert bytes_url(fetched) in page


@pytest.fixture
def of_many(copy: EvidenceCopy, hold: Hold, now: dt.datetime, plain: bytes) -> EvidenceCopy:
    """The same stream, taken as four recordings one after the other, the last one empty."""
    copy.files.all().delete()
    camera = hold.cameras.all()[0]
    for place, (start, end) in enumerate(
        [(0, 4000), (4000, PART_BYTES + 10), (PART_BYTES + 10, SIZE), (SIZE, SIZE)], 1
    ):
        CopyFile.objects.create(
            copy=copy, position=place, name=f"2026-11-22/C01/10-0{place}-00.mp4", offset=start, size=end - start,
            sha256="0" * 64, content_type="video/mp4", camera=camera, starts_at=now,
        )  # fmt: skip
    return copy


def test_a_copy_of_a_folder_plays_recording_after_recording(
    client: Client, of_many: EvidenceCopy, cast: Cast, now: dt.datetime, plain: bytes
) -> None:
    client.force_login(cast.handler)
    reading = opened(of_many, cast, now)
    path = reverse("retention:copy-reading", args=[of_many.number, reading.token])
    page = client.get(f"{path}?file=2").content.decode()
    assert 'data-after="?file=3"' in page
    assert bytes_url(reading, 2) in page
    assert "115/11/23 09:00" in page
    assert client.get(f"{path}?file=9").status_code == 404
    assert body_of(client.get(bytes_url(reading, 2))) == plain[4000 : PART_BYTES + 10]
    assert client.get(bytes_url(reading, 4)).content == b""


def test_all_recordings_come_as_one_zip_that_grows_while_it_is_read(
    client: Client, of_many: EvidenceCopy, cast: Cast, now: dt.datetime, plain: bytes
) -> None:
    client.force_login(cast.handler)
    fetched = opened(of_many, cast, now, ReadingKind.DOWNLOADED)
    answer = client.get(reverse("retention:copy-zip", args=[of_many.number, fetched.token]))
    pieces = list(answer.streaming_content)  # type: ignore[attr-defined]
    assert len(pieces) > 4
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert b"".join(archive.read(name) for name in archive.namelist()) == plain
        assert archive.infolist()[0].date_time == (2026, 11, 23, 9, 0, 0)


def test_the_first_byte_in_the_middle_of_8_gib_opens_two_parts_at_most(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = made(hold, cast.handler, now, file_of(PART_BYTES))
    part, parts = copy.parts.get(), 512
    columns = {"size": PART_BYTES, "plain_sha256": part.plain_sha256, "sealed_sha256": part.sealed_sha256}
    CopyPart.objects.bulk_create([CopyPart(copy=copy, number=number, **columns) for number in range(2, parts + 1)])
    copy.files.update(size=parts * PART_BYTES)
    folder = copies_root() / copy.key.hex
    for number in (256, 257, 258):
        (folder / f"{number:08d}.age").hardlink_to(folder / "00000001.age")
    opened_parts: list[int] = []

    def read(key: uuid.UUID, number: int) -> bytes:
        opened_parts.append(number)
        return read_part(key, number)

    monkeypatch.setattr("retention.storage.streams.read_part", read)
    client.force_login(cast.handler)
    answer = client.get(bytes_url(opened(copy, cast, now)), headers={"Range": f"bytes={255 * PART_BYTES + 7}-"})
    first = next(iter(answer.streaming_content))  # type: ignore[attr-defined]
    assert first[:3] == file_of(PART_BYTES)[7:10]
    assert opened_parts[0] == 256
    assert len(opened_parts) <= 2
    answer.close()


def test_an_unfinished_copy_and_a_medium_offer_nothing_to_play(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime
) -> None:
    copy = begin(hold, 1000, cast.handler, now)
    assert copy.state == CopyState.RECEIVING
    client.force_login(cast.handler)
    answer = client.post(
        reverse("retention:copy-open", args=[copy.number]),
        {"kind": "played", "purpose": "viewing", "proof_password": PASSWORD},
    )
    assert "目前無法開啟" in answer.content.decode()
