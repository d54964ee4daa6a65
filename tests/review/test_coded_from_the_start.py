"""霸凌防制 and 性別平等: a 限制案 from the moment it is sent (domain §6.3, ruling 6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.choices import DeputyReason
from accounts.services import name_deputy
from ledger.choices import Verb
from ledger.models import Entry
from requests import policies
from requests.choices import Action, DutyBasis, Need, Status
from requests.services.drafts import Content, correct, save_draft, submit
from retention.models import Hold
from tests.review.test_asking_pages import Typed, typed
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

__all__ = ["typed"]


@shared
def coded(cast: Cast, content: Content, now: dt.datetime) -> ReviewRequest:
    """A case on a coded ground, sent while 校長 has a deputy."""
    name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.OFFICIAL_TRIP,
        since=now - dt.timedelta(hours=1), until=now + dt.timedelta(days=1), actor=cast.principal, now=now,
    )  # fmt: skip
    draft = save_draft(
        applicant=cast.teacher, content=replace(content, duty_basis=DutyBasis.BULLYING), key=None, now=now
    )
    return submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)


def test_everybody_who_may_sign_and_nobody_else_reads_it(coded: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    assert coded.is_restricted
    assert {one.username for one in coded.readers.all()} == {"handler", "supervisor", "principal", "dean"}
    seeing = {name for name, user in vars(cast).items() if policies.visible_to(user, now).exists()}
    assert seeing == {"teacher", "handler", "supervisor", "principal", "dean"}


def test_its_hold_does_not_say_which_case_it_is_for(coded: ReviewRequest) -> None:
    assert Hold.objects.get().reference == ""
    entries = Entry.objects.filter(verb=Verb.CASE_RESTRICTED, subject=str(coded))
    assert [entry.detail for entry in entries] == [{"count": "4"}]


def test_another_ground_is_an_ordinary_case(case: ReviewRequest) -> None:
    assert not case.is_restricted
    assert not case.readers.exists()
    assert Hold.objects.get().reference == "115-0001"


@pytest.mark.parametrize("need", [Need.OWN, Need.CHILD])
def test_a_ground_left_over_from_another_need_counts_for_nothing(
    cast: Cast, content: Content, now: dt.datetime, need: Need
) -> None:
    content = replace(content, need=need, duty_basis=DutyBasis.GENDER)
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    assert not submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now).is_restricted


def test_a_correction_may_make_it_coded_but_never_open_it_again(
    case: ReviewRequest, cast: Cast, content: Content, signs: Signs, now: dt.datetime
) -> None:
    for basis, entries in ((DutyBasis.GENDER, 1), (DutyBasis.SAFETY, 1)):
        signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請敘明依據。")
        case = correct(case_id=case.pk, applicant=cast.teacher, content=replace(content, duty_basis=basis), now=now)
        assert (case.is_restricted, case.status) == (True, Status.IN_REVIEW)
        assert Entry.objects.filter(verb=Verb.CASE_RESTRICTED).count() == entries
    assert not Hold.objects.exclude(reference="").exists()


def test_the_pages_say_so_before_and_after(client: Client, cast: Cast, typed: Typed, at_now: None) -> None:
    client.force_login(cast.teacher)
    assert "本案自送出起為限制案，只有指定的人員看得到" in client.get(reverse("review:new")).content.decode()
    check = client.post(reverse("review:new"), {**typed, "duty_basis": "gender"})["Location"]
    assert "送出後為限制案" in client.get(check).content.decode()
    assert "本案為限制案" in client.post(check, {"accepts_note": "on"}, follow=True).content.decode()
