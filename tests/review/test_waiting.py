"""What waits for whom, and in which order: what is lost or due first on top (ux §6)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from accounts.choices import DeputyReason
from accounts.services import name_deputy
from requests import selectors
from requests.choices import Action, ConsentGround, Proposal
from requests.services import chain, consultations, drafts, viewings
from requests.views.reading import said
from requests.views.rows import waiting_rows
from retention.choices import FootageState
from retention.models import HandCheck
from tests.review.reading import seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from requests.models import ReviewRequest
    from requests.services.drafts import Content
    from tests.conftest import Cast
    from tests.review.conftest import Signs

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def ask(cast: Cast, content: Content, now: dt.datetime) -> Callable[..., ReviewRequest]:
    """Return a function that sends a request for footage of `ago` days ago, `sent` days ago."""

    def send(ago: int, sent: int = 0) -> ReviewRequest:
        start = now - ago * DAY
        asked = dataclasses.replace(content, starts_at=start, ends_at=start + HOUR)
        draft = drafts.save_draft(applicant=cast.teacher, content=asked, key=None, now=now - sent * DAY)
        return drafts.submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now - sent * DAY)

    return send


def waiting(cast: Cast, who: str, now: dt.datetime) -> list[str]:
    return [one.case.number or "" for one in waiting_rows(selectors.desk_of(getattr(cast, who), now))]


def test_the_earlier_of_both_clocks_orders_what_waits(
    cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime
) -> None:
    fresh, nearly_lost, nearly_due = ask(1), ask(12), ask(1, sent=0)
    nearly_due.due_at = now + DAY
    nearly_due.save(update_fields=["due_at"])
    assert waiting(cast, "handler", now) == [nearly_due.number, nearly_lost.number, fresh.number]


def test_what_is_to_be_ratified_first_stands_first_and_says_until_when(
    client: Client, cast: Cast, ask: Callable[..., ReviewRequest], signs: Signs, now: dt.datetime
) -> None:
    nearly_lost, urgent = ask(10), ask(1)
    viewings.consent_and_start(
        case_id=urgent.pk,
        consent=viewings.Consent(ground=ConsentGround.MISSING, consented_by=cast.principal, consented_at=now),
        presence=viewings.Presence(people_present="許喆安", told_not_to_film=True),
        operator=cast.handler,
        now=now,
    )
    assert waiting(cast, "handler", now) == [urgent.number, nearly_lost.number]
    said_on = []
    for at in (now, now + 2 * DAY):
        with time_machine.travel(at, tick=False):
            client.force_login(cast.handler)
            page = seen(client.get(reverse("review:list"), {"view": "waiting"}).content.decode())
            said_on.append(re.findall(r"補核期限 .*", page))
    assert said_on == [["補核期限 115/11/24"], ["補核期限 115/11/24 已過，請儘速補核"]]
    signs(urgent, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    signs(urgent, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)
    signs(urgent, cast.principal, Action.APPROVE)
    (row,) = (one for one in selectors.rows(selectors.desk_of(cast.teacher, now).own, now) if one.case == urgent)
    assert row.ratify_by is None


def test_footage_that_is_gone_presses_no_more(cast: Cast, ask: Callable[..., ReviewRequest], now: dt.datetime) -> None:
    fresh, lost = ask(1), ask(10)
    assert waiting(cast, "handler", now) == [lost.number, fresh.number]
    HandCheck.objects.create(
        recorder=lost.cameras.all()[0].recorder,
        checked_at=now,
        checked_by="警衛",
        earliest_day=now.date() - 5 * DAY,
    )
    desk = selectors.desk_of(cast.handler, now)
    row = next(one for one in selectors.rows(desk.waiting, now) if one.case == lost)
    assert row.footage is not None
    assert row.footage.state is FootageState.OVERWRITTEN
    assert (row.overwritten_at, row.first_at) == (None, lost.due_at)
    assert waiting(cast, "handler", now) == [fresh.number, lost.number]


@pytest.mark.usefixtures("approved")
def test_the_handling_clock_of_a_decided_case_runs_no_more(cast: Cast, now: dt.datetime) -> None:
    (row,) = selectors.rows(selectors.desk_of(cast.teacher, now).own, now)
    assert row.due_at is None


def test_the_words_of_the_step_before_come_along(at_principal: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    (one,) = waiting_rows(selectors.desk_of(cast.principal, now))
    assert one.previous is not None
    assert (one.previous.who, one.previous.word, one.previous.opinion) == ("總務主任 方瑀彤", "擬准", "如擬。")
    assert waiting(cast, "supervisor", now) == []


def test_a_returned_case_waits_for_its_applicant_with_what_to_correct_and_until_when(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請縮短時段。")
    (one,) = waiting_rows(selectors.desk_of(cast.teacher, now))
    assert one.is_own
    assert one.previous is not None
    assert (one.previous.word, one.previous.opinion) == ("退回補正", "請縮短時段。")
    assert one.correct_by is not None
    assert one.correct_by.date() == dt.date(2026, 11, 30)
    assert waiting(cast, "handler", now) == []


def said_to(cast: Cast, who: str, now: dt.datetime) -> tuple[str, str]:
    """Return the word and the opinion that come with the one case on somebody's desk, on the list and on its own page."""
    (one,) = waiting_rows(selectors.desk_of(getattr(cast, who), now))
    of_the_case = said(selectors.last_word(one.case))
    assert one.previous == of_the_case
    return (one.previous.word, one.previous.opinion) if one.previous else ("", "")


def test_until_when_to_correct_is_counted_from_the_last_return(
    case: ReviewRequest, cast: Cast, content: Content, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請縮短時段。")
    drafts.correct(case_id=case.pk, applicant=cast.teacher, content=content, now=now + HOUR)
    assert said_to(cast, "handler", now + HOUR) == ("", "")  # it was answered
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請寫明地點。", now=now + DAY)
    assert said_to(cast, "teacher", now + DAY) == ("退回補正", "請寫明地點。")
    (one,) = waiting_rows(selectors.desk_of(cast.teacher, now + DAY))
    assert one.correct_by == selectors.correction_due(one.case)
    assert one.correct_by is not None
    assert one.correct_by.date() == dt.date(2026, 12, 1)


def test_who_is_asked_again_reads_why_until_he_has_signed_again(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(at_principal, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="時段過長。", now=now + HOUR)
    assert said_to(cast, "supervisor", now + HOUR) == ("退回前一關", "時段過長。")
    signs(at_principal, cast.supervisor, Action.RETURN_TO_PREVIOUS, opinion="請縮短。", now=now + 2 * HOUR)
    assert said_to(cast, "handler", now + 2 * HOUR) == ("退回前一關", "請縮短。")
    signs(at_principal, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, opinion="已縮短。", now=now + DAY)
    assert said_to(cast, "supervisor", now + DAY) == ("擬准", "已縮短。")


def test_what_was_taken_back_is_not_read(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(at_principal, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="時段過長。", now=now + HOUR)
    chain.recall(case_id=at_principal.pk, actor=cast.principal, now=now + 2 * HOUR)
    assert said_to(cast, "principal", now + 2 * HOUR) == ("擬准", "如擬。")


def test_an_opinion_asked_for_waits_until_it_is_given(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    asked = consultations.consult(
        case_id=case.pk, person_id=cast.dean.pk, question="是否屬霸凌通報？", actor=cast.handler, now=now
    )
    (one,) = waiting_rows(selectors.desk_of(cast.dean, now))
    assert one.asks_opinion
    assert waiting(cast, "colleague", now) == []
    consultations.answer_consultation(consultation_id=asked.pk, opinion="尚無。", actor=cast.dean, now=now)
    assert waiting(cast, "dean", now) == []


def test_a_granted_case_waits_for_the_handler_or_the_deputy_until_it_was_viewed(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    assert waiting(cast, "handler", now) == [approved.number]
    assert waiting(cast, "dean", now) == []
    name_deputy(
        principal_id=cast.handler.pk,
        deputy_id=cast.dean.pk,
        order=1,
        reason=DeputyReason.LEAVE,
        since=now - HOUR,
        until=now + DAY,
        actor=cast.handler,
        now=now,
    )
    assert waiting(cast, "dean", now) == [approved.number]
    viewing = viewings.start_viewing(
        case_id=approved.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now
    )
    viewings.end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=now + HOUR)
    assert waiting(cast, "handler", now) == waiting(cast, "dean", now) == []


def test_a_case_stands_on_one_desk_at_a_time(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    people = ("teacher", "colleague", "handler", "supervisor", "dean", "principal", "guard", "administrator", "auditor")

    def desks() -> set[str]:
        return {who for who in people if waiting(cast, who, now)}

    assert desks() == {"handler"}
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert desks() == {"supervisor"}
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE)
    assert desks() == {"principal"}
    chain.recall(case_id=case.pk, actor=cast.supervisor, now=now)
    assert desks() == {"supervisor"}
