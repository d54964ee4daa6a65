"""補正 and 撤回 in the browser, attachments, and what happens when somebody was faster."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cameras.services import retire_camera
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from requests import selectors
from requests.choices import Action, Status
from requests.models import ReviewRequest
from requests.services.drafts import save_draft, submit
from retention.models import Hold
from tests.review.reading import seen
from tests.review.test_asking_pages import Typed, typed
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from requests.services.drafts import Content
    from tests.conftest import Cast
    from tests.review.conftest import Signs

__all__ = ["typed"]


@pytest.fixture
def teacher(client: Client, cast: Cast, at_now: None) -> Client:
    """A browser in which the teacher has signed in."""
    client.force_login(cast.teacher)
    return client


@shared
def returned(case: ReviewRequest, cast: Cast, signs: Signs) -> ReviewRequest:
    """A case 承辦人 sent back."""
    return signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請縮短時段。")


def test_a_returned_case_is_corrected_on_the_form_it_was_asked_on(
    teacher: Client, returned: ReviewRequest, typed: Typed
) -> None:
    page = reverse("review:correct", args=[returned.number])
    assert returned.reason in teacher.get(page).content.decode()
    assert "請縮短時段。" in teacher.get(reverse("review:case", args=[returned.number])).content.decode()
    assert teacher.post(page, {**typed, "ends_at_3": "1240"})["Location"] == reverse("review:case", args=["115-0001"])
    returned.refresh_from_db()
    assert (returned.status, returned.step) == (Status.IN_REVIEW, 1)
    again = teacher.get(page, follow=True).content.decode()
    assert "不能「補正後送出」" in again


def test_until_when_to_correct_is_counted_from_the_return(
    teacher: Client, returned: ReviewRequest, now: dt.datetime
) -> None:
    due = selectors.correction_due(returned)
    assert due is not None
    assert due.date() == dt.date(2026, 11, 30)  # seven days after Monday 23
    page = teacher.get(reverse("review:correct", args=[returned.number])).content.decode()
    assert "請於 115年11月30日（一） 前補正" in seen(page)
    assert "請縮短時段。" in page


def test_a_case_that_is_not_returned_has_no_such_day(case: ReviewRequest) -> None:
    assert selectors.correction_due(case) is None


def test_a_number_on_record_is_neither_shown_nor_lost_by_correcting(
    teacher: Client, returned: ReviewRequest, typed: Typed
) -> None:
    returned.id_number = "A123456789"
    returned.save(update_fields=["id_number"])
    page = reverse("review:correct", args=[returned.number])
    assert "A123456789" not in teacher.get(page).content.decode()
    teacher.post(page, {**typed, "id_number": ""})
    returned.refresh_from_db()
    assert (returned.id_number, returned.status) == ("A123456789", Status.IN_REVIEW)


def test_withdrawing_is_confirmed_first_and_said_when_too_late(teacher: Client, case: ReviewRequest) -> None:
    page = reverse("review:withdraw", args=[case.number])
    assert "確認撤回 115-0001" in teacher.get(page).content.decode()
    assert "已撤回 115-0001" in teacher.post(page, follow=True).content.decode()
    assert "不能「撤回」" in teacher.post(page, follow=True).content.decode()


def test_an_attachment_is_kept_and_entered_and_a_wrong_one_refused(teacher: Client, typed: Typed) -> None:
    page = reverse("review:new")
    wrong = teacher.post(page, {**typed, "attachment": SimpleUploadedFile("a.pdf", b"MZ no pdf")})
    assert wrong.status_code == 422
    assert not ReviewRequest.objects.exists()
    right = SimpleUploadedFile("傷勢.pdf", b"%PDF-1.4\n%%EOF\n")
    assert teacher.post(page, {**typed, "attachment": right}).status_code == 302
    assert ReviewRequest.objects.get().attachments.get().original_name == "傷勢.pdf"
    entry = Entry.objects.get(verb=Verb.FILE_STORED)
    assert "傷勢" not in entry.subject


def test_changing_a_draft_that_was_sent_meanwhile_leads_to_the_case(
    teacher: Client, cast: Cast, content: Content, typed: Typed, now: dt.datetime
) -> None:
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)
    assert teacher.get(reverse("review:draft", args=[draft.draft_key])).status_code == 404
    submitted = reverse("review:submitted", args=["115-0001"])
    assert teacher.get(reverse("review:check", args=[draft.draft_key]))["Location"] == submitted


def test_a_camera_retired_since_can_still_be_asked_for(
    teacher: Client, cast: Cast, cameras: list[Camera], typed: Typed, now: dt.datetime
) -> None:
    retire_camera(code="C01", on=now.date(), actor=ledger.SYSTEM, now=now)
    check = teacher.post(reverse("review:new"), {**typed, "cameras": [], "places": [cameras[0].place_id]})["Location"]
    teacher.post(check, {"accepts_note": "on"})
    assert "C01" in Hold.objects.get().cameras.values_list("code", flat=True)


def test_a_camera_retired_before_cannot(teacher: Client, cameras: list[Camera], typed: Typed, now: dt.datetime) -> None:
    retire_camera(code="C01", on=now.date() - dt.timedelta(days=10), actor=ledger.SYSTEM, now=now)
    answer = teacher.post(reverse("review:new"), typed)
    assert answer.status_code == 422
    assert "在調閱時段前已停用" in answer.content.decode()
