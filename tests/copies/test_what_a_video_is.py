"""A file is what its first bytes say, whatever its name: only MP4 and WebM are played, the rest is kept and handed out."""

from __future__ import annotations

import pytest

from retention.rules import MP4, OTHER, WEBM, video_type

MATROSKA = b"\x1a\x45\xdf\xa3"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x20ftypisom", MP4),
        (b"\0\0\0\x20ftypmp42", MP4),
        (b"ftypisom", OTHER),
        (b"\0\0\0\x20FTYPisom", OTHER),
        (b"\0\0\0\0\x20ftypisom", OTHER),
        (MATROSKA + b"\x9fB\x86\x81\x01B\x82\x84webm", WEBM),
        (MATROSKA + b"\x9fB\x86\x81\x01B\x82\x88matroska", OTHER),
        (b"webm", OTHER),
        (b"RIFF\x24\0\0\0AVI ", OTHER),
        (b"<script>", OTHER),
        (b"", OTHER),
    ],
)
def test_by_its_first_bytes(head: bytes, kind: str) -> None:
    assert video_type(head) == kind
