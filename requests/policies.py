"""Who may see and do what with a case. `visible_to` is the one source of every list, count, number and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import Role
from requests.choices import Action, Status
from requests.models import ReviewRequest

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from accounts.models import PlanStep, User
    from accounts.selectors import Seating, Signatory

CHAIN = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL})
MAY_ASK = frozenset({Role.STAFF, Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.ADMINISTRATOR})
VIEWABLE = (Status.APPROVED, Status.PARTLY_APPROVED)


def may_ask(user: User, now: dt.datetime) -> bool:
    """Staff of the school may send a 附錄1 in the browser (伍、一); a guard asks on paper through 承辦人."""
    return bool(people.roles_of(user, timezone.localdate(now)) & MAY_ASK)


class MayNotAsk(PermissionDenied):
    """The person's account cannot send a 附錄1."""

    def __init__(self) -> None:
        super().__init__("您的帳號不能在線上提出調閱申請，請填寫紙本附錄1 交承辦人。")


def require_may_ask(user: User, now: dt.datetime) -> None:
    """Raises MayNotAsk."""
    if not may_ask(user, now):
        raise MayNotAsk


def is_in_chain(user: User, now: dt.datetime) -> bool:
    """Say whether `user` signs cases now: by appointment, or as somebody's deputy."""
    if people.roles_of(user, timezone.localdate(now)) & CHAIN:
        return True
    return _has_seat(accounts.seatings(CHAIN, now).values(), user)


def visible_to(user: User, now: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the submitted cases `user` may know of: one's own, those one signs, and 限制案 only where one is a reader."""
    return _visible(user, in_chain=is_in_chain(user, now))


def visible_from(seats: Mapping[Role, Seating], user: User) -> QuerySet[ReviewRequest]:
    """Return the same as `visible_to` for who knows the seats of the chain already, without another query."""
    return _visible(user, in_chain=_has_seat((seats[role] for role in CHAIN), user))


def _has_seat(seats: Iterable[Seating], user: User) -> bool:
    """Say whether `user` holds a seat, also as second deputy: the first may be a party to one of the cases."""
    return any(one.user == user for seating in seats for one in seating.people)


def may_know(user: User, case: ReviewRequest) -> bool:
    """Say whether a person of the chain may know of `case`: of a 限制案 only its readers. Uses prefetched `readers`."""
    return not case.is_restricted or any(reader.pk == user.pk for reader in case.readers.all())


def _visible(user: User, *, in_chain: bool) -> QuerySet[ReviewRequest]:
    cases = ReviewRequest.objects.exclude(status=Status.DRAFT)
    own = Q(applicant=user)
    if not in_chain:
        return cases.filter(own)
    return cases.filter(own | Q(is_restricted=False) | Q(pk__in=user.readable_cases.values("pk")))


def get_case(user: User, number: str, now: dt.datetime) -> ReviewRequest:
    """Return the case. Raises Http404 when there is none or `user` may not know of it."""
    try:
        return visible_to(user, now).select_related("plan", "applicant").get(number=number)
    except ReviewRequest.DoesNotExist:
        raise Http404 from None


def get_draft(user: User, key: uuid.UUID) -> ReviewRequest:
    """Return one's own draft. Raises Http404 for anybody else's."""
    try:
        return ReviewRequest.objects.get(draft_key=key, applicant=user, status=Status.DRAFT)
    except ReviewRequest.DoesNotExist:
        raise Http404 from None


def signs_now(user: User, case: ReviewRequest, step: PlanStep, now: dt.datetime) -> Signatory | None:
    """Return as what `user` may sign `step` of `case`, or None."""
    return signs_from(accounts.seating(Role(step.role), now), user, case)


def signs_from(seats: Seating, user: User, case: ReviewRequest) -> Signatory | None:
    """Return as what `user` may sign the step of `case` whose role has these `seats`, or None.

    A party never acts on the case, and nobody who signed an earlier step signs the last one for somebody else
    (ruling 2); by one's own appointment one may hold both steps, as in a small school. Uses prefetched `approvals`.
    """
    if user.pk == case.applicant_id or not may_know(user, case):
        return None
    parties = {case.applicant_id}
    signatory = seats.signatory(user, excluded=parties)
    if signatory is not None and signatory.acting_for is None:
        return signatory
    signed = {act.actor_id for act in case.approvals.all() if act.is_current}
    return seats.signatory(user, excluded=parties | signed)


class NotYourStep(PermissionDenied):
    """The signed-in person may not sign this step."""

    def __init__(self, step_title: str) -> None:
        super().__init__(f"這一關是「{step_title}」，您目前不能簽核。")


def require_signatory(user: User, case: ReviewRequest, step: PlanStep, now: dt.datetime) -> Signatory:
    """Return as what `user` signs. Raises NotYourStep."""
    signatory = signs_now(user, case, step, now)
    if signatory is None:
        raise NotYourStep(step.title)
    return signatory


class NotYourCase(PermissionDenied):
    """Only the applicant may do this."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"只有申請人可以「{action.label}」。")


def require_applicant(user: User, case: ReviewRequest, action: Action) -> None:
    """Raises NotYourCase when `user` is not the applicant."""
    if user.pk != case.applicant_id:
        raise NotYourCase(action)


def may_escort(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Who handles cases, or deputises for one who does, accompanies a viewing; never of one's own case (伍、四)."""
    return user.pk != case.applicant_id and may_know(user, case) and is_in_chain(user, now)


def may_read_register(user: User, now: dt.datetime) -> bool:
    """承辦人, 主管, 校長 keep and read the 調閱登記簿 (ruling 22); the auditor reads it."""
    return bool(people.roles_of(user, timezone.localdate(now)) & (CHAIN | {Role.AUDITOR}))
