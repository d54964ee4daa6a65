"""部分核准: fewer cameras, a shorter period, another manner or conditions — and never more than was asked (ruling 9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from requests.choices import Action, Proposal, Status, ViewingManner
from requests.models import PartialGrant
from requests.selectors import decision_of
from requests.services.chain import BadPartialGrant, Grant
from tests.review.acts import refused, told

if TYPE_CHECKING:
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

MINUTE = dt.timedelta(minutes=1)


def grant(case: ReviewRequest, **changes: Any) -> Grant:
    """Everything that was asked, but for `changes`."""
    assert case.starts_at is not None
    assert case.ends_at is not None
    whole: dict[str, Any] = {"cameras": list(case.cameras.all()), "starts_at": case.starts_at, "ends_at": case.ends_at}
    return Grant(**whole | changes)


def test_the_principal_grants_one_camera_for_five_minutes(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, cameras: list[Camera]
) -> None:
    less = grant(
        at_principal,
        cameras=cameras[:1],
        ends_at=at_principal.starts_at + 5 * MINUTE,  # type: ignore[operator]
        manner=ViewingManner.TOLD,
        conditions=" 遮蔽其他學生。 ",
    )
    decided = signs(at_principal, cast.principal, Action.PARTLY_APPROVE, grant=less)
    assert decided.status == Status.PARTLY_APPROVED
    decision = decision_of(decided)
    assert decision is not None
    assert decided.decided_on == decision.snapshot
    granted = decision.grant
    assert [camera.code for camera in granted.cameras.all()] == ["C01"]
    assert granted.ends_at - granted.starts_at == 5 * MINUTE
    assert (granted.manner, granted.conditions) == (ViewingManner.TOLD, "遮蔽其他學生。")
    assert Entry.objects.get(verb=Verb.CASE_DECIDED).detail == {"word": "部分准予"}
    assert "調閱申請 115-0001 已部分核准" in told(cast.teacher)
    assert "調閱申請 115-0001 已部分核准，請安排調閱" in told(cast.handler)


def test_a_proposal_has_a_grant_of_its_own_and_the_decision_another(
    case: ReviewRequest, cast: Cast, signs: Signs, cameras: list[Camera]
) -> None:
    one_camera = grant(case, cameras=cameras[:1])
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.PARTLY_APPROVE, grant=one_camera)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.PARTLY_APPROVE, grant=one_camera)
    decided = signs(case, cast.principal, Action.PARTLY_APPROVE, grant=grant(case, manner=ViewingManner.TOLD))
    granted = [act.grant.cameras.count() for act in decided.approvals.all()]
    assert granted == [1, 1, 2]


def test_who_grants_everything_after_all_leaves_no_grant_of_a_part(
    case: ReviewRequest, cast: Cast, signs: Signs, cameras: list[Camera]
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, grant=grant(case, cameras=cameras[:1]))
    assert not PartialGrant.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"cameras": []}, "granted_cameras", "請至少勾選一支"),
        ({"ends_at": -15 * MINUTE}, "granted_ends_at", "結束須晚於開始"),
        ({"starts_at": -MINUTE}, "granted_starts_at", "必須在申請的時段之內"),
        ({"ends_at": MINUTE}, "granted_starts_at", "必須在申請的時段之內"),
        ({}, "conditions", "全部准許請用「核准」"),
        ({"conditions": "  "}, "conditions", "全部准許請用「核准」"),
    ],
    ids=["no camera", "no period", "earlier", "later", "the whole", "blank conditions"],
)
def test_what_is_no_part_of_what_was_asked_is_refused_beside_its_field(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, changes: dict[str, Any], field: str, says: str
) -> None:
    moved = {
        name: getattr(at_principal, name) + value if isinstance(value, dt.timedelta) else value
        for name, value in changes.items()
    }
    with refused(BadPartialGrant, says) as refusal:
        signs(at_principal, cast.principal, Action.PARTLY_APPROVE, grant=grant(at_principal, **moved))
    assert refusal.value.field == field


def test_a_camera_that_was_not_asked_for_and_no_grant_at_all_are_refused(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, cameras: list[Camera]
) -> None:
    with refused(BadPartialGrant, "必須是申請人申請的攝影機"):
        signs(at_principal, cast.principal, Action.PARTLY_APPROVE, grant=grant(at_principal, cameras=cameras[1:3]))
    with refused(BadPartialGrant, "請至少勾選一支"):
        signs(at_principal, cast.principal, Action.PARTLY_APPROVE)
