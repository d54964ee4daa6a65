"""A case at each place of the chain, made by the services people use."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Protocol

from requests import selectors
from requests.choices import Action, Answer, Need, Proposal
from requests.services.chain import Signing, sign
from requests.services.drafts import Content, save_draft, submit
from tests.shared import shared

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast


@shared
def content(cameras: list[Camera], now: dt.datetime) -> Content:
    """What a teacher asks: two cameras, fifteen minutes at noon three days ago."""
    noon = now - dt.timedelta(days=3) + dt.timedelta(hours=3)
    return Content(
        need=Need.DUTY,
        relation="導師",
        phone="03-0000000 分機 312",
        unit="五年三班",
        id_number="",
        cameras=cameras[:2],
        places=[],
        starts_at=noon,
        ends_at=noon + dt.timedelta(minutes=15),
        long_period_reason="",
        reason="學生於午休時間在走廊跌倒受傷，須釐清經過。",
    )


@shared
def case(cast: Cast, content: Content, now: dt.datetime) -> ReviewRequest:
    """A case the teacher has just submitted: 待承辦人擬辦."""
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    return submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)


class Signs(Protocol):
    """Lets a person take the current step."""

    def __call__(
        self,
        case: ReviewRequest,
        actor: User,
        action: Action,
        *,
        proposal: Proposal | None = None,
        opinion: str = "",
        **more: Any,
    ) -> ReviewRequest: ...


@shared
def signs(now: dt.datetime) -> Signs:
    """Return the act of signing, as a person who has read the latest page and finds the request necessary."""

    def act(
        case: ReviewRequest,
        actor: User,
        action: Action,
        *,
        proposal: Proposal | None = None,
        opinion: str = "",
        **more: Any,
    ) -> ReviewRequest:
        more.setdefault("is_necessary", Answer.YES)
        acts = more.pop("acts_seen", selectors.acts_on(case))
        at = more.pop("now", now)
        signing = Signing(action=action, proposal=proposal, opinion=opinion, acts_seen=acts, **more)
        return sign(case_id=case.pk, actor=actor, signing=signing, now=at)

    return act


@shared
def at_principal(case: ReviewRequest, cast: Cast, signs: Signs) -> ReviewRequest:
    """A case both proposing steps have passed: 待校長核定."""
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    return signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE, opinion="如擬。")


@shared
def approved(at_principal: ReviewRequest, cast: Cast, signs: Signs) -> ReviewRequest:
    """A case 校長 has approved: 待調閱."""
    return signs(at_principal, cast.principal, Action.APPROVE)
