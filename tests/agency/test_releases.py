"""A copy leaves the school only where the decision allows it, on a labelled medium, for a signature (rulings 9, 11)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from ledger.models import Entry
from ledger.services import verify
from requests import policies, selectors
from requests.choices import Action, Answer, Asker, Proposal, ReleaseEnd, ReleaseManner, Status
from requests.documents.receipts import receipt_context
from requests.forms.releases import HandForm, ParcelForm
from requests.models import CopyRelease, ReviewRequest
from requests.services.agency import complete_letter
from requests.services.chain import Grant
from requests.services.closing import ClosingRefused, close_case
from requests.services.erasing.wiping import wipe
from requests.services.releases import (
    Parcel,
    Receiver,
    ReleaseRefused,
    drop_release,
    end_release,
    hand_over,
    keep_receipt,
    prepare_early_release,
    prepare_release,
)
from retention.choices import CopyMedium, MediumKind
from retention.models import EvidenceCopy, Hold
from retention.services.copies import Label, store_medium
from tests.agency.conftest import BODY, NUMBER, consented, copied, granted
from tests.copies.making import content_of
from tests.review.acts import refused, scan, written

if TYPE_CHECKING:
    from requests.services.agency import LetterContent
    from tests.conftest import Cast
    from tests.review.conftest import Signs

OFFICER = Receiver(name="葉𣕑安", unit=BODY, badge="警 4471")


def parcel(copy: EvidenceCopy, **changes: Any) -> Parcel:
    said: dict[str, Any] = {
        "copy_id": copy.pk, "medium_kind": MediumKind.USB, "medium_label": "交付-115-01", "manner": ReleaseManner.IN_PERSON,
    }  # fmt: skip
    return Parcel(**(said | changes))


@pytest.fixture
def copy(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> EvidenceCopy:
    """The school's copy of a body's case that was granted with the copy it asked for."""
    granted(case, cast, signs)
    return copied(case, cast, now)


@pytest.fixture
def release(case: ReviewRequest, copy: EvidenceCopy, cast: Cast, now: dt.datetime) -> CopyRelease:
    """What is prepared for the officer."""
    return prepare_release(case_id=case.pk, actor=cast.handler, parcel=parcel(copy), now=now)


# --- whether it may leave -------------------------------------------------------------------------------------------
def test_it_leaves_only_after_the_decision_and_of_a_finished_copy(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    assert selectors.may_hand_over(case, now) == ["本案核准後才能交付複製本。", "本校留存檔尚未製作完成。"]
    granted(case, cast, signs)
    copy = copied(case, cast, now)
    assert selectors.may_hand_over(case, now) == []
    EvidenceCopy.objects.filter(pk=copy.pk).update(damaged_at=now)
    assert selectors.may_hand_over(case, now) == ["本校留存檔尚未製作完成。"]


def test_it_stays_where_the_copy_was_refused_or_not_asked_for(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    granted(case, cast, signs, copies=Answer.NO)
    assert "核定未准予複製。" in selectors.may_hand_over(case, now)
    case.wants_copy = False
    assert "本案未請求複製。" in selectors.may_hand_over(case, now)
    case.status = Status.CLOSED
    assert "本案已結案，不能再交付複製本。" in selectors.may_hand_over(case, now)


def test_an_applicant_gets_a_masked_copy_only(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    granted(case, cast, signs)
    original = copied(case, cast, now)
    case.agency_letter.delete()
    ReviewRequest.objects.filter(pk=case.pk).update(asker="staff")
    asked = ReviewRequest.objects.get(pk=case.pk)
    assert selectors.may_hand_over(asked, now) == ["准予複製者為遮蔽後之複製本，請先製作遮蔽版留存檔。"]
    masked = copied(case, cast, now, original=original)
    assert list(selectors.copies_to_hand_over(asked)) == [masked]
    with refused(ReleaseRefused, "請選擇本案"):
        prepare_release(case_id=case.pk, actor=cast.handler, parcel=parcel(original), now=now)
    done = prepare_release(case_id=case.pk, actor=cast.handler, parcel=parcel(masked), now=now)
    assert done.basis == "115年11月23日核定准予複製遮蔽後之複製本：依來文。"


# --- preparing ------------------------------------------------------------------------------------------------------
def test_what_is_prepared_says_of_what_it_was_made_and_on_what_ground(
    release: CopyRelease, copy: EvidenceCopy, case: ReviewRequest
) -> None:
    assert release.basis == f"{BODY}115年11月20日{NUMBER}函，115年11月23日核定（計畫伍、二）"
    assert release.files == [{"name": "NVR1_ch01.mp4", "size": 5000, "sha256": copy.sha256}]
    assert written(case)[-1] == "requests.release_prepared"
    assert Entry.objects.latest("sequence").detail == {
        "order": "1",
        "copy": copy.number,
        "medium": "隨身碟 交付-115-01",
    }


def test_a_copy_in_the_safe_has_no_list_of_files(
    case: ReviewRequest, copy: EvidenceCopy, cast: Cast, now: dt.datetime
) -> None:
    hold = Hold.objects.get(case_key=case.draft_key)
    label = Label(MediumKind.DISC, "總務-115-07", "保險櫃")
    stick = store_medium(hold_id=hold.pk, content=content_of(hold), label=label, user=cast.handler, now=now)
    assert prepare_release(case_id=case.pk, actor=cast.handler, parcel=parcel(stick), now=now).files == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"medium_label": " "}, "medium_label"),
        ({"manner": ReleaseManner.POST}, "is_encrypted"),
        ({"is_encrypted": True}, "password_told"),
        ({"copy_id": 0}, "copy"),
    ],
)
def test_what_travels_is_labelled_and_encrypted_and_its_password_told_apart(
    case: ReviewRequest, copy: EvidenceCopy, cast: Cast, now: dt.datetime, changes: dict[str, Any], field: str
) -> None:
    with refused(ReleaseRefused) as refusal:
        prepare_release(case_id=case.pk, actor=cast.handler, parcel=parcel(copy, **changes), now=now)
    assert refusal.value.field == field


def test_only_who_handles_the_case_prepares_and_only_when_nothing_hinders(
    case: ReviewRequest, copy: EvidenceCopy, cast: Cast, now: dt.datetime
) -> None:
    with refused(policies.NotTheHandler):
        prepare_release(case_id=case.pk, actor=cast.principal, parcel=parcel(copy), now=now)
    ReviewRequest.objects.filter(pk=case.pk).update(wants_copy=False)
    with refused(ReleaseRefused, "未請求複製"):
        prepare_release(case_id=case.pk, actor=cast.handler, parcel=parcel(copy), now=now)


def test_what_was_prepared_is_dropped_for_a_reason(
    release: CopyRelease, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    with refused(ReleaseRefused, "已經備妥"):
        prepare_release(case_id=case.pk, actor=cast.handler, parcel=parcel(release.copy), now=now)
    with refused(ReleaseRefused, "取消的理由"):
        drop_release(release_id=release.pk, actor=cast.handler, reason="", now=now)
    with refused(ClosingRefused, "交付 1 已備妥而尚未交付"):
        close_case(case_id=case.pk, actor=cast.handler, now=now)
    drop_release(release_id=release.pk, actor=cast.handler, reason="改期", now=now)
    assert selectors.unfinished_releases(case) == []
    with refused(ReleaseRefused, "已取消"):
        drop_release(release_id=release.pk, actor=cast.handler, reason="x", now=now)
    with refused(ReleaseRefused, "已取消"):
        hand_over(release_id=release.pk, actor=cast.handler, receiver=OFFICER, signature=None, now=now)


# --- handing over ---------------------------------------------------------------------------------------------------
def test_it_is_handed_over_in_person_for_a_signature(
    release: CopyRelease, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    signature = scan(now)
    said: dict[str, Any] = {"release_id": release.pk, "actor": cast.handler, "now": now}
    for receiver, signed, sentence in (
        (OFFICER, None, "螢幕簽名"),
        (dataclasses.replace(OFFICER, badge=""), signature, "服務證號"),
        (dataclasses.replace(OFFICER, name=" "), signature, "領取人姓名"),
    ):
        with refused(ReleaseRefused, sentence):
            hand_over(receiver=receiver, signature=signed, **said)
    done = hand_over(receiver=OFFICER, signature=signature, **said)
    assert (done.handed_at, done.receiver_badge, done.owes_receipt) == (now, "警 4471", False)
    assert written(case)[-1] == "requests.release_handed"
    assert selectors.files_of(case).filter(pk=signature.pk).exists()
    assert selectors.is_kept(signature)
    assert not selectors.is_to_be_viewed(case)
    assert not selectors.is_to_be_handed_over(case)
    assert list(selectors.to_close(ReviewRequest.objects.all())) == [case]
    assert verify().finding is None


def test_what_was_sent_owes_its_slip(case: ReviewRequest, copy: EvidenceCopy, cast: Cast, now: dt.datetime) -> None:
    sent = parcel(copy, manner=ReleaseManner.POST, is_encrypted=True, password_told="以電話告知承辦人")
    release = prepare_release(case_id=case.pk, actor=cast.handler, parcel=sent, now=now)
    slip = scan(now)
    with refused(ReleaseRefused, "交付後"):
        keep_receipt(release_id=release.pk, actor=cast.handler, receipt=slip, now=now)
    said: dict[str, Any] = {"release_id": release.pk, "actor": cast.handler, "now": now}
    with refused(ReleaseRefused, "郵件號碼"):
        hand_over(receiver=OFFICER, **said)
    hand_over(receiver=dataclasses.replace(OFFICER, badge="", postal_number="掛號 123456"), **said)
    assert selectors.unfinished_releases(case) == ["交付 1 的簽收單尚未存入。"]
    keep_receipt(receipt=slip, **said)
    assert selectors.unfinished_releases(case) == []
    with refused(ReleaseRefused, "不能更換"):
        keep_receipt(receipt=slip, **said)


def test_what_became_of_it_is_recorded_once(
    release: CopyRelease, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    said: dict[str, Any] = {"release_id": release.pk, "actor": cast.handler, "note": "", "now": now}
    with refused(ReleaseRefused, "交付後"):
        end_release(end=ReleaseEnd.RETURNED, ended_on=now.date(), **said)
    hand_over(release_id=release.pk, actor=cast.handler, receiver=OFFICER, receipt=scan(now), now=now)
    with refused(ReleaseRefused, "交付當日以後"):
        end_release(end=ReleaseEnd.RETURNED, ended_on=now.date() - dt.timedelta(days=1), **said)
    end_release(end=ReleaseEnd.DESTROYED, ended_on=now.date(), **said)
    with refused(ReleaseRefused, "已登錄後續"):
        end_release(end=ReleaseEnd.RETURNED, ended_on=now.date(), **said)
    fresh = ReviewRequest.objects.get(pk=case.pk)
    assert [selectors.handed_in_words(one) for one in fresh.releases.all()] == [f"115/11/23 交付 {BODY}（對方已銷毀）"]
    assert selectors.body_in_register(fresh.agency_letter) == f"{BODY}（{NUMBER}）"


def test_what_hinders_it_by_now_stops_it_at_the_counter(
    release: CopyRelease, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    ReviewRequest.objects.filter(pk=case.pk).update(wants_copy=False)
    signature = scan(now)
    with refused(ReleaseRefused, "未請求複製"):
        hand_over(release_id=release.pk, actor=cast.handler, receiver=OFFICER, signature=signature, now=now)


def test_an_applicants_paper_asks_no_badge_and_names_player_and_medium(
    release: CopyRelease, copy: EvidenceCopy, case: ReviewRequest
) -> None:
    copy.player, copy.medium, copy.medium_serial = "SmartPlayer 5", CopyMedium.MEDIUM, "總務-115-07"
    case.asker = Asker.STAFF
    release.copy, release.review_request = copy, case
    said = receipt_context(release)
    assert ("播放程式", ["SmartPlayer 5"]) in said["facts"]  # type: ignore[operator]
    assert ("檔案", ["由本校留存媒體 總務-115-07 複製"]) in said["facts"]  # type: ignore[operator]
    assert [label for label, _ in said["received"]] == ["姓名", "單位", "領取時間"]  # type: ignore[attr-defined]
    assert "badge" not in HandForm(release=release).fields


# --- before the letter ----------------------------------------------------------------------------------------------
def test_before_the_letter_only_the_principal_lets_it_go_for_a_danger_that_is_named(
    visit: ReviewRequest, letter: LetterContent, cast: Cast, now: dt.datetime
) -> None:
    copy = copied(visit, cast, now)
    said: dict[str, Any] = {"case_id": visit.pk, "parcel": parcel(copy), "now": now}
    with refused(ReleaseRefused, "口頭同意"):
        prepare_early_release(actor=cast.principal, danger="有人遭擄", **said)
    consented(visit, cast, now)
    with refused(policies.MayNotAllow):
        prepare_early_release(actor=cast.handler, danger="有人遭擄", **said)
    with refused(ReleaseRefused, "立即危險之事由"):
        prepare_early_release(actor=cast.principal, danger="", **said)
    release = prepare_early_release(actor=cast.principal, danger="有人遭擄", **said)
    assert (release.allowed_name, release.basis) == (
        "校長 蘇翊甯",
        "公文補送中，因生命、身體之立即危險先行交付：有人遭擄",
    )
    complete_letter(case_id=visit.pk, handler=cast.handler, letter=letter, now=now)
    with refused(ReleaseRefused, "公文已到"):
        prepare_early_release(actor=cast.principal, danger="有人遭擄", **said)
    with refused(ReleaseRefused, "不能交付"), transaction.atomic():
        ReviewRequest.objects.filter(pk=visit.pk).update(status=Status.REFUSED)
        hand_over(release_id=release.pk, actor=cast.handler, receiver=OFFICER, receipt=scan(now), now=now)
    hand_over(release_id=release.pk, actor=cast.handler, receiver=OFFICER, signature=scan(now), now=now)


def test_who_came_with_a_letter_is_in_no_such_danger(
    case: ReviewRequest, visit: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    assert selectors.may_hand_over_early(case, now) == [
        "只有公務機關人員到場而公文未到時，才能因生命、身體之立即危險先行交付。"
    ]
    visit.status = Status.REFUSED
    assert "案件目前為「不予核准」，不能交付。" in selectors.may_hand_over_early(visit, now)


def test_who_keeps_out_of_a_restricted_case_does_not_let_it_go(
    visit: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    assert policies.may_allow_early(cast.principal, visit, now)
    ReviewRequest.objects.filter(pk=visit.pk).update(is_restricted=True)
    fresh = ReviewRequest.objects.get(pk=visit.pk)
    assert policies.may_allow_early(cast.principal, fresh, now) is None


# --- after the term -------------------------------------------------------------------------------------------------
def test_who_asked_and_who_received_goes_with_the_case(
    release: CopyRelease, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    hand_over(release_id=release.pk, actor=cast.handler, receiver=OFFICER, signature=scan(now), now=now)
    wipe(ReviewRequest.objects.get(pk=case.pk), now)
    fresh = ReviewRequest.objects.get(pk=case.pk)
    gone = fresh.releases.get()
    assert (gone.receiver_name, gone.receiver_badge, gone.signature_id) == ("", "", None)
    assert (fresh.agency_letter.purpose, fresh.agency_letter.contact) == ("", "")
    assert selectors.body_in_register(fresh.agency_letter) == f"{BODY}（{NUMBER}）"


# --- what was granted -----------------------------------------------------------------------------------------------
def cut_short(case: ReviewRequest, cast: Cast, signs: Signs) -> None:
    """校長 grants the first camera and the last ten minutes of what the body asked for."""
    assert case.starts_at
    assert case.ends_at
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)
    less = Grant(
        cameras=list(case.cameras.order_by("code")[:1]), starts_at=case.starts_at + dt.timedelta(minutes=5),
        ends_at=case.ends_at,
    )  # fmt: skip
    signs(case, cast.principal, Action.PARTLY_APPROVE, grant=less, grants_copy=Answer.YES, copy_answer="依來文。")


def test_what_shows_more_than_was_granted_leaves_for_a_reason_only_and_the_receipt_says_so(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    cut_short(case, cast, signs)
    whole = copied(case, cast, now)
    more = "含准許範圍以外的攝影機 C02，時段超出准許的 115/11/20 12:05 至 115/11/20 12:15"
    with refused(ReleaseRefused, f"{whole.number} {more}。請先製作裁切或遮蔽後的留存檔") as refusal:
        prepare_release(case_id=case.pk, actor=cast.handler, parcel=parcel(whole), now=now)
    assert refusal.value.field == "beyond"
    assert not CopyRelease.objects.exists()

    told = parcel(whole, beyond="主機專用格式無法裁切")
    release = prepare_release(case_id=case.pk, actor=cast.handler, parcel=told, now=now)
    assert release.basis.endswith(f"；交付之複製本{more}，理由：主機專用格式無法裁切")


def test_the_choice_shows_the_period_of_each_copy_and_begins_with_one_within_the_grant(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    cut_short(case, cast, signs)
    whole = copied(case, cast, now)
    hold = Hold.objects.get(case_key=case.draft_key)
    cut = copied(
        case,
        cast,
        now,
        original=whole,
        cameras=list(hold.cameras.order_by("code")[:1]),
        starts_at=hold.starts_at + dt.timedelta(minutes=5),
    )
    form = ParcelForm(case=ReviewRequest.objects.get(pk=case.pk))
    choices = {str(value): label for value, label in form.fields["copy"].choices}  # type: ignore[attr-defined]
    assert choices[str(cut.pk)] == f"{cut.number}（{cut.get_kind_display()}）115/11/20 12:05 至 115/11/20 12:15"
    assert "，時段超出准許的" in choices[str(whole.pk)]
    assert form.fields["copy"].initial == cut
    assert "beyond" in form.fields
    EvidenceCopy.objects.filter(pk=whole.pk).update(damaged_at=now)
    assert "beyond" not in ParcelForm(case=ReviewRequest.objects.get(pk=case.pk)).fields
    assert prepare_release(case_id=case.pk, actor=cast.handler, parcel=parcel(cut), now=now).copy == cut
