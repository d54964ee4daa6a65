"""代填 in the browser: one page, the check page with the signature, the receipt with the paper to sign."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import SchoolPlan
from printing.rules import TAIPEI
from requests.choices import Action, Answer, Asker, Need, Status
from requests.models import ReviewRequest
from tests.review.reading import seen
from tests.review.test_asking_pages import Typed, typed

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast
    from tests.review.conftest import Signs

__all__ = ["typed"]


@pytest.fixture
def handler(client: Client, cast: Cast, at_now: None) -> Client:
    client.force_login(cast.handler)
    return client


@pytest.fixture
def paper(typed: Typed) -> Typed:
    """What 承辦人 reads off a mother's form of 115年11月19日."""
    return {
        **typed, "need": "", "duty_basis": "", "relation": "母親", "asker": "representative", "applicant_name": "高𣕑宇",
        "account": "", "received_at_0": "115", "received_at_1": "11", "received_at_2": "19", "received_at_3": "0930",
        "unit": "五年三班家長",
    }  # fmt: skip


def test_three_screens_lead_to_a_case_and_the_paper_to_sign(handler: Client, paper: Typed) -> None:
    to_check = handler.post(reverse("review:enter"), paper)
    draft = ReviewRequest.objects.get()
    assert to_check["Location"] == reverse("review:check", args=[draft.draft_key])
    check = handler.get(to_check["Location"]).content.decode()
    assert "法定代理人 高𣕑宇" in check
    assert "115年11月19日（四）09:30 收件" in seen(check)
    assert "個人資料告知事項交申請人閱讀" in check
    receipt = handler.post(to_check["Location"], {"accepts_note": "on"}, follow=True).content.decode()
    assert "列印附錄1 供簽名" in receipt
    assert f"{reverse('review:appendix-1', args=['115-0001'])}?ink=1" in receipt
    draft.refresh_from_db()
    assert (draft.status, draft.need, draft.asker) == (Status.IN_REVIEW, Need.CHILD, Asker.REPRESENTATIVE)
    assert draft.received_at == dt.datetime(2026, 11, 19, 9, 30, tzinfo=TAIPEI)


def test_the_button_stands_on_the_list_of_who_may(client: Client, cast: Cast, at_now: None) -> None:
    address = reverse("review:enter")
    for name, shown in (("handler", True), ("teacher", False), ("supervisor", False), ("guard", False)):
        client.force_login(getattr(cast, name))
        assert (address in client.get(reverse("review:list")).content.decode()) is shown


@pytest.mark.parametrize(
    ("field", "changed", "says"),
    [
        ("asker", {"asker": ""}, "請選擇申請人身分。"),
        ("applicant_name", {"applicant_name": ""}, "請填寫申請人姓名。"),
        ("applicant_name", {"applicant_name": "高😀"}, "列印用的楷體沒有「😀」"),
        ("received_at", {"received_at_3": ""}, "請填寫時間"),
        ("received_at", {"received_at_2": "23", "received_at_3": "0901"}, "收件時間不能在未來"),
        ("received_at", {"received_at_1": "10", "received_at_2": "24", "received_at_3": "0859"}, "最多回溯 30 日"),
        ("need", {"asker": "staff", "need": ""}, "請選擇為何需要調閱。"),
        ("duty_basis", {"asker": "staff", "need": "duty"}, "請選擇職務需要的依據。"),
        ("phone", {"phone": ""}, "請填寫聯絡電話。"),
        ("protection_order", {"protection_order": "maybe"}, "請重新選擇有無保護令或會面限制。"),
    ],
)
def test_an_error_is_named_and_what_was_typed_stays(
    handler: Client, paper: Typed, field: str, changed: Typed, says: str
) -> None:
    answer = handler.post(reverse("review:enter"), {**paper, **changed})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert says in answer.context["form"].errors[field][0]
    for name in ("applicant_name", "relation", "unit", "reason"):
        if name not in changed:
            assert str(paper[name]) in html
    assert not ReviewRequest.objects.exists()


@pytest.mark.parametrize(
    ("asker", "need"), [("guardian", Need.CHILD), ("representative", Need.CHILD), ("pupil", Need.OWN)]
)
def test_why_it_is_needed_follows_from_who_asks(handler: Client, paper: Typed, asker: str, need: Need) -> None:
    handler.post(reverse("review:enter"), {**paper, "asker": asker, "need": "duty", "duty_basis": "bullying"})
    case = ReviewRequest.objects.get()
    assert (case.need, case.duty_basis) == (need, "")


def test_a_member_of_staff_is_chosen_by_account_and_never_oneself(handler: Client, cast: Cast, paper: Typed) -> None:
    page = handler.get(reverse("review:enter")).content.decode()
    assert "巴奈・古拉斯（警衛）" in page
    assert "游承堃（事務組長）" not in page
    chosen = {"asker": "staff", "need": "own", "account": str(cast.guard.pk), "applicant_name": ""}
    handler.post(reverse("review:enter"), {**paper, **chosen})
    assert ReviewRequest.objects.get().applicant == cast.guard
    again = handler.get(reverse("review:draft", args=[ReviewRequest.objects.get().draft_key])).content.decode()
    assert f'<option value="{cast.guard.pk}" selected>' in again


def test_a_typed_account_of_a_guardian_counts_for_nothing(handler: Client, cast: Cast, paper: Typed) -> None:
    handler.post(reverse("review:enter"), {**paper, "account": str(cast.guard.pk)})
    assert ReviewRequest.objects.get().applicant is None


def test_the_plan_may_ask_guardians_for_their_number(handler: Client, paper: Typed) -> None:
    SchoolPlan.objects.update(id_number_required_for=[Asker.REPRESENTATIVE])
    errors = handler.post(reverse("review:enter"), paper).context["form"].errors
    assert dict(errors) == {"id_number": ["請填寫身分證號。"]}
    assert handler.post(reverse("review:enter"), {**paper, "asker": "guardian"}).status_code == 302
    assert handler.post(reverse("review:enter"), {**paper, "id_number": "A123456789"}).status_code == 302


def test_a_number_typed_in_is_not_shown_again_and_stays(handler: Client, paper: Typed) -> None:
    handler.post(reverse("review:enter"), {**paper, "id_number": "A123456789"})
    draft = ReviewRequest.objects.get()
    page = reverse("review:draft", args=[draft.draft_key])
    shown = handler.get(page).content.decode()
    assert "A123456789" not in shown
    assert "已登錄 A12****789，不變更時留空" in shown
    handler.post(page, {**paper, "id_number": ""})
    draft.refresh_from_db()
    assert draft.id_number == "A123456789"


@pytest.mark.counted_elsewhere
def test_a_drawn_signature_is_kept_with_the_case(handler: Client, paper: Typed) -> None:
    check = handler.post(reverse("review:enter"), paper)["Location"]
    page = handler.get(check).content.decode()
    assert "data-signature=" in page
    assert "js/signature" in page
    drawn = io.BytesIO()
    Image.new("RGB", (120, 40), "white").save(drawn, "PNG")
    signature = SimpleUploadedFile("簽名.png", drawn.getvalue(), "image/png")
    receipt = handler.post(check, {"accepts_note": "on", "signed_form": signature}, follow=True).content.decode()
    assert "列印附錄1 供簽名" not in receipt
    case = ReviewRequest.objects.get()
    assert case.signed_form is not None
    assert case.signed_form.content_type == "image/png"


def test_without_the_note_or_with_a_wrong_file_nothing_is_sent(handler: Client, paper: Typed) -> None:
    check = handler.post(reverse("review:enter"), paper)["Location"]
    wrong = SimpleUploadedFile("簽名.png", b"MZ")
    answer = handler.post(check, {"signed_form": wrong})
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["accepts_note", "signed_form"]
    assert ReviewRequest.objects.get().status == Status.DRAFT


def test_a_draft_that_became_too_old_says_so(handler: Client, paper: Typed, now: dt.datetime) -> None:
    check = handler.post(reverse("review:enter"), paper)["Location"]
    ReviewRequest.objects.update(received_at=now - dt.timedelta(days=31))
    answer = handler.post(check, {"accepts_note": "on"})
    assert answer.status_code == 422
    assert "請修改收件日期時間" in answer.content.decode()


@pytest.mark.counted_elsewhere
def test_answers_about_the_child_are_kept(handler: Client, paper: Typed) -> None:
    known = {"identity_checked": "on", "guardianship_confirmed": "on", "protection_order": "no"}
    check = handler.post(reverse("review:enter"), {**paper, **known})["Location"]
    handler.post(check, {"accepts_note": "on"})
    case = ReviewRequest.objects.get()
    assert (case.identity_checked, case.guardianship_confirmed, case.protection_order) == (True, True, Answer.NO)


@pytest.mark.counted_elsewhere
def test_the_handler_corrects_and_withdraws_what_was_asked_on_paper(
    handler: Client, cast: Cast, paper: Typed, signs: Signs
) -> None:
    check = handler.post(reverse("review:enter"), paper)["Location"]
    handler.post(check, {"accepts_note": "on"})
    case = ReviewRequest.objects.get()
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請申請人縮短時段。")
    correct = reverse("review:correct", args=[case.number])
    page = handler.get(correct).content.decode()
    assert "請申請人縮短時段。" in page
    assert "請於 115年11月30日（一） 前補正" in seen(page)
    assert "職務需要" not in page
    assert handler.post(correct, {**paper, "need": "child", "ends_at_3": "1240"}).status_code == 302
    withdraw = reverse("review:withdraw", args=[case.number])
    assert "請確認申請人 <b>高𣕑宇</b> 已表示撤回" in handler.get(withdraw).content.decode()
    handler.post(withdraw)
    case.refresh_from_db()
    assert case.status == Status.WITHDRAWN
