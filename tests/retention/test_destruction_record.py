"""影像銷毀紀錄: its page, its paper for the ink of two people, and the manifest as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from ledger.choices import Verb
from ledger.models import Entry
from retention.services import enforce_source
from retention.storage.manifest import path_of
from tests.printing import reader

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from retention.models import Destruction, FootageSource
    from tests.conftest import Cast


@pytest.fixture(autouse=True)
def monday(at_now: None) -> None:
    """The clock of the views stands at `now`."""


@pytest.fixture
def destruction(ours: FootageSource, now: dt.datetime) -> Destruction:
    """Twelve recordings of a year and a day ago, gone."""
    return enforce_source(ours, now).destructions[0]


def test_the_page_tells_by_camera_what_went(client: Client, cast: Cast, destruction: Destruction) -> None:
    client.force_login(cast.auditor)
    page = client.get(reverse("retention:destruction", args=[destruction.pk])).content.decode()
    assert "12<small>檔已銷毀</small>" in page
    assert "114年11月23日（日）</time>（含）以前" in page
    assert destruction.manifest_sha256 in page
    assert page.count('data-label="檔數">6</td>') == 2
    listed = client.get(reverse("retention:destructions")).content.decode()
    assert reverse("retention:destruction-pdf", args=[destruction.pk]) in listed


@pytest.mark.counted_elsewhere
def test_the_paper_says_it_all_and_leaves_room_for_two_signatures(
    client: Client, cast: Cast, destruction: Destruction
) -> None:
    client.force_login(cast.handler)
    answer = client.get(reverse("retention:destruction-pdf", args=[destruction.pk]))
    (page,) = reader.pages(answer.content)
    said = reader.squeeze(page.extract_text())
    for words in (
        "瑞豐國小影像銷毀紀錄", "監視錄影系統管理實施計畫肆、四", "一號主機", "已銷毀12檔", "C01一樓川堂", "C02三樓東側走廊",
        "執行人", "監銷人", "第1頁，共1頁", "列印115/11/2309:00游承堃", destruction.manifest_sha256[:32],
        destruction.manifest_sha256[32:], "114/11/22",
    ):  # fmt: skip
        assert words in said, words
    assert page.height > page.width
    entry = Entry.objects.get(verb=Verb.DESTRUCTION_PRINTED)
    assert entry.subject == f"影像銷毀紀錄 {destruction.pk}"


def test_a_long_record_takes_as_many_pages_as_it_needs(client: Client, cast: Cast, destruction: Destruction) -> None:
    destruction.failures = [
        {"path": f"2025-11-22/00/C01/{number:02d}.00.mp4", "camera": "C01", "reason": "不允許的操作"}
        for number in range(60)
    ]
    destruction.failed_files = 75
    destruction.save()
    client.force_login(cast.principal)
    pages = reader.pages(client.get(reverse("retention:destruction-pdf", args=[destruction.pk])).content)
    assert len(pages) > 1
    assert "執行人" in pages[-1].extract_text().replace(" ", "")
    assert "其餘15檔" in reader.squeeze("".join(page.extract_text() for page in pages))
    page = client.get(reverse("retention:destruction", args=[destruction.pk])).content.decode()
    assert "75 檔，列入逾期未銷毀清冊" in page


def test_the_manifest_is_text_a_person_can_read(client: Client, cast: Cast, destruction: Destruction) -> None:
    client.force_login(cast.administrator)
    answer = client.get(reverse("retention:destruction-manifest", args=[destruction.pk]))
    assert Entry.objects.get(verb=Verb.FILE_READ).subject == f"影像銷毀紀錄 {destruction.pk} 的銷毀清單"
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 12
    path, at, size = lines[0].split("\t")
    assert path.startswith("2025-11-22/")
    assert at.endswith("+08:00")
    assert size == "0"
    assert "attachment" in answer["Content-Disposition"]


def test_a_manifest_that_was_touched_or_lost_is_named(client: Client, cast: Cast, destruction: Destruction) -> None:
    assert settings.RETENTION_DIR
    path_of(destruction.manifest).write_text("[]")
    client.force_login(cast.handler)
    page = client.get(reverse("retention:destruction", args=[destruction.pk])).content.decode()
    assert "與資料庫所記雜湊不符" in page
    assert client.get(reverse("retention:destruction-pdf", args=[destruction.pk])).status_code == 200
    path_of(destruction.manifest).unlink()
    page = client.get(reverse("retention:destruction", args=[destruction.pk])).content.decode()
    assert "找不到銷毀清單" in page
    assert client.get(reverse("retention:destruction-manifest", args=[destruction.pk])).status_code == 404
