"""The due day: what was signed goes with both names, the rest by itself or onto the list of exceptions (肆、四; ruling 15)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import verify
from requests.models import ReviewRequest
from retention import policies
from retention.choices import CopyState, CopyVerdict, FindingKind, ListKind, ListState
from retention.models import CopyPass, DestructionList, EvidenceCopy, Finding, Hold
from retention.policies import lists as policy_of_lists
from retention.selectors import judged_copy
from retention.services import LegalGround, propose_for_hold
from retention.services.copy_destruction import (
    ListError,
    countersign_list,
    destroy_copies,
    dispute_copy,
    run_due_day,
    settle_dispute,
)
from retention.services.holds import place_hold
from tests.copies.ending import (
    DAY,
    a_year_old,
    assert_gone,
    by_law,
    copied,
    graves,
    held,
    is_there,
    signed,
    written,
)
from tests.copies.making import begin
from tests.retention.keeping import ask, told

if TYPE_CHECKING:
    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("believed")


def sentences(verb: Verb) -> list[str]:
    return [ledger.sentence(entry) for entry in Entry.objects.filter(verb=verb).order_by("sequence")]


def verdict(copy: EvidenceCopy, now: dt.datetime) -> tuple[CopyVerdict, str]:
    one = judged_copy(copy, now)
    assert one
    return one.verdict, str(one.why.label) if one.why else ""


def test_signed_it_goes_on_its_day_with_both_names_and_not_before(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now, days=1)
    row = signed(cast, now, copy)
    run_due_day(now)
    assert is_there(copy)
    destroy_copies(now + DAY)
    assert_gone(copy)
    assert sentences(Verb.COPY_DESTROYED) == [
        f"系統銷毀留存檔 {copy.number}：屆期銷毀，{row}，銷毀金鑰並刪除加密檔，執行人事務組長 游承堃、監銷人總務主任 方瑀彤"
    ]
    assert graves().count(str(copy.key)) == 2
    destroy_copies(now + 2 * DAY)
    assert len(sentences(Verb.COPY_DESTROYED)) == 1
    assert verify().finding is None


def test_unsigned_it_goes_by_itself_and_two_people_sign_within_a_fortnight(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    destroy_copies(now)
    assert_gone(copy)
    row = DestructionList.objects.get()
    assert (row.kind, row.state, row.countersign_by) == (ListKind.SYSTEM, ListState.OWED, dt.date(2026, 12, 7))
    assert "依計畫肆、四屆期由系統執行" in sentences(Verb.COPY_DESTROYED)[0]
    assert told(cast.handler, "請於 14 日內補簽") == 1
    for later in (7, 8, 15, 16):
        destroy_copies(now + later * DAY)
    assert told(cast.handler, "前補簽銷毀清冊") == 1
    finding = Finding.objects.get(kind=FindingKind.LIST_UNSIGNED)
    assert "仍未由二人補簽" in finding.text

    late = now + 17 * DAY
    with pytest.raises(PermissionDenied):
        countersign_list(list_id=row.pk, user=cast.principal, now=late)
    countersign_list(list_id=row.pk, user=cast.handler, now=late)
    with pytest.raises(PermissionDenied):
        countersign_list(list_id=row.pk, user=cast.handler, now=late)
    countersign_list(list_id=row.pk, user=cast.principal, now=late)
    row.refresh_from_db()
    assert (row.state, row.executor, row.witness) == (ListState.SIGNED, "事務組長 游承堃", "校長 蘇翊甯")
    destroy_copies(late)
    finding.refresh_from_db()
    assert finding.closed_at == late
    with pytest.raises(ListError, match="已簽署"):
        countersign_list(list_id=row.pk, user=cast.supervisor, now=late)
    assert verify().finding is None


def test_a_list_nobody_witnessed_in_time_gives_its_copies_to_the_systems(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    due, later = a_year_old(cameras, now), a_year_old(cameras[1:], now, days=9)
    row, alone = written(cast, now, due, later), written(cast, now, a_year_old(cameras[2:], now))
    destroy_copies(now)
    assert_gone(due)
    assert is_there(later)
    row.refresh_from_db()
    alone.refresh_from_db()
    assert (row.state, alone.state) == (ListState.PROPOSED, ListState.WITHDRAWN)
    assert "改由系統執行" in row.items.get(copy=due).why_not
    assert DestructionList.objects.get(kind=ListKind.SYSTEM).items.count() == 2
    assert verify().finding is None


def test_the_law_keeps_it_past_its_day_without_alarm_and_signed_it_goes_when_the_law_lets_go(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now)
    signed(cast, now, copy)
    hold = by_law(cameras[:1], copy.starts_at, now)
    destroy_copies(now)
    assert verdict(copy, now) == (CopyVerdict.HELD, "")
    assert is_there(copy)
    assert not Finding.objects.filter(kind=FindingKind.COPY_LEFT).exists()
    assert told(cast.principal, "逾期") == 0
    Hold.objects.filter(pk=hold.pk).update(released_at=now)
    destroy_copies(now + DAY)
    assert_gone(copy)


@pytest.mark.parametrize("is_signed", [True, False])
def test_disputed_it_stays_and_the_principal_hears_of_it_every_day(
    cast: Cast, cameras: list[Camera], now: dt.datetime, is_signed: bool
) -> None:
    copy = a_year_old(cameras, now)
    if is_signed:
        signed(cast, now, copy)
    dispute_copy(copy_id=copy.pk, reason="家長異議", user=cast.handler, now=now)
    for hours in (0, 6, 24, 30):
        destroy_copies(now + dt.timedelta(hours=hours))
    assert verdict(copy, now) == (CopyVerdict.EXCEPTION, "有爭議註記")
    assert is_there(copy)
    assert told(cast.principal, "已屆應銷毀日而未銷毀") == 2
    assert "有爭議註記" in Finding.objects.get(kind=FindingKind.COPY_LEFT).text
    settle_dispute(copy_id=copy.pk, reason="已說明", user=cast.supervisor, now=now + 2 * DAY)
    destroy_copies(now + 2 * DAY)
    assert_gone(copy)
    assert not Finding.objects.filter(kind=FindingKind.COPY_LEFT, closed_at=None).exists()
    assert verify().finding is None


def test_unsigned_while_its_hold_is_in_force_or_the_principal_has_to_decide_it_stays(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now, over=False)
    assert verdict(copy, now) == (CopyVerdict.EXCEPTION, "案件尚未結束或留存尚未解除")
    ground = LegalGround("刑事訴訟法第133條", "桃檢字第1號", now.date() + 90 * DAY)
    propose_for_hold(hold_id=copy.hold_id, ground=ground, user=cast.supervisor, now=now)
    destroy_copies(now)
    assert verdict(copy, now) == (CopyVerdict.EXCEPTION, "法定留存尚待校長核定")
    assert is_there(copy)


def test_a_hold_placed_since_is_seen_under_the_lock(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now)
    row = signed(cast, now, copy)
    by_law(cameras[:1], copy.starts_at, now)
    from retention.services.copy_destruction.carrying_out import Run, destroy  # noqa: PLC0415
    from retention.storage import copies_root, open_root  # noqa: PLC0415

    with open_root(str(copies_root())) as root:
        assert not destroy(copy.pk, Run(root, ledger.SYSTEM, now))
    assert is_there(copy)
    assert row.items.get().started_at is None


def test_a_masked_copy_goes_with_its_original_even_when_it_would_come_due_later(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    original = a_year_old(cameras, now)
    masked = copied(original.hold, original=original, due_on=now.date() + DAY)
    destroy_copies(now)
    assert_gone(original)
    assert_gone(masked)
    first, second = sentences(Verb.COPY_DESTROYED)
    assert masked.number in first
    assert original.number in second


def test_a_masked_copy_that_stays_keeps_its_original(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    original = a_year_old(cameras, now)
    masked = copied(original.hold, original=original)
    dispute_copy(copy_id=masked.pk, reason="遮蔽不全", user=cast.handler, now=now)
    destroy_copies(now)
    assert is_there(original)
    assert is_there(masked)
    assert verdict(original, now) == (CopyVerdict.EXCEPTION, "遮蔽版尚未銷毀")


def test_an_unsigned_medium_stands_on_the_list_of_exceptions(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now, medium=True)
    destroy_copies(now)
    assert verdict(copy, now) == (CopyVerdict.EXCEPTION, "媒體尚未列入銷毀清冊")
    assert EvidenceCopy.objects.get().state == CopyState.FINISHED


def test_notices_come_ahead_to_the_handler_and_in_the_last_week_to_the_supervisor(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    copy = a_year_old(cameras, now, days=40)
    for left in (40, 35, 31, 30, 29, 23, 17, 14, 13, 7, 6, 1, 1):
        destroy_copies(now + (40 - left) * DAY)
    assert [told(user, f"留存檔 {copy.number} ") for user in (cast.handler, cast.supervisor, cast.principal)] == [
        4,
        2,
        0,
    ]


def test_whether_a_case_is_over_is_asked_of_the_room_above(
    cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: Any
) -> None:
    case = ask(cast, cameras, now)
    hold = Hold.objects.get()
    for ends in ({"requests.selectors.cases_over"}, set[str]()):  # by its key; by its number where nobody answers
        ReviewRequest.objects.filter(pk=case.pk).update(status="in_review", closed_at=None)
        monkeypatch.setattr(policy_of_lists, "_ends", ends)
        assert not policies.is_case_over(hold, now)
        ReviewRequest.objects.filter(pk=case.pk).update(status="closed", closed_at=now - DAY)
        assert policies.is_case_over(hold, now)
    monkeypatch.setattr(policy_of_lists, "_ends", {"tests.copies.gates.cases_over"})
    hold.case_key = uuid.UUID(int=1)
    assert policies.is_case_over(hold, now)
    hold.case_key = uuid.UUID(int=2)
    assert not policies.is_case_over(hold, now)


def test_of_a_restricted_case_nobody_can_ask_it_is_not_over(cameras: list[Camera], now: dt.datetime) -> None:
    hold = place_hold(
        cameras=cameras[:1],
        starts_at=now - DAY,
        ends_at=now,
        reason="限制案",
        reference="",
        actor=ledger.SYSTEM,
        now=now,
    )
    Hold.objects.filter(pk=hold.pk).update(released_at=now)
    hold.refresh_from_db()
    assert not policies.is_case_over(hold, now)


def test_without_copies_there_is_nothing_to_do_or_to_doubt(cast: Cast, now: dt.datetime) -> None:
    assert destroy_copies(now).words == "銷毀留存檔 0 件；通知 0 則"
    assert (CopyPass.objects.get().doubts, Finding.objects.filter(kind=FindingKind.COPIES_REFUSED).count()) == ({}, 0)
    assert User.objects.exists()


def test_what_was_begun_and_never_finished_is_given_up_on_its_day_unless_the_law_keeps_it(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    day = now.replace(year=now.year - 1)
    begun, kept = (begin(held([camera], day), 5000, cast.handler, now) for camera in cameras[:2])
    by_law(cameras[1:2], day, now)
    assert "放棄逾期未製成者 1 件" in destroy_copies(now).words
    begun.refresh_from_db()
    kept.refresh_from_db()
    assert (begun.state, begun.identity, kept.state) == (CopyState.ABANDONED, "", CopyState.RECEIVING)
    assert verify().finding is None
