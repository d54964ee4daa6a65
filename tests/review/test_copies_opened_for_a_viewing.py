"""伍、四; ruling 18: a copy is opened for 調閱 only while an accompanied viewing runs; before it, the page says to begin it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from requests.services.viewings import end_viewing, start_viewing
from retention.choices import ReadingKind, ReadingPurpose
from retention.models import CopyReading, EvidenceCopy, Hold
from retention.services.copies import CopyError, open_reading
from tests.conftest import PASSWORD
from tests.copies.making import made

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from requests.models import ReviewRequest, ViewingSession
    from tests.conftest import Cast

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def copy(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> EvidenceCopy:
    return made(Hold.objects.get(case_key=approved.draft_key), cast.handler, now)


def begun(case: ReviewRequest, cast: Cast, now: dt.datetime) -> ViewingSession:
    return start_viewing(case_id=case.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now)


def opened(copy: EvidenceCopy, cast: Cast, now: dt.datetime) -> CopyReading:
    return open_reading(
        copy_id=copy.pk, kind=ReadingKind.PLAYED, purpose=ReadingPurpose.VIEWING, reason="", user=cast.handler, now=now
    )


def test_it_is_a_purpose_while_the_viewing_runs_and_neither_before_nor_after(
    approved: ReviewRequest, copy: EvidenceCopy, cast: Cast, now: dt.datetime
) -> None:
    with pytest.raises(CopyError, match="現在開始調閱"):
        opened(copy, cast, now)
    viewing = begun(approved, cast, now)
    assert opened(copy, cast, now + MINUTE).purpose == ReadingPurpose.VIEWING
    end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="無", now=now + 2 * MINUTE)
    with pytest.raises(CopyError, match="現在開始調閱"):
        opened(copy, cast, now + 3 * MINUTE)
    assert CopyReading.objects.count() == 1


def test_the_copy_of_another_case_serves_a_viewing_of_the_same_footage_only(
    approved: ReviewRequest, copy: EvidenceCopy, cameras: list[Camera], cast: Cast, now: dt.datetime
) -> None:
    Hold.objects.update(case_key=None)
    begun(approved, cast, now)
    assert opened(copy, cast, now + MINUTE)
    copy.cameras.set([camera for camera in cameras if camera not in approved.cameras.all()])
    with pytest.raises(CopyError, match="現在開始調閱"):
        opened(copy, cast, now + MINUTE)


def test_the_page_preselects_what_is_true_and_names_what_is_not(
    client: Client, approved: ReviewRequest, copy: EvidenceCopy, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.handler)
    page = reverse("retention:copy-open", args=[copy.number])

    def preselected() -> str:
        return str(client.get(page).context["form"]["purpose"].value())

    assert preselected() == ReadingPurpose.MAKING
    refused = client.post(page, {"kind": "played", "purpose": "viewing", "reason": "", "proof_password": PASSWORD})
    assert refused.status_code == 422
    assert "請先到案件頁按「現在開始調閱」" in refused.content.decode()
    begun(approved, cast, now)
    assert preselected() == ReadingPurpose.VIEWING
