"""What a confirm page holds beforehand: one's own words after 抽回 or 退回前一關, and what the step before proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from requests.choices import Action, Answer, Proposal, RefusalGround
from requests.services.chain import Grant, recall
from tests.review.reading import Controls, seen

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.usefixtures("at_now")
PART = {"action": "propose", "proposal": "partly_approve"}
NO = {"action": "propose", "proposal": "refuse"}
YES = {"action": "propose", "proposal": "approve"}


def page(client: Client, case: ReviewRequest, user: User, asked: dict[str, str]) -> str:
    client.force_login(user)
    return client.get(reverse("review:sign", args=[case.number]), asked).content.decode()


def a_part(case: ReviewRequest) -> Grant:
    assert case.starts_at is not None
    assert case.ends_at is not None
    return Grant(list(case.cameras.all()[:1]), case.starts_at, case.ends_at, conditions="遮蔽其他學生。")


@pytest.fixture
def partly(case: ReviewRequest, cast: Cast, signs: Signs) -> ReviewRequest:
    """A case of which 承辦人 proposed a part."""
    return signs(
        case, cast.handler, Action.PROPOSE, proposal=Proposal.PARTLY_APPROVE, opinion="只需川堂。", grant=a_part(case),
        is_necessary=Answer.YES,
    )  # fmt: skip


@pytest.mark.parametrize("way", ["recalled", "returned"])
def test_who_signs_again_finds_what_he_said(
    client: Client, partly: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime, way: str
) -> None:
    if way == "recalled":
        recall(case_id=partly.pk, actor=cast.handler, now=now)
    else:
        signs(partly, cast.supervisor, Action.RETURN_TO_PREVIOUS, opinion="請再查。")
    held = Controls(page(client, partly, cast.handler, PART)).said
    camera = partly.cameras.all()[0]
    assert held["granted_cameras"] == [str(camera.pk)]
    assert (held["conditions"], held["opinion"]) == (["遮蔽其他學生。"], ["只需川堂。"])
    assert held["is_necessary"] == ["yes"]
    other = Controls(page(client, partly, cast.handler, YES)).said
    assert (other["is_necessary"], other["opinion"]) == (["yes"], [""])


def test_nobody_finds_the_words_of_another_at_the_same_step(
    client: Client, partly: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(
        partly, cast.supervisor, Action.PROPOSE, proposal=Proposal.REFUSE, opinion="與事由無關。",
        grounds=(RefusalGround.NO_INTEREST,),
    )  # fmt: skip
    recall(case_id=partly.pk, actor=cast.supervisor, now=now)
    assert Controls(page(client, partly, cast.supervisor, NO)).said["opinion"] == ["與事由無關。"]
    partly.approvals.filter(step=2).update(actor=cast.dean)
    assert Controls(page(client, partly, cast.supervisor, NO)).said["opinion"] == [""]


def test_the_next_reads_the_proposed_scope_whatever_he_decides_himself(
    client: Client, partly: ReviewRequest, cast: Cast
) -> None:
    for asked in (YES, PART, NO):
        text = seen(page(client, partly, cast.supervisor, asked))
        assert "擬准調閱之攝影機：" in text
        assert "其他附款：遮蔽其他學生。" in text


def test_the_next_reads_the_grounds_of_a_proposed_refusal(
    client: Client, case: ReviewRequest, cast: Cast, signs: Signs
) -> None:
    signs(
        case, cast.handler, Action.PROPOSE, proposal=Proposal.REFUSE, opinion="與事由無關。",
        grounds=(RefusalGround.NO_INTEREST,),
    )  # fmt: skip
    assert "依據：非當事人或利害關係人" in seen(page(client, case, cast.supervisor, YES))


@pytest.mark.parametrize("wants_copy", [True, False])
def test_who_proposes_is_told_that_a_copy_is_asked_for(
    client: Client, case: ReviewRequest, cast: Cast, wants_copy: bool
) -> None:
    type(case).objects.filter(pk=case.pk).update(wants_copy=wants_copy)
    assert ("是，請於意見敘明擬議" in page(client, case, cast.handler, YES)) is wants_copy


def test_the_first_to_propose_has_nobody_to_agree_with(
    client: Client, case: ReviewRequest, cast: Cast, signs: Signs
) -> None:
    assert "如擬" not in page(client, case, cast.handler, YES)
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert "如擬" in page(client, case, cast.supervisor, YES)
