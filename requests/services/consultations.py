"""會辦: another office's opinion, asked sideways; it stops no clock (ruling 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import selectors as accounts
from accounts.choices import StepKind
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from requests import policies, selectors, transitions
from requests.choices import Action, ReaderGround, Status
from requests.models import Consultation
from requests.services.chain.notices import send
from requests.services.errors import ReviewError
from requests.services.records import locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest


class ConsultationRefused(ReviewError):
    """The 會辦 cannot be asked or answered; the sentence says why."""


class NotConsulted(PermissionDenied):
    """Only who was asked answers."""

    def __init__(self) -> None:
        super().__init__("這項會辦不是請您回覆的。")


@transaction.atomic
def consult(*, case_id: int, person_id: int, question: str, actor: User, now: dt.datetime) -> Consultation:
    """Ask a colleague for an opinion: he sees the case while it is open, of a 限制案 too as a named reader.

    Asked by who signs the current step. Raises WrongOrder, NotYourStep, ConsultationRefused.
    """
    case = locked(case_id)
    step = selectors.current_step(case)
    if step is None:
        raise transitions.WrongOrder(Status(case.status), Action.CONSULT)
    transitions.next_status(Status(case.status), StepKind(step.kind), Action.CONSULT)
    policies.require_signatory(actor, case, step, now)
    person = accounts.person_in_use(person_id, local_date(now))
    if person is None or person == actor or not policies.may_be_consulted(person, case, now):
        raise ConsultationRefused("請選擇其他處室的在職同仁；申請人與須迴避者不能會辦。")
    if not question.strip():
        raise ConsultationRefused("請填寫會辦事項。")
    if case.consultations.filter(person=person, answered_at=None).exists():
        raise ConsultationRefused("已請此人表示意見，尚未回覆。")
    if case.is_restricted:
        case.readers.add(person, through_defaults={"ground": ReaderGround.ASKED})
    appointment = accounts.main_appointment(person, local_date(now))
    words = accounts.in_words(actor, now)
    consultation = Consultation.objects.create(
        review_request=case, person=person, person_name=person.name, question=question.strip(),
        person_title=appointment.title if appointment else "", asked_by=words.name, asked_at=now,
    )  # fmt: skip
    send([person], case, f"請就調閱申請 {case.number} 表示會辦意見", now)
    office = appointment.office.name if appointment and appointment.office else consultation.person_title
    ledger.append(
        verb=Verb.CASE_CONSULTED, actor=words, detail={"office": office}, now=now, **selectors.CASES.said(case)
    )
    return consultation


@transaction.atomic
def answer_consultation(*, consultation_id: int, actor: User, opinion: str, now: dt.datetime) -> Consultation:
    """Answer what one was asked, while the case is open. Raises NotConsulted, ConsultationRefused."""
    case = locked(Consultation.objects.values_list("review_request_id", flat=True).get(pk=consultation_id))
    consultation = case.consultations.get(pk=consultation_id)
    if consultation.person_id != actor.pk or not policies.may_be_consulted(actor, case, now):
        raise NotConsulted
    if not policies.may_know(actor, case):
        raise NotConsulted
    if consultation.answered_at is not None:
        raise ConsultationRefused("這項會辦已經回覆。")
    if case.status not in policies.OPEN:
        raise ConsultationRefused("本案已核定，不必再回覆會辦。")
    if not opinion.strip():
        raise ConsultationRefused("請填寫會辦意見；無意見時請填「無意見」。")
    consultation.opinion, consultation.answered_at = opinion.strip(), now
    consultation.save(update_fields=["opinion", "answered_at"])
    send(selectors.signatories(case, now), case, f"調閱申請 {case.number} 的會辦意見已回覆", now)
    words = accounts.in_words(actor, now)
    ledger.append(verb=Verb.CASE_ADVISED, actor=words, now=now, **selectors.CASES.said(case))
    return consultation


def consultable(case: ReviewRequest, actor: User, now: dt.datetime) -> list[User]:
    """Return whom `actor` may ask."""
    staff = accounts.people_in_use(local_date(now))
    return [one for one in staff if one != actor and policies.may_be_consulted(one, case, now)]
