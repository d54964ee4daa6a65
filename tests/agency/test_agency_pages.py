"""The pages of public bodies: what is typed becomes a case, what is wrong says so beside its field, what was typed stays."""

from __future__ import annotations

import io
import uuid
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from requests.choices import Action, ConsentGround, Proposal, ReleaseManner, Status
from requests.models import AgencyLetter, ReviewRequest, Seizure
from requests.services.releases import Parcel, prepare_release
from retention.choices import MediumKind
from tests.agency.conftest import BODY, NUMBER, consented, copied, granted
from tests.conftest import PASSWORD
from tests.review.acts import PDF, scan
from tests.review.reading import Controls, seen
from tests.review.test_asking_pages import Typed, typed

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast
    from tests.review.conftest import Signs

__all__ = ["typed"]
LETTER = {
    "body": BODY, "number": NUMBER, "dated_on_0": "115", "dated_on_1": "11", "dated_on_2": "20", "received_at_0": "115",
    "received_at_1": "11", "received_at_2": "23", "received_at_3": "0830", "received_number": "1150004567", "came_by": "fax",
    "priority": "urgent", "reply_by_0": "", "reply_by_1": "", "reply_by_2": "", "legal_basis": "刑事訴訟法第230條",
    "purpose": "偵辦竊盜案件", "scope": "操場東側", "use": "作為證據", "contact": "偵查佐 葉𣕑安", "form_key": "8d2f6c1e-5a3b-4c52-9c4e-0d6c8f1f7a11",
}  # fmt: skip
OFFICER = {
    "body": BODY, "officer": "葉𣕑安", "badge": "警 4471", "came_at_0": "115", "came_at_1": "11", "came_at_2": "23",
    "came_at_3": "0830", "told": "追查車輛", "called_number": "03-0000110", "called_at_0": "115", "called_at_1": "11",
    "called_at_2": "23", "called_at_3": "0840", "answered_by": "高員", "wants_copy": "on", "form_key": LETTER["form_key"],
}  # fmt: skip


@pytest.fixture
def handler(client: Client, cast: Cast, at_now: None) -> Client:
    client.force_login(cast.handler)
    return client


def test_a_letter_typed_in_is_a_case_with_its_card(handler: Client, typed: Typed) -> None:
    wrong = handler.post(reverse("review:agency-new"), {**typed, **LETTER, "number": "", "dated_on_2": "24"})
    assert wrong.status_code == 422
    assert "請填寫來文字號。" in wrong.content.decode()
    assert Controls(wrong.content.decode()).said["purpose"] == ["偵辦竊盜案件"]
    late = handler.post(reverse("review:agency-new"), {**typed, **LETTER, "dated_on_2": "24"})
    assert "來文日期不能晚於收文日期" in late.content.decode()
    done = handler.post(reverse("review:agency-new"), {**typed, **LETTER}, follow=True)
    page = seen(done.content.decode())
    assert done.redirect_chain[-1][0] == reverse("review:case", args=["115-0001"])
    assert all(words in page for words in (NUMBER, "收文號 1150004567", "法令依據", "回覆期限（依速別：速件）", "傳真"))
    listed = seen(handler.get(reverse("review:agency")).content.decode())
    assert "115/11/26" in listed, "three working days"


def test_a_day_the_body_set_itself_is_said_to_be_its_own(handler: Client, typed: Typed) -> None:
    own = {**LETTER, "reply_by_0": "115", "reply_by_1": "12", "reply_by_2": "1"}
    page = handler.post(reverse("review:agency-new"), {**typed, **own}, follow=True).content.decode()
    assert "回覆期限（依來文）" in seen(page)


def test_the_same_letter_entered_again_is_said_to_be_there(
    handler: Client, case: ReviewRequest, cast: Cast, typed: Typed
) -> None:
    hint = f"同一機關、同一字號的來文已登錄為 {case.number}，請確認是否重複。"
    other = handler.post(reverse("review:agency-new"), {**typed, **LETTER, "number": "另一字號"}, follow=True)
    assert "請確認是否重複" not in other.content.decode()
    again = handler.post(reverse("review:agency-new"), {**typed, **LETTER, "form_key": str(uuid.uuid4())}, follow=True)
    assert again.redirect_chain[-1][0] == reverse("review:case", args=["115-0003"]), "it is no refusal"
    assert hint in again.content.decode()

    ReviewRequest.objects.filter(pk=case.pk).update(is_restricted=True)
    secret = handler.post(
        reverse("review:agency-new"), {**typed, **LETTER, "form_key": str(uuid.uuid4())}, follow=True
    ).content.decode()
    assert str(case.number) not in secret, "who may not know of it is told of the other"
    assert "已登錄為 115-0003" in secret


def test_a_returned_letter_is_completed_on_the_page_the_card_leads_to(
    handler: Client, case: ReviewRequest, cast: Cast, signs: Signs, typed: Typed
) -> None:
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請補用途。")
    address = reverse("review:agency-letter", args=[case.number])
    assert handler.get(reverse("review:correct", args=[case.number]))["Location"] == address
    said = Controls(handler.get(address).content.decode()).said
    assert said["number"] == [""], "a letter still to come brings its own number"
    assert said["legal_basis"] == ["刑事訴訟法第230條"]
    handler.post(address, {**typed, **LETTER, "number": "補正第2號"})
    case.refresh_from_db()
    assert case.status == Status.IN_REVIEW
    assert "補正第2號" in seen(handler.get(reverse("review:case", args=[case.number])).content.decode())


def test_the_principal_is_offered_the_copy_the_letter_asks_for(
    client: Client, case: ReviewRequest, cast: Cast, signs: Signs, at_now: None
) -> None:
    for person in (cast.handler, cast.supervisor):
        signs(case, person, Action.PROPOSE, proposal=Proposal.APPROVE)
    client.force_login(cast.principal)
    page = client.get(reverse("review:sign", args=[case.number]) + "?action=approve").content.decode()
    assert Controls(page).said["grants_copy"] == ["yes"]
    assert "遮蔽後之複製本" not in page
    assert "不得複製" not in page


def test_an_officer_is_taken_in_and_his_letter_entered_after_the_decision(
    handler: Client, cast: Cast, typed: Typed, signs: Signs, now: dt.datetime
) -> None:
    handler.post(reverse("review:agency-officer"), {**typed, **OFFICER})
    case = ReviewRequest.objects.get()
    assert "待補送" in seen(handler.get(reverse("review:case", args=[case.number])).content.decode())
    consented(case, cast, now)
    granted(case, cast, signs)
    address = reverse("review:agency-letter", args=[case.number])
    assert "調閱範圍" not in handler.get(address).content.decode(), "what was signed for stays"
    handler.post(address, {**LETTER, "attachment": SimpleUploadedFile("公文.pdf", PDF, "application/pdf")})
    assert AgencyLetter.objects.get().number == NUMBER
    assert case.attachments.count() == 1
    assert handler.get(address)["Location"] == reverse("review:case", args=[case.number]), "nothing is left to enter"


def test_an_officer_is_shown_the_footage_on_his_own_ground(
    handler: Client, visit: ReviewRequest, cast: Cast, at_now: None
) -> None:
    address = reverse("review:case-emergency", args=[visit.number])
    assert address in handler.get(reverse("review:case", args=[visit.number])).content.decode()
    page = handler.get(address).content.decode()
    assert "公務機關現場調閱" in page
    assert "走失" not in page, "nobody need say what is not so"
    assert '<input type="hidden" name="ground" value="officer"' in page
    said = Controls(page).said
    assert said["people_present"] == [f"{BODY}葉𣕑安"]
    typed = {name: values[0] for name, values in said.items() if values}
    typed |= {"ground": "officer", "consented_by": str(cast.principal.pk), "told_not_to_film": "on"}
    refused = handler.post(address, typed | {"ground": "missing"})
    assert (refused.status_code, visit.viewings.count()) == (422, 0)
    assert handler.post(address, typed).status_code == 302
    [viewing] = visit.viewings.all()
    assert (viewing.escort, visit.oral_consent.ground) == (cast.handler, ConsentGround.OFFICER)
    assert "公務機關現場調閱" in handler.get(reverse("review:case", args=[visit.number])).content.decode()


def test_a_secret_letter_and_a_seizure_stand_on_the_list(
    handler: Client, cameras: list[Camera], case: ReviewRequest
) -> None:
    secret = {name: value for name, value in LETTER.items() if name not in ("came_by", "form_key")}
    handler.post(reverse("review:agency-secret"), secret | {"secrecy": "confidential"})
    seizure = {
        "recorder": "NVR1", "item": "recorder", "body": BODY, "officer": "葉𣕑安", "document_number": "收據第 7 號",
        "seized_at_0": "115", "seized_at_1": "11", "seized_at_2": "23", "seized_at_3": "0800", "stops_recording": "on",
    }  # fmt: skip
    address = reverse("review:seizure-new")
    assert "請選擇扣押收據" in handler.post(address, seizure).content.decode()
    file = SimpleUploadedFile("收據.pdf", PDF, "application/pdf")
    wrong = handler.post(address, {**seizure, "receipt": file, "case_number": "115-0999"})
    assert "找不到這個案號" in wrong.content.decode()
    for number in ("", case.number):
        file.seek(0)
        handler.post(address, {**seizure, "receipt": file, "case_number": number})
    page = seen(handler.get(reverse("review:agency")).content.decode())
    assert all(words in page for words in ("機密", "收據第 7 號", "影像中斷中"))
    key = Seizure.objects.filter(case=None).get().pk
    Seizure.objects.exclude(pk=key).update(stops_recording=False)
    assert b"%PDF" in b"".join(handler.get(reverse("review:seizure-receipt", args=[key])))
    moment = {"restored_at_0": "115", "restored_at_1": "11", "restored_at_2": "23", "restored_at_3": "0850"}
    handler.post(reverse("review:seizure-restore", args=[key]), moment)
    day = {"returned_on_0": "115", "returned_on_1": "11", "returned_on_2": "23"}
    handler.post(reverse("review:seizure-return", args=[key]), day)
    settled = {"settled_on_0": "115", "settled_on_1": "11", "settled_on_2": "23"}
    handler.post(reverse("review:agency-settle", args=[AgencyLetter.objects.get(case=None).pk]), settled)
    page = seen(handler.get(reverse("review:agency")).content.decode())
    assert all(words in page for words in ("恢復錄影", "115/11/23 發還", "115/11/23 辦畢"))


def test_pages_of_what_is_not_there_are_not_found_and_what_cannot_be_says_so(
    handler: Client, case: ReviewRequest, cast: Cast
) -> None:
    for name, args in (
        ("review:agency-settle", [99]), ("review:seizure-restore", [99]), ("review:release-hand", [case.number, 1]),
    ):  # fmt: skip
        assert handler.get(reverse(name, args=args)).status_code == 404
    case.agency_letter.delete()
    for name in ("review:agency-letter", "review:no-reply"):
        assert handler.get(reverse(name, args=[case.number])).status_code == 404
    refused = handler.get(reverse("review:release-new", args=[case.number]), follow=True).content.decode()
    assert "本案核准後才能交付複製本。" in refused
    handler.force_login(cast.teacher)
    assert handler.get(reverse("review:agency")).status_code == 403
    handler.force_login(cast.principal)
    refused = handler.get(reverse("review:release-early", args=[case.number]), follow=True).content.decode()
    assert "只有公務機關人員到場而公文未到時" in refused


def test_a_copy_is_prepared_signed_for_on_the_screen_and_its_paper_says_the_same(
    handler: Client, case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    granted(case, cast, signs)
    copy = copied(case, cast, now)
    page = f"/requests/{case.number}/releases/"
    parcel = {"copy": copy.pk, "medium_kind": "usb", "medium_label": "交付-115-01", "manner": "post"}
    assert "須加密" in handler.post(f"{page}new/", parcel).content.decode()
    handler.post(f"{page}new/", {**parcel, "manner": "in_person"})
    blank = text_of(handler.get(f"{page}1/receipt.pdf").content)
    assert all(words in blank for words in ("簽收單", "115-0001-1", copy.sha256, "E115-0001", "領取人", "服務證號"))
    assert "葉𣕑安" not in blank
    who = {"name": "葉𣕑安", "unit": BODY, "badge": "警 4471"}
    assert "螢幕簽名，或存入" in handler.post(f"{page}1/hand/", who).content.decode()
    pdf = SimpleUploadedFile("簽名.pdf", PDF, "application/pdf")
    assert "請在簽名框內簽名" in handler.post(f"{page}1/hand/", {**who, "signature": pdf}).content.decode()
    handler.post(f"{page}1/hand/", {**who, "signature": drawn()})
    paper = handler.get(f"{page}1/receipt.pdf").content
    assert all(words in text_of(paper) for words in ("葉𣕑安", "警4471", "事務組長游承堃", "115/11/2309:00"))
    assert images_of(paper) == 1
    assert "已交付" in seen(handler.get(reverse("review:case", args=[case.number])).content.decode())
    assert handler.get(f"{page}1/hand/")["Location"] == reverse("review:case", args=[case.number])
    assert "請選擇簽收單或回執" in handler.post(f"{page}1/keep/", {"csrfmiddlewaretoken": "x"}).content.decode()
    handler.post(f"{page}1/keep/", {"receipt": SimpleUploadedFile("單.pdf", PDF, "application/pdf")})
    day = {"ended_on_0": "115", "ended_on_1": "11", "ended_on_2": "23"}
    handler.post(f"{page}1/end/", {"end": "returned", "note": "", **day})
    card = seen(handler.get(reverse("review:case", args=[case.number])).content.decode())
    assert all(words in card for words in ("已繳回", "已簽名的簽收單"))


def test_what_is_sent_is_encrypted_and_handed_over_by_its_number(
    handler: Client, case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    granted(case, cast, signs)
    copy = copied(case, cast, now)
    page = f"/requests/{case.number}/releases/"
    parcel = {"copy": copy.pk, "medium_kind": "usb", "medium_label": "1", "manner": "post", "is_encrypted": "on"}
    handler.post(f"{page}new/", {**parcel, "password_told": "以電話告知承辦人"})
    shown = handler.get(f"{page}1/hand/").content.decode()
    assert "<canvas" not in shown
    assert "請填寫郵件號碼" in handler.post(f"{page}1/hand/", {"name": "葉𣕑安"}).content.decode()
    handler.post(f"{page}1/hand/", {"name": "葉𣕑安", "postal_number": "掛號 123456"})
    said = seen(handler.get(reverse("review:case", args=[case.number])).content.decode())
    assert all(words in said for words in ("待存簽收單", "掛號 123456", "交付 1 的簽收單尚未存入。"))
    handler.post(reverse("review:no-reply", args=[case.number]), {"reason": "來文載明免覆"})
    assert "來文載明免覆" in handler.get(reverse("review:case", args=[case.number])).content.decode()


def test_the_principal_lets_a_copy_go_early_and_the_handler_drops_it(
    client: Client, visit: ReviewRequest, cast: Cast, at_now: None, now: dt.datetime
) -> None:
    consented(visit, cast, now)
    copy = copied(visit, cast, now)
    client.force_login(cast.principal)
    assert "准許先行交付" in client.get(reverse("review:case", args=[visit.number])).content.decode()
    parcel = {"copy": copy.pk, "medium_kind": "usb", "medium_label": "1", "manner": "in_person", "danger": "有人遭擄"}
    page = reverse("review:release-early", args=[visit.number])
    for answer in ({}, {"proof_password": ""}, {"proof_password": "wrong wrong wrong"}):
        refused = client.post(page, parcel | answer)
        assert refused.status_code == 422
        assert "有人遭擄" in refused.content.decode(), "what was typed stays"
    assert not visit.releases.exists(), "a decision needs a proof of person (ruling 5)"
    client.post(page, parcel | {"proof_password": PASSWORD})
    paper = text_of(client.get(f"/requests/{visit.number}/releases/1/receipt.pdf").content)
    assert "先行交付：有人遭擄" in paper
    assert "校長蘇翊甯" in paper
    client.force_login(cast.handler)
    client.post(f"/requests/{visit.number}/releases/1/drop/", {"reason": "人已尋獲"})
    assert "已取消" in seen(client.get(reverse("review:case", args=[visit.number])).content.decode())


def test_the_register_names_the_body_its_letter_and_what_was_handed_over(
    handler: Client, case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    granted(case, cast, signs)
    copy = copied(case, cast, now)
    case.viewings.create(
        escort=cast.handler, escort_name="游承堃", people_present="葉𣕑安", told_not_to_film=True, started_at=now, ended_at=now
    )  # fmt: skip
    parcel = Parcel(copy_id=copy.pk, medium_kind=MediumKind.USB, medium_label="1", manner=ReleaseManner.IN_PERSON)
    release = prepare_release(case_id=case.pk, actor=cast.handler, parcel=parcel, now=now)
    type(release).objects.update(handed_at=now, receiver_unit="八德分局", receipt=scan(now))
    text = text_of(handler.get(reverse("reports:register-pdf")).content)
    assert all(words in text for words in ("E115-0001", "公務機關", "交付"))
    assert "1150031234" in text


def drawn() -> SimpleUploadedFile:
    """A signature as the box sends it."""
    picture = io.BytesIO()
    Image.new("RGB", (1200, 400), "white").save(picture, "PNG")
    return SimpleUploadedFile("簽名.png", picture.getvalue(), "image/png")


def text_of(pdf: bytes) -> str:
    """The words of a paper without blanks and line ends."""
    with pdfplumber.open(io.BytesIO(pdf)) as paper:
        return "".join(page.extract_text() or "" for page in paper.pages).replace(" ", "").replace("\n", "")


def images_of(pdf: bytes) -> int:
    """How many pictures stand on the first page; the code in its corner is drawn."""
    with pdfplumber.open(io.BytesIO(pdf)) as paper:
        return len(paper.pages[0].images)
