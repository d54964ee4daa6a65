"""伍、三; need to know: the pages of the school's copies — which there are, what one is, how one is made and given up."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ledger.models import Entry
from retention import policies
from retention.choices import CopyKind, CopyMedium, CopyState, MediumKind, Refusal
from retention.models import BackupTask, EvidenceCopy, Hold
from retention.selectors import copies_for_case
from retention.services.copies import Label, make_copies, queue_folder_copy, store_medium
from tests.copies.making import begin, content_of, made

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LIST = "/retention/copies/"
LABEL = Label(MediumKind.USB, "總務-115-07", "總務處保險櫃")


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


@pytest.fixture
def three(hold: Hold, cast: Cast, now: dt.datetime) -> list[EvidenceCopy]:
    """A finished file, an upload that waits for its second part, a medium."""
    waiting = begin(hold, 20_000_000, cast.handler, now)
    stick = store_medium(hold_id=hold.pk, content=content_of(hold), label=LABEL, user=cast.handler, now=now)
    return [made(hold, cast.handler, now), waiting, stick]


def test_the_list_says_what_each_shows_where_it_stands_and_until_when(
    client: Client, three: list[EvidenceCopy], cast: Cast
) -> None:
    client.force_login(cast.handler)
    page = page_of(client, LIST)
    for words in (
        "一樓川堂",
        "C01",
        "115/11/22 10:00",
        "接收中 0／2 段",
        "隨身碟",
        "總務處保險櫃",
        "116/11/22",
        "已備份",
    ):
        assert words in page, words
    shown = {state: [copy.number for copy in three if copy.number in page_of(client, f"{LIST}?{state}")] for state in (
        "state=coming", "state=made", "state=damaged", "medium=medium", "state=made&medium=file", "state=%C3%A9&page=x",
    )}  # fmt: skip
    file, waiting, stick = (copy.number for copy in three)
    assert list(shown.values()) == [[waiting], [file, stick], [], [stick], [file], [file, waiting, stick]]
    assert "媒體清冊" in page_of(client, f"{LIST}?medium=medium")


@pytest.mark.parametrize("who", ["auditor", "handler"])
def test_who_does_not_work_on_the_case_reads_numbers_and_hashes_and_opens_nothing(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    copy = made(hold, cast.handler, now)
    Hold.objects.update(case_key=uuid.uuid4(), reference="115-0007", origin="", reason="五年三班跌倒")
    monkeypatch.setattr(policies.copies, "_worked_on", lambda *_: set())
    client.force_login(getattr(cast, who))
    path = reverse("retention:copy", args=[copy.number])
    pages = page_of(client, LIST) + page_of(client, path)
    copy.refresh_from_db()
    for words in (copy.number, copy.sha256, "116/11/22", "限制閱覽"):
        assert words in pages, words
    for secret in ("115-0007", "跌倒", "NVR1_ch01.mp4", "播放</a>", "下載</a>"):
        assert secret not in pages, secret
    assert ("保管紀錄" in pages) == (who == "auditor")
    assert client.get(f"{path}open/").status_code == 403
    assert last_refusal() == Refusal.NOT_ALLOWED.label


def last_refusal() -> str:
    return str(Entry.objects.filter(verb="retention.copy_refused")[0].detail["reason"])


@pytest.mark.parametrize("who", ["teacher", "guard", "administrator"])
def test_others_find_nothing_and_what_they_guess_is_an_entry(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime, who: str
) -> None:
    copy = begin(hold, 1000, cast.handler, now)
    client.force_login(getattr(cast, who))
    assert client.get(LIST).status_code == 404
    assert client.get(f"{LIST}{copy.number}/").status_code == 404
    assert client.put(f"{LIST}{copy.number}/parts/1/", b"x" * 1000).status_code == 404
    assert last_refusal() == Refusal.NOT_ALLOWED.label


def test_the_page_says_all_that_is_known_of_a_copy(client: Client, hold: Hold, cast: Cast, now: dt.datetime) -> None:
    recorder = hold.cameras.all()[0].recorder
    copy = made(hold, cast.handler, now, recorder=recorder, clock_offset_seconds=-90, witness="方瑀彤")
    masked = made(hold, cast.handler, now, original=copy)
    client.force_login(cast.supervisor)
    page = page_of(client, f"{LIST}{copy.number}/")
    told = (
        "NVR1_ch01.mp4",
        "MP4",
        "5,000 位元組",
        "09:58",
        "慢 90 秒",
        "方瑀彤",
        masked.number,
        "完成留存檔",
        "製作遮蔽版",
    )
    assert [words for words in told if words not in page] == []
    assert f'由 <a class="num" href="{LIST}{copy.number}/"' in page_of(client, f"{LIST}{masked.number}/")


def test_a_damaged_copy_says_so_on_its_page_in_the_list_and_on_the_desk(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime
) -> None:
    copy = made(hold, cast.handler, now)
    EvidenceCopy.objects.update(damaged_at=now, problem="第 1 段遺失")
    begin(hold, 1000, cast.handler, now)
    client.force_login(cast.handler)
    page = page_of(client, f"{LIST}{copy.number}/")
    assert "已不算備份" in page
    assert "播放</a>" not in page
    assert "與完成時不符" in page_of(client, f"{LIST}?state=damaged")
    home = page_of(client, "/")
    assert "與完成時不符" in home
    assert "接收中 0／1 段" in home


def test_one_button_copies_from_the_folder_and_the_page_follows_the_job(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(cast.handler)
    path = reverse("retention:hold-copy", args=[hold.pk])
    assert "沒有登錄影像資料夾" in page_of(client, path)
    monkeypatch.setattr("retention.selectors.lies_in_folders", lambda _: True)
    assert "按一次即可" in page_of(client, path)
    answer = client.post(path, {"witness": "方瑀彤"})
    copy = EvidenceCopy.objects.get()
    assert answer["Location"] == f"{LIST}{copy.number}/"
    assert (copy.state, copy.witness) == (CopyState.WAITING, "方瑀彤")
    page = page_of(client, answer["Location"])
    assert "等待由影像資料夾複製" in page
    assert "已有由資料夾複製" in client.post(path, {"witness": ""}).content.decode()
    asked = {"HX-Request": "true"}
    assert "HX-Refresh" not in client.get(f"{LIST}{copy.number}/?was=waiting", headers=asked)
    make_copies(now)
    assert client.get(f"{LIST}{copy.number}/?was=waiting", headers=asked)["HX-Refresh"] == "true"


def filled(hold: Hold, **changed: object) -> dict[str, object]:
    start, end = (timezone.localtime(moment) for moment in (hold.starts_at, hold.ends_at))
    return {
        "cameras": [camera.pk for camera in hold.cameras.all()], "recorder": "NVR1", "clock_offset_seconds": "-3",
        **{f"starts_at_{place}": text for place, text in enumerate(("115", start.month, start.day, f"{start:%H:%M}"))},
        **{f"ends_at_{place}": text for place, text in enumerate(("115", end.month, end.day, f"{end:%H:%M}"))},
    } | changed  # fmt: skip


def test_an_upload_begins_with_what_it_shows_and_the_minute_of_the_hold_is_its_exact_moment(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime
) -> None:
    Hold.objects.update(ends_at=hold.ends_at + dt.timedelta(seconds=37))
    hold.refresh_from_db()
    client.force_login(cast.handler)
    path = reverse("retention:hold-copy-upload", args=[hold.pk])
    assert page_of(client, path).count(" checked") == 2
    wrong = client.post(path, filled(hold, starts_at_3="1300", ends_at_3="1200", player="SmartPlayer"))
    assert wrong.status_code == 422
    assert "迄必須晚於起" in wrong.content.decode()
    assert "SmartPlayer" in wrong.content.decode()
    answer = client.post(path, filled(hold, player="SmartPlayer"))
    copy = EvidenceCopy.objects.get()
    assert answer["Location"] == f"{LIST}{copy.number}/upload/"
    assert (copy.ends_at, copy.clock_offset_seconds, copy.player) == (hold.ends_at, -3, "SmartPlayer")
    assert "等候選擇檔案" in page_of(client, LIST)
    assert "尚無檔案" in page_of(client, f"{LIST}{copy.number}/")


def test_a_medium_closes_the_backup_is_moved_and_its_places_are_entries(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    path = reverse("retention:hold-copy-medium", args=[hold.pk])
    assert "請填寫標籤編號" in client.post(path, filled(hold, medium_kind="usb")).content.decode()
    client.post(path, filled(hold, medium_kind="disc", medium_serial="總務-1", kept_at="總務處保險櫃"))
    copy = EvidenceCopy.objects.get()
    assert (copy.medium, copy.kind, copy.state) == (CopyMedium.MEDIUM, CopyKind.ORIGINAL, CopyState.FINISHED)
    assert BackupTask.objects.get(hold=hold).copy == copy.number
    move = f"{LIST}{copy.number}/move/"
    assert "新的存放地點" in client.post(move, {"kept_at": "總務處保險櫃"}).content.decode()
    assert client.post(move, {"kept_at": "校長室保險櫃"}).status_code == 302
    page = page_of(client, f"{LIST}{copy.number}/")
    assert "由總務處保險櫃移至校長室保險櫃" in page
    assert "移動媒體" in page
    file = made(hold, cast.handler, now)
    assert "只有保存中的標籤媒體" in client.post(f"{LIST}{file.number}/move/", {"kept_at": "甲"}).content.decode()


def test_a_masked_copy_is_begun_from_its_original_and_offers_it_chosen(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime
) -> None:
    original = made(hold, cast.handler, now)
    client.force_login(cast.handler)
    path = reverse("retention:hold-copy-upload", args=[hold.pk])
    assert f'value="{original.number}" selected' in page_of(client, f"{path}?original={original.number}")
    client.post(path, filled(hold, original=original.number))
    assert EvidenceCopy.objects.get(kind=CopyKind.MASKED).original == original


def test_giving_up_asks_for_the_reason_and_the_number_keeps_it(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime
) -> None:
    copy = begin(hold, 1000, cast.handler, now)
    client.force_login(cast.handler)
    path = f"{LIST}{copy.number}/give-up/"
    assert client.post(path, {"reason": ""}).status_code == 422
    client.post(path, {"reason": "選錯檔案"})
    assert "選錯檔案" in page_of(client, f"{LIST}{copy.number}/")
    assert client.get(f"{LIST}{copy.number}/upload/")["Location"] == f"{LIST}{copy.number}/"


def test_a_released_hold_offers_no_copy(client: Client, hold: Hold, cast: Cast, now: dt.datetime) -> None:
    Hold.objects.update(released_at=now, released_by="游承堃")
    client.force_login(cast.handler)
    assert client.get(reverse("retention:hold-copy", args=[hold.pk])).status_code == 404


def test_who_may_not_know_the_hold_makes_no_copy_of_it(client: Client, hold: Hold, cast: Cast) -> None:
    Hold.objects.update(is_coded=True)
    client.force_login(cast.handler)
    assert client.get(reverse("retention:hold-copy", args=[hold.pk])).status_code == 403
    assert "製作留存檔</a>" not in page_of(client, reverse("retention:hold", args=[hold.pk]))


def test_the_card_of_a_case_shows_copies_what_is_owed_and_how_to_make_it(
    hold: Hold,
    cast: Cast,
    cameras: list[Camera],
    now: dt.datetime,
    case_key: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Hold.objects.update(case_key=case_key, origin="", reference="115-0001")
    monkeypatch.setattr(policies.copies, "_worked_on", lambda _, keys, __: set(keys))
    hold.refresh_from_db()
    first = made(hold, cast.handler, now, cameras=cameras[:1])

    def card(user: object) -> str:
        found = copies_for_case(case_key, user, now)  # type: ignore[arg-type]
        return render_to_string("retention/_copies_of_case.html", {"case_copies": found})

    page = card(cast.handler)
    assert first.number in page
    assert "C02 的影像尚未製作留存檔" in page
    assert reverse("retention:hold-copy", args=[hold.pk]) in page
    assert "製作留存檔</a>" not in card(cast.principal)
    made(hold, cast.handler, now, cameras=cameras[1:2])
    assert "尚未" not in card(cast.handler)


def test_the_list_costs_the_same_for_one_and_for_many(
    client: Client, hold: Hold, cast: Cast, now: dt.datetime, django_assert_max_num_queries: object
) -> None:
    queue_folder_copy(hold_id=hold.pk, user=cast.handler, now=now)
    for _ in range(8):
        store_medium(hold_id=hold.pk, content=content_of(hold), label=LABEL, user=cast.handler, now=now)
    client.force_login(cast.handler)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        page_of(client, LIST)
