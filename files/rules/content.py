"""What a file is, told from its first bytes; its name and what the browser claims count for nothing."""

from __future__ import annotations

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
HEAD_BYTES = 16
LONGEST_NAME = 200
LONGEST_ENDING = 10
LARGEST = 10 * 1024 * 1024
"""10 MB, in bytes: what a page says is what is enforced."""

_MAGIC = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))


def content_type_of(head: bytes) -> str | None:
    """Return the content type the first bytes belong to, or None when it is none of PDF, JPEG, PNG."""
    return next((content_type for magic, content_type in _MAGIC if head.startswith(magic)), None)


def tidy_name(name: str) -> str:
    """Return a file name without folders and control characters, at most 200 characters, its ending kept."""
    base = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable()).strip()
    stem, dot, ending = base.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return base[:LONGEST_NAME] or "附件"
    return f"{stem[: LONGEST_NAME - 1 - len(ending)] or '附件'}.{ending}"
