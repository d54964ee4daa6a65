"""What a letter says of the footage, from outages and hand checks; and of a case that has no cameras yet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from cameras.choices import OutageCause
from maintenance.services.outages import record_outages
from printing.rules import TAIPEI
from requests.choices import Action, LetterKind, ViewingManner
from requests.documents.letters import letter_facts
from requests.services.chain import Grant
from requests.services.correspondence import fresh_text
from requests.services.viewings import Arrangement, arrange
from retention.models import Hold
from retention.services import record_hand_check

if TYPE_CHECKING:
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.usefixtures("at_now")
DAY = dt.timedelta(days=1)


def test_of_a_camera_that_was_dark_it_says_since_when_and_why(
    approved: ReviewRequest, cameras: list[Camera], cast: Cast, now: dt.datetime
) -> None:
    assert letter_facts(approved, now).no_footage == ()
    record_outages(
        cameras=cameras[:1], cause=OutageCause.POWER, reference="", since=now - 4 * DAY, until=now - 2 * DAY,
        user=cast.handler, now=now,
    )  # fmt: skip
    record_outages(
        cameras=cameras[1:2], cause=OutageCause.POWER, reference="台電", since=now - 4 * DAY, until=None,
        user=cast.handler, now=now,
    )  # fmt: skip
    text = fresh_text(approved, LetterKind.NO_FOOTAGE, now).explanation
    assert "忠孝樓一樓川堂（C01）：因停電自 115/11/19 09:00 至 115/11/21 09:00 中斷錄影；" in text
    assert "忠孝樓三樓東側走廊（C02）：因停電（台電）自 115/11/19 09:00 起中斷錄影。" in text
    assert letter_facts(approved, now).footage == "經查於該時段有影像中斷情形，將查明後一併說明"


def test_of_footage_a_hand_check_saw_gone_it_says_that_it_was_overwritten(
    approved: ReviewRequest, cameras: list[Camera], cast: Cast, now: dt.datetime
) -> None:
    record_hand_check(
        recorder=cameras[0].recorder, earliest_day=now.date() - DAY, clock_offset_seconds=0, user=cast.guard, now=now
    )
    facts = letter_facts(approved, now)
    assert facts.footage == "經查已逾保存期限而覆蓋"
    assert facts.no_footage[0] == "忠孝樓一樓川堂（C01）：已逾保存期限，影像已循環覆蓋。"


def test_while_it_is_held_it_says_until_when_it_will_be_copied(case: ReviewRequest, now: dt.datetime) -> None:
    assert letter_facts(case, now).footage == "業已通知留存，並將於115年12月4日（五）影像被覆蓋前備份"
    Hold.objects.update(released_at=now)
    assert letter_facts(case, now).footage.startswith("將通知留存")


def test_without_cameras_and_with_nobody_in_the_post_it_still_says_what_is_known(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    case.cameras.clear()
    cast.principal.appointments.update(until=now.date() - DAY)
    facts = letter_facts(case, now)
    assert (facts.cameras, facts.footage, facts.no_footage, facts.signed_as) == ("", "", (), "校長")


def test_who_is_only_told_gets_no_time_to_come(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    case = at_principal
    assert case.starts_at is not None
    assert case.ends_at is not None
    grant = Grant(case.cameras.all(), case.starts_at, case.ends_at, ViewingManner.TOLD)
    signs(case, cast.principal, Action.PARTLY_APPROVE, opinion="足以釐清。", grant=grant)
    facts = letter_facts(case, now)
    assert facts.is_told_only
    assert "方式：由學校檢視後告知結果" in facts.granted


def test_a_viewing_that_is_arranged_is_named_in_the_letter(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    assert letter_facts(approved, now).appointed == ""
    at = dt.datetime(2026, 11, 25, 10, tzinfo=TAIPEI)
    arrange(
        case_id=approved.pk,
        wanted=Arrangement(at=at, place="警衛室", escorts=[cast.handler]),
        actor=cast.handler,
        now=now,
    )
    assert letter_facts(approved, now).appointed == "115年11月25日（三）10:00，警衛室"
