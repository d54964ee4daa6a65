"""The days that still have footage stand first, any other day can be typed; with and without the list (ux §0.9, §6)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from cameras.models import Recorder
from cameras.services import add_recorder
from ledger.services import SYSTEM
from printing.rules import TAIPEI
from requests.models import ReviewRequest
from requests.widgets import FootageEndField, FootageMomentField, Later, end_boxes
from retention.services import record_hand_check
from tests.review.test_asking_pages import Typed, typed

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

__all__ = ["typed"]


@pytest.fixture
def teacher(client: Client, cast: Cast, at_now: None) -> Client:
    client.force_login(cast.teacher)
    return client


def begin(**boxes: str) -> Any:
    field = FootageMomentField(label="起")
    field.widget.offer([("", "請選擇日期"), ("2026-11-20", "11月20日（五）"), ("other", "其他日期")])
    data = {"at_day": "", "at_0": "", "at_1": "", "at_2": "", "at_3": ""} | boxes
    return field.clean(field.widget.value_from_datadict(data, {}, "at"))


def end(**boxes: str) -> Any:
    field = FootageEndField(label="至")
    data = {"at_day": "", "at_0": "", "at_1": "", "at_2": "", "at_3": ""} | boxes
    return field.clean(field.widget.value_from_datadict(data, {}, "at"))


NOON = dt.datetime(2026, 11, 20, 12, 35, tzinfo=TAIPEI)
TYPED = {"at_0": "115", "at_1": "11", "at_2": "20"}


def test_a_day_of_the_list_needs_only_the_time() -> None:
    assert begin(at_day="2026-11-20", at_3="1235") == NOON


def test_another_day_is_typed_also_without_choosing_it_and_pasted_whole() -> None:
    assert begin(at_day="other", at_3="12:35", **TYPED) == NOON
    assert begin(at_3="12:35", **TYPED) == NOON
    assert begin(at_day="other", at_0="115/11/20", at_3="12:35") == NOON


def test_a_day_the_list_lost_overnight_is_still_understood() -> None:
    assert begin(at_day="2026-11-01", at_3="0800") == dt.datetime(2026, 11, 1, 8, 0, tzinfo=TAIPEI)


def test_a_chosen_day_counts_whatever_is_left_in_the_boxes() -> None:
    assert begin(at_day="2026-11-20", at_0="99", at_1="1", at_2="1", at_3="1235") == NOON


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        ({}, "這個欄位"),
        ({"at_3": "1235"}, "請選擇日期。"),
        ({"at_day": "2026-11-20"}, "請填寫時間，例如12:35。"),
        ({"at_day": "other"}, "請填寫年、月、日、時間"),
        ({"at_day": "other", "at_3": "1235"}, "請填寫年、月、日"),
        ({"at_day": "2026-11-20", "at_3": "25:10"}, "沒有「25:10」這個時間"),
        ({"at_day": "yesterday", "at_3": "1235"}, "請選擇日期。"),
    ],
)
def test_what_is_missing_or_impossible_is_said(boxes: dict[str, str], says: str) -> None:
    with pytest.raises(Exception, match=says.replace("「", ".").replace("」", ".")):
        begin(**boxes)


def test_an_end_is_on_the_same_day_the_next_or_another() -> None:
    assert end(at_3="1250").after(NOON) == NOON.replace(minute=50)
    assert end(at_day="next", at_3="0015") == Later(1, dt.time(0, 15))
    assert end(at_day="next", at_3="0015").after(NOON) == dt.datetime(2026, 11, 21, 0, 15, tzinfo=TAIPEI)
    assert end(at_day="other", at_3="1235", **TYPED) == NOON
    assert end(at_3="1235", **TYPED) == NOON
    with pytest.raises(Exception, match="請填寫時間"):
        end(at_day="next")


@pytest.mark.parametrize(("later", "choice"), [(0, ""), (1, "next"), (2, "other")])
def test_a_kept_end_is_shown_as_it_was_asked(later: int, choice: str) -> None:
    boxes = end_boxes(NOON, NOON + dt.timedelta(days=later, minutes=5))
    assert (boxes[0], boxes[-1]) == (choice, "12:40")


def test_the_page_offers_the_days_a_recorder_still_has_and_how_long(
    teacher: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    earliest = now.date() - dt.timedelta(days=20)
    record_hand_check(
        recorder=cameras[0].recorder, earliest_day=earliest, clock_offset_seconds=0, user=cast.guard, now=now
    )
    page = teacher.get(reverse("review:new")).content.decode()
    assert "今天11月23日（一）｜剩 20 天會被覆蓋<" in page
    assert "11月6日（五）｜剩 3 天會被覆蓋<" in page
    assert "11月3日（二）｜今天會被覆蓋<" in page
    assert "11月2日（一）" not in page
    assert page.index("今天11月23日") < page.index("昨天11月22日") < page.index("其他日期（自行填寫）")


def test_a_day_some_recorder_has_lost_says_so(
    teacher: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    add_recorder(code="NVR2", name="二號主機", location="", actor=SYSTEM, now=now)
    for days, code in ((10, "NVR1"), (20, "NVR2")):
        record_hand_check(
            recorder=Recorder.objects.get(code=code), earliest_day=now.date() - dt.timedelta(days=days),
            clock_offset_seconds=0, user=cast.guard, now=now,
        )  # fmt: skip
    page = teacher.get(reverse("review:new")).content.decode()
    assert "11月13日（五）｜今天會被覆蓋<" in page
    assert "11月12日（四）｜剩 9 天會被覆蓋，部分攝影機已覆蓋<" in page


def test_without_a_hand_check_the_days_are_an_estimate(teacher: Client, cameras: list[Camera]) -> None:
    assert "剩 14 天會被覆蓋（估計）" in teacher.get(reverse("review:new")).content.decode()


def test_a_request_is_made_from_the_list(teacher: Client, typed: Typed) -> None:
    chosen = {"starts_at_day": "2026-11-20", "starts_at_0": "", "starts_at_1": "", "starts_at_2": ""}
    teacher.post(reverse("review:new"), {**typed, **chosen, "ends_at_day": "next", "ends_at_3": "0015",
                                         "starts_at_3": "2330"})  # fmt: skip
    case = ReviewRequest.objects.get()
    assert (case.starts_at, case.ends_at) == (
        dt.datetime(2026, 11, 20, 23, 30, tzinfo=TAIPEI),
        dt.datetime(2026, 11, 21, 0, 15, tzinfo=TAIPEI),
    )
    again = teacher.get(reverse("review:draft", args=[case.draft_key])).content.decode()
    assert '<option value="2026-11-20" selected>' in again
    assert '<option value="next" selected>' in again


@pytest.mark.parametrize(
    "text", ["115/11/20", "115.11.20", "115-11-20", "1151120", "115年11月20日", "１１５／１１／２０", "2026-11-20"]
)
def test_every_written_form_may_be_pasted_into_the_first_box(teacher: Client, typed: Typed, text: str) -> None:
    pasted = {"starts_at_day": "other", "starts_at_0": text, "starts_at_1": "", "starts_at_2": ""}
    answer = teacher.post(reverse("review:new"), {**typed, **pasted}, follow=True)
    assert ReviewRequest.objects.get().starts_at == NOON
    assert ("是西元日期，已換算為民國115年11月20日（五）。" in answer.content.decode()) == text.startswith("2026")


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("text", ["26/11/20", "941120", "11/20", "昨天"])
def test_what_is_ambiguous_is_refused_with_an_example_and_kept(teacher: Client, typed: Typed, text: str) -> None:
    pasted = {"starts_at_day": "other", "starts_at_0": text, "starts_at_1": "", "starts_at_2": ""}
    page = teacher.post(reverse("review:new"), {**typed, **pasted})
    assert page.status_code == 422
    assert "例如" in page.content.decode()
    assert f'value="{text}"' in page.content.decode()
