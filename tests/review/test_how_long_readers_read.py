"""How long a named reader reads a 限制案: who was named for good, who has a seat while he has it, who was asked until it is decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from accounts.choices import DeputyReason, Role
from accounts.services import appoint, end_deputy, end_post, name_deputy
from ledger.services import SYSTEM
from requests import policies
from requests.choices import Action, DutyBasis, Proposal, ReaderGround
from requests.models import CaseReader, ReviewRequest
from requests.services.consultations import answer_consultation, consult
from requests.services.drafts import Content, save_draft, submit
from requests.services.secrecy import restrict
from tests.review.acts import told
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Deputy, User
    from tests.conftest import Cast
    from tests.review.conftest import Signs

DAY = dt.timedelta(days=1)
CHAIN = {"handler", "supervisor", "principal"}
YES = Proposal.APPROVE


def deputise(absent: User, deputy: User, now: dt.datetime, reason: DeputyReason = DeputyReason.LEAVE) -> Deputy:
    return name_deputy(
        principal_id=absent.pk, deputy_id=deputy.pk, order=1, reason=reason, since=now, until=now + DAY, actor=absent,
        now=now,
    )  # fmt: skip


def reading(case: ReviewRequest, cast: Cast, now: dt.datetime) -> set[str]:
    return cast.those(lambda user: user != cast.teacher and policies.visible_to(user, now).filter(pk=case.pk).exists())


@shared
def coded(cast: Cast, content: Content, now: dt.datetime) -> ReviewRequest:
    """A case on a coded ground, sent on the day on which the dean acts for 校長."""
    deputise(cast.principal, cast.dean, now)
    asked = replace(content, duty_basis=DutyBasis.BULLYING)
    draft = save_draft(applicant=cast.teacher, content=asked, key=None, now=now)
    return submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)


# --- by seat -----------------------------------------------------------------------------------------------------------
def test_a_deputy_reads_it_while_he_deputises(coded: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    assert reading(coded, cast, now) == CHAIN | {"dean"}
    assert reading(coded, cast, now + DAY) == CHAIN

    end_deputy(deputy_row_id=cast.principal.deputies.get().pk, actor=cast.principal, now=now + DAY / 2)

    assert reading(coded, cast, now + DAY / 2) == CHAIN


def test_who_is_to_sign_where_somebody_keeps_out_reads_it(coded: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    end_deputy(deputy_row_id=cast.principal.deputies.get().pk, actor=cast.principal, now=now)
    deputise(cast.principal, cast.dean, now, DeputyReason.RECUSAL)

    assert reading(coded, cast, now) == CHAIN | {"dean"}


def test_whose_post_is_ended_reads_it_no_more(coded: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    """The page that ends a post says: 自今日起不再具有這個角色的權限."""
    for person in (cast.supervisor, cast.principal):
        appoint(user=person, role=Role.STAFF, title="教師", since=now.date(), actor=SYSTEM, now=now)
        post = person.appointments.exclude(role=Role.STAFF).get()
        appoint(user=cast.colleague, role=Role(post.role), title=post.title, since=now.date(), actor=SYSTEM, now=now)
        end_post(appointment_id=post.pk, actor=cast.administrator, now=now)

    assert reading(coded, cast, now + DAY) == {"handler"}


def test_a_lapsed_reader_accompanies_no_viewing(coded: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    case = ReviewRequest.objects.get(pk=coded.pk)
    assert policies.may_accompany(cast.dean, case, now)
    assert not policies.may_accompany(cast.dean, case, now + DAY)
    assert policies.may_accompany(cast.supervisor, case, now + DAY)


# --- asked (會辦) ------------------------------------------------------------------------------------------------------
def test_who_is_asked_reads_it_until_it_is_decided(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    restrict(case_id=case.pk, actor=cast.handler, readers=[cast.supervisor, cast.principal], now=now)
    asked = consult(case_id=case.pk, person_id=cast.dean.pk, question="是否通報？", actor=cast.handler, now=now)
    answer_consultation(consultation_id=asked.pk, actor=cast.dean, opinion="已通報。", now=now)
    for actor in (cast.handler, cast.supervisor):
        signs(case, actor, Action.PROPOSE, proposal=YES)
    assert reading(case, cast, now) == CHAIN | {"dean"}

    signs(case, cast.principal, Action.APPROVE)

    assert reading(case, cast, now) == CHAIN


def test_a_deputy_of_once_who_is_asked_reads_it_again(coded: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    later = now + 2 * DAY
    consult(case_id=coded.pk, person_id=cast.dean.pk, question="是否通報？", actor=cast.handler, now=later)

    assert reading(coded, cast, later) == CHAIN | {"dean"}
    assert told(cast.dean)[-1].endswith("表示會辦意見")


# --- named by hand -----------------------------------------------------------------------------------------------------
def test_who_was_named_reads_it_for_good_whatever_he_deputises(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    named = [cast.supervisor, cast.principal, cast.colleague]
    restrict(case_id=approved.pk, actor=cast.handler, readers=named, now=now)
    deputise(cast.principal, cast.colleague, now)
    restrict(case_id=approved.pk, actor=cast.handler, readers=[*named, cast.dean], now=now)

    assert reading(approved, cast, now + 2 * DAY) == CHAIN | {"colleague", "dean"}


def test_the_page_ticks_who_reads_it_now_and_who_is_ticked_anew_is_named(
    client: Client, coded: ReviewRequest, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    page = reverse("review:restrict", args=[coded.number])
    client.force_login(cast.handler)

    def ticked() -> set[str]:
        return {one.username for one in client.get(page).context["form"].initial["readers"]}

    assert ticked() == CHAIN | {"dean"}
    end_deputy(deputy_row_id=cast.principal.deputies.get().pk, actor=cast.principal, now=now)
    assert ticked() == CHAIN

    restrict(case_id=coded.pk, actor=cast.handler, readers=[cast.supervisor, cast.principal, cast.dean], now=now)

    assert reading(coded, cast, now + 9 * DAY) == CHAIN | {"dean"}


# --- of before ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "ground"),
    [("principal", "seat"), ("dean", "seat"), ("colleague", "asked"), ("guard", "named")],
)
def test_readers_of_before_read_on_the_narrowest_ground_there_is_for_them(
    coded: ReviewRequest, cast: Cast, now: dt.datetime, who: str, ground: str
) -> None:
    """The dean acted for 校長 and was asked, too; the guard was neither, so somebody has named him."""
    for person in (cast.dean, cast.colleague):
        consult(case_id=coded.pk, person_id=person.pk, question="是否通報？", actor=cast.handler, now=now)
    coded.readers.add(cast.guard)
    CaseReader.objects.update(ground=ReaderGround.NAMED)

    migration = import_module("requests.migrations.0015_why_readers_read")
    migration.ground_of_before(apps, SimpleNamespace(connection=connection))

    assert CaseReader.objects.get(user=getattr(cast, who)).ground == ground
