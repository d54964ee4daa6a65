"""Who asks for a paper that cannot be made is told why, on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.http import HttpRequest, HttpResponse

from printing.documents import CharacterMissingError, FontMissingError
from printing.middleware import PrintingErrorMiddleware

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

SENTENCES = [
    (FontMissingError("找不到字型「TW-Kai」，無法列印。"), "找不到字型「TW-Kai」，無法列印。"),
    (CharacterMissingError("😀"), "列印用的楷體沒有「😀」，這份表單無法列印：請改用其他寫法後再印"),
]


@pytest.mark.parametrize(("error", "sentence"), SENTENCES)
def test_the_page_says_what_is_missing(
    error: Exception, sentence: str, client: Client, cast: Cast, at_now: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bytes:
        raise error

    monkeypatch.setattr("requests.views.papers.render_appendix_1", fails)
    client.force_login(cast.teacher)
    answer = client.get("/requests/appendix-1.pdf")
    assert answer.status_code == 503
    assert sentence in answer.content.decode()


def test_any_other_fault_is_not_ours() -> None:
    middleware = PrintingErrorMiddleware(lambda _: HttpResponse())
    assert middleware.process_exception(HttpRequest(), ValueError("別的")) is None
