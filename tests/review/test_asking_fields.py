"""附錄1, field by field: each wrong answer is named beside its field and on top, and nothing that was typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import SchoolPlan
from cameras.models import Camera, Place
from requests.choices import Asker, IdentityDocument, Need
from requests.models import ReviewRequest
from tests.review.reading import Controls
from tests.review.test_asking_pages import Typed, typed

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from tests.conftest import Cast

__all__ = ["typed"]

NO_DAY = {"starts_at_0": "", "starts_at_1": "", "starts_at_2": ""}


@pytest.fixture
def teacher(client: Client, cast: Cast, at_now: None) -> Client:
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def full(typed: Typed) -> Typed:
    """Every control answered."""
    return {
        **typed,
        "duty_reference": "1150037",
        "subject": "五年三班 12 號",
        "wants_copy": "on",
        "id_document": "national",
        "id_number": "A123456789",
        "long_period_reason": "前後都要看。",
        "starts_at_day": "other",
        "ends_at_day": "",
    }


WRONG = [
    ("need", {"need": ""}, "請選擇為何需要調閱。"),
    ("need", {"need": "agency"}, "請重新選擇為何需要。"),
    ("duty_basis", {"duty_basis": ""}, "請選擇職務需要的依據。"),
    ("duty_basis", {"duty_basis": "curiosity"}, "請重新選擇依據。"),
    ("duty_reference", {"duty_reference": "1" * 41}, "案號請勿超過 40 字（目前 41 字）。"),
    ("duty_reference", {"duty_reference": "一😀"}, "列印用的楷體沒有「😀」"),
    ("relation", {"relation": ""}, "請填寫與當事人關係。"),
    ("relation", {"relation": "\x00\u200b "}, "請填寫與當事人關係。"),
    ("relation", {"relation": "導" * 41}, "與當事人關係請勿超過 40 字（目前 41 字）。"),
    ("relation", {"relation": "導師🧑"}, "列印用的楷體沒有「🧑」，請改用其他寫法。"),
    ("cameras", {"cameras": []}, "請至少選擇一支攝影機"),
    ("starts_at", {**NO_DAY, "starts_at_day": "", "starts_at_3": ""}, "請填寫調閱監視畫面時段開始的日期與時間。"),
    ("starts_at", {**NO_DAY, "starts_at_day": ""}, "請選擇日期。"),
    ("starts_at", {**NO_DAY}, "請填寫年、月、日"),
    ("starts_at", {"starts_at_1": "", "starts_at_3": ""}, "請填寫月、時間"),
    ("starts_at", {"starts_at_1": "2", "starts_at_2": "30"}, "沒有「115年2月30日」這一天"),
    ("starts_at", {"starts_at_3": "130"}, "看不懂時間「130」"),
    ("starts_at", {"starts_at_2": "24"}, "調閱時段不能在未來"),
    ("starts_at", {"starts_at_0": "26"}, "26年11月20日（六）還沒有任何攝影機，請確認日期。"),
    ("ends_at", {"ends_at_3": ""}, "請填寫調閱監視畫面時段結束的時間。"),
    ("ends_at", {"ends_at_day": "next", "ends_at_3": ""}, "請填寫時間"),
    ("ends_at", {"ends_at_day": "other"}, "請填寫年、月、日"),
    ("ends_at", {"ends_at_3": "2460"}, "沒有「2460」這個時間"),
    ("ends_at", {"ends_at_3": "1235"}, "結束須晚於開始；跨過午夜時，請選擇「開始的隔天」。"),
    ("ends_at", {"starts_at_2": "23", "starts_at_3": "0800", "ends_at_3": "0901"}, "結束時間不能在未來"),
    ("long_period_reason", {"ends_at_3": "1436", "long_period_reason": ""}, "請用一句話說明理由"),
    ("long_period_reason", {"ends_at_3": "1436", "long_period_reason": "久" * 201}, "請勿超過 200 字"),
    ("reason", {"reason": ""}, "請填寫申請事由。"),
    ("reason", {"reason": "測" * 2001}, "申請事由請勿超過 2000 字（目前 2001 字）。"),
    ("reason", {"reason": "操場🏃很熱鬧🎉"}, "列印用的楷體沒有「🏃」、「🎉」"),
    ("subject", {"subject": "🙂"}, "列印用的楷體沒有「🙂」"),
    ("phone", {"phone": ""}, "請填寫聯絡電話。"),
    ("phone", {"phone": "☎️📞"}, "列印用的楷體沒有"),
    ("unit", {"unit": ""}, "請填寫調閱單位。"),
    ("unit", {"unit": "五🍎班"}, "列印用的楷體沒有「🍎」"),
    ("id_number", {"id_number": "A123456780"}, "身分證號的檢查碼不符，請再核對一次"),
    ("id_number", {"id_number": "P1234567"}, "護照或其他證件請改選證件種類"),
    ("id_number", {"id_number": "A12345678🅰"}, "列印用的楷體沒有"),
    ("id_document", {"id_document": "library"}, "請重新選擇證件種類。"),
]


@pytest.mark.parametrize(("field", "changed", "says"), WRONG)
def test_a_wrong_answer_is_named_and_nothing_typed_is_lost(
    teacher: Client, full: Typed, field: str, changed: Typed, says: str
) -> None:
    posted = {**full, **changed}
    answer = teacher.post(reverse("review:new"), posted)
    html = answer.content.decode()
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    message = form.errors[field][0]
    assert says in message
    assert html.count(message.replace("'", "&#x27;")) >= 2  # on top and beside the field
    assert "<title>錯誤：" in html
    said = Controls(html).said
    for name, value in posted.items():
        wanted = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        shown = said.get(name, [] if isinstance(value, list) else [""])
        if name in changed and shown != wanted and not isinstance(value, list):
            assert shown in ([""], ["national"]), name  # a choice that was never offered
        else:
            assert sorted(shown) == sorted(wanted), name
    assert not ReviewRequest.objects.exists()


@pytest.mark.parametrize("tampered", [{"cameras": ["999999"]}, {"cameras": ["C01"]}, {"places": ["999999"]}])
def test_a_camera_or_place_that_was_never_offered_is_refused_in_our_words(
    teacher: Client, full: Typed, tampered: Typed
) -> None:
    errors = teacher.post(reverse("review:new"), {**full, **tampered}).context["form"].errors
    assert dict(errors) == {"cameras": ["請重新選擇攝影機地點。"]}


def test_a_file_that_is_refused_is_named_with_the_other_errors(teacher: Client, full: Typed) -> None:
    wrong = SimpleUploadedFile("a.pdf", b"MZ no pdf")
    answer = teacher.post(reverse("review:new"), {**full, "reason": "", "attachment": wrong})
    assert sorted(answer.context["form"].errors) == ["attachment", "reason"]
    empty = teacher.post(reverse("review:new"), {**full, "attachment": SimpleUploadedFile("a.pdf", b"")})
    assert "這個檔案是空的" in empty.context["form"].errors["attachment"][0]
    right = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n")
    bare = {**full, "reason": "", "subject": ""}
    del bare["wants_copy"]
    again = teacher.post(reverse("review:new"), {**bare, "attachment": right}).content.decode()
    assert "瀏覽器不會保留檔案，請重新選擇" in again
    assert "<p>附件須重新選擇。</p>" in again
    assert '<details class="fold" open>' in again.split("附件、當事人、另請求複製")[0].rsplit("</details>", 1)[1]
    without = teacher.post(reverse("review:new"), bare).content.decode()
    assert "附件須重新選擇" not in without
    assert " open>" not in without.split("附件、當事人、另請求複製")[0].rsplit("</details>", 1)[1]


def test_everything_right_is_kept_as_it_was_meant(teacher: Client, full: Typed, cameras: list[Camera]) -> None:
    messy = {
        "relation": " 導\u200b師\x07 ",
        "reason": "第一行\r\n第二行\x0b第三行",
        "id_number": " ａ１２３-４５６ ７８９ ",
    }
    assert teacher.post(reverse("review:new"), {**full, **messy}).status_code == 302
    case = ReviewRequest.objects.get()
    assert (case.relation, case.reason, case.id_number) == ("導師", "第一行\n第二行\n第三行", "A123456789")
    assert (case.need, case.duty_basis, case.duty_reference) == (Need.DUTY, "safety", "1150037")
    assert (case.subject, case.wants_copy) == ("五年三班 12 號", True)


def test_what_belongs_to_a_duty_is_dropped_when_it_is_none(teacher: Client, full: Typed) -> None:
    teacher.post(reverse("review:new"), {**full, "need": "own", "duty_basis": "bullying"})
    case = ReviewRequest.objects.get()
    assert (case.need, case.duty_basis, case.duty_reference) == (Need.OWN, "", "")


@pytest.mark.parametrize(
    ("document", "number", "kept"),
    [
        ("national", "AC17003729", "AC17003729"),
        ("national", "a800000014", "A800000014"),
        ("other", "p 1234567", "P1234567"),
        ("other", "A123456780", "A123456780"),
        ("", "", ""),
    ],
)
def test_a_passport_is_free_and_the_rest_is_checked(
    teacher: Client, full: Typed, document: str, number: str, kept: str
) -> None:
    teacher.post(reverse("review:new"), {**full, "id_document": document, "id_number": number})
    case = ReviewRequest.objects.get()
    assert case.id_number == kept
    assert case.id_document == (document or IdentityDocument.NATIONAL)


def test_the_plan_may_ask_staff_for_their_number(teacher: Client, full: Typed) -> None:
    assert teacher.post(reverse("review:new"), {**full, "id_number": ""}).status_code == 302
    SchoolPlan.objects.update(id_number_required_for=[Asker.STAFF])
    answer = teacher.post(reverse("review:new"), {**full, "id_number": ""})
    assert answer.context["form"].errors["id_number"] == ["請填寫身分證號。"]
    check = teacher.post(reverse("review:new"), full)["Location"]
    assert "身分證號為必填。" in teacher.get(check).content.decode()


def test_a_public_body_and_strangers_are_sent_elsewhere(teacher: Client, cameras: list[Camera]) -> None:
    page = teacher.get(reverse("review:new")).content.decode()
    assert "校外人士請向警察機關報案，由警察機關函請調閱" in page
    assert 'value="agency"' not in page


def test_a_camera_hung_later_and_a_place_without_any_are_named(
    teacher: Client, full: Typed, cameras: list[Camera], now: dt.datetime
) -> None:
    Camera.objects.filter(pk=cameras[0].pk).update(installed_on=now.date())
    answer = teacher.post(reverse("review:new"), full)
    assert answer.context["form"].errors["cameras"] == ["攝影機 C01 在調閱時段之後才啟用，請改選其他攝影機或確認日期。"]
    Camera.objects.filter(pk=cameras[0].pk).update(replaces=cameras[1])
    answer = teacher.post(reverse("review:new"), full)
    assert "之後才啟用（接替 C02），請改選" in answer.context["form"].errors["cameras"][0]
    field = Place.objects.get(name="操場")
    Camera.objects.filter(place=field).update(installed_on=now.date())
    answer = teacher.post(reverse("review:new"), {**full, "cameras": [], "places": [field.pk]})
    assert "操場在115年11月20日（五）沒有攝影機" in answer.context["form"].errors["cameras"][0]


def test_who_has_no_telephone_on_record_finds_the_field_open(
    teacher: Client, cast: Cast, cameras: list[Camera]
) -> None:
    def line() -> str:
        return teacher.get(reverse("review:new")).content.decode().split('class="asking__who"')[0][-60:]

    assert "open" not in line()
    cast.teacher.phone = ""
    cast.teacher.save(update_fields=["phone"])
    assert "open" in line()


def test_a_draft_lets_a_wrong_file_go(teacher: Client, full: Typed) -> None:
    wrong = SimpleUploadedFile("別班.pdf", b"%PDF-1.4\n%%EOF\n")
    teacher.post(reverse("review:new"), {**full, "attachment": wrong})
    draft = ReviewRequest.objects.get()
    page = reverse("review:draft", args=[draft.draft_key])
    stored = draft.attachments.get()
    assert "別班.pdf" in teacher.get(page).content.decode()
    teacher.post(page, {**full, "drop_attachments": [str(stored.pk)]})
    assert not draft.attachments.exists()


def test_an_unsent_draft_is_found_again(teacher: Client, full: Typed) -> None:
    teacher.post(reverse("review:new"), full)
    draft = ReviewRequest.objects.get()
    assert reverse("review:draft", args=[draft.draft_key]) in teacher.get(reverse("review:new")).content.decode()
