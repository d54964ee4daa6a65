"""伍、三 in a real browser: a file goes up in parts, through a lost connection and a reload; without script, all at once."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.utils import timezone

from retention.choices import CopyState
from retention.models import EvidenceCopy
from retention.services.copies import make_copies, received
from tests.browser.conftest import PHONE
from tests.retention.keeping import emergency

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Dialog, Page

    from cameras.models import Camera
    from retention.models import Hold
    from tests.browser.conftest import Watch
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLIP = settings.BASE_DIR / "cctv_admin" / "demo" / "clip.mp4"
SIZE = 40 * 2**20
LENGTH = """() => new Promise(done => {
  const video = document.querySelector('video');
  if (video.readyState) done(video.duration);
  video.addEventListener('loadedmetadata', () => done(video.duration));
  video.addEventListener('error', () => done(-1));
})"""
"""How many seconds the video on the page has, once the browser knows."""


@pytest.fixture
def hold(cast: Cast, cameras: list[Camera]) -> Hold:
    """C01 a moment ago."""
    return emergency(cast, cameras, timezone.now())


def video(folder: Path, seed: int) -> Path:
    """Return a file of 40 MiB that a browser plays: a clip, and a box of nothing a player minds."""
    folder.mkdir()
    clip = CLIP.read_bytes()
    rest = SIZE - len(clip)
    noise = random.Random(seed).randbytes(rest - 8)  # noqa: S311 not a secret
    path = folder / "NVR1_ch01.mp4"
    path.write_bytes(clip + rest.to_bytes(4) + b"free" + noise)
    return path


def begin(page: Page, hold: Hold) -> EvidenceCopy:
    """Go from 備份工作 to the page that waits for the file."""
    page.goto("/retention/backups/")
    page.get_by_role("link", name="製作留存檔").click()
    page.get_by_role("link", name="上傳檔案").click()
    page.get_by_role("button", name="下一步：選擇檔案").click()
    page.wait_for_url("**/upload/")
    return EvidenceCopy.objects.get(hold=hold)


def test_an_upload_outlives_a_lost_connection_and_a_reload_and_the_copy_plays(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    watch: Watch,
    hold: Hold,
    tmp_path: Path,
) -> None:
    file, other = video(tmp_path / "a", 1), video(tmp_path / "b", 2)
    warned: list[str] = []

    def leave(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page = open_page(PHONE)
    page.on("dialog", leave)
    sign_in(page, "handler")
    copy = begin(page, hold)
    page.route("**/parts/2/", lambda route: route.abort("connectionreset"))
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="開始上傳").click()
    page.get_by_text("連線中斷").wait_for()
    axe(page)
    assert received(copy).numbers == (1,)
    page.reload()
    assert warned == ["beforeunload"]
    page.get_by_text("已接收 1／3 段").wait_for()

    watch.expect(409, "/parts/1/")
    page.set_input_files("input[type=file]", other)
    page.get_by_role("button", name="開始上傳").click()
    page.get_by_text("請確認選擇的是同一個檔案").wait_for()
    page.get_by_role("link", name="重新選擇檔案").click()

    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="開始上傳").click()
    page.get_by_text("連線中斷").wait_for()
    page.get_by_role("button", name="暫停").click()
    page.unroute("**/parts/2/")
    page.get_by_role("button", name="繼續").click()
    page.wait_for_url(f"**/copies/{copy.number}/")
    page.get_by_role("heading", name="驗證中").wait_for()
    make_copies(timezone.now())
    page.get_by_role("link", name="播放").click()
    page.get_by_role("button", name="開始播放").click()
    assert page.evaluate(LENGTH) > 0
    copy.refresh_from_db()
    assert (copy.state, copy.size) == (CopyState.FINISHED, SIZE)


def test_without_script_one_form_brings_the_file(
    page_no_script: Page, sign_in: Callable[[Page, str], None], hold: Hold, tmp_path: Path
) -> None:
    page = page_no_script
    sign_in(page, "handler")
    copy = begin(page, hold)
    page.get_by_text("未使用 JavaScript 時").wait_for()
    page.set_input_files("input[type=file]", video(tmp_path / "a", 1))
    page.get_by_role("button", name="開始上傳").click()
    page.get_by_text("正在驗證").wait_for()
    make_copies(timezone.now())
    page.reload()
    page.get_by_role("link", name="下載").click()
    page.get_by_role("button", name="開啟下載").click()
    with page.expect_download() as found:
        page.get_by_role("link", name="下載").click()
    assert found.value.suggested_filename == "NVR1_ch01.mp4"
    copy.refresh_from_db()
    assert (copy.state, copy.size) == (CopyState.FINISHED, SIZE)
