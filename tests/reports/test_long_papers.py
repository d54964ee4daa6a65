"""A long register, many 附錄1: ordered, printed by the worker once, fetched by who ordered it while he may, then removed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from files.models import StoredFile
from files.services import open_stored
from ledger.choices import Verb
from ledger.models import Entry
from reports.choices import PaperKind
from reports.selectors import AT_ONCE, may_fetch
from reports.services import fetch_paper, make_papers, order_forms, order_register
from requests.choices import RecusalGround
from requests.models import Recusal, ReviewRequest, ViewingSession
from requests.selectors import Narrowed
from requests.services.secrecy import restrict
from requests.services.viewings import start_viewing
from tests.house.world import Sender
from tests.printing import reader
from work.models import Job, Notice
from work.services import report_job, take_job
from work.services.jobs import GIVEN_UP, MOST_TRIES, SILENCE

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
PRINTS = (Verb.REGISTER_PRINTED, Verb.CASE_PRINTED)


@pytest.fixture
def send(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Sender:
    return Sender(cast, cameras, now)


@pytest.fixture
def viewed(send: Sender, now: dt.datetime) -> ReviewRequest:
    case = send.approved()
    start_viewing(case_id=case.pk, escort=send.cast.handler, people_present="許喆安", told_not_to_film=True, now=now)
    return case


def ordered(user: User, now: dt.datetime) -> Job:
    return order_register(user=user, narrowed=Narrowed(until=now.date()), words="至 115/11/23", now=now)


def work(now: dt.datetime) -> str:
    return make_papers(now, clock=lambda: now).words


def text_of(file: StoredFile) -> list[str]:
    with open_stored(file) as content:
        return [reader.squeeze(page.extract_text()) for page in reader.pages(content.read())]


def test_the_register_is_printed_entered_announced_fetched_and_removed(
    cast: Cast, viewed: ReviewRequest, now: dt.datetime
) -> None:
    job = ordered(cast.principal, now)
    assert ordered(cast.principal, now) == job, "a second tap orders nothing new"
    assert work(now) == "製成 1 件"
    job.refresh_from_db()
    (page,) = text_of(fetch_paper(job=job, user=cast.principal, now=now))
    assert str(viewed.number) in page
    assert "至115/11/23" in page
    assert (job.result, job.order["printed"]) == ("1 列", [viewed.pk])
    assert Notice.objects.get(recipient=cast.principal, subject=job.title).text == (
        "調閱登記簿，至 115/11/23已列印完成，請於 115/11/26 前下載"
    )
    said = [entry.verb for entry in Entry.objects.filter(account="principal").order_by("sequence")]
    assert said[-2:] == [Verb.REGISTER_PRINTED, Verb.PAPER_FETCHED]
    with pytest.raises(PermissionDenied):
        fetch_paper(job=job, user=cast.handler, now=now)
    assert work(now + 3 * DAY) == "沒有待列印者"
    assert work(now + 4 * DAY) == "移除 1 件"
    assert not Job.objects.exists()
    assert not StoredFile.objects.filter(original_name__startswith="調閱登記簿").exists()


class Killed(BaseException):
    """The worker's end."""


@pytest.mark.parametrize("call", range(1, 4))
def test_a_killed_worker_leaves_nothing_half_done_and_the_next_prints_it_once(
    cast: Cast, viewed: ReviewRequest, now: dt.datetime, call: int
) -> None:
    job, calls = ordered(cast.handler, now), 0

    def clock() -> dt.datetime:
        nonlocal calls
        calls += 1
        if calls > call:
            raise Killed
        return now

    with pytest.raises(Killed):
        make_papers(now, clock=clock)
    assert not Entry.objects.filter(verb__in=PRINTS).exists()
    assert work(now + SILENCE) == "沒有待列印者", "the worker may still live"
    assert work(now + 2 * SILENCE) == "製成 1 件"
    assert work(now + 4 * SILENCE) == "沒有待列印者"
    assert Entry.objects.filter(verb__in=PRINTS).count() == 1
    assert (
        StoredFile.objects.filter(jobs=job).count()
        == Notice.objects.filter(recipient=cast.handler, url="/print/papers/").count()
        == 1
    )


def test_of_two_workers_over_one_paper_the_slower_hands_nothing_over(
    cast: Cast, viewed: ReviewRequest, now: dt.datetime
) -> None:
    job, calls = ordered(cast.handler, now), 0

    def slow() -> dt.datetime:
        nonlocal calls
        calls += 1
        if calls == 2:
            assert work(now + 2 * SILENCE) == "製成 1 件"
        return now

    make_papers(now, clock=slow)
    job.refresh_from_db()
    assert Entry.objects.filter(verb__in=PRINTS).count() == 1
    assert StoredFile.objects.filter(content_type="application/pdf", original_name__startswith="調閱").get() == job.file


def test_what_kills_every_worker_is_given_up(cast: Cast, now: dt.datetime) -> None:
    job = ordered(cast.handler, now)
    for turn in range(MOST_TRIES):
        taken = take_job(kinds=PaperKind.values, now=now + 2 * turn * SILENCE)
        assert taken is not None
        report_job(job=taken, done=1, total=9, now=now + 2 * turn * SILENCE)
    assert work(now + 2 * MOST_TRIES * SILENCE) == "1 件未能列印"
    job.refresh_from_db()
    assert job.failure == GIVEN_UP


@pytest.mark.counted_elsewhere
def test_a_case_restricted_meanwhile_is_not_printed_and_one_restricted_later_is_not_handed_over(
    cast: Cast, send: Sender, viewed: ReviewRequest, now: dt.datetime
) -> None:
    second = send.approved()
    start_viewing(case_id=second.pk, escort=cast.handler, people_present="甲", told_not_to_film=True, now=now)
    job = ordered(cast.principal, now)
    restrict(case_id=viewed.pk, actor=cast.handler, readers=[cast.handler], now=now)
    work(now)
    job.refresh_from_db()
    (page,) = text_of(fetch_paper(job=job, user=cast.principal, now=now))
    assert (str(viewed.number) in page, str(second.number) in page) == (False, True)
    restrict(case_id=second.pk, actor=cast.handler, readers=[cast.handler], now=now)
    assert not may_fetch(job, now)
    with pytest.raises(PermissionDenied, match="不得閱覽"):
        fetch_paper(job=job, user=cast.principal, now=now)
    assert work(now) == "移除 1 件"


def test_who_leaves_his_post_gets_no_register(cast: Cast, viewed: ReviewRequest, now: dt.datetime) -> None:
    waiting = ordered(cast.auditor, now)
    post = cast.auditor.appointments.get()
    post.until = now.date() - DAY
    post.save(update_fields=["until"])
    assert work(now) == "1 件未能列印"
    waiting.refresh_from_db()
    assert waiting.failure == "您的職務已不能閱覽調閱登記簿。"
    with pytest.raises(PermissionDenied):
        ordered(cast.auditor, now)
    with pytest.raises(PermissionDenied):
        order_forms(user=cast.teacher, cases=[viewed.pk], now=now)


def test_many_forms_are_one_file_without_what_one_may_not_know_or_the_typeface_cannot_draw(
    cast: Cast, send: Sender, now: dt.datetime
) -> None:
    cases = [send.submit() for _ in range(4)]
    Recusal.objects.create(
        review_request=cases[1], person=cast.supervisor, ground=RecusalGround.PARTY, declared_by="方瑀彤", at=now
    )
    ReviewRequest.objects.filter(pk=cases[2].pk).update(reason="\U0002f9ff\U000e0101𰻞🙂")
    job = order_forms(user=cast.supervisor, cases=[case.pk for case in cases], now=now)
    assert job.title == "附錄1，3 件"
    work(now)
    job.refresh_from_db()
    assert job.result == f"2 件；{cases[2].number} 有列印用楷體沒有的字，未列印"
    assert job.file is not None
    first, last = text_of(job.file)
    assert (str(cases[0].number) in first, str(cases[3].number) in last) == (True, True)
    assert "第1頁，共1頁" in first
    assert "第1頁，共1頁" in last
    printed = Entry.objects.filter(verb=Verb.CASE_PRINTED, account="supervisor").values_list("subject", flat=True)
    assert sorted(printed) == sorted([str(cases[0]), str(cases[3])])
    only = order_forms(user=cast.supervisor, cases=[cases[1].pk], now=now)
    work(now)
    only.refresh_from_db()
    assert only.failure == "所選案件您已不得閱覽。"


def test_a_long_register_offers_the_background_and_a_short_one_opens(
    client: Client, cast: Cast, viewed: ReviewRequest, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.principal)
    assert client.get("/ledger/register.pdf")["Content-Type"] == "application/pdf"
    one = {
        "review_request": viewed,
        "escort": cast.handler,
        "people_present": "甲",
        "told_not_to_film": True,
        "ended_at": now,
    }
    ViewingSession.objects.bulk_create(ViewingSession(**one, started_at=now) for _ in range(AT_ONCE))
    answer = client.get("/ledger/register.pdf?until_0=115&until_1=11&until_2=23", follow=True)
    assert "在背景列印" in answer.content.decode()
    query = answer.context["query"]
    page = client.post(f"/print/papers/register/?{query}", follow=True).content.decode()
    assert "等候列印" in page
    report_job(job=Job.objects.get(), done=2, total=9, now=now)
    page = client.get("/print/papers/").content.decode()
    assert "列印中，第 3／9 頁" in page
    assert 'hx-trigger="every 2s"' in page


def test_ones_own_papers_are_ones_own(
    client: Client, cast: Cast, viewed: ReviewRequest, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.supervisor)
    assert "請至少勾選一件案件" in client.post("/print/forms/", {"sent": "1"}).content.decode()
    chosen = client.get("/print/forms/", {"q": "許喆安"}).content.decode()
    assert f'value="{viewed.pk}" id="id_cases_{viewed.pk}" checked' in chosen
    none = client.get("/print/forms/", {"since_0": "116", "since_1": "1", "since_2": "1"}).content.decode()
    assert "沒有符合的案件" in none
    long_ago = client.get("/print/forms/", {"until_0": "114", "until_1": "1", "until_2": "1"}).content.decode()
    assert "沒有符合的案件" in long_ago
    client.post("/print/forms/", {"cases": [viewed.pk]})
    work(now)
    job = Job.objects.get()
    page = client.get("/print/papers/").content.decode()
    assert f'href="/print/papers/{job.pk}.pdf"' in page
    assert 'hx-trigger="every 2s"' not in page
    answer = client.get(f"/print/papers/{job.pk}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    client.force_login(cast.handler)
    assert client.get(f"/print/papers/{job.pk}.pdf").status_code == 404
    client.force_login(cast.teacher)
    assert client.get("/print/papers/").status_code == 403
