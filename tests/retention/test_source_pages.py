"""影像資料夾 at the desk: registered, mapped, proposed by one, confirmed by another who saw the first pass and says the date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.selectors import in_words
from ledger.choices import Verb
from ledger.models import Entry
from retention.choices import DeletedBy, Doubt
from retention.models import Acceptance, Destruction, FootageSource
from retention.services import enforce_source, place_hold
from tests.conftest import PASSWORD
from tests.retention.recordings import left, record
from tests.roc import roc

if TYPE_CHECKING:
    from pathlib import Path

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(at_now: None) -> None:
    """The clock of the views stands at `now`."""


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def proposed(source: FootageSource, cast: Cast) -> FootageSource:
    """The folder of `conftest`, proposed by 承辦人."""
    form = {"reason": "主機已停止循環刪除"}
    assert desk(cast.handler).post(act("propose", source), form).status_code == 302
    source.refresh_from_db()
    return source


def act(name: str, source: FootageSource) -> str:
    return reverse(f"retention:source-{name}", args=[source.pk])


def given(day: dt.date = TODAY, files: int = 12, **more: str) -> dict[str, str]:
    return {**roc("stated_day", day), "seen_files": str(files), "proof_password": PASSWORD, **more}


def test_a_folder_is_registered_for_reading(client: Client, cast: Cast, cameras: list[Camera], tmp_path: Path) -> None:
    record(tmp_path, "C01", dt.datetime(2026, 11, 22, tzinfo=dt.UTC), dt.datetime(2026, 11, 22, 1, tzinfo=dt.UTC))
    client.force_login(cast.administrator)
    form = {"name": "一號主機", "path": str(tmp_path), "layout": "frigate", "recorder": cameras[0].recorder.pk}
    answer = client.post(reverse("retention:source-new"), form)
    source = FootageSource.objects.get()
    assert answer["Location"] == reverse("retention:source", args=[source.pk])
    assert (source.deleted_by, source.longest_seconds, source.zone) == (DeletedBy.RECORDER, 60, "UTC")
    assert Entry.objects.get(verb=Verb.SOURCE_REGISTERED).actor.endswith("Maria Santos")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"path": "recordings"}, "請填寫完整路徑"),
        ({"path": "/nowhere/at/all"}, "無法讀取資料夾"),
        ({"layout": "pattern", "pattern": "{camera}.mp4"}, "命名樣式須各有一個"),
        ({"name": ""}, "請填寫名稱。"),
        ({"longest_seconds": "很久"}, "請填寫整數秒數"),
    ],
)
def test_what_the_service_refuses_stands_beside_its_field(
    client: Client, cast: Cast, tmp_path: Path, changes: dict[str, str], says: str
) -> None:
    client.force_login(cast.handler)
    form = {"name": "一號主機", "path": str(tmp_path), "layout": "frigate"} | changes
    answer = client.post(reverse("retention:source-new"), form)
    assert answer.status_code == 422
    assert text(answer).count(says) == 2, "in the summary and beside the field"
    assert not FootageSource.objects.exists()


def test_an_unknown_folder_is_given_its_camera(
    client: Client, cast: Cast, source: FootageSource, cameras: list[Camera]
) -> None:
    row = source.folder_cameras.get(folder="C02")
    row.camera = None
    row.save()
    client.force_login(cast.handler)
    assert "不明" in text(client.get(reverse("retention:source", args=[source.pk])))
    page = reverse("retention:source-folder", args=[source.pk, row.pk])
    assert client.post(page, {"camera": "C04"}).status_code == 302
    row.refresh_from_db()
    assert row.camera == cameras[3]


def test_who_proposed_does_not_confirm(cast: Cast, source: FootageSource, now: dt.datetime) -> None:
    by_supervisor = {"reason": "試行"}
    assert desk(cast.supervisor).post(act("propose", source), by_supervisor).status_code == 302
    assert desk(cast.supervisor).get(act("confirm", source)).status_code == 403
    assert desk(cast.supervisor).post(act("confirm", source), given()).status_code == 403
    assert desk(cast.administrator).post(act("confirm", source), given()).status_code == 403
    source.refresh_from_db()
    assert source.deleted_by == DeletedBy.RECORDER
    assert desk(cast.principal).get(act("confirm", source)).status_code == 200


def test_a_second_person_sees_the_first_pass_and_confirms_it(
    cast: Cast, proposed: FootageSource, root: Path, now: dt.datetime
) -> None:
    principal = desk(cast.principal)
    notice = cast.principal.notices.get(url=act("confirm", proposed))
    assert notice.text == "待確認：影像資料夾「一號主機」改由本系統刪除"
    page = text(principal.get(act("confirm", proposed)))
    assert '屆期應銷毀 <b class="num">12</b> 檔' in page
    assert "首次銷毀 12 檔" in page
    assert 'value="23"' not in page, "the date is typed, not offered"
    assert principal.post(act("confirm", proposed), given()).status_code == 302
    proposed.refresh_from_db()
    assert (proposed.deleted_by, proposed.confirmed_by) == (DeletedBy.PRODUCT, "校長 蘇翊甯")
    assert Acceptance.objects.get().files == 12

    before = left(root)
    assert enforce_source(proposed, now).doubts == {}
    assert len(before - left(root)) == 12, "exactly what was shown"


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (given(day=TODAY - DAY), "您填的日期與本系統的日期不同"),
        (given(files=11), "應銷毀的檔案數已由 11 變為 12"),
        ({**given(), "stated_day_0": "", "stated_day_1": "", "stated_day_2": ""}, "請填寫今天的日期。"),
        ({**given(), "proof_password": "wrong wrong wrong"}, "密碼不正確"),
        ({**given(), "proof_password": ""}, "請輸入密碼"),
    ],
)
def test_it_is_not_confirmed_with(cast: Cast, proposed: FootageSource, form: dict[str, str], says: str) -> None:
    answer = desk(cast.supervisor).post(act("confirm", proposed), form)
    assert answer.status_code == 422
    assert says in text(answer)
    assert 'name="seen_files" value="12"' in text(answer), "the number shown now"
    proposed.refresh_from_db()
    assert proposed.deleted_by == DeletedBy.RECORDER


def test_a_pass_that_refused_says_why_and_goes_on_after_one_confirmed_date(
    cast: Cast, ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    Acceptance.objects.all().delete()
    ours.newest_at = None
    FootageSource.objects.update(newest_at=None, last_pass_at=now - 60 * DAY)
    ours.refresh_from_db()
    for path in left(root):
        if path.startswith("2026-"):
            (root / path).unlink()
    report = enforce_source(ours, now)
    assert Doubt.CLOCK in report.doubts
    handler = desk(cast.handler)
    page = text(handler.get(reverse("retention:source", args=[ours.pk])))
    assert "上一次沒有銷毀任何檔案，因為" in page
    assert Doubt.CLOCK.label in page
    assert Doubt.CLOCK.label in text(handler.get(reverse("retention:sources")))
    assert "銷毀未執行" in page
    assert handler.post(act("accept", ours), given(reason="暑假停電後重新開機")).status_code == 302
    said = Acceptance.objects.get()
    assert (said.stated_day, said.files, said.accepted_by) == (TODAY, 12, "事務組長 游承堃")
    assert enforce_source(ours, now).doubts == {}
    assert Destruction.objects.get().accepted_by == "事務組長 游承堃"


def test_reading_only_and_out_of_use(cast: Cast, ours: FootageSource) -> None:
    assert desk(cast.principal).post(act("read-only", ours), {"reason": "主機維修"}).status_code == 302
    ours.refresh_from_db()
    assert ours.deleted_by == DeletedBy.RECORDER
    assert desk(cast.handler).post(act("retire", ours), roc("on", TODAY)).status_code == 302
    ours.refresh_from_db()
    assert ours.retired_on == TODAY
    assert desk(cast.handler).get(act("propose", ours)).status_code == 404
    assert "已停用" in text(desk(cast.auditor).get(reverse("retention:source", args=[ours.pk])))
    assert "已停用" in text(desk(cast.auditor).get(reverse("retention:sources")))


def test_the_trial_says_exactly_what_would_go_and_why_the_rest_stays(
    cast: Cast, ours: FootageSource, root: Path, cameras: list[Camera], now: dt.datetime
) -> None:
    place_hold(
        cameras=[cameras[0]], starts_at=now - 366 * DAY, ends_at=now - 366 * DAY + HOUR, reason="調查", actor=in_words(cast.handler, now),
        reference="115-0001", now=now,
    )  # fmt: skip
    before = left(root)
    page = text(desk(cast.auditor).get(reverse("reports:rules-trial")))
    assert '屆期應銷毀 <b class="num">6</b> 檔' in page
    assert "留存中" in page
    assert left(root) == before
    gone = enforce_source(ours, now).found.due
    assert {folder for _, folder in gone} == {"C02"}
    assert "C02" in page
    assert "/rules/trial/" in text(desk(cast.handler).get(reverse("reports:rules")))
    assert "/rules/trial/" not in text(desk(cast.teacher).get(reverse("reports:rules")))


def test_the_trial_of_a_folder_we_only_read_says_so(cast: Cast, source: FootageSource) -> None:
    page = text(desk(cast.principal).get(reverse("reports:rules-trial")))
    assert "只讀取，不會銷毀" in page
    assert "尚未由二人確認改由本系統刪除" in page
