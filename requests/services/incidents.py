"""同一事件: several applicants, one thing that happened (house, "Nouns")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors
from requests.models import Incident, ReviewRequest
from requests.services.errors import ReviewError
from requests.services.records import locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


class LinkRefused(ReviewError):
    """The cases cannot be linked; the sentence says why."""


@transaction.atomic
def link_cases(*, case_id: int, other_number: str, actor: User, now: dt.datetime) -> Incident:
    """Say that two cases are about one thing; where one belongs to an incident already, the other joins it.

    Both must be known to `actor`, who works on them. Raises KeepsOut, LinkRefused.
    """
    other_id = ReviewRequest.objects.filter(number=other_number.strip()).values_list("pk", flat=True).first()
    if other_id is None or not policies.visible_to(actor, now).filter(pk=other_id).exists():
        raise LinkRefused("找不到這個案號，請確認後再填，例如：115-0003。")
    if other_id == case_id:
        raise LinkRefused("請填寫另一個案件的案號。")
    first, second = (locked(key) for key in sorted((case_id, other_id)))
    case, other = (first, second) if first.pk == case_id else (second, first)
    for one in (case, other):
        policies.require_works_on(actor, one, now)
    if case.incident_id is not None and case.incident_id == other.incident_id:
        raise LinkRefused("這兩案已經是同一事件。")
    incident = case.incident or other.incident or Incident.objects.create(title="同一事件", created_at=now)
    joining = [one for one in (case, other) if one.incident_id != incident.pk]
    joining += _companions(joining)
    words = accounts.in_words(actor, now)
    for one in joining:
        one.incident = incident
        one.save(update_fields=["incident"])
    detail = {"incident": f"事件 {incident.pk}"}  # never the other number: an applicant reads the entries of his case
    for one in joining:
        ledger.append(verb=Verb.CASE_LINKED, actor=words, detail=detail, now=now, **selectors.CASES.said(one))
    return incident


def _companions(joining: list[ReviewRequest]) -> list[ReviewRequest]:
    """The other cases of an incident that is joined to another one as a whole."""
    keys = {one.incident_id for one in joining if one.incident_id}
    others = ReviewRequest.objects.filter(incident__in=keys).exclude(pk__in=[one.pk for one in joining])
    return [locked(key) for key in others.order_by("pk").values_list("pk", flat=True)]


def same_incident(case: ReviewRequest, user: User, now: dt.datetime) -> list[ReviewRequest]:
    """Return the other cases of the incident that `user` may know of."""
    if case.incident_id is None:
        return []
    others = policies.visible_to(user, now).filter(incident=case.incident_id).exclude(pk=case.pk)
    return list(others.order_by("number"))
