"""函覆 (伍、二): a public body's case is closed only with the number of its reply, or the reason why it needs none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from requests import policies, selectors
from requests.choices import Action, LetterKind, Proposal, Status
from requests.selectors.letters import OWES_REPLY
from requests.services import correspondence
from requests.services.agency import need_no_reply
from requests.services.closing import ClosingRefused, close_case
from requests.services.correspondence import LetterRefused
from requests.transitions import NoSuchLetter
from retention.choices import BackupOutcome
from tests.letters.conftest import drafted, issued
from tests.review.acts import refused, told
from tests.shared import shared

if TYPE_CHECKING:
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.usefixtures("at_now")
GONE: dict[str, Any] = {"outcome": BackupOutcome.OVERWRITTEN, "reason": "經查主機已循環覆蓋。", "note": "不再調閱。"}


@shared
def granted(bodys: ReviewRequest, cast: Cast, signs: Signs) -> ReviewRequest:
    """What the police asked, approved with a copy."""
    for who in (cast.handler, cast.supervisor):
        signs(bodys, who, Action.PROPOSE, proposal=Proposal.APPROVE, is_necessary=None)
    return signs(bodys, cast.principal, Action.APPROVE, grants_copy="yes", copy_answer="依來文提供。")


def close(case: ReviewRequest, cast: Cast, now: dt.datetime) -> ReviewRequest:
    return close_case(case_id=case.pk, actor=cast.handler, now=now, **GONE)


@pytest.mark.counted_elsewhere
def test_the_case_closes_only_with_the_number_of_its_reply(
    granted: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    assert OWES_REPLY in selectors.hindrances(granted, now)
    issued(granted, LetterKind.RECEIPT, cast.handler, now)
    letter = issued(granted, LetterKind.GRANT, cast.handler, now)
    with refused(ClosingRefused, match="尚未函覆"):
        close(granted, cast, now)
    correspondence.record_sending(
        letter_id=letter.pk, number="瑞豐國小總字第1150001234號", sent_on=now.date(), actor=cast.handler, now=now
    )
    assert close(granted, cast, now).status == Status.CLOSED


def test_or_with_the_reason_why_the_body_needs_none(granted: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    need_no_reply(case_id=granted.pk, handler=cast.handler, reason="來文機關電話告知免覆。", now=now)
    granted.refresh_from_db()
    assert close(granted, cast, now).status == Status.CLOSED


def test_a_reply_written_elsewhere_leaves_only_its_number(granted: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    given: dict[str, Any] = {"case_id": granted.pk, "number": "總字第9號", "sent_on": now.date(), "now": now}
    with refused(NoSuchLetter):
        correspondence.record_on_paper(kind=LetterKind.REFUSAL, actor=cast.handler, **given)
    with refused(policies.NotTheHandler):
        correspondence.record_on_paper(kind=LetterKind.GRANT, actor=cast.principal, **given)
    letter = correspondence.record_on_paper(kind=LetterKind.GRANT, actor=cast.handler, **given)
    assert (letter.is_on_paper, letter.snapshot, letter.content) == (True, None, "")
    earlier = now.date() - dt.timedelta(days=30)
    with refused(LetterRefused, match="不能早於"):
        correspondence.record_sending(
            letter_id=letter.pk, number="總字第8號", sent_on=earlier, actor=cast.handler, now=now
        )
    assert close(granted, cast, now).status == Status.CLOSED


def test_a_person_owes_no_reply_and_his_letter_is_not_written_elsewhere(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    assert not selectors.owes_reply(approved)
    with refused(LetterRefused, match="只有公務機關"):
        correspondence.record_on_paper(
            case_id=approved.pk, kind=LetterKind.GRANT, number="1", sent_on=now.date(), actor=cast.handler, now=now
        )


@pytest.mark.counted_elsewhere
def test_the_reply_is_an_official_letter_under_the_principals_name(
    granted: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    letter = issued(granted, LetterKind.GRANT, cast.handler, now)
    paper = correspondence.paper_of(granted, letter, cast.handler)
    assert (paper.form, paper.title, paper.text.priority) == ("函", "函覆（准予）", "速件")
    assert paper.text.signed_as == "校長　蘇翊甯"
    assert "復貴機關115年11月20日德警分刑字第1150031234號函。" in paper.text.explanation
    assert not [text for text in told(cast.handler) if "已發出" in text]


def test_a_letter_sent_back_names_what_it_lacks(
    bodys: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    type(bodys.agency_letter).objects.update(use="", purpose="")
    signs(bodys, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請補正。", is_necessary=None)
    bodys.refresh_from_db()
    text = drafted(bodys, LetterKind.CORRECTION, cast.handler, now).content
    assert "來文未載明調閱目的、用途" in text
