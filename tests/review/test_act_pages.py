"""What may be done to a case beside signing it, in the browser: each act has its page, and says why when refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests.choices import Action, Answer, Asker, Proposal, Status
from requests.services.drafts import Content, save_draft, submit
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.usefixtures("at_now")

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def post(client: Client, user: User, route: str, *args: object, **typed: Any) -> Any:
    client.force_login(user)
    return client.post(reverse(f"review:{route}", args=args), typed)


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def case_page(client: Client, user: User, case: ReviewRequest) -> str:
    client.force_login(user)
    return text_of(client.get(reverse("review:case", args=[case.number])))


def test_who_proposed_takes_it_back_from_the_case_page(
    client: Client, case: ReviewRequest, cast: Cast, signs: Signs
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert "抽回" in case_page(client, cast.handler, case)
    assert "抽回" not in case_page(client, cast.supervisor, case)
    assert post(client, cast.handler, "recall", case.number).status_code == 302
    case.refresh_from_db()
    assert case.step == 1
    assert "已抽回" in case_page(client, cast.handler, case)


def test_extending_needs_a_reason_and_is_shown_with_it(client: Client, case: ReviewRequest, cast: Cast) -> None:
    refused = post(client, cast.handler, "extend", case.number, reason=" ")
    assert (refused.status_code, "請填寫展延理由" in text_of(refused)) == (422, True)
    assert post(client, cast.handler, "extend", case.number, reason="須調取多支攝影機影像。").status_code == 302
    assert "已展延：須調取多支攝影機影像。" in case_page(client, cast.teacher, case)
    again = post(client, cast.handler, "extend", case.number, reason="再展延。")
    assert "以展延一次為限" in text_of(again)


def test_a_consulted_colleague_sees_the_case_answers_and_is_quoted(
    client: Client, case: ReviewRequest, cast: Cast
) -> None:
    case_url = reverse("review:case", args=[case.number])
    client.force_login(cast.dean)
    assert client.get(case_url).status_code == 404
    asked = post(client, cast.handler, "consult", case.number, person=cast.dean.pk, question="是否涉及霸凌通報？")
    assert asked.status_code == 302
    assert "回覆會辦" in case_page(client, cast.dean, case)
    consultation = case.consultations.get()
    empty = post(client, cast.dean, "answer", case.number, consultation.pk, opinion="")
    assert "沒有意見時請填「無意見」" in text_of(empty)
    assert post(client, cast.dean, "answer", case.number, consultation.pk, opinion="已通報。").status_code == 302
    client.force_login(cast.handler)
    confirm = client.get(reverse("review:sign", args=[case.number]), {"action": "propose", "proposal": "approve"})
    assert "教務主任 陳煒騏：已通報。" in text_of(confirm)


def test_who_keeps_out_is_led_to_the_list_and_sees_the_case_no_more(
    client: Client, case: ReviewRequest, cast: Cast
) -> None:
    answer = post(client, cast.supervisor, "recuse", case.number, person=cast.supervisor.pk, ground="own", note="")
    assert answer["Location"] == reverse("review:list")
    assert client.get(reverse("review:case", args=[case.number])).status_code == 404
    assert "方瑀彤" in case_page(client, cast.handler, case)


def test_nobody_declares_the_own_recusal_of_another(client: Client, case: ReviewRequest, cast: Cast) -> None:
    answer = post(client, cast.handler, "recuse", case.number, person=cast.supervisor.pk, ground="own", note="")
    assert "「自行迴避」只能由本人登錄" in text_of(answer)
    assert not case.recusals.exists()


def test_a_restricted_case_is_gone_for_who_is_no_reader(client: Client, case: ReviewRequest, cast: Cast) -> None:
    nobody = post(client, cast.handler, "restrict", case.number, readers=[cast.handler.pk])
    assert "「處室主管審核」沒有得閱覽的人員可以簽核" in text_of(nobody)
    readers = [cast.handler.pk, cast.supervisor.pk, cast.principal.pk, cast.dean.pk]
    assert post(client, cast.handler, "restrict", case.number, readers=readers).status_code == 302
    assert "限制案" in case_page(client, cast.dean, case)
    client.force_login(cast.colleague)
    assert client.get(reverse("review:case", args=[case.number])).status_code == 404


def test_two_cases_of_one_incident_point_to_each_other_for_who_works_on_both(
    client: Client, case: ReviewRequest, cast: Cast, content: Content, now: dt.datetime
) -> None:
    draft = save_draft(applicant=cast.colleague, content=content, key=None, now=now)
    other = submit(key=draft.draft_key, applicant=cast.colleague, accepts_note=True, now=now)
    wrong = post(client, cast.handler, "link", case.number, other_number="115-0999")
    assert "找不到這個案號" in text_of(wrong)
    assert post(client, cast.handler, "link", case.number, other_number=other.number).status_code == 302
    assert f">{other.number}</a>" in case_page(client, cast.handler, case)
    assert str(other.number) not in case_page(client, cast.teacher, case)


def test_a_paper_signature_is_recorded_with_its_scan_and_objected_to(
    client: Client, case: ReviewRequest, cast: Cast, signs: Signs
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    typed = {
        "action": "propose", "proposal": "approve", "acts_seen": "1", "signatory": cast.supervisor.pk, "opinion": "",
        "signed_at_0": "115", "signed_at_1": "11", "signed_at_2": "23", "signed_at_3": "09:00",
        "proof_password": PASSWORD,
    }  # fmt: skip
    without = post(client, cast.handler, "paper", case.number, **typed)
    assert "請選擇已核章之附錄1 掃描檔" in text_of(without)
    scan = SimpleUploadedFile("核章.pdf", PDF, "application/pdf")
    assert post(client, cast.handler, "paper", case.number, **typed, scan=scan).status_code == 302
    page = case_page(client, cast.supervisor, case)
    assert "紙本核章，由游承堃登錄" in page
    assert "提出異議" in page
    approval = case.approvals.get(step=2)
    client.force_login(cast.principal)
    assert client.get(reverse("review:dispute", args=[case.number, approval.pk])).status_code == 404
    assert post(client, cast.supervisor, "dispute", case.number, approval.pk, reason="未曾核章。").status_code == 302
    case.refresh_from_db()
    assert (case.status, case.step) == (Status.IN_REVIEW, 2)


def test_a_guardians_request_on_paper_owes_the_check_and_the_signed_form(
    client: Client, case: ReviewRequest, cast: Cast, signs: Signs
) -> None:
    case.asker, case.entered_by = Asker.GUARDIAN, cast.handler
    case.save()
    page = case_page(client, cast.handler, case)
    assert "申請人身分查驗" in page
    assert "存入申請人簽名的附錄1" in page
    sign_url = reverse("review:sign", args=[case.number])
    typed = {"action": "propose", "proposal": "approve", "acts_seen": "0", "is_necessary": Answer.YES, "opinion": ""}
    refused = client.post(sign_url, {**typed, "proof_password": PASSWORD})
    assert "陳核前請先於案件頁完成「申請人身分查驗」" in text_of(refused)
    found = {"identity_checked": "on", "guardianship_confirmed": "on", "protection_order": "yes"}
    assert post(client, cast.handler, "standing", case.number, **found).status_code == 302
    case.refresh_from_db()
    assert case.is_restricted
    scan = SimpleUploadedFile("附錄1.pdf", PDF, "application/pdf")
    assert post(client, cast.handler, "signed-form", case.number, scan=scan).status_code == 302
    assert client.post(sign_url, {**typed, "proof_password": PASSWORD}).status_code == 302


def test_the_identity_number_is_shown_for_a_reason_only(client: Client, case: ReviewRequest, cast: Cast) -> None:
    case.id_number = "A123456789"
    case.save()
    assert "A123456789" not in case_page(client, cast.handler, case)
    without = post(client, cast.handler, "identity", case.number, reason="")
    assert (without.status_code, "A123456789" in text_of(without)) == (422, False)
    shown = post(client, cast.handler, "identity", case.number, reason="核對到場者身分")
    assert "A123456789" in text_of(shown)
    paper = post(client, cast.handler, "identity", case.number, reason="核對到場者身分", then="print")
    with pdfplumber.open(io.BytesIO(paper.content)) as pdf:
        assert "A123456789" in pdf.pages[0].extract_text()
    assert "顯示案 115-0001 之身分證號：核對到場者身分" in case_page(client, cast.handler, case)


def test_a_partial_grant_is_proposed_and_decided_with_what_it_grants(
    client: Client, case: ReviewRequest, cast: Cast
) -> None:
    client.force_login(cast.handler)
    sign_url = reverse("review:sign", args=[case.number])
    camera = case.cameras.first()
    assert camera is not None
    period = {
        "granted_starts_at_0": "115", "granted_starts_at_1": "11", "granted_starts_at_2": "20",
        "granted_starts_at_3": "12:00", "granted_ends_at_0": "115", "granted_ends_at_1": "11",
        "granted_ends_at_2": "20", "granted_ends_at_3": "12:10",
    }  # fmt: skip
    typed = {
        "action": "propose", "proposal": "partly_approve", "acts_seen": "0", "is_necessary": "yes", "opinion": "",
        "granted_cameras": [camera.pk], "granted_manner": "told", "conditions": "僅告知結果。", **period,
        "proof_password": PASSWORD,
    }  # fmt: skip
    none = client.post(sign_url, {**typed, "granted_cameras": []})
    assert "請至少勾選一支准許調閱的攝影機" in text_of(none)
    assert client.post(sign_url, typed).status_code == 302
    client.force_login(cast.supervisor)
    prefilled = text_of(client.get(sign_url, {"action": "propose", "proposal": "partly_approve"}))
    assert "僅告知結果。" in prefilled
