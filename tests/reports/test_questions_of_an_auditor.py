"""常見查核問題: each of the nine is answered rightly in a small world, and its page opens for 稽核 (domain §6.5)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.choices import Feature
from maintenance.choices import Restriction, Symptom
from maintenance.services.faults import confirm_fault, report_fault
from reports.selectors.compliance import Asked, Wondering, questions
from reports.services import staff
from retention.choices import ReadingKind, ReadingPurpose
from retention.models import Hold
from retention.services.copies import open_reading
from tests.conftest import switch_on
from tests.copies.making import made
from tests.maintenance.equipment import enter
from tests.reports.clauses import Place, granted, no_letter, well_kept
from tests.retention.keeping import ask

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def place(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Place:
    return well_kept(cast, cameras, now)


def answers(place: Place, *, day: dt.date | None = None, hours: int = 24) -> list[str]:
    asked = Asked(place.span, place.now)
    return [one.answer for one in questions(asked, Wondering(day or place.now.date(), hours))]


def test_which_cameras_were_down_on_a_day_since_when_and_who_knew(place: Place) -> None:
    fault = report_fault(
        camera=place.cameras[2], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=place.cast.guard,
        now=place.now,
    )  # fmt: skip
    if fault.status == "unconfirmed":
        confirm_fault(fault_id=fault.pk, user=place.cast.handler, now=place.now)
    said = "C03 自 115/11/23 10:00 未恢復（故障，F115-0001 於 115/11/23 10:00 由人員通報得知）。"
    assert answers(place)[0] == said
    assert answers(place, day=dt.date(2026, 11, 20))[0] == "當日沒有影像中斷之紀錄。"
    assert answers(place, day=dt.date(2027, 2, 20))[0].startswith("C03 自 115/11/23"), "beyond the period as well"


def test_whether_footage_was_kept_within_hours_of_the_request(place: Place) -> None:
    case = ask(place.cast, place.cameras, place.now)
    place.later(hours=30)
    made(Hold.objects.get(case_key=case.draft_key), place.cast.handler, place.now)
    place.later(hours=1)
    assert answers(place)[1] == "期間內收件 1 件：1 件於 24 小時內通知留存，0 件於 24 小時內完成留存檔。"
    assert answers(place, hours=48)[1].endswith("1 件於 48 小時內完成留存檔。")


def test_who_saw_a_clip_and_which_copies_there_are(place: Place) -> None:
    case = granted(place)
    copy = made(Hold.objects.get(case_key=case.draft_key), place.cast.handler, place.now)
    open_reading(
        copy_id=copy.pk, kind=ReadingKind.PLAYED, purpose=ReadingPurpose.MAKING, reason="", user=place.cast.handler,
        now=place.now,
    )  # fmt: skip
    said = answers(place)
    assert said[2].startswith("期間內調閱 0 次、播放或下載留存檔 1 次；")
    assert said[3].startswith("目前保存檔案 1 件、標籤媒體 0 件；期間內製作 1 件、銷毀 0 件。")


def test_how_many_bodies_came_without_a_letter_and_how_fast_people_were_answered(place: Place) -> None:
    granted(place)
    no_letter(place)
    said = answers(place)
    assert said[4] == "期間內 1 件：未載明法令依據 0 件，尚未收到公文 1 件。"
    assert said[5].startswith("核定 1 件，平均 0.0 日、最長 0 日；逾處理期限 ")


def test_how_long_each_recorder_keeps(place: Place) -> None:
    assert answers(place)[6] == "主機 NVR1：20 日（應有 14 日）。不足或未查核 0 項。"


def test_which_accounts_were_not_reviewed_this_year(place: Place) -> None:
    assert answers(place)[7] == "本年度尚未開始清查；使用中帳號 9 個，尚未清查 9 個。"
    review = staff.open_review(actor=place.cast.handler, now=place.now)
    found = {line.pk: staff.Found("confirmed") for line in list(review.lines.all())[:5]}
    staff.mark_accounts(review_id=review.pk, found=found, actor=place.cast.handler, now=place.now)
    assert answers(place)[7] == "本年度已開始清查，尚未簽署；使用中帳號 9 個，尚未清查 4 個。"


def test_which_restricted_brands_remain(place: Place) -> None:
    enter(place.cast.handler, place.now, suffix="A", restriction=Restriction.YES, approval_number="府教資字第1號")
    enter(place.cast.handler, place.now, suffix="B", restriction=Restriction.YES)
    enter(place.cast.handler, place.now, suffix="C", brand="海康威視")
    said = "使用中限制廠牌設備 2 項，其中 1 項未登錄列管核准文號；另 1 項廠牌待認定。"
    assert answers(place)[8] == said


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("only_answers")
@pytest.mark.parametrize("features", [(), (Feature.STATISTICS,)])
@pytest.mark.parametrize("username", ["auditor", "handler", "supervisor", "principal"])
def test_every_link_of_the_page_opens_for_who_reads_it(
    client: Client, place: Place, at_now: None, username: str, features: tuple[Feature, ...]
) -> None:
    switch_on(*features)
    case = granted(place)
    made(Hold.objects.get(case_key=case.draft_key), place.cast.handler, place.now)
    client.force_login(getattr(place.cast, username))
    page = client.get(reverse("reports:compliance"))
    asked = [url for _, url in page.context["questions"]]
    assert len(asked) == 9
    assert all(asked)
    leads = {url for _, found in page.context["parts"] for _, *lines in found for some in lines for _, url in some}
    opened = {url: client.get(url).status_code for url in {*leads, *asked} if url and not url.startswith("#")}
    assert opened == dict.fromkeys(opened, 200)
    assert len(opened) > 10
    assert all(f'id="{url[1:]}"' in page.content.decode() for url in asked if url.startswith("#"))
