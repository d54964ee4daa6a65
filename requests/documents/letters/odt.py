"""The same letter as ODT, for the school's own 公文系統: a small package written by hand, one template for its text.

An OpenDocument text is a zip whose first member, uncompressed, says what it is (ODF 1.2 part 3, 3.3).
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from requests.documents.letters.paper import LetterPaper, Mark

MIME = "application/vnd.oasis.opendocument.text"
PARTS = ("content.xml", "styles.xml")
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{MIME}"/>'
    + "".join(f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="text/xml"/>' for part in PARTS)
    + "</manifest:manifest>"
)
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The same letter makes the same bytes: the time of printing stands in the ledger, not in the file."""


def letter_odt(paper: LetterPaper, mark: Mark) -> bytes:
    """Return the letter as an OpenDocument text that an office edits."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        _put(package, "mimetype", MIME, zipfile.ZIP_STORED)
        _put(package, "META-INF/manifest.xml", MANIFEST)
        for part in PARTS:
            _put(package, part, render_to_string(f"requests/letter_odt/{part}", {"paper": paper, "mark": mark}))
    return out.getvalue()


def _put(package: zipfile.ZipFile, name: str, text: str, way: int = zipfile.ZIP_DEFLATED) -> None:
    info = zipfile.ZipInfo(name, EARLIEST)
    info.compress_type = way
    package.writestr(info, text)
