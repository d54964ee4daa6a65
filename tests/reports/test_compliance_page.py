"""計畫符合情形: of which period, for whom; what of a case, an event, a person stands there (rulings 24, 29)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.forms.periods import PeriodForm, WonderingForm
from reports.rules import Span, months_of, named_spans, results_in, results_out, semester_span
from reports.rules.clauses import NOT_IN_PLAN, duties_of, lost_days
from reports.selectors.compliance import Asked, compliance, shown
from requests.choices import RecusalGround
from requests.services.misuses import Noticed, record_misuse
from requests.services.recusals import recuse
from requests.services.secrecy import restrict
from tests.printing import reader
from tests.reports.clauses import Place, asked, not_answered, well_kept

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from reports.rules import Result
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
PAGE = "/reports/compliance/"


@pytest.fixture
def place(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Place:
    return well_kept(cast, cameras, now)


def of(results: list[Result], key: str) -> list[str]:
    return next([breach.words for breach in one.found.breaches] for one in results if one.duty.key == key)


# --- periods ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (dt.date(2026, 11, 23), dt.date(2026, 8, 1), dt.date(2027, 1, 31)),
        (dt.date(2027, 1, 31), dt.date(2026, 8, 1), dt.date(2027, 1, 31)),
        (dt.date(2027, 2, 1), dt.date(2027, 2, 1), dt.date(2027, 7, 31)),
    ],
)
def test_a_half_year_is_one_of_the_school_year(day: dt.date, first: dt.date, last: dt.date) -> None:
    assert semester_span(day) == Span(first, last)


def test_the_periods_offered_end_today_where_they_go_on() -> None:
    autumn, spring = dt.date(2026, 11, 23), dt.date(2027, 3, 5)
    assert [(label.partition("（")[0], str(span)) for label, span in named_spans(autumn)] == [
        ("本學期", "115/08/01 至 115/11/23"),
        ("上學期", "115/02/01 至 115/07/31"),
        ("本學年", "115/08/01 至 115/11/23"),
        ("近一年", "114/11/24 至 115/11/23"),
    ]
    assert str(dict(named_spans(spring))["本學年"]) == "115/08/01 至 116/03/05"


def test_months_are_cut_to_the_period() -> None:
    months = months_of(Span(dt.date(2026, 11, 20), dt.date(2027, 1, 5)))
    assert [str(one) for one in months] == [
        "115/11/20 至 115/11/30", "115/12/01 至 115/12/31", "116/01/01 至 116/01/05",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since_0=115/9/1&until_0=115/10/31", "115/09/01 至 115/10/31"),
        ("since_0=115&since_1=9&since_2=1", "115/09/01 至 115/11/23"),
        ("until_0=115/8/31", "115/08/01 至 115/08/31"),
        ("hours=3", "115/08/01 至 115/11/23"),
    ],
)
def test_a_period_is_chosen_by_two_days(query: str, said: str) -> None:
    form = PeriodForm(QueryDict(query), today=dt.date(2026, 11, 23))
    assert str(form.span) == said
    assert not form.errors
    assert PeriodForm(QueryDict(form.query), today=dt.date(2026, 11, 23)).span == form.span


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("since_0=115/10/1&until_0=115/9/1", "「至」不可早於「自」。"),
        ("since_0=116/1/1&until_0=116/2/1", "期間尚未開始。"),
        ("since_0=110/1/1", "期間最長 3 年。"),
        ("since_0=115/13/1", "沒有「115/13/1」這一天"),
    ],
)
def test_what_is_no_period_says_why_and_shows_the_usual_one(query: str, error: str) -> None:
    form = PeriodForm(QueryDict(query), today=dt.date(2026, 11, 23))
    assert str(form.span) == "115/08/01 至 115/11/23"
    assert error[:6] in str(form.errors)


def test_what_cannot_be_read_of_a_question_is_today_and_a_day() -> None:
    today = dt.date(2026, 11, 23)
    read = WonderingForm(QueryDict("on_0=115/11/1&hours=48")).wondering(today)
    assert (read.day, read.hours) == (dt.date(2026, 11, 1), 48)
    odd = WonderingForm(QueryDict("on_0=x&hours=-1")).wondering(today)
    assert (odd.day, odd.hours) == (today, 24)


# --- words ------------------------------------------------------------------------------------------------------------
def test_duties_speak_in_the_plans_words() -> None:
    plan = "肆、資料保管：\n三、應保存至少30日。\n陸、設備：\n二、列帳。"
    words = {one.key: one.words for one in duties_of(plan)}
    assert (words["4.3a"], words["4.3b"], words["6.2"]) == ("三、應保存至少30日。",) * 2 + ("二、列帳。",)
    assert words["5.1"] == NOT_IN_PLAN
    assert "附錄1" in words["附錄1"]


def test_of_many_days_five_are_named() -> None:
    days = [dt.date(2026, 11, day) for day in range(1, 8)]
    assert lost_days(days) == "115/11/01、115/11/02、115/11/03、115/11/04、115/11/05等 7 日"
    assert lost_days(days[:1]) == "115/11/01"


def test_what_is_kept_as_json_comes_back_the_same(place: Place) -> None:
    not_answered(place)
    results = compliance(Asked(place.span, place.now))
    assert results_in(results_out(results)) == results


# --- who reads what ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("handler", 200), ("supervisor", 200), ("principal", 200), ("auditor", 200),
        ("administrator", 403), ("guard", 403), ("teacher", 403),
    ],
)  # fmt: skip
def test_who_answers_for_the_plan_and_who_audits_it_read_it(
    client: Client, cast: Cast, at_now: None, username: str, status: int
) -> None:
    client.force_login(getattr(cast, username))
    assert client.get(PAGE).status_code == status
    assert client.get(reverse("reports:compliance-pdf")).status_code == status


@pytest.mark.parametrize("username", ["handler", "supervisor", "principal", "auditor"])
def test_it_is_one_click_from_home_and_from_the_plan(client: Client, cast: Cast, at_now: None, username: str) -> None:
    client.force_login(getattr(cast, username))
    for page in ("/", reverse("reports:plan"), reverse("reports:rules")):
        assert PAGE in client.get(page).content.decode()
    client.force_login(cast.guard)
    assert PAGE not in client.get("/").content.decode()


def test_a_restricted_case_is_counted_and_never_named(place: Place) -> None:
    case = asked(place)
    restrict(
        case_id=case.pk, readers=[place.cast.handler, place.cast.principal], actor=place.cast.supervisor, now=place.now
    )
    place.later(days=40)
    for person in (place.cast.supervisor, place.cast.auditor):
        results = shown(compliance(Asked(place.span, place.now)), person, place.now)
        assert of(results, "5.1") == ["限制案 1 件：由得閱覽該案之人員查明"]


def test_who_must_keep_out_of_a_case_is_not_told_which(place: Place) -> None:
    case = asked(place)
    recuse(
        case_id=case.pk, person_id=place.cast.auditor.pk, ground=RecusalGround.PARTY, note="", actor=place.cast.handler,
        now=place.now,
    )  # fmt: skip
    place.later(days=40)
    results = compliance(Asked(place.span, place.now))
    assert of(shown(results, place.cast.auditor, place.now), "5.1") == ["一件不屬您得閱覽之案件"]
    assert of(shown(results, place.cast.supervisor, place.now), "5.1")[0].startswith("案 115-0001：")


def test_whom_an_event_is_about_is_not_told_of_it(place: Place) -> None:
    about = Noticed(noticed_by="游承堃", noticed_at=place.now, what="翻拍。", concerned=[place.cast.supervisor])
    record_misuse(noticed=about, measures="", actor=place.cast.handler, now=place.now)
    results = compliance(Asked(place.span, place.now))
    assert of(shown(results, place.cast.supervisor, place.now), "4.1") == []
    assert len(of(shown(results, place.cast.auditor, place.now), "4.1")) == 1


def test_nobody_is_named(client: Client, place: Place, cast: Cast, at_now: None) -> None:
    not_answered(place)
    client.force_login(cast.auditor)
    page = client.get(PAGE).content.decode()
    for person in (cast.teacher, cast.handler, cast.supervisor, cast.principal, cast.guard):
        assert person.name not in page


# --- how it is asked and printed --------------------------------------------------------------------------------------
def test_as_many_questions_to_the_database_however_many_cases(
    client: Client, place: Place, cast: Cast, at_now: None
) -> None:
    client.force_login(cast.auditor)
    counts = []
    for number in (1, 5):
        for _ in range(number):
            asked(place)
        client.cookies.pop("inbox", None)  # once a minute a page counts what waits
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] < 65


def test_what_was_before_the_records_began_is_said(client: Client, place: Place, cast: Cast, at_now: None) -> None:
    client.force_login(cast.auditor)
    assert "起有紀錄，之前之情形不在本報告內" in client.get(PAGE).content.decode()
    assert "起有紀錄" not in client.get(f"{PAGE}?since_0=115/11/23").content.decode()


def test_the_paper_says_what_the_page_says(client: Client, place: Place, cast: Cast, at_now: None) -> None:
    client.force_login(cast.auditor)
    pages = reader.pages(client.get(f"{reverse('reports:compliance-pdf')}?since_0=115/11/1").content)
    said = "".join(reader.squeeze(one.extract_text()) for one in pages)
    for words in (
        "計畫符合情形報告",
        "期間：115/11/01至115/11/23",
        "本件尚未簽核",
        "肆、三",
        "不可無故中斷",
        "常見查核問題",
    ):
        assert words in said
