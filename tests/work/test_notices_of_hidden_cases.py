"""A notice about a case goes with the sight of the case: it is not listed, counted, opened or mailed any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse

from reports.selectors import inbox_of
from requests.choices import Need, RecusalGround
from requests.models import Recusal, ReviewRequest
from requests.selectors import desk_of
from requests.services.drafts import Content, save_draft, submit
from tests.shared import shared
from work.models import Notice
from work.selectors import notices_of
from work.services import notify, send_notices
from work.services.notices import UNTOLD

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast


@shared
def case(cast: Cast, cameras: list[Camera], now: dt.datetime) -> ReviewRequest:
    """A case; 承辦人 was told of it by its number, of its hold by free text, and of something else."""
    noon = now.replace(day=20)
    content = Content(
        need=Need.OWN, relation="本人", phone="03-0000000", unit="五年三班", id_number="", cameras=cameras[:1], places=[],
        starts_at=noon, ends_at=noon.replace(minute=30), long_period_reason="", reason="跌倒。",
    )  # fmt: skip
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    case = submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)
    for text, subject in (
        (f"暫時留存將屆期解除：{case.number}", "留存 1 屆期預告"),
        ("故障通報 F115-0099", "F115-0099"),
    ):
        notify(recipients=[cast.handler], text=text, url="/retention/", subject=subject, now=now)
    cast.handler.email = "handler@school.example"
    cast.handler.save(update_fields=["email"])
    return case


def becomes_restricted(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    case.readers.set([cast.supervisor])


def must_be_kept_out_of(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    Recusal.objects.create(
        review_request=case, person=cast.handler, ground=RecusalGround.PARTY, declared_by="方瑀彤", at=now
    )


def is_left_to_a_successor(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    cast.handler.appointments.update(until=now.date().replace(day=1))


def texts(cast: Cast, now: dt.datetime) -> list[str]:
    return sorted(notice.text for notice in notices_of(cast.handler, now, 9))


def unread(cast: Cast, now: dt.datetime) -> int:
    """Return how many the head of the page says."""
    return inbox_of(desk_of(cast.handler, now)).unread


@pytest.mark.parametrize("changes", [becomes_restricted, must_be_kept_out_of, is_left_to_a_successor])
def test_notices_about_it_are_gone_and_the_others_stay(
    client: Client,
    cast: Cast,
    case: ReviewRequest,
    now: dt.datetime,
    at_now: None,
    changes: Callable[[ReviewRequest, Cast, dt.datetime], None],
) -> None:
    assert len(texts(cast, now)) == unread(cast, now) == 3

    changes(case, cast, now)

    assert texts(cast, now) == ["故障通報 F115-0099"]
    assert unread(cast, now) == 1
    client.force_login(cast.handler)
    assert str(case.number) not in client.get("/notices/").content.decode()
    for notice in cast.handler.notices.all():
        answer = client.post(reverse("work:open-notice", args=[notice.pk]))
        assert answer.status_code == (302 if notice.subject == "F115-0099" else 404)


def test_what_was_not_mailed_yet_is_not_mailed_any_more(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    becomes_restricted(case, cast, now)

    assert send_notices(now).words == "寄出 1 則"

    assert [str(case.number) in f"{message.subject} {message.body}" for message in mail.outbox] == [False]
    assert Notice.objects.filter(mail_failure=UNTOLD, mailed_at=now).count() == 2
    assert send_notices(now).words == "沒有待寄的通知"


def test_what_is_not_mailed_any_more_keeps_nothing_else_waiting(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    becomes_restricted(case, cast, now)
    for _ in range(60):
        notify(recipients=[cast.handler], text="補正", url="/", subject=f"案 {case.number}", now=now.replace(hour=8))

    assert send_notices(now).words == "寄出 1 則"


def test_who_may_know_is_told_as_before(cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    becomes_restricted(case, cast, now)
    case.readers.add(cast.handler)

    assert unread(cast, now) == 3
    assert send_notices(now).words == "寄出 3 則"
