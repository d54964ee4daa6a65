"""Taking a file in: size, type by content, hash, then the disk, then the row."""

from __future__ import annotations

import hashlib
import uuid
import warnings
from typing import TYPE_CHECKING

from django.db import transaction
from PIL import Image, UnidentifiedImageError

from files import rules, storage
from files.models import StoredFile

if TYPE_CHECKING:
    import datetime as dt
    from typing import IO, BinaryIO

    from django.core.files.uploadedfile import UploadedFile


class FileRefused(Exception):
    """The file cannot be kept; the message says what to do."""


class FileMissing(Exception):
    """The row is there but the bytes are not."""


def store(*, upload: UploadedFile[bytes], now: dt.datetime) -> StoredFile:
    """Check and keep an uploaded file and return its row. Raises FileRefused; then nothing is kept.

    The room above records who stored what for whom in the ledger — by `in_words`, never by the file's own name:
    people put names of pupils into it.
    """
    content_type = check(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    file = StoredFile(
        id=uuid.uuid4(),
        original_name=rules.tidy_name(upload.name or ""),
        content_type=content_type,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        stored_at=now,
    )
    # First the bytes, then the row: a crash between leaves bytes nobody knows, never a row without bytes.
    storage.write(file.pk, upload.chunks())
    file.save(force_insert=True)
    return file


def keep_made(*, content: bytes, name: str, content_type: str, now: dt.datetime) -> StoredFile:
    """Keep a file the product itself made and return its row; nobody chose it, so nothing of it is checked."""
    file = StoredFile(
        id=uuid.uuid4(),
        original_name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_at=now,
    )
    storage.write(file.pk, [content])
    file.save(force_insert=True)
    return file


def check(upload: UploadedFile[bytes]) -> str:
    """Return the upload's content type, told from its bytes. Raises FileRefused; forms use it for their field."""
    if not upload.size:
        raise FileRefused("這個檔案是空的，請重新選擇檔案。")
    if upload.size > rules.LARGEST:
        raise FileRefused("檔案超過 10 MB，請縮小或分成幾個檔案後再上傳。")
    upload.seek(0)
    content_type = rules.content_type_of(upload.read(rules.HEAD_BYTES))
    upload.seek(0)
    if content_type is None:
        raise FileRefused("請上傳 PDF、JPEG 或 PNG 檔案；檔案類型以內容判斷，與副檔名無關。")
    if content_type != rules.PDF:
        _require_picture(upload)
    return content_type


def _require_picture(upload: IO[bytes]) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=("JPEG", "PNG")) as picture:
                picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as error:
        raise FileRefused("這張圖片無法開啟，可能已損壞，請重新存檔後再上傳。") from error
    finally:
        upload.seek(0)


def discard(file: StoredFile) -> None:
    """Remove a kept file nobody has any more: its row now, its bytes once the transaction has committed.

    The room above makes sure that nobody has it and records why it goes. A crash after the commit leaves bytes nobody
    knows, never a row without bytes.
    """
    key = file.pk
    file.delete()
    transaction.on_commit(lambda: storage.remove(key))


def in_words(file: StoredFile) -> str:
    """Return how the ledger names the file: by number only."""
    return f"附件 {file.pk}"


def open_stored(file: StoredFile) -> BinaryIO:
    """Open a kept file for reading. Raises FileMissing when its bytes are gone from the disk."""
    try:
        return storage.read(file.pk)
    except FileNotFoundError as error:
        raise FileMissing(f"附件「{file.original_name}」不在儲存位置，請通知系統管理人員。") from error
