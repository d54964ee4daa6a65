"""Who may see and do what with a case. `visible_to` is the one source of every list, count, number and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import DeputyReason, Role
from requests.choices import Action, Status
from requests.models import Recusal, ReviewRequest

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
OPEN = (Status.IN_REVIEW, Status.RETURNED)
"""A case that waits for an act; so long those asked for an opinion see it."""


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
    """Return the submitted cases `user` may know of.

    One's own; those one signs, those one is asked about (會辦) while they are open, and of 限制案 those one is a named
    reader of — but none one must keep out of (迴避), unless it is one's own.
    """
    return _visible(user, now, in_chain=is_in_chain(user, now))


def visible_from(seats: Mapping[Role, Seating], user: User, now: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the same as `visible_to` for who knows the seats of the chain already, without another query."""
    return _visible(user, now, in_chain=_has_seat((seats[role] for role in CHAIN), user))


def _has_seat(seats: Iterable[Seating], user: User) -> bool:
    """Say whether `user` holds a seat, also as second deputy: the first may be a party to one of the cases."""
    return any(one.user == user for seating in seats for one in seating.present)


def may_know(user: User, case: ReviewRequest) -> bool:
    """Say whether a person of the chain may know of `case`: nobody who must keep out, of a 限制案 only its readers.

    Uses prefetched `readers` and `recusals`.
    """
    if user.pk in recused(case):
        return False
    return not case.is_restricted or any(reader.pk == user.pk for reader in case.readers.all())


def recused(case: ReviewRequest) -> set[int]:
    """Return the ids of those who must keep out of `case` (迴避). Uses prefetched `recusals`."""
    return {recusal.person_id for recusal in case.recusals.all()}


def parties(case: ReviewRequest) -> set[int]:
    """Return the ids of those who never act on `case`: the applicant, and whoever must keep out (ruling 2)."""
    return recused(case) | ({case.applicant_id} if case.applicant_id else set())


def _visible(user: User, now: dt.datetime, *, in_chain: bool) -> QuerySet[ReviewRequest]:
    cases = ReviewRequest.objects.exclude(status=Status.DRAFT)
    open_to_me = (
        Q(is_restricted=False) if in_chain else Q(is_restricted=False) & (_asked_about(user) | _stands_in(user, now))
    )
    mine = open_to_me | Q(is_restricted=True, pk__in=user.readable_cases.values("pk"))
    return cases.filter(Q(applicant=user) | mine & ~Q(pk__in=user.recusals.values("review_request")))


def _asked_about(user: User) -> Q:
    """The open cases on which `user` was asked for an opinion (會辦)."""
    return Q(pk__in=user.consultations.filter(review_request__status__in=OPEN).values("review_request"))


def _stands_in(user: User, now: dt.datetime) -> Q:
    """The open cases somebody must keep out of for whom `user` deputises on that ground (迴避)."""
    absent = user.deputises_for.filter(reason=DeputyReason.RECUSAL, since__lte=now, until__gt=now).values("principal")
    kept_out = Recusal.objects.filter(person__in=absent).values("review_request")
    return Q(status__in=OPEN) & (Q(pk__in=kept_out) | Q(applicant__in=absent))


def get_case(user: User, number: str, now: dt.datetime) -> ReviewRequest:
    """Return the case. Raises Http404 when there is none or `user` may not know of it."""
    try:
        return visible_to(user, now).select_related("plan", "applicant").get(number=number)
    except ReviewRequest.DoesNotExist:
        raise Http404 from None


def get_draft(user: User, key: uuid.UUID) -> ReviewRequest:
    """Return one's own draft. Raises Http404 for anybody else's."""
    try:
        return ReviewRequest.objects.get(drafted_by(user), draft_key=key, status=Status.DRAFT)
    except ReviewRequest.DoesNotExist:
        raise Http404 from None


def signs_now(user: User, case: ReviewRequest, step: PlanStep, now: dt.datetime) -> Signatory | None:
    """Return as what `user` may sign `step` of `case`, or None."""
    return signs_from(accounts.seating(Role(step.role), now), user, case)


def signs_from(seats: Seating, user: User, case: ReviewRequest) -> Signatory | None:
    """Return as what `user` may sign the step of `case` whose role has these `seats`, or None.

    A party never acts on the case, and nobody who signed an earlier step signs the last one for somebody else
    (ruling 2); by one's own appointment one may hold both steps, as in a small school. Uses prefetched `approvals`,
    `recusals` and `readers`.
    """
    out = parties(case)
    if user.pk in out or not may_know(user, case):
        return None
    signatory = seats.signatory(user, excluded=out)
    if signatory is not None and signatory.acting_for is None:
        return signatory
    signed = {act.actor_id for act in case.approvals.all() if act.is_current}
    return seats.signatory(user, excluded=out | signed)


def signs_at_once(
    seats: Mapping[Role, Seating], user: User, case: ReviewRequest, steps: Iterable[PlanStep]
) -> list[PlanStep]:
    """Return the current step and the neighbouring ones `user` holds too: they are signed once (ruling 2, 「（兼）同左」).

    `steps` are the case's steps from the current one on, in order; empty when the first is not `user`'s. A deputy
    signs one step only.
    """
    first, *later = steps
    signatory = signs_from(seats[Role(first.role)], user, case)
    if signatory is None:
        return []
    held = [first]
    for step in later if signatory.acting_for is None else ():
        if not seats[Role(step.role)].holds(user):
            break
        held.append(step)
    return held


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
    """Only the applicant may do this, or 承辦人 for one who asked on paper."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"只有申請人可以「{action.label}」。")


def answers_for(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `user` speaks for the asking side: the applicant; without an account, 承辦人 who types in (代填)."""
    if case.applicant_id:
        return user.pk == case.applicant_id
    return handles(user, case, now)


def require_applicant(user: User, case: ReviewRequest, action: Action, now: dt.datetime) -> None:
    """Raises NotYourCase when `user` does not speak for the asking side."""
    if not answers_for(user, case, now):
        raise NotYourCase(action)


def handles(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `user` handles `case` as 承辦人, by appointment or as deputy; never a party to it."""
    if user.pk in parties(case) or not may_know(user, case):
        return False
    return accounts.seating(Role.HANDLER, now).signatory(user, excluded=parties(case)) is not None


class NotTheHandler(PermissionDenied):
    """Only 承辦人 may do this to the case."""

    def __init__(self, act: str) -> None:
        super().__init__(f"只有本案承辦人可以{act}。")


def require_handler(user: User, case: ReviewRequest, act: str, now: dt.datetime) -> None:
    """Raises NotTheHandler."""
    if not handles(user, case, now):
        raise NotTheHandler(act)


class KeepsOut(PermissionDenied):
    """The person is not of this case's chain, or must keep out of it."""

    def __init__(self) -> None:
        super().__init__("您不是本案的簽核或承辦人員，不能辦理。")


def works_on(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `user` is one of the chain who may know of `case` and is no party to it."""
    return user.pk not in parties(case) and may_know(user, case) and is_in_chain(user, now)


def require_works_on(user: User, case: ReviewRequest, now: dt.datetime) -> None:
    """Raises KeepsOut."""
    if not works_on(user, case, now):
        raise KeepsOut


def may_see_identity(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `user` may ask for the whole 身分證號, with a reason: whose case it is, and who works on it."""
    return user.pk == case.applicant_id or works_on(user, case, now)


def may_be_consulted(person: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether another office's opinion may be asked of `person` (會辦): staff of the school, no party."""
    return person.pk not in parties(case) and may_ask(person, now)


def may_escort(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Who handles cases, or deputises for one who does, accompanies a viewing; never of one's own case (伍、四)."""
    return works_on(user, case, now)


def may_read_register(user: User, now: dt.datetime) -> bool:
    """承辦人, 主管, 校長 keep and read the 調閱登記簿 (ruling 22); the auditor reads it."""
    return bool(people.roles_of(user, timezone.localdate(now)) & (CHAIN | {Role.AUDITOR}))


def may_enter(user: User, now: dt.datetime) -> bool:
    """承辦人, by appointment or as deputy, types in what was asked on paper (代填, ruling 7)."""
    return accounts.seating(Role.HANDLER, now).signatory(user, excluded=()) is not None


class MayNotEnter(PermissionDenied):
    """The person does not handle requests now."""

    def __init__(self) -> None:
        super().__init__("只有承辦人可以代填申請；您自己的申請請用「新增調閱」。")


def require_may_enter(user: User, now: dt.datetime) -> None:
    """Raises MayNotEnter."""
    if not may_enter(user, now):
        raise MayNotEnter


def drafted_by(user: User) -> Q:
    """Whose draft it is: who typed it in for somebody else (代填), else the applicant."""
    return Q(entered_by=user) | Q(entered_by=None, applicant=user)
