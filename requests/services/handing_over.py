"""What of the cases hangs on one person goes to another: when he leaves (肆、二), or his post moves on (ruling 25).

Cases wait for roles, not for people; only this waits for a person: a place among the readers of a 限制案, an opinion he was
asked for, a viewing he was to accompany, a paper form he was typing in, and what an applicant who is gone would answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from accounts import selectors as accounts
from accounts.choices import Role
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, long_moment
from requests import policies, selectors
from requests.choices import AppointmentState, Status
from requests.models import ReviewRequest, ViewingAppointment
from requests.services.chain.notices import send, tell_signatories
from requests.services.errors import ReviewError
from requests.services.records import case_url
from requests.services.secrecy import name_readers
from requests.services.viewings.starting import names_of
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from accounts.models import User
    from ledger.services import Actor

NO_OPINION = "（會辦對象職務異動，未表示意見）"
TO_BE_MOVED = "陪同人員職務異動，請重新約定"


class NobodyElse(ReviewError):
    """What the person leaves behind could be done by nobody; says nothing of which case."""

    def __init__(self) -> None:
        super().__init__("承接人不能承接此人全部的工作，請改由承辦人、處室主管或校長承接。")


@dataclass(frozen=True)
class Passing:
    """Who hands over to whom; `roles` of the chain are those he gives up, `is_gone` when he is no more of the school.

    Without a successor only what needs none is done: ask `hanging_on` first.
    """

    person: User
    successor: User | None
    roles: Collection[Role]
    is_gone: bool
    now: dt.datetime


def hand_over_cases(passing: Passing) -> list[ReviewRequest]:
    """Hand over what hangs on the person and return the cases it changed; the caller records each by `record_handed`.

    Call inside the act's transaction, when the successor holds his posts already. Raises NobodyElse.
    """
    cases = _locked(passing)
    for case in cases:
        _seat(case, passing)
        _pass_consultation(case, passing)
        _pass_viewing(case, passing)
        if passing.is_gone and case.applicant_id == passing.person.pk:
            _answer_for(case, passing.now)
    if passing.is_gone or Role.HANDLER in passing.roles:
        _pass_entries(passing)
    return cases


def record_handed(cases: Sequence[ReviewRequest], to: str, actor: Actor, now: dt.datetime) -> None:
    """Append what `hand_over_cases` changed; last, it locks the ledger."""
    for case in cases:
        ledger.append(verb=Verb.CASE_HANDED, actor=actor, detail={"to": to}, now=now, **selectors.CASES.said(case))


def hanging_on(person: User) -> int:
    """Return how many cases wait for `person` himself; a number only, for who names the successor knows no case."""
    rows = _cases(_asked(person) | _accompanied(person) | policies.named_reader_of(person))
    return rows.count() + ReviewRequest.objects.filter(status=Status.DRAFT, entered_by=person).count()


def _asked(person: User) -> Q:
    asked = person.consultations.filter(answered_at=None, review_request__status__in=policies.OPEN)
    return Q(pk__in=asked.values("review_request"))


def _accompanied(person: User) -> Q:
    planned = ViewingAppointment.objects.filter(escorts=person, state=AppointmentState.PLANNED)
    return Q(pk__in=planned.values("review_request"))


def _cases(which: Q) -> QuerySet[ReviewRequest]:
    return ReviewRequest.objects.filter(which, erased_at=None).exclude(status=Status.DRAFT)


def _locked(passing: Passing) -> list[ReviewRequest]:
    person = passing.person
    which = _asked(person) | _accompanied(person)
    if passing.roles or passing.is_gone:
        which |= policies.named_reader_of(person)
    if passing.is_gone:
        which |= Q(applicant=person, status__in=policies.OPEN)
    keys = list(_cases(which).values_list("pk", flat=True))
    locked = ReviewRequest.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    return list(locked.select_related("plan", "applicant"))


def _seat(case: ReviewRequest, passing: Passing) -> None:
    """Of a 限制案 name for each role given up whom the readers lack, the successor first: a case nobody knows is lost."""
    readers = {one.pk: one for one in case.readers.all()}
    if not case.is_restricted or passing.person.pk not in readers:
        return
    if passing.is_gone or not policies.is_in_chain(passing.person, passing.now):
        del readers[passing.person.pk]
    for role in passing.roles:
        seated = [one.user for one in accounts.seating(role, passing.now).without(policies.parties(case))]
        seated = [one for one in seated if one != passing.person]
        if seated and not {one.pk for one in seated} & readers.keys():
            chosen = next((one for one in seated if one == passing.successor), seated[0])
            readers[chosen.pk] = chosen
    if passing.roles and not _is_known_to_the_chain(case, readers.values(), passing.now):
        raise NobodyElse
    name_readers(case, readers.values(), passing.now)


def _is_known_to_the_chain(case: ReviewRequest, readers: Collection[User], now: dt.datetime) -> bool:
    return any(
        one.user in readers
        for seating in accounts.seatings(policies.CHAIN, now).values()
        for one in seating.without(policies.parties(case))
    )


def _pass_consultation(case: ReviewRequest, passing: Passing) -> None:
    """Ask the successor instead; where he may not be asked, the question ends, and who asked is told."""
    asked = case.consultations.filter(person=passing.person, answered_at=None).first()
    if asked is None or case.status not in policies.OPEN:
        return
    to, now = passing.successor, passing.now
    if to and _may_be_asked(to, case, now):
        post = accounts.main_appointment(to, local_date(now))
        asked.person, asked.person_name, asked.person_title = to, to.name, post.title if post else ""
        asked.save(update_fields=["person", "person_name", "person_title"])
        send([to], case, f"請就調閱申請 {case.number} 表示會辦意見（職務交接）", now)
        return
    asked.opinion, asked.answered_at = NO_OPINION, now
    asked.save(update_fields=["opinion", "answered_at"])
    text = f"調閱申請 {case.number} 的會辦對象職務異動，未表示意見；如有需要請另行會辦"
    send(selectors.signatories(case, now), case, text, now)


def _may_be_asked(person: User, case: ReviewRequest, now: dt.datetime) -> bool:
    is_asked = case.consultations.filter(person=person, answered_at=None).exists()
    return policies.may_be_consulted(person, case, now) and policies.may_know(person, case) and not is_asked


def _pass_viewing(case: ReviewRequest, passing: Passing) -> None:
    """Let the successor accompany; where nobody is left who may start the viewing, it is called off and told."""
    planned = case.appointments.filter(state=AppointmentState.PLANNED, escorts=passing.person).first()
    if planned is None:
        return
    now, to = passing.now, passing.successor
    escorts = [one for one in planned.escorts.all() if one not in (passing.person, to)]
    if to and policies.may_accompany(to, case, now):
        escorts.append(to)
    goes_on = any(policies.may_escort(one, case, now) for one in escorts)
    planned.state = AppointmentState.MOVED if goes_on else AppointmentState.CANCELLED
    planned.end_reason, planned.ended_name, planned.ended_at = TO_BE_MOVED, passing.person.name, now
    planned.save(update_fields=["state", "end_reason", "ended_name", "ended_at"])
    if goes_on:
        made = ViewingAppointment.objects.create(
            review_request=case, at=planned.at, place=planned.place, escort_names=names_of(escorts, now),
            visitors=planned.visitors, made_name=planned.made_name, made_at=now,
        )  # fmt: skip
        made.escorts.set(escorts)
        text = f"請陪同調閱：{long_moment(made.at)} 在{made.place}（職務交接）"
        notify(recipients=escorts, text=text, url=reverse("home"), subject="陪同調閱", now=now)
        return
    handlers = [one for one in selectors.chain_people(case, now) if policies.may_know(one, case)]
    send(handlers, case, f"調閱申請 {case.number} 的陪同人員職務異動，請重新約定調閱", now)


def _answer_for(case: ReviewRequest, now: dt.datetime) -> None:
    """Tell who handles the case that he answers for the applicant from now on (`policies.answers_for`)."""
    if case.status == Status.RETURNED:
        people = [one for one in selectors.chain_people(case, now) if policies.handles(one, case, now)]
        text = f"調閱申請 {case.number} 的申請人帳號已停用，補正或撤回請由承辦人代為辦理"
        notify(recipients=people, text=text, url=case_url(case), subject=str(case), now=now)
    else:
        tell_signatories(case, now)


def _pass_entries(passing: Passing) -> None:
    """What was half typed in from paper (代填) is typed on by the successor, or by another 承辦人."""
    drafts = ReviewRequest.objects.filter(status=Status.DRAFT, entered_by=passing.person)
    handlers = [one.user for one in accounts.seating(Role.HANDLER, passing.now).present]
    others = [one for one in handlers if one != passing.person]
    if others:
        drafts.update(entered_by=passing.successor if passing.successor in others else others[0])
