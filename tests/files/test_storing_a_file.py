"""A stored file is checked by its content, written whole, and leaves only as a download."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from files import rules, storage
from files.models import StoredFile
from files.services import FileMissing, FileRefused, in_words, open_stored, store
from files.views import download

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import Settings

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def files_dir(settings: Settings, tmp_path: Path, db: None) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 3), "white").save(buffer, kind)
    return buffer.getvalue()


def upload(content: bytes, name: str = "報案三聯單.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/x-claims-anything")


@pytest.mark.parametrize(
    ("content", "content_type"), [(PDF, rules.PDF), (picture("JPEG"), rules.JPEG), (picture("PNG"), rules.PNG)]
)
def test_pdf_and_pictures_are_kept_under_a_random_name(content: bytes, content_type: str, now: dt.datetime) -> None:
    file = store(upload=upload(content), now=now)
    with open_stored(file) as stored:
        assert stored.read() == content
    assert (file.content_type, file.size, file.sha256) == (
        content_type,
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    assert storage.path_of(file.pk).name == str(file.pk)
    assert storage.path_of(file.pk).stat().st_mode & 0o777 == 0o600


def test_the_ledger_is_told_the_number_of_a_file_never_its_name(now: dt.datetime) -> None:
    file = store(upload=upload(PDF, "王小明診斷證明.pdf"), now=now)
    assert in_words(file) == f"附件 {file.pk}"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空的"),
        (b"MZ\x90\x00 a program", "PDF、JPEG 或 PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PDF、JPEG 或 PNG"),
        (picture("PNG")[:40], "無法開啟"),
        (b"\xff\xd8\xff" + b"not a picture", "無法開啟"),
        (PDF + b"0" * rules.LARGEST, "10 MB"),
    ],
)
def test_what_is_no_sound_pdf_or_picture_is_refused_and_nothing_is_kept(
    content: bytes, says: str, now: dt.datetime, files_dir: Path
) -> None:
    with pytest.raises(FileRefused, match=says):
        store(upload=upload(content), now=now)
    assert not StoredFile.objects.exists()
    assert not files_dir.exists()


def test_a_picture_of_absurd_size_is_refused_before_it_fills_the_memory(now: dt.datetime) -> None:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 9_000)).save(buffer, "PNG")
    with pytest.raises(FileRefused, match="無法開啟"):
        store(upload=upload(buffer.getvalue()), now=now)


def test_a_write_that_breaks_off_leaves_no_file(files_dir: Path, now: dt.datetime) -> None:
    file = store(upload=upload(PDF), now=now)

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError("disk full")

    storage.path_of(file.pk).unlink()
    with pytest.raises(OSError, match="disk full"):
        storage.write(file.pk, broken())
    assert [path for path in files_dir.rglob("*") if path.is_file()] == []


def test_a_download_is_an_attachment_that_is_neither_guessed_nor_kept(now: dt.datetime) -> None:
    file = store(upload=upload(PDF), now=now)
    response = download(file)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == PDF  # type: ignore[arg-type]
    response.close()


def test_bytes_gone_from_the_disk_are_said_to_be_gone(now: dt.datetime) -> None:
    file = store(upload=upload(PDF), now=now)
    storage.path_of(file.pk).unlink()
    with pytest.raises(FileMissing, match="報案三聯單"):
        open_stored(file)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\x\\公文.pdf", "公文.pdf"),
        ("../../etc/passwd", "passwd"),
        ("", "附件"),
        (".pdf", "附件.pdf"),
        ("a\r\nb.png", "ab.png"),
        ("長" * 300 + ".pdf", "長" * 196 + ".pdf"),
        ("長" * 300, "長" * 200),
    ],
)
def test_a_name_keeps_neither_folders_nor_control_characters(name: str, kept: str) -> None:
    assert rules.tidy_name(name) == kept
    assert len(kept) <= 200
