"""Every paper is written as PDF/A-2u: it says so, brings its colours and every font, and loads and runs nothing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.conftest import Cast

PAPERS = (
    "/requests/appendix-1.pdf", "/maintenance/appendix-2.pdf?blank=1", "/ledger/register.pdf?blank=1",
    "/privacy/files.pdf", "/reports/compliance.pdf",
)  # fmt: skip
FORBIDDEN = ("/JavaScript", "/Launch", "/EmbeddedFile", "/Movie", "/Sound")


def fonts(page: Any) -> Iterator[dict[str, Any]]:
    for font in resolve1(resolve1(page.page_obj.attrs["Resources"])["Font"]).values():
        for descendant in resolve1(font).get("DescendantFonts") or [font]:
            yield resolve1(descendant)


@pytest.mark.parametrize("path", PAPERS)
def test_a_paper_is_made_to_be_kept(client: Client, cast: Cast, at_now: None, path: str) -> None:
    client.force_login(cast.handler)
    content = client.get(path).content
    with pdfplumber.open(io.BytesIO(content)) as paper:
        catalog = paper.doc.catalog
        said = resolve1(catalog["Metadata"]).get_data().decode()
        assert 'part="2"' in said or "<pdfaid:part>2</pdfaid:part>" in said
        assert 'conformance="U"' in said or "<pdfaid:conformance>U</pdfaid:conformance>" in said
        assert resolve1(catalog["OutputIntents"])
        assert not {"AcroForm", "OpenAction", "AA"} & catalog.keys()
        for page in paper.pages:
            for font in fonts(page):
                descriptor = resolve1(font["FontDescriptor"])
                assert {"FontFile", "FontFile2", "FontFile3"} & descriptor.keys()
    assert not any(word.encode() in content for word in FORBIDDEN)
