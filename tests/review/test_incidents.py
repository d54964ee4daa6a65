"""同一事件: several applicants, one thing that happened; nobody learns of a case through another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import sentence
from requests.choices import RecusalGround
from requests.models import Incident, ReviewRequest
from requests.policies import KeepsOut
from requests.services.drafts import Content, save_draft, submit
from requests.services.incidents import LinkRefused, link_cases, same_incident
from requests.services.recusals import recuse
from requests.services.secrecy import restrict
from tests.review.acts import refused
from tests.shared import shared

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from tests.conftest import Cast


@shared
def cases(cast: Cast, content: Content, now: dt.datetime) -> list[ReviewRequest]:
    """115-0001 … 115-0004, of one applicant each two."""
    made = []
    for applicant in (cast.teacher, cast.colleague, cast.teacher, cast.colleague):
        draft = save_draft(applicant=applicant, content=content, key=None, now=now)
        made.append(submit(key=draft.draft_key, applicant=applicant, accepts_note=True, now=now))
    return made


def link(case: ReviewRequest, number: str | None, actor: User, now: dt.datetime) -> Incident:
    return link_cases(case_id=case.pk, other_number=str(number), actor=actor, now=now)


def together(case: ReviewRequest, user: User, now: dt.datetime) -> list[str | None]:
    case.refresh_from_db()
    return [one.number for one in same_incident(case, user, now)]


@pytest.mark.counted_elsewhere
def test_two_cases_belong_together_for_who_works_on_both(
    cases: list[ReviewRequest], cast: Cast, now: dt.datetime
) -> None:
    first, second, *_ = cases
    assert together(first, cast.handler, now) == []
    incident = link(first, f" {second.number} ", cast.handler, now)
    assert together(first, cast.principal, now) == ["115-0002"]
    assert together(second, cast.handler, now) == ["115-0001"]
    assert together(first, cast.teacher, now) == [], "an applicant sees his own only"
    entries = Entry.objects.filter(verb=Verb.CASE_LINKED).order_by("sequence")
    assert [sentence(entry) for entry in entries] == [
        f"事務組長 游承堃將案 {number} 列入事件 {incident.pk}" for number in ("115-0001", "115-0002")
    ]


def test_a_third_joins_and_two_incidents_become_one(cases: list[ReviewRequest], cast: Cast, now: dt.datetime) -> None:
    first, second, third, fourth = cases
    assert link(first, second.number, cast.handler, now) == link(third, second.number, cast.handler, now)
    assert together(first, cast.handler, now) == ["115-0002", "115-0003"]
    ReviewRequest.objects.filter(pk=third.pk).update(incident=None)
    link(third, fourth.number, cast.handler, now)
    link(first, fourth.number, cast.handler, now)
    assert together(third, cast.handler, now) == ["115-0001", "115-0002", "115-0004"]
    assert Entry.objects.filter(verb=Verb.CASE_LINKED, subject="案 115-0003").count() == 3


def test_what_belongs_together_already_is_not_linked_again(
    cases: list[ReviewRequest], cast: Cast, now: dt.datetime
) -> None:
    link(cases[0], cases[1].number, cast.handler, now)
    with refused(LinkRefused, "已經是同一事件"):
        link(cases[1], cases[0].number, cast.handler, now)


@pytest.mark.parametrize("number", ["", "115-9999", "0002"])
def test_a_number_nobody_has_is_not_found(
    cases: list[ReviewRequest], cast: Cast, now: dt.datetime, number: str
) -> None:
    with refused(LinkRefused, "找不到這個案號"):
        link(cases[0], number, cast.handler, now)


def test_a_case_is_not_linked_with_itself(cases: list[ReviewRequest], cast: Cast, now: dt.datetime) -> None:
    with refused(LinkRefused, "另一個案件"):
        link(cases[0], cases[0].number, cast.handler, now)


def test_a_case_one_may_not_know_of_is_as_if_it_were_not_there(
    cases: list[ReviewRequest], cast: Cast, now: dt.datetime
) -> None:
    first, second, third, _ = cases
    restrict(case_id=second.pk, actor=cast.supervisor, readers=[cast.handler, cast.principal], now=now)
    recuse(
        case_id=third.pk, person_id=cast.principal.pk, ground=RecusalGround.OWN, note="", actor=cast.principal, now=now
    )
    with refused(LinkRefused, "找不到這個案號"):
        link(first, third.number, cast.principal, now)
    with refused(KeepsOut):
        link(third, first.number, cast.principal, now)
    with refused(LinkRefused, "找不到這個案號"):
        link(first, second.number, cast.teacher, now)


@pytest.mark.parametrize("username", ["dean", "guard", "administrator", "auditor"])
def test_who_does_not_work_on_them_does_not_link(
    cases: list[ReviewRequest], cast: Cast, now: dt.datetime, username: str
) -> None:
    with refused(LinkRefused):
        link(cases[0], cases[2].number, getattr(cast, username), now)


def test_an_applicant_does_not_link_his_own_cases(cases: list[ReviewRequest], cast: Cast, now: dt.datetime) -> None:
    with refused(KeepsOut):
        link(cases[0], cases[2].number, cast.teacher, now)


def test_a_restricted_companion_joins_unseen(cases: list[ReviewRequest], cast: Cast, now: dt.datetime) -> None:
    first, second, third, _ = cases
    link(second, third.number, cast.handler, now)
    restrict(case_id=third.pk, actor=cast.supervisor, readers=[cast.handler, cast.supervisor, cast.principal], now=now)
    link(first, second.number, cast.handler, now)
    assert together(first, cast.handler, now) == ["115-0002", "115-0003"]
    recuse(case_id=third.pk, person_id=cast.handler.pk, ground=RecusalGround.OWN, note="", actor=cast.handler, now=now)
    assert together(first, cast.handler, now) == ["115-0002"]
    assert "115-0003" not in sentence(Entry.objects.filter(subject="案 115-0001").latest("sequence"))
