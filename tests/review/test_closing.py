"""結案 (ruling 13): by 承辦人, not while something is open, not without the copy or a recorded reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ledger.models import Entry
from ledger.services import verify
from requests import selectors
from requests.choices import Action, Answer, Proposal, Status
from requests.models import ReviewRequest
from requests.services.closing import ClosingRefused, close_case
from requests.services.drafts import withdraw
from requests.services.viewings import end_viewing, start_viewing
from requests.transitions import WrongOrder
from retention.choices import BackupOutcome
from retention.models import BackupTask, Hold
from tests.review.acts import on_paper, refused, told

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.usefixtures("at_now")
GONE: dict[str, Any] = {"outcome": BackupOutcome.OVERWRITTEN, "reason": "經查主機已循環覆蓋。"}
UNSEEN = "申請人表示不再調閱。"


def close(case: ReviewRequest, cast: Cast, now: dt.datetime, **given: Any) -> ReviewRequest:
    return close_case(case_id=case.pk, actor=cast.handler, now=now, **given)


def view(case: ReviewRequest, cast: Cast, now: dt.datetime, *, ends: bool = True) -> None:
    viewing = start_viewing(
        case_id=case.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now
    )
    if ends:
        end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=now)


def copied(case: ReviewRequest, now: dt.datetime) -> None:
    """The 備份工作 of the case is done, as the finishing job of a copy leaves it."""
    BackupTask.objects.filter(hold__case_key=case.draft_key).update(
        outcome=BackupOutcome.COPIED, closed_at=now, copy="E115-0001"
    )


@pytest.mark.counted_elsewhere
def test_a_case_is_closed_when_its_copy_is_made(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    view(approved, cast, now)
    with refused(ClosingRefused, match="C01、C02 的影像尚未製作留存檔"):
        close(approved, cast, now)
    copied(approved, now)
    case = close(approved, cast, now)
    assert (case.status, case.closed_at, case.closed_by) == (Status.CLOSED, now, "事務組長 游承堃")
    assert (case.no_copy_outcome, case.closing_note) == ("", "")
    assert told(cast.teacher)[-1] == "調閱申請 115-0001 已結案"
    assert Entry.objects.filter(verb="requests.closed").get().detail == {"word": "留存檔無欠缺"}


def test_a_recorded_reason_stands_instead_of_the_copy_and_ends_the_backup_task(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    view(approved, cast, now)
    for given, field in (
        ({}, "outcome"),
        ({"outcome": BackupOutcome.WITHDRAWN, "reason": "x"}, "outcome"),
        (GONE | {"reason": " "}, "reason"),
        (GONE | {"outcome": BackupOutcome.ELSEWHERE}, "copy"),
        (GONE | {"outcome": BackupOutcome.ELSEWHERE, "copy": "E115-0099"}, "copy"),
    ):
        with refused(ClosingRefused) as refusal:
            close(approved, cast, now, **given)
        assert refusal.value.field == field
    case = close(approved, cast, now, **GONE)
    assert (case.no_copy_outcome, case.no_copy_reason) == ("overwritten", "經查主機已循環覆蓋。")
    task = BackupTask.objects.get()
    assert (task.outcome, task.reason, task.closed_by) == ("overwritten", "結案時登錄", "事務組長 游承堃")
    assert selectors.owed_copies(case) == []
    assert verify().ok


def test_what_nobody_looked_at_is_closed_with_a_sentence_why(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    copied(approved, now)
    with refused(ClosingRefused, match="尚未調閱") as refusal:
        close(approved, cast, now)
    assert refusal.value.field == "note"
    assert close(approved, cast, now, note=UNSEEN).closing_note == UNSEEN


@pytest.mark.parametrize(("answer", "asks"), [(Answer.YES, True), (Answer.NO, False)])
def test_a_granted_copy_nobody_fetched_is_closed_with_a_sentence_why(
    client: Client, at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime, answer: Answer, asks: bool
) -> None:
    ReviewRequest.objects.update(wants_copy=True)
    at_principal.refresh_from_db()
    case = signs(at_principal, cast.principal, Action.APPROVE, grants_copy=answer, copy_answer="依情形。")
    view(case, cast, now)
    copied(case, now)
    client.force_login(cast.handler)
    pages = [client.get(reverse(f"review:{name}", args=[case.number])).content.decode() for name in ("case", "close")]
    assert ["准予複製，尚未交付複製本" in pages[0], "未交付複製本即結案的原因" in pages[1]] == [asks, asks]
    if asks:
        with refused(ClosingRefused, match="尚未交付複製本") as refusal:
            close(case, cast, now, note=" ")
        assert refusal.value.field == "note"
    note = "申請人不領取。" if asks else ""
    assert close(case, cast, now, note=note).closing_note == note


def test_a_refused_case_owes_a_copy_too_but_no_viewing(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(at_principal, cast.principal, Action.REFUSE, opinion="時段不符。", grounds=("PROC-2",))
    with refused(ClosingRefused, match="留存檔"):
        close(at_principal, cast, now)
    assert close(at_principal, cast, now, **GONE).status == Status.CLOSED


def test_not_while_somebody_is_looking(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    view(approved, cast, now, ends=False)
    with refused(ClosingRefused, match="調閱進行中"):
        close(approved, cast, now, **GONE)
    assert selectors.hindrances(approved, now) == ["調閱進行中，請先結束調閱。", "C01、C02 的影像尚未製作留存檔"]


def test_not_while_somebody_may_object_to_a_signature_on_paper(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    """結案 would cut the seven days of ruling 4 off."""
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    on_paper(case, cast.handler, cast.supervisor, Action.PROPOSE, Proposal.APPROVE, at=now, now=now)
    signs(case, cast.principal, Action.REFUSE, opinion="時段不符。", grounds=("PROC-2",))
    with refused(ClosingRefused, match="異議至 115/11/30 09:00"):
        close(case, cast, now, **GONE)
    assert close(case, cast, now + dt.timedelta(days=7, minutes=1), **GONE).status == Status.CLOSED


@pytest.mark.parametrize(
    "who", ["teacher", "colleague", "supervisor", "principal", "guard", "administrator", "auditor"]
)
def test_only_the_handler_closes(approved: ReviewRequest, cast: Cast, now: dt.datetime, who: str) -> None:
    with pytest.raises(PermissionDenied, match="只有本案承辦人可以結案"):
        close_case(case_id=approved.pk, actor=getattr(cast, who), now=now, note=UNSEEN, **GONE)


def test_a_closed_case_is_over(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    case = close(approved, cast, now, note=UNSEEN, **GONE)
    with refused(WrongOrder, match="已結案"):
        close(case, cast, now, **GONE)
    with refused(WrongOrder):
        withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    assert selectors.shown_as(case).text == "已結案"


def test_a_case_still_under_review_is_not_closed(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(WrongOrder):
        close(case, cast, now, **GONE)


def test_a_case_withdrawn_before_anybody_signed_owes_no_copy(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    task = BackupTask.objects.get()
    assert (task.outcome, task.closed_by) == (BackupOutcome.WITHDRAWN, "系統")
    assert Hold.objects.get().released_at is None
    assert verify().ok


def test_one_withdrawn_after_it_was_signed_owes_it_still(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    assert BackupTask.objects.get().closed_at is None
    case.refresh_from_db()
    assert selectors.owed_copies(case) == ["C01、C02 的影像尚未製作留存檔"]


@pytest.mark.counted_elsewhere
def test_the_page_asks_only_for_what_is_missing_and_keeps_what_was_typed(
    client: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    url, home = reverse("review:close", args=[approved.number]), reverse("review:case", args=[approved.number])
    assert url in client.get(home).content.decode()
    page = client.get(url).content.decode()
    assert "C01、C02 的影像尚未製作留存檔" in page
    response = client.post(url, {"note": UNSEEN, "reason": "影像已循環覆蓋"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "請選擇未製作留存檔的原因" in page
    assert UNSEEN in page
    copied(approved, now)
    assert "未製作留存檔的原因" not in client.get(url).content.decode()
    assert client.post(url, {"note": UNSEEN}).status_code == 302
    page = client.get(home).content.decode()
    assert UNSEEN in page
    assert url not in page
    assert client.get(url).status_code == 302


def test_a_page_without_a_question_is_one_button(
    client: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    view(approved, cast, now)
    copied(approved, now)
    client.force_login(cast.handler)
    assert client.post(reverse("review:close", args=[approved.number])).status_code == 302
    approved.refresh_from_db()
    assert approved.status == Status.CLOSED


def test_what_no_reason_helps_is_said_instead_of_a_form(
    client: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    view(approved, cast, now, ends=False)
    client.force_login(cast.handler)
    home, url = reverse("review:case", args=[approved.number]), reverse("review:close", args=[approved.number])
    page = client.get(home).content.decode()
    assert "請先結束調閱" in page
    assert url not in page
    assert "請先結束調閱" in client.get(url, follow=True).content.decode()


def test_the_list_of_what_is_to_be_closed_is_the_handlers(
    client: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    assert "目前沒有待結案的案件" in client.get("/requests/?view=closing").content.decode()
    view(approved, cast, now)
    assert "115-0001" in client.get("/requests/?view=closing").content.decode()
    client.force_login(cast.principal)
    assert "待結案" not in client.get("/requests/").content.decode()


def test_who_works_on_the_case_sees_its_copies(
    client: Client, approved: ReviewRequest, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = Hold.objects.get()
    copy = hold.copies.create(
        number="E115-0007", medium="medium", way="safe", state="finished", starts_at=hold.starts_at, ends_at=hold.ends_at,
        medium_kind="usb", medium_serial="1", kept_at="保險箱", made_by="游承堃", opened_at=now, due_on=now.date(),
    )  # fmt: skip
    copy.cameras.set(cameras[:2])
    home = reverse("review:case", args=[approved.number])
    assert selectors.owed_copies(approved) == ["備份工作尚未結束"]
    for who, sees in ((cast.handler, True), (cast.teacher, False)):
        client.force_login(who)
        assert ("/retention/copies/E115-0007/" in client.get(home).content.decode()) is sees
