"""存取紀錄: what is about a case is for who may know of it; for everybody else its number shows that the book is whole."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from files.services import in_words, store
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry, Head
from reports.rules import case_numbers_in, subject_of
from reports.selectors import Line, Withheld, ledger_book
from reports.selectors.book import LOOKED_AT, ROWS
from requests.choices import Need, RecusalGround
from requests.models import Recusal, ReviewRequest
from requests.services.drafts import Content, save_draft, submit
from retention.choices import HoldKind
from retention.models import Hold
from retention.selectors import HOLDS
from retention.services import code_hold, place_hold
from tests.copies.making import made
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from reports.selectors import Book
    from tests.conftest import Cast

PDF = b"%PDF-1.4\n%%EOF\n"
CLERK = ledger.Actor(name="事務組長 游承堃", account="handler")


@shared
def cases(cast: Cast, cameras: list[Camera], now: dt.datetime) -> list[ReviewRequest]:
    """An ordinary case and one that became a 限制案, read by 處室主管 only; each with a hold and an attachment."""
    noon = now - dt.timedelta(days=3)
    made = []
    for _ in range(2):
        stored = store(upload=SimpleUploadedFile("圖.pdf", PDF, "application/pdf"), now=now)
        content = Content(
            need=Need.OWN, relation="本人", phone="03-0000000", unit="五年三班", id_number="", cameras=cameras[:1],
            places=[], starts_at=noon, ends_at=noon + dt.timedelta(minutes=9), long_period_reason="", reason="跌倒。",
            attachments=[stored],
        )  # fmt: skip
        draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
        made.append(submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now))
        ledger.append(verb=Verb.FILE_READ, actor=CLERK, subject=f"{made[-1]} {in_words(stored)}", now=now)
    restrict(made[1], cast.supervisor)
    return made


def restrict(case: ReviewRequest, *readers: User) -> None:
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    case.readers.set(readers)


def read(book: Book) -> str:
    return "\n".join(row.text for row in book.rows if isinstance(row, Line))


def entries_of(case: ReviewRequest) -> set[int]:
    """Every entry about `case`: its own, those of its hold, of the copy that owes, and of its attachment."""
    hold = Hold.objects.filter(reference=case.number).first()
    own = {f"留存 {hold.pk}" if hold else "", in_words(case.attachments.get())}
    begins = (str(case), *([f"留存 {hold.pk}（"] if hold else []))
    return {entry.sequence for entry in Entry.objects.all() if entry.subject.startswith(begins) or entry.subject in own}


def withheld(book: Book) -> set[int]:
    runs = [row for row in book.rows if isinstance(row, Withheld)]
    return {number for run in runs for number in range(run.oldest, run.newest + 1)}


def test_entries_of_a_restricted_case_are_withheld_from_who_is_no_reader(
    cast: Cast, cases: list[ReviewRequest], now: dt.datetime
) -> None:
    ordinary, restricted = map(entries_of, cases)
    assert len(ordinary) == len(restricted) == 5

    for user in (cast.principal, cast.auditor):
        assert withheld(ledger_book(user, now)) == restricted
    restrict(cases[1], cast.auditor)
    assert withheld(ledger_book(cast.auditor, now)) == set()
    assert withheld(ledger_book(cast.principal, now)) == restricted


def test_the_administrator_reads_acts_but_none_about_a_case(
    cast: Cast, cases: list[ReviewRequest], now: dt.datetime
) -> None:
    book = ledger_book(cast.administrator, now)

    assert withheld(book) == entries_of(cases[0]) | entries_of(cases[1])
    assert "設立" in read(book)


def test_a_withheld_run_shows_numbers_and_a_hash_and_the_book_is_seen_whole(
    client: Client, cast: Cast, cases: list[ReviewRequest], now: dt.datetime, at_now: None
) -> None:
    book = ledger_book(cast.administrator, now)
    shown = {row.entry.sequence for row in book.rows if isinstance(row, Line)} | withheld(book)
    assert shown == set(range(1, Head.objects.get().sequence + 1))
    [run] = [row for row in book.rows if isinstance(row, Withheld)]
    assert run.hash == bytes(Entry.objects.get(sequence=run.newest).hash).hex()[:16]

    client.force_login(cast.administrator)
    page = client.get("/ledger/").content.decode()
    assert f"{run.oldest}–{run.newest}" in page
    assert f"{run.count} 筆" in page
    assert run.hash in page
    assert "案 115" not in page
    rows = page.partition("<table")[2]  # above it everybody may be chosen, whatever he did
    assert rows.count(cast.teacher.name) == 1  # his appointment; what he asked is withheld


def test_a_hidden_case_is_looked_for_as_long_as_one_there_is_none_of(
    cast: Cast, cases: list[ReviewRequest], now: dt.datetime
) -> None:
    asked = {}
    for subject in ("案 115-9999", str(cases[1]), f"{cases[1]} {in_words(cases[1].attachments.get())}"):
        with CaptureQueriesContext(connection) as captured:
            assert ledger_book(cast.auditor, now, subject=subject).rows == []
        asked[subject] = len(captured)
    assert len(set(asked.values())) == 1


@pytest.mark.parametrize("asked", [{"subject": "案 115-0002"}, {"account": "teacher"}])
def test_under_a_filter_nothing_stands_for_what_is_withheld(
    cast: Cast, cases: list[ReviewRequest], now: dt.datetime, asked: dict[str, Any]
) -> None:
    restrict(cases[0])
    assert ledger_book(cast.auditor, now, **asked).rows == []
    assert ledger_book(cast.auditor, now, **asked).older is None
    assert len(ledger_book(cast.auditor, now, account="handler").rows) == 0


def test_who_must_keep_out_of_a_case_does_not_read_of_it(
    cast: Cast, cases: list[ReviewRequest], now: dt.datetime
) -> None:
    for person in (cast.auditor, cast.principal):
        Recusal.objects.create(
            review_request=cases[0], person=person, ground=RecusalGround.PARTY, declared_by="游承堃", at=now
        )
        assert entries_of(cases[0]) <= withheld(ledger_book(person, now))


def test_a_hold_that_was_coded_belongs_to_its_case_still(
    cast: Cast, cases: list[ReviewRequest], now: dt.datetime
) -> None:
    restricted = entries_of(cases[1])
    code_hold(reference=str(cases[1].number), actor=CLERK, now=now)
    coded = Head.objects.get().sequence

    assert withheld(ledger_book(cast.principal, now)) == {*restricted, coded}
    restrict(cases[1], cast.principal)
    assert withheld(ledger_book(cast.principal, now)) == set()


def test_a_hold_without_a_number_is_one_of_a_restricted_case_unless_a_document_asks_for_it(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    period: dict[str, Any] = {"starts_at": now, "ends_at": now + dt.timedelta(hours=1)}
    place_hold(cameras=cameras[:1], **period, reason="調閱申請送出", reference="", actor=CLERK, now=now)
    backup = Head.objects.get().sequence
    unnamed = {backup - 1, backup}
    legal = Hold.objects.create(
        kind=HoldKind.LEGAL, **period, reason="地檢署函", document_number="字第1號", review_on=now.date(),
        placed_by=CLERK.name, placed_at=now,
    )  # fmt: skip
    words = {"cameras": "C01", "reason": "地檢署函"}
    on_document = ledger.append(verb=Verb.HOLD_PLACED, actor=CLERK, detail=words, now=now, **HOLDS.said(legal))

    for user in (cast.principal, cast.auditor):
        assert withheld(ledger_book(user, now)) == unnamed
    assert withheld(ledger_book(cast.administrator, now)) == {*unnamed, on_document}


def test_a_copy_is_about_the_case_its_hold_was_placed_for(
    cast: Cast, cases: list[ReviewRequest], cameras: list[Camera], now: dt.datetime
) -> None:
    period: dict[str, Any] = {"starts_at": now - dt.timedelta(hours=1), "ends_at": now}
    hold = place_hold(
        cameras=cameras[:1], **period, reason="調閱申請送出", reference=str(cases[0].number), actor=CLERK, now=now
    )
    begun = Head.objects.get().sequence
    made(hold, cast.handler, now)
    of_copy = {begun + 1, begun + 2, begun + 3}  # begun, made, and the 備份工作 that closed with it

    assert not of_copy & withheld(ledger_book(cast.principal, now))
    restrict(cases[0])
    code_hold(reference=str(cases[0].number), actor=CLERK, now=now)
    assert of_copy <= withheld(ledger_book(cast.principal, now))
    assert of_copy <= withheld(ledger_book(cast.auditor, now))
    restrict(cases[0], cast.principal)
    assert not of_copy & withheld(ledger_book(cast.principal, now))


def test_a_file_of_a_draft_is_its_authors(cast: Cast, cases: list[ReviewRequest], now: dt.datetime) -> None:
    stored = ledger.append(verb=Verb.FILE_STORED, actor=CLERK, subject=f"附件 {cases[0].draft_key}", now=now)

    assert stored in withheld(ledger_book(cast.auditor, now))


def test_pages_go_through_the_whole_book_and_look_at_no_more_than_they_must(
    cast: Cast, cases: list[ReviewRequest], now: dt.datetime
) -> None:
    for number in range(LOOKED_AT + 500):
        verb = Verb.CASE_READ if number >= 300 else Verb.SIGNED_IN
        ledger.append(verb=verb, actor=CLERK, subject=str(cases[1]) if verb == Verb.CASE_READ else "handler", now=now)
    first = ledger_book(cast.administrator, now)
    [run] = first.rows
    assert isinstance(run, Withheld)
    assert run.count == LOOKED_AT

    seen, book = withheld(first), first
    while book.older is not None:
        book = ledger_book(cast.administrator, now, before=book.older)
        assert len(book.rows) <= ROWS
        seen |= withheld(book) | {row.entry.sequence for row in book.rows if isinstance(row, Line)}
    assert seen == set(range(1, Head.objects.get().sequence + 1))

    filtered = ledger_book(cast.administrator, now, account="handler")
    assert (filtered.rows, filtered.older is None) == ([], False)
    none = ledger_book(cast.administrator, now, subject=str(cases[1]))
    assert (none.rows, none.older) == ([], None)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("案 115-0037 附件", {"115-0037"}),
        ("C01（115-0001）、99-0002", {"115-0001", "99-0002"}),
        ("故障 F115-0001，副本 E115-0012", set()),
        ("電話 03-0000000、02-2345-6789", set()),
        ("附件 7d444840-9dc0-11d1-b245-5ffdce74fad2", set()),
        ("2026-11-23", set()),
    ],
)
def test_case_numbers_are_told_from_other_numbers(text: str, numbers: set[str]) -> None:
    assert case_numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("115-0037", "案 115-0037"),
        ("e115-0005", "留存檔 E115-0005"),
        ("F115-0008", "故障 F115-0008"),
        ("案 115-0037", "案 115-0037"),
        ("留存 28", "留存 28"),
        ("1150037", "1150037"),
        ("", ""),
    ],
)
def test_a_number_alone_is_enough_to_look_for(typed: str, meant: str) -> None:
    assert subject_of(typed) == meant


def test_the_page_finds_a_case_by_its_number(
    client: Client, cast: Cast, cases: list[ReviewRequest], at_now: None
) -> None:
    client.force_login(cast.principal)
    book = client.get("/ledger/", {"subject": str(cases[0].number)}).context["book"]
    assert {row.entry.subject for row in book.rows} == {str(cases[0])}
