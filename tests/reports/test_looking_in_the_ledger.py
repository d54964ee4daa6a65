"""存取紀錄 is looked through by who, what and when; what is withheld answers no filter."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from reports.selectors import Line, subject_meant
from tests.roc import roc

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from reports.selectors import Book
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
DAY = dt.timedelta(days=1)
GUARD = ledger.Actor(name="警衛 巴奈・古拉斯", account="guard")


def looked_for(client: Client, **asked: Any) -> Book:
    book: Book = client.get("/ledger/", asked).context["book"]
    return book


def times(book: Book) -> list[dt.datetime]:
    return [row.entry.at for row in book.rows if isinstance(row, Line)]


@pytest.mark.parametrize(
    ("typed", "meant"), [("C01", "攝影機 C01"), ("c01", "攝影機 C01"), ("nvr1", "主機 NVR1"), ("C99", "C99"), ("", "")]
)
def test_the_code_of_a_camera_or_recorder_is_enough(
    client: Client, cast: Cast, cameras: list[Camera], typed: str, meant: str
) -> None:
    assert subject_meant(typed) == meant
    client.force_login(cast.auditor)
    found = looked_for(client, subject=typed).rows
    assert bool(found) == (typed != "C99")


def test_whoever_acted_is_chosen_by_name(client: Client, cast: Cast, now: dt.datetime) -> None:
    ledger.append(verb=Verb.SIGNED_IN, actor=GUARD, subject="guard", now=now)
    client.force_login(cast.auditor)
    page = client.get("/ledger/", {"account": "guard"})
    assert '<option value="guard" selected>巴奈・古拉斯（guard）</option>' in page.content.decode()
    assert {row.entry.actor for row in page.context["book"].rows} == {GUARD.name}
    unknown = client.get("/ledger/", {"account": "guards"}).content.decode()
    assert "名單上沒有這個帳號，請重新選擇。" in unknown


def test_days_are_counted_whole_and_kept_from_page_to_page(client: Client, cast: Cast, now: dt.datetime) -> None:
    midnight = now.replace(hour=0)
    moments = [midnight - DAY - dt.timedelta(seconds=1), midnight - DAY, midnight - dt.timedelta(seconds=1), midnight]
    for moment in [*moments, *[midnight - dt.timedelta(hours=1)] * 60]:
        ledger.append(verb=Verb.SIGNED_IN, actor=GUARD, subject="guard", now=moment)
    client.force_login(cast.auditor)
    day = roc("since", now.date() - DAY) | roc("until", now.date() - DAY)

    first = client.get("/ledger/", day)
    book = first.context["book"]
    assert book.older is not None
    older = first.content.decode().partition('class="btn" href="?before=')[2].partition('"')[0].replace("&amp;", "&")
    rest = client.get(f"/ledger/?before={older}").context["book"]

    assert len(times(book)) + len(times(rest)) == 62
    assert rest.older is None
    assert {min(times(rest)), max(times(rest))} == {moments[1], moments[2]}
    assert Entry.objects.filter(at__lt=midnight - DAY).exists()


def test_a_period_that_ends_before_it_begins_says_so(client: Client, cast: Cast, now: dt.datetime) -> None:
    client.force_login(cast.auditor)
    period = roc("since", now.date()) | roc("until", now.date() - DAY)
    assert "「至」不可早於「自」。" in client.get("/ledger/", period).content.decode()


def test_a_day_does_not_tell_what_is_withheld(client: Client, cast: Cast, now: dt.datetime) -> None:
    actor = ledger.Actor(name="事務組長 游承堃", account="handler")
    subject = f"附件 {uuid.uuid4()}"  # of a draft
    hidden = ledger.append(verb=Verb.FILE_STORED, actor=actor, subject=subject, now=now - 3 * DAY)
    client.force_login(cast.auditor)
    book = looked_for(client, **roc("since", now.date() - 3 * DAY), **roc("until", now.date() - 3 * DAY))
    assert (book.rows, book.older) == ([], None)
    assert Entry.objects.filter(sequence=hidden).exists()
