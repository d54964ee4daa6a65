"""伍、一: 附錄1 is filled in and sent; keeping begins at once (ruling 8, house: submitting places the hold)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from ledger.choices import Verb
from ledger.models import Entry
from requests.choices import Status
from requests.services.drafts import Content, NoteNotAccepted, save_draft, submit
from requests.transitions import WrongOrder
from retention.models import Hold

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ReviewRequest
    from tests.conftest import Cast


def test_submitting_gives_number_clocks_hold_notice_and_entry(case: ReviewRequest, cast: Cast) -> None:
    assert case.number == "115-0001"
    assert (case.status, case.step) == (Status.IN_REVIEW, 1)
    assert case.received_at is not None
    assert case.due_at is not None
    hold = Hold.objects.get(reference="115-0001")
    assert [camera.code for camera in hold.cameras.order_by("code")] == ["C01", "C02"]
    assert [notice.text for notice in cast.handler.notices.all()] == ["請擬辦調閱申請 115-0001"]
    entry = Entry.objects.get(verb=Verb.CASE_SUBMITTED)
    assert (entry.account, entry.subject, len(entry.digest)) == ("teacher", "案 115-0001", 64)


def test_the_note_must_be_accepted_first_and_nothing_happens_without(
    cast: Cast, content: Content, now: dt.datetime
) -> None:
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    with pytest.raises(NoteNotAccepted):
        submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=False, now=now)
    draft.refresh_from_db()
    assert (draft.status, draft.number) == (Status.DRAFT, None)
    assert not Hold.objects.exists()
    assert not Entry.objects.filter(verb=Verb.CASE_SUBMITTED).exists()


def test_sending_twice_is_refused(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(WrongOrder):
        submit(key=case.draft_key, applicant=cast.teacher, accepts_note=True, now=now)


def test_numbers_follow_without_a_gap_and_start_anew_each_roc_year(
    cast: Cast, content: Content, now: dt.datetime
) -> None:
    def send(moment: dt.datetime) -> str | None:
        draft = save_draft(applicant=cast.teacher, content=content, key=None, now=moment)
        return submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=moment).number

    assert [send(now), send(now), send(now.replace(year=2027))] == ["115-0001", "115-0002", "116-0001"]


def test_an_unsure_applicant_gets_every_camera_of_the_place_kept(
    cast: Cast, content: Content, now: dt.datetime
) -> None:
    place = next(iter(content.cameras)).place
    unsure = Content(**{**content.__dict__, "cameras": [], "places": [place]})
    draft = save_draft(applicant=cast.teacher, content=unsure, key=None, now=now)
    submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)
    assert sorted(Hold.objects.get().cameras.values_list("code", flat=True)) == ["C01", "C02"]


def test_identity_numbers_lie_encrypted_in_the_database(cast: Cast, content: Content, now: dt.datetime) -> None:
    named = Content(**{**content.__dict__, "id_number": "A123456789"})
    draft = save_draft(applicant=cast.teacher, content=named, key=None, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM requests_reviewrequest WHERE id = %s", [draft.pk])
        stored = cursor.fetchone()[0]
    assert "A123456789" not in stored
    draft.refresh_from_db()
    assert draft.id_number == "A123456789"
