"""The home page of each role (ux §5): what waits on top, then what the role must know; empty pages teach."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from cameras.choices import OutageCause
from cameras.services import open_outage
from ledger.services import SYSTEM
from requests.choices import Action, Answer, Need, Proposal
from requests.services import chain, drafts, viewings
from requests.services.drafts import Content

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from cctv_admin.home import Home
    from requests.models import ReviewRequest
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture
def ask(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Callable[..., ReviewRequest]:
    """Return a function that sends a request for footage of `ago` days ago."""

    def send(ago: int = 3, applicant: User = cast.teacher) -> ReviewRequest:
        content = Content(
            need=Need.DUTY,
            relation="導師",
            phone="03-0000000",
            unit="五年三班",
            id_number="",
            cameras=cameras[:2],
            places=[],
            starts_at=now - ago * DAY,
            ends_at=now - ago * DAY + dt.timedelta(minutes=15),
            long_period_reason="",
            reason="學生於走廊跌倒。",
        )
        draft = drafts.save_draft(applicant=applicant, content=content, key=None, now=now)
        return drafts.submit(key=draft.draft_key, applicant=applicant, accepts_note=True, now=now)

    return send


def sign(case: ReviewRequest, actor: User, action: Action, now: dt.datetime, opinion: str = "") -> None:
    signing = chain.Signing(
        action=action,
        proposal=Proposal.APPROVE if action == Action.PROPOSE else None,
        opinion=opinion,
        acts_seen=case.approvals.count(),
        is_necessary=Answer.YES,
    )
    chain.sign(case_id=case.pk, actor=actor, signing=signing, now=now)


def home(client: Client, user: User) -> tuple[Home, str]:
    client.force_login(user)
    response = client.get(reverse("home"))
    return response.context["home"], response.content.decode()


def test_a_teacher_sees_what_to_correct_above_the_other_requests(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    returned, running = ask(), ask()
    sign(returned, cast.handler, Action.RETURN_TO_APPLICANT, now, "請縮短時段。")
    shown, page = home(client, cast.teacher)
    assert [one.case for one in shown.waiting] == [returned]
    assert [one.case for one in shown.own] == [running]
    assert page.index("請縮短時段。") < page.index(running.number or "-")
    assert "請於 <time" in page.replace("\n", "")
    assert page.index("新增調閱") < page.index("請縮短時段。")
    assert not shown.in_progress
    assert not shown.endangered


def test_a_draft_whose_footage_nobody_keeps_yet_is_named(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    case = ask()
    assert "尚未送出的申請" not in home(client, cast.teacher)[1]
    content = Content(
        need=Need.DUTY, relation="導師", phone="", unit="", id_number="", cameras=list(case.cameras.all()), places=[],
        starts_at=now - DAY, ends_at=now, long_period_reason="", reason="學生於走廊跌倒。",
    )  # fmt: skip
    draft = drafts.save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    page = home(client, cast.teacher)[1]
    assert "尚未送出的申請，影像尚未留存：" in page
    assert reverse("review:draft", args=[draft.draft_key]) in page
    assert "尚未送出的申請" not in home(client, cast.guard)[1]
    drafts.submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)
    assert "尚未送出的申請" not in home(client, cast.teacher)[1]


def test_a_correction_that_is_late_is_said_to_be_late(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    returned = ask()
    sign(returned, cast.handler, Action.RETURN_TO_APPLICANT, now, "請縮短時段。")
    assert "前補正" in home(client, cast.teacher)[1]
    returned.approvals.update(at=now - 14 * DAY)
    assert "已過，請儘速補正" in home(client, cast.teacher)[1]


def test_the_handler_is_told_of_footage_that_is_lost_within_a_week(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    elsewhere, safe_for_now, withdrawn = ask(9), ask(3), ask(9)
    for case in (elsewhere, safe_for_now):
        sign(case, cast.handler, Action.PROPOSE, now)
    drafts.withdraw(case_id=withdrawn.pk, applicant=cast.teacher, now=now)
    waits = ask(10)
    shown, page = home(client, cast.handler)
    assert [one.case for one in shown.waiting] == [waits]
    assert [one.case for one in shown.endangered] == [elsewhere], "what waits for oneself says so already"
    assert "代填申請" in page


def test_the_supervisor_sees_the_cases_on_their_way(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    mine, with_handler = ask(), ask()
    sign(mine, cast.handler, Action.PROPOSE, now)
    shown, page = home(client, cast.supervisor)
    assert [one.case for one in shown.waiting] == [mine]
    assert [one.case for one in shown.in_progress] == [with_handler]
    assert "<h1>待審核</h1>" in page


def test_the_principal_decides_first_then_reads_what_is_late_and_the_month(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    mine, late = ask(), ask()
    for person in (cast.handler, cast.supervisor):
        sign(mine, person, Action.PROPOSE, now, "如擬。")
    late.due_at = now - DAY
    late.save(update_fields=["due_at"])
    shown, page = home(client, cast.principal)
    assert [one.case for one in shown.waiting] == [mine]
    assert [one.case for one in shown.late] == [late]
    assert shown.month is not None
    assert (shown.month.received, shown.month.decided, shown.month.viewings) == (2, 0, 0)
    order = ["<h1>待核定</h1>", "總務主任 方瑀彤：擬准", "本月", "逾處理期限、尚未核定", "新增調閱"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)


def test_the_month_counts_only_what_one_may_know_of(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    case = ask()
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    shown, _ = home(client, cast.principal)
    assert shown.month is not None
    assert shown.month.received == 0
    case.readers.set([cast.principal])
    shown, _ = home(client, cast.principal)
    assert shown.month is not None
    assert shown.month.received == 1


def test_the_guard_sees_who_is_here_today_and_no_more(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    case = ask()
    for person, action in (
        (cast.handler, Action.PROPOSE),
        (cast.supervisor, Action.PROPOSE),
        (cast.principal, Action.APPROVE),
    ):
        sign(case, person, action, now)
    viewings.start_viewing(
        case_id=case.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now
    )
    shown, page = home(client, cast.guard)
    assert [one.number for one in shown.viewings_today] == [case.number]
    assert "游承堃" in page
    assert "許喆安" not in page
    assert "走廊" not in page
    assert [*shown.waiting, *shown.own, *shown.findings] == []


def test_the_administrator_sees_how_many_cameras_have_no_picture(
    client: Client, cast: Cast, cameras: list[Camera], ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    ask()
    open_outage(
        camera=cameras[0], cause=OutageCause.FAULT, reference="F115-0001", since=now - DAY, actor=SYSTEM, now=now
    )
    shown, page = home(client, cast.administrator)
    assert shown.cameras is not None
    assert (shown.cameras.in_use, shown.cameras.dark) == (4, 1)
    assert "115-0001" not in page


@pytest.mark.parametrize(
    ("who", "teaches"),
    [
        ("teacher", "您還沒有調閱申請"),
        ("handler", "有人送出申請時"),
        ("supervisor", "前一關陳核後"),
        ("principal", "前一關陳核後"),
        ("guard", "今天沒有調閱"),
        ("administrator", "目前沒有未符合計畫的事項"),
        ("auditor", "目前沒有未符合計畫的事項"),
    ],
)
def test_an_empty_page_says_what_comes_here(
    client: Client, cast: Cast, cameras: list[Camera], who: str, teaches: str
) -> None:
    assert teaches in home(client, getattr(cast, who))[1]


def test_after_signing_the_next_case_stands_on_top_of_the_page_one_lands_on(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    later, first, second = ask(3), ask(12), ask(10)
    sign(first, cast.handler, Action.PROPOSE, now)
    shown, _ = home(client, cast.handler)
    assert [one.case for one in shown.waiting] == [second, later]


def test_of_many_copies_owed_the_page_says_how_many_it_does_not_show(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest]
) -> None:
    for _ in range(8):
        ask()
    shown, page = home(client, cast.handler)
    assert (len(shown.backups), shown.backups_in_all) == (8, 8)
    assert "這裡列出最急" not in page
    ask(5)
    shown, page = home(client, cast.handler)
    assert (len(shown.backups), shown.backups_in_all) == (8, 9)
    assert '<a class="aside" href="/retention/backups/">全部 9 件，這裡列出最急 8 件</a>' in page


def test_of_one_footage_the_page_says_one_number(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime, time_machine: Any
) -> None:
    ask(10)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    page = home(client, cast.handler)[1]
    case, copy = page.split('id="backup-h"')
    assert "剩3天" in case
    assert "尚未備份，剩3天" in copy
    assert "剩 4 日" not in page
