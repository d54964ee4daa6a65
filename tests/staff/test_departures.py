"""離職、調職 in one act: nothing is left that only the departed could do (肆、二; ruling 25)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from accounts import services as accounts
from accounts.choices import DeputyReason, Role
from accounts.models import Appointment, Deputy, User
from accounts.policies import roles_of
from accounts.selectors import who_may_sign
from maintenance.choices import Symptom
from maintenance.models import Fault
from maintenance.services import assign_fault, report_fault
from reports.choices import MoveKind, PostAfter
from reports.services.staff import Leaving, StaffError, let_go
from requests import policies
from requests.choices import Action, AppointmentState, Asker, Proposal, Status
from requests.models import ReviewRequest
from requests.services import drafts
from requests.services.consultations import consult
from requests.services.drafts import save_draft, submit
from requests.services.secrecy import restrict
from requests.services.viewings import Arrangement, arrange
from tests.ledger.test_witnesses_of_every_room import found
from tests.maintenance.equipment import enter
from work.models import Notice

if TYPE_CHECKING:
    from cameras.models import Camera
    from requests.services.drafts import Content
    from tests.conftest import Cast
    from tests.review.conftest import Signs

DAY = dt.timedelta(days=1)


def leave(cast: Cast, who: User, to: User | None, now: dt.datetime, posts: PostAfter = PostAfter.TAKEN) -> object:
    leaving = Leaving(who.pk, MoveKind.LEAVING, to.pk if to else None, posts)
    return let_go(leaving=leaving, actor=cast.administrator, now=now)


@pytest.mark.counted_elsewhere
def test_nothing_is_left_that_only_the_departed_could_do(
    cast: Cast, case: ReviewRequest, content: Content, cameras: list[Camera], now: dt.datetime, signs: Signs
) -> None:
    """事務組長 leaves with something of every kind open; the teacher who takes over can do each of it."""
    new = cast.colleague
    fault = report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    assign_fault(
        fault_id=fault.pk, owner=cast.handler, vendor="", visit_on=None, interim="", user=cast.handler, now=now
    )
    thing = enter(cast.handler, now, keeper="游承堃")
    secret = another(cast, content, now)
    restrict(case_id=secret.pk, actor=cast.handler, readers=[cast.supervisor, cast.principal], now=now)
    granted = another(cast, content, now)
    signs(granted, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    signs(granted, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE, opinion="如擬。")
    signs(granted, cast.principal, Action.APPROVE)
    wanted = Arrangement(at=now + DAY, place="警衛室", escorts=[cast.handler])
    arrange(case_id=granted.pk, wanted=wanted, actor=cast.handler, now=now)
    entry = drafts.Entry(asker=Asker.REPRESENTATIVE, applicant_name="高𣕑宇", received_at=now)
    draft = drafts.save_entry(handler=cast.handler, entry=entry, content=content, key=None, now=now)

    leave(cast, cast.handler, new, now)

    assert roles_of(new, now.date()) == {Role.STAFF, Role.HANDLER}
    assert policies.handles(new, ReviewRequest.objects.get(pk=case.pk), now)
    secret = ReviewRequest.objects.get(pk=secret.pk)
    assert set(secret.readers.all()) == {new, cast.supervisor, cast.principal}
    assert policies.visible_to(new, now).filter(pk=secret.pk).exists()
    planned = granted.appointments.get(state=AppointmentState.PLANNED)
    assert list(planned.escorts.all()) == [new]
    assert planned.at == now + DAY
    assert Fault.objects.get(pk=fault.pk).owner == new
    thing.refresh_from_db()
    assert thing.keeper == new.name
    assert policies.get_draft(new, draft.draft_key)
    assert Notice.objects.filter(recipient=new, text__contains="移交清冊").count() == 1
    assert found() == ""


def another(cast: Cast, content: Content, now: dt.datetime) -> ReviewRequest:
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    return submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)


def test_access_ends_the_same_minute_and_the_undertaking_is_kept(cast: Cast, now: dt.datetime) -> None:
    accounts.sign_undertaking(user=cast.guard, now=now)

    leave(cast, cast.guard, None, now, PostAfter.OTHERS)

    guard = User.objects.get(pk=cast.guard.pk)
    assert not guard.is_active
    assert roles_of(guard, now.date()) == frozenset()
    assert guard.undertakings.count() == 1


def test_a_returned_case_of_a_departed_applicant_is_corrected_by_who_handles_it(
    cast: Cast, case: ReviewRequest, content: Content, now: dt.datetime, signs: Signs
) -> None:
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請補攝影機。")
    returned = ReviewRequest.objects.get(pk=case.pk)
    assert not policies.answers_for(cast.handler, returned, now)

    leave(cast, cast.teacher, None, now, PostAfter.OTHERS)

    assert Notice.objects.filter(recipient=cast.handler, text__contains="補正或撤回請由承辦人").exists()
    drafts.correct(case_id=case.pk, applicant=cast.handler, content=content, now=now)
    assert ReviewRequest.objects.get(pk=case.pk).status == Status.IN_REVIEW
    assert found() == ""


def test_an_opinion_asked_of_the_departed_is_asked_of_the_successor(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    asked = consult(case_id=case.pk, person_id=cast.dean.pk, question="有無校安通報", actor=cast.handler, now=now)
    with pytest.raises(StaffError, match="還有未完成的工作"):
        leave(cast, cast.dean, None, now, PostAfter.OTHERS)

    leave(cast, cast.dean, cast.colleague, now, PostAfter.OTHERS)

    asked.refresh_from_db()
    assert asked.person == cast.colleague
    assert asked.answered_at is None
    assert found() == ""


def test_an_opinion_on_a_restricted_case_is_not_asked_of_who_may_not_know_it(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    restrict(case_id=case.pk, actor=cast.handler, readers=[cast.supervisor, cast.principal], now=now)
    asked = consult(case_id=case.pk, person_id=cast.dean.pk, question="有無輔導紀錄", actor=cast.handler, now=now)

    leave(cast, cast.dean, cast.colleague, now, PostAfter.OTHERS)

    asked.refresh_from_db()
    assert asked.opinion == "（會辦對象職務異動，未表示意見）"
    assert not policies.visible_to(cast.colleague, now).filter(pk=case.pk).exists()
    assert set(case.readers.all()) == {cast.handler, cast.supervisor, cast.principal}


def test_a_viewing_nobody_else_may_start_is_called_off_and_told(
    cast: Cast, approved: ReviewRequest, now: dt.datetime
) -> None:
    wanted = Arrangement(at=now + DAY, place="警衛室", escorts=[cast.supervisor])
    arrange(case_id=approved.pk, wanted=wanted, actor=cast.handler, now=now)

    leave(cast, cast.supervisor, cast.dean, now, PostAfter.VACANT)
    stands_in = approved.appointments.get(state=AppointmentState.PLANNED)
    assert list(stands_in.escorts.all()) == [cast.dean], "who stands in for the vacant post may escort"

    leave(cast, cast.dean, cast.colleague, now + DAY / 2, PostAfter.OTHERS)

    assert not approved.appointments.filter(state=AppointmentState.PLANNED).exists()
    assert Notice.objects.filter(recipient=cast.handler, text__contains="請重新約定調閱").exists()


@pytest.mark.parametrize(
    ("posts", "successor", "sentence"),
    [
        (PostAfter.OTHERS, "dean", "只有此人擔任校長"),
        (PostAfter.TAKEN, None, "只有此人擔任校長"),
        (PostAfter.TAKEN, "administrator", "不能是辦理的人自己"),
        (PostAfter.TAKEN, "principal", "必須是另一位"),
    ],
)
def test_a_post_of_the_chain_never_stands_empty(
    cast: Cast, now: dt.datetime, posts: PostAfter, successor: str | None, sentence: str
) -> None:
    to = getattr(cast, successor) if successor else None
    with pytest.raises(StaffError, match=sentence):
        leave(cast, cast.principal, to, now, posts)
    assert User.objects.get(pk=cast.principal.pk).is_active

    leave(cast, cast.principal, cast.dean, now)
    assert [one.user for one in who_may_sign(Role.PRINCIPAL, now)] == [cast.dean]


def test_a_vacant_post_is_stood_in_for(cast: Cast, now: dt.datetime) -> None:
    leave(cast, cast.principal, cast.dean, now, PostAfter.VACANT)

    signatory = who_may_sign(Role.PRINCIPAL, now)[0]
    assert (signatory.user, signatory.note) == (cast.dean, "校長出缺")
    assert Deputy.objects.get().reason == DeputyReason.VACANT
    with pytest.raises(StaffError, match="只有此人"):
        leave(cast, cast.handler, None, now, PostAfter.OTHERS)
    assert not Appointment.objects.filter(user=cast.principal, until=None).exists()


def test_a_guard_cannot_stand_in_for_a_vacant_post(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(accounts.PeopleError, match="在職的教職員"):
        leave(cast, cast.principal, cast.guard, now, PostAfter.VACANT)


def test_a_restricted_case_nobody_else_could_read_keeps_its_readers_only_with_somebody_of_the_chain(
    cast: Cast, content: Content, now: dt.datetime
) -> None:
    """Everybody of the chain but the departed is a party: the act says no, and nothing has changed."""
    secret = another(cast, content, now)
    restrict(case_id=secret.pk, actor=cast.handler, readers=[cast.supervisor, cast.principal], now=now)
    secret.readers.set([cast.handler])
    for person in (cast.supervisor, cast.principal, cast.colleague):
        secret.recusals.create(person=person, ground="other", declared_by="測試", at=now)

    with pytest.raises(StaffError, match="不能承接此人全部的工作"):
        leave(cast, cast.handler, cast.colleague, now)

    assert User.objects.get(pk=cast.handler.pk).is_active
    assert list(secret.readers.all()) == [cast.handler]
