"""同案由再申請: a second period is a second case with everything else copied (ruling 20)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from files.models import StoredFile
from requests.models import ReviewRequest
from requests.services.drafts import Content, Entry, discard_old_drafts, enter, save_draft, save_entry, submit
from tests.review.reading import Controls
from tests.review.test_asking_pages import Typed, typed

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

__all__ = ["typed"]


@pytest.fixture
def sent(client: Client, cast: Cast, typed: Typed, at_now: None) -> ReviewRequest:
    """The teacher's case with an attachment, a number, a copy asked for."""
    client.force_login(cast.teacher)
    more = {"subject": "五年三班 12 號", "id_number": "A123456789", "wants_copy": "on"}
    file = SimpleUploadedFile("傷勢.pdf", b"%PDF-1.4\n%%EOF\n")
    check = client.post(reverse("review:new"), {**typed, **more, "attachment": file})["Location"]
    client.post(check, {"accepts_note": "on"})
    return ReviewRequest.objects.get()


@pytest.fixture
def page(sent: ReviewRequest) -> str:
    return reverse("review:again", args=[sent.number])


@pytest.mark.counted_elsewhere
def test_everything_is_copied_but_the_period(client: Client, page: str, typed: Typed) -> None:
    html = client.get(page).content.decode()
    said = Controls(html).said
    assert said["reason"] == [typed["reason"]]
    assert said["duty_basis"] == ["safety"]
    assert said["subject"] == ["五年三班 12 號"]
    assert len(said["cameras"]) == 2
    assert [said[f"starts_at_{box}"] for box in range(4)] == [[""]] * 4
    assert said["ends_at_3"] == [""]
    assert "已附：傷勢.pdf" in html
    assert "A123456789" not in html


@pytest.mark.counted_elsewhere
def test_it_becomes_a_draft_of_its_own_that_shares_the_file(
    client: Client, page: str, sent: ReviewRequest, typed: Typed, now: dt.datetime
) -> None:
    check = client.post(page, {**typed, "starts_at_2": "19", "id_number": ""})["Location"]
    draft = ReviewRequest.objects.exclude(pk=sent.pk).get()
    assert check == reverse("review:check", args=[draft.draft_key])
    assert draft.attachments.get() == sent.attachments.get()
    assert draft.id_number == "A123456789"
    client.post(check, {"accepts_note": "on"})
    draft.refresh_from_db()
    sent.refresh_from_db()
    assert (sent.number, draft.number) == ("115-0001", "115-0002")
    assert draft.starts_at != sent.starts_at


def test_a_discarded_draft_leaves_the_file_of_the_first_case(
    client: Client, page: str, sent: ReviewRequest, typed: Typed, now: dt.datetime
) -> None:
    client.post(page, typed)
    discard_old_drafts(now + dt.timedelta(days=8))
    assert ReviewRequest.objects.get() == sent
    assert StoredFile.objects.get() == sent.attachments.get()


def test_the_period_is_asked_for_and_what_was_typed_stays(client: Client, page: str, typed: Typed) -> None:
    empty = {f"starts_at_{box}": "" for box in range(4)}
    answer = client.post(page, {**typed, **empty, "reason": "另一段時間。"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["starts_at"]
    assert "另一段時間。" in answer.content.decode()


@pytest.mark.parametrize(
    ("username", "status"), [("colleague", 404), ("handler", 403), ("principal", 403), ("guard", 404)]
)
def test_nobody_asks_again_for_somebody_else(client: Client, cast: Cast, page: str, username: str, status: int) -> None:
    client.force_login(getattr(cast, username))
    assert client.get(page).status_code == status


def test_the_handler_asks_again_for_who_asked_on_paper(
    client: Client, cast: Cast, content: Content, typed: Typed, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.handler)
    entry = Entry(asker="guardian", applicant_name="高𣕑宇", received_at=now - dt.timedelta(days=3))  # type: ignore[arg-type]
    draft = save_entry(handler=cast.handler, entry=entry, content=content, key=None, now=now)
    case = enter(key=draft.draft_key, handler=cast.handler, accepts_note=True, now=now)
    html = client.get(reverse("review:again", args=[case.number])).content.decode()
    said = Controls(html).said
    assert said["asker"] == ["guardian"]
    assert said["applicant_name"] == ["高𣕑宇"]
    assert [said[f"received_at_{box}"] for box in range(4)] == [["115"], ["11"], ["23"], ["09:00"]]
    paper = {name: values[0] for name, values in said.items()} | {
        "cameras": said["cameras"], "starts_at_0": "115", "starts_at_1": "11", "starts_at_2": "18",
        "starts_at_3": "1000", "ends_at_3": "1010",
    }  # fmt: skip
    assert client.post(reverse("review:again", args=[case.number]), paper).status_code == 302
    assert ReviewRequest.objects.filter(entered_by=cast.handler, applicant=None).count() == 2


def test_a_guard_whose_paper_was_typed_in_asks_again_on_paper(
    client: Client, cast: Cast, content: Content, now: dt.datetime, at_now: None
) -> None:
    entry = Entry(asker="staff", applicant_name="", received_at=now, account=cast.guard)  # type: ignore[arg-type]
    draft = save_entry(handler=cast.handler, entry=entry, content=content, key=None, now=now)
    case = enter(key=draft.draft_key, handler=cast.handler, accepts_note=True, now=now)
    client.force_login(cast.guard)
    assert client.get(reverse("review:again", args=[case.number])).status_code == 403


def test_a_camera_hung_off_since_is_not_offered_again(
    client: Client, cast: Cast, content: Content, now: dt.datetime, at_now: None
) -> None:
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    case = submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)
    gone = case.cameras.order_by("code")[0]
    gone.retired_on = now.date() - dt.timedelta(days=500)
    gone.save(update_fields=["retired_on"])
    client.force_login(cast.teacher)
    html = client.get(reverse("review:again", args=[case.number])).content.decode()
    assert Controls(html).said["cameras"] == [str(case.cameras.order_by("code")[1].pk)]
