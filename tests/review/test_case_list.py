"""The list of cases: 待我處理, 我已處理, 全部 and a search, each never telling of what one may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from requests import selectors
from requests.choices import Action, DutyBasis, Need, Proposal
from requests.models import Consultation, ReviewRequest
from requests.services import drafts
from requests.views import lists
from requests.views.rows import rows_of
from tests.absences import away
from tests.shared import shared

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from requests.services.drafts import Content
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = [pytest.mark.usefixtures("at_now"), pytest.mark.counted_elsewhere]


@shared
def cases(cast: Cast, content: Content, now: dt.datetime) -> list[ReviewRequest]:
    """115-0001 of the teacher, 115-0002 of the colleague, 115-0003 of the teacher."""
    sent = []
    for applicant in (cast.teacher, cast.colleague, cast.teacher):
        draft = drafts.save_draft(applicant=applicant, content=content, key=None, now=now)
        sent.append(drafts.submit(key=draft.draft_key, applicant=applicant, accepts_note=True, now=now))
    return sent


def numbers(client: Client, **query: str) -> list[str]:
    context = client.get(reverse("review:list"), query).context
    return [one.case.number for one in context["rows"]]


def test_each_view_is_an_address(client: Client, cast: Cast, cases: list[ReviewRequest], signs: Signs) -> None:
    signs(cases[0], cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    client.force_login(cast.handler)
    assert numbers(client) == ["115-0003", "115-0002", "115-0001"]
    assert numbers(client, view="waiting") == ["115-0002", "115-0003"]
    assert numbers(client, view="done") == ["115-0001"]
    assert numbers(client, view="nonsense") == numbers(client)
    page = client.get(reverse("review:list"), {"view": "done"}).content.decode()
    assert page.count('aria-current="true"') == 1, "the view; the item of the menu is the page itself"


def test_what_was_signed_stays_dealt_with_after_it_went_on(
    client: Client, cast: Cast, at_principal: ReviewRequest, signs: Signs
) -> None:
    signs(at_principal, cast.principal, Action.APPROVE)
    for who, done in (("handler", True), ("supervisor", True), ("principal", True), ("teacher", False)):
        client.force_login(getattr(cast, who))
        assert (numbers(client, view="done") == [at_principal.number]) == done


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("許喆安", ["115-0003", "115-0001"]),
        ("林", ["115-0002"]),
        ("0002", ["115-0002"]),
        ("１１５－０００２", ["115-0002"]),
        (" 115-0003 ", ["115-0003"]),
        ("115—0003", ["115-0003"]),
        ("115-000", ["115-0003", "115-0002", "115-0001"]),
        ("115-0004", []),
        ("走廊", []),
        ("%", []),
    ],
)
def test_a_search_finds_by_number_or_applicant(
    client: Client, cast: Cast, cases: list[ReviewRequest], text: str, found: list[str]
) -> None:
    client.force_login(cast.supervisor)
    assert numbers(client, q=text) == found
    assert numbers(client, q=text, view="waiting") == found, "it searches everything one may see"


def test_a_search_that_finds_nothing_teaches(client: Client, cast: Cast, cases: list[ReviewRequest]) -> None:
    client.force_login(cast.handler)
    page = client.get(reverse("review:list"), {"q": "<b>查無"}).content.decode()
    assert "沒有符合「&lt;b&gt;查無」的案件" in page
    assert "只會找到您可以閱覽的案件" in page


def test_no_view_search_or_count_tells_of_a_case_one_may_not_see(
    client: Client, cast: Cast, cases: list[ReviewRequest], signs: Signs
) -> None:
    signs(cases[1], cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    hidden = ReviewRequest.objects.get(pk=cases[1].pk)
    hidden.is_restricted = True
    hidden.save(update_fields=["is_restricted"])
    hidden.readers.set([cast.principal])

    def tells(**query: str) -> bool:
        return "115-0002" in client.get(reverse("review:list"), query).content.decode()

    queries: list[dict[str, str]] = [{}, {"view": "waiting"}, {"view": "done"}, {"q": "林"}, {"q": "115-0002"}]
    for who in ("handler", "supervisor", "teacher", "guard", "administrator", "auditor"):
        client.force_login(getattr(cast, who))
        assert not any("115-0002" in numbers(client, **query) for query in queries), who
    client.force_login(cast.supervisor)
    assert client.get(reverse("review:list")).context["views"][0]["number"] == 0
    client.force_login(cast.principal)
    assert tells()
    assert tells(q="林")
    client.force_login(cast.colleague)
    assert tells(), "one's own"


def test_pages_turn_both_ways_by_key(
    client: Client, cast: Cast, cases: list[ReviewRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 1)
    client.force_login(cast.handler)
    url, seen = reverse("review:list"), []
    while url:
        context = client.get(url).context
        seen += [one.case.number for one in context["rows"]]
        url, back = context["older_url"], context["newer_url"]
    assert seen == ["115-0003", "115-0002", "115-0001"]
    middle = client.get(back).context
    assert [one.case.number for one in middle["rows"]] == ["115-0002"]
    newest = client.get(middle["newer_url"]).context
    assert [one.case.number for one in newest["rows"]] == ["115-0003"]
    assert newest["newer_url"] == ""
    assert client.get(middle["older_url"]).context["rows"][0].case.number == "115-0001"


def test_turning_a_page_keeps_what_was_searched(
    client: Client, cast: Cast, cases: list[ReviewRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 1)
    client.force_login(cast.handler)
    first = client.get(reverse("review:list"), {"q": "許"}).context
    second = client.get(first["older_url"]).context
    assert [one.case.number for one in second["rows"]] == ["115-0001"]
    assert second["q"] == "許"


@pytest.mark.parametrize("key", ["x", "-1", "9" * 40, "１２"])
def test_a_key_that_is_none_breaks_nothing(client: Client, cast: Cast, cases: list[ReviewRequest], key: str) -> None:
    client.force_login(cast.handler)
    for name in ("before", "after"):
        assert client.get(reverse("review:list"), {name: key}).status_code == 200


def test_a_row_is_a_sentence_with_both_clocks(client: Client, cast: Cast, cases: list[ReviewRequest]) -> None:
    client.force_login(cast.handler)
    page = client.get(reverse("review:list"), {"q": "0001"}).content.decode()
    assert "五年三班導師許喆安因職務需要申請調閱" in page
    assert "一樓川堂等 2 支" in page
    assert "已通知留存、尚未備份（估計）" in page
    assert "剩11天" in page
    assert "剩15日" in page


def test_who_reads_the_own_list_is_told_where_and_not_who(
    client: Client, cast: Cast, cases: list[ReviewRequest]
) -> None:
    client.force_login(cast.teacher)
    assert numbers(client) == ["115-0003", "115-0001"]
    page = client.get(reverse("review:list")).content.decode()
    assert "申請調閱</a>" not in page
    assert 'aria-label="搜尋案件"' not in page, "a short list of one's own needs no search"


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    ("need", "basis", "words"),
    [
        (Need.OWN, "", "為本人權益"),
        (Need.CHILD, "", "為子女權益"),
        (Need.DUTY, DutyBasis.SAFETY, "因職務需要（校安通報）"),
        (Need.DUTY, DutyBasis.GENDER, "因職務需要"),
        (Need.DUTY, DutyBasis.BULLYING, "因職務需要"),
        (Need.AGENCY, "", "依公文"),
    ],
)
def test_why_is_said_without_naming_what_is_coded(
    cast: Cast, now: dt.datetime, need: Need, basis: str, words: str
) -> None:
    desk = selectors.desk_of(cast.handler, now)
    (case,) = desk.waiting
    case.need, case.duty_basis = need, basis
    (row,) = rows_of([case], desk)
    assert row.why == words


def test_a_place_of_which_nobody_is_sure_is_named_whole(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    case.places.set([case.cameras.all()[0].place])
    desk = selectors.desk_of(cast.handler, now)
    (row,) = rows_of(desk.waiting, desk)
    assert row.where == "忠孝樓 2 支"


def test_a_deputy_counts_what_the_list_shows_him(
    client: Client, cast: Cast, cases: list[ReviewRequest], signs: Signs, now: dt.datetime
) -> None:
    away(cast.supervisor, cast.dean, now)
    signs(cases[0], cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    client.force_login(cast.dean)
    views = client.get(reverse("review:list")).context["views"]
    assert (numbers(client, view="waiting"), views[0]["number"]) == (["115-0001"], 1)


def test_the_whole_list_marks_what_one_is_asked_about(
    client: Client, cast: Cast, cases: list[ReviewRequest], now: dt.datetime
) -> None:
    Consultation.objects.create(
        review_request=cases[1], person=cast.dean, asked_by="事務組長 游承堃", question="請表示意見", asked_at=now
    )
    client.force_login(cast.dean)
    rows = client.get(reverse("review:list")).context["rows"]
    assert [one.case.number for one in rows if one.asks_opinion] == ["115-0002"]
