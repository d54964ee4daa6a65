"""調閱登記簿 row by row, from the acts themselves: corrected, urgent, of a part, erased; on paper and as a sheet."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pdfplumber
import pytest

from ledger.choices import Verb
from ledger.models import Entry
from reports.documents import HEADINGS, register_row, sheet_row
from requests import selectors
from requests.choices import Answer, ConsentGround, CorrectedColumn, NoFootage
from requests.models import ReviewRequest
from requests.rules import ERASED
from requests.services.consents import record_oral_consent
from requests.services.erasing.wiping import wipe
from requests.services.secrecy import restrict
from requests.services.viewings import Ending, correct_row, end_viewing, start_viewing
from tests.house.world import Sender
from tests.printing import reader

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from requests.models import ViewingSession
    from tests.conftest import Cast

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def send(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Sender:
    return Sender(cast, cameras, now)


def viewed(case: ReviewRequest, escort: User, now: dt.datetime, **ending: Any) -> ViewingSession:
    viewing = start_viewing(
        case_id=case.pk, escort=escort, people_present="許喆安", told_not_to_film=True, place="總務處", now=now
    )
    return end_viewing(viewing_id=viewing.pk, escort=escort, remarks="", ending=Ending(**ending), now=now + 20 * MINUTE)


def printed(user: User, now: dt.datetime) -> list[tuple[str, ...]]:
    return [dataclasses.astuple(register_row(line)) for line in selectors.register_lines(user, now)]


def test_a_correction_stands_below_and_the_old_row_points_to_it(send: Sender, now: dt.datetime) -> None:
    case, cast = send.approved(), send.cast
    viewing = viewed(case, cast.handler, now, saw_footage=Answer.NO, no_footage=NoFootage.OVERWRITTEN, finding="祕密")
    correct_row(
        viewing_id=viewing.pk, column=CorrectedColumn.PRESENT, right="許喆安、護理師", reason="漏登", actor=cast.handler,
        now=now + DAY,
    )  # fmt: skip
    first, second = printed(cast.principal, now)
    assert first == (
        "115-0001\n第 1 列", "115/11/23", "五年三班導師\n許喆安", "導師", "跌倒受傷。",
        "忠孝樓一樓川堂（C01）、忠孝樓三樓東側走廊（C02）", "115/11/20 09:00\n至 09:15", "准予調閱\n115/11/23",
        "115/11/23 09:00\n至 09:20", "事務組長 游承堃", "許喆安", "", "無影像：逾保存期限，已覆蓋\n已更正，見第 2 列",
    )  # fmt: skip
    assert second == (
        "115-0001\n第 2 列\n更正", "", "", "", "更正第 1 列之在場人。原載：許喆安。理由：漏登。", "", "", "", "", "",
        "許喆安、護理師", "", "事務組長\n游承堃\n115/11/24 更正",
    )  # fmt: skip
    assert "祕密" not in str((first, second))


def test_an_emergency_says_who_consented_and_that_the_chain_follows(send: Sender, now: dt.datetime) -> None:
    case, cast = send.submit(), send.cast
    record_oral_consent(
        case_id=case.pk, ground=ConsentGround.MISSING, consented_by=cast.principal, consented_at=now,
        recorder=cast.handler, now=now,
    )  # fmt: skip
    viewed(case, cast.handler, now)
    [row] = printed(cast.principal, now)
    assert (row[0], row[7]) == ("115-0001\n第 1 列\n緊急", "緊急（待補核）\n口頭同意\n校長 蘇翊甯\n115/11/23 09:00")


def test_an_erased_case_keeps_its_rows(send: Sender, now: dt.datetime) -> None:
    case, cast = send.approved(), send.cast
    viewing = viewed(case, cast.handler, now)
    correct_row(
        viewing_id=viewing.pk, column=CorrectedColumn.PLACE, right="警衛室", reason="誤繕", actor=cast.handler, now=now
    )
    wipe(ReviewRequest.objects.get(pk=case.pk), now)
    first, second = printed(cast.principal, now)
    assert (first[2], first[10], second[4]) == (ERASED, ERASED, f"更正第 1 列之調閱地點為：{ERASED}。")
    assert "許喆安" not in str((first, second))


def test_the_sheet_has_every_heading_filled_or_empty(send: Sender, now: dt.datetime) -> None:
    case, cast = send.approved(), send.cast
    viewing = viewed(case, cast.handler, now)
    correct_row(
        viewing_id=viewing.pk, column=CorrectedColumn.TIMES, right="115/11/23 09:00 至 115/11/23 09:25", reason="誤繕",
        actor=cast.handler, now=now + dt.timedelta(hours=1),
    )  # fmt: skip
    first, second = (
        dict(zip(HEADINGS, sheet_row(line), strict=True)) for line in selectors.register_lines(cast.principal, now)
    )
    assert (first["類別"], first["准駁"], first["核定人"]) == ("調閱", "准予調閱", "校長 蘇翊甯")
    assert (first["有無影像"], first["調閱地點"], first["更正"]) == ("有影像", "總務處", "見第 2 列")
    assert (second["類別"], second["調閱起"]) == ("更正", "115/11/23 09:00 至 115/11/23 09:25")


def test_the_book_leaves_whole_narrowed_or_as_a_sheet(
    client: Client, send: Sender, now: dt.datetime, at_now: None
) -> None:
    case, cast = send.approved(), send.cast
    viewing = viewed(case, cast.handler, now)
    correct_row(
        viewing_id=viewing.pk, column=CorrectedColumn.PRESENT, right="=1+1", reason="漏登", actor=cast.handler, now=now
    )
    hidden = send.approved()
    viewed(hidden, cast.handler, now)
    restrict(case_id=hidden.pk, actor=cast.handler, readers=[cast.supervisor], now=now)
    client.force_login(cast.principal)
    for path in ("/ledger/register/", "/ledger/register.csv"):
        shown = client.get(path).content.decode("utf-8-sig")
        assert str(case.number) in shown
        assert str(hidden.number) not in shown
    assert "'=1+1" in client.get("/ledger/register.csv").content.decode("utf-8-sig")
    [page] = pdfplumber.open(io.BytesIO(client.get("/ledger/register.pdf?kind=correction").content)).pages
    rows = [cells for cells in reader.cells(page) if any(cells)]
    assert len(rows) == 2
    assert rows[1][10] == "=1+1"
    narrowed = client.get("/ledger/register/?since_0=115&since_1=11&since_2=24").content.decode()
    assert "沒有符合條件的登記" in narrowed
    assert client.get("/ledger/register.txt").status_code == 404
    assert Entry.objects.filter(verb=Verb.REGISTER_EXPORTED).exists()
