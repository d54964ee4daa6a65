"""補正: what is asked for instead is kept as well; what was kept before ends only where the new hold keeps all of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ledger.services import verify
from requests.choices import Action
from requests.services.drafts import correct
from retention.choices import BackupOutcome
from retention.models import BackupTask, Hold
from tests.shared import shared

if TYPE_CHECKING:
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from requests.services.drafts import Content
    from tests.conftest import Cast
    from tests.review.conftest import Signs

HOUR = dt.timedelta(hours=1)


@shared
def returned(case: ReviewRequest, cast: Cast, signs: Signs) -> ReviewRequest:
    return signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請確認時段。")


def corrected(case: ReviewRequest, cast: Cast, content: Content, now: dt.datetime) -> list[Hold]:
    """The holds in force after the correction."""
    correct(case_id=case.pk, applicant=cast.teacher, content=content, now=now)
    assert verify().ok
    return list(Hold.objects.filter(released_at=None).order_by("pk"))


def test_the_same_period_or_a_part_of_it_is_kept_already(
    returned: ReviewRequest, cast: Cast, content: Content, now: dt.datetime
) -> None:
    smaller = dataclasses.replace(content, cameras=list(content.cameras)[:1], ends_at=content.starts_at + HOUR / 12)
    assert len(corrected(returned, cast, smaller, now)) == 1
    assert BackupTask.objects.count() == 1


def test_a_wider_hold_takes_the_place_of_the_first(
    returned: ReviewRequest, cast: Cast, cameras: list[Camera], content: Content, now: dt.datetime
) -> None:
    wider = dataclasses.replace(content, cameras=cameras[:3], starts_at=content.starts_at - HOUR)
    [hold] = corrected(returned, cast, wider, now)
    assert set(hold.cameras.all()) == set(cameras[:3])
    first = Hold.objects.exclude(released_at=None).get()
    assert first.release_reason == f"補正後改為 115/11/20 11:00 至 115/11/20 12:15，由留存 {hold.pk} 接續"
    assert BackupTask.objects.get(hold=first).outcome == BackupOutcome.RELEASED
    assert BackupTask.objects.get(hold=hold).closed_at is None
    assert hold.case_key == first.case_key == returned.draft_key


@pytest.mark.parametrize("moved", ["period", "cameras"])
def test_another_period_or_camera_is_kept_beside_the_first(
    returned: ReviewRequest, cast: Cast, cameras: list[Camera], content: Content, now: dt.datetime, moved: str
) -> None:
    other = (
        dataclasses.replace(content, starts_at=content.starts_at + HOUR / 12, ends_at=content.ends_at + HOUR)
        if moved == "period"
        else dataclasses.replace(content, cameras=cameras[1:3])
    )
    assert len(corrected(returned, cast, other, now)) == 2
