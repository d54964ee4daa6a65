"""職務代理: naming and ending deputies, with order, period and reason (ruling 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import policies
from accounts.choices import DeputyReason
from accounts.models import Deputy, User
from accounts.selectors import in_words, main_appointment
from accounts.selectors.witnessed import DEPUTIES
from accounts.services.errors import NotAllowed, PeopleError
from accounts.services.telling import tell
from ledger.choices import Verb
from ledger.services import append
from printing.rules import local_date, short_moment

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor


class BadPeriod(PeopleError):
    """The period does not run forward, is over, or meets another row of the same person."""


@transaction.atomic
def name_deputy(
    *,
    principal_id: int,
    deputy_id: int,
    order: int,
    reason: DeputyReason,
    since: dt.datetime,
    until: dt.datetime,
    actor: User,
    now: dt.datetime,
) -> Deputy:
    """Name who acts for `principal_id` from `since` until `until`, as the `order`-th deputy.

    A beginning in the past counts from now: nobody becomes deputy for what is already done. 出缺 is for a post its
    holder has left. Whoever it concerns and did not do it is told: from now on somebody else's signature counts. Raises NotAllowed, BadPeriod, PeopleError for a deputy who cannot act.
    """
    principal = User.objects.select_for_update(no_key=True).get(pk=principal_id)
    deputy = User.objects.get(pk=deputy_id)
    since = max(since, now)
    _check_people(principal, deputy, actor, reason, now)
    _check_period(principal, deputy, order, reason, since, until)
    row = Deputy.objects.create(
        principal=principal, deputy=deputy, order=order, reason=reason, since=since, until=until
    )
    _tell(row, actor, now)
    record_naming(row, in_words(actor, now), now)
    return row


def _tell(row: Deputy, actor: User, now: dt.datetime) -> None:
    post = main_appointment(row.principal, local_date(now))
    subject = str(DEPUTIES.said(row)["subject"])
    when = f"{DeputyReason(row.reason).label}，{short_moment(row.since)} 至 {short_moment(row.until)}"
    text = f"您已被指定代理{post.title if post else '出缺的職務'}，第{row.order}順位（{when}）"
    tell(recipients=[row.deputy], text=text, url=reverse("accounts:me"), subject=subject, now=now)
    if actor != row.principal and policies.may_name_own_deputies(row.principal, local_date(now)):
        text = f"系統管理人員已為您指定代理人（{when}）；如非您的意思，請結束這項代理"
        tell(recipients=[row.principal], text=text, url=reverse("accounts:deputies"), subject=subject, now=now)


def record_naming(row: Deputy, actor: Actor, now: dt.datetime) -> None:
    """Append that the deputyship `row` was named."""
    append(
        verb=Verb.DEPUTY_SET,
        actor=actor,
        detail={
            "principal": in_words(row.principal, now).name,
            "deputy": f"第{row.order}順位 {in_words(row.deputy, now).name}",
            "reason": f"{DeputyReason(row.reason).label}（{short_moment(row.since)} 至 {short_moment(row.until)}）",
        },
        now=now,
        **DEPUTIES.said(row),
    )


@transaction.atomic
def end_deputy(*, deputy_row_id: int, actor: User, now: dt.datetime) -> None:
    """End a deputyship now, or take back one that has not begun. Raises NotAllowed, PeopleError when it is over."""
    row = Deputy.objects.select_for_update(no_key=True).select_related("principal", "deputy").get(pk=deputy_row_id)
    if not policies.may_name_deputies(actor, row.principal, timezone.localdate(now)):
        raise NotAllowed("您不能變更這個人的代理人。")
    if row.until <= now:
        raise PeopleError("這項代理已經結束。")
    _end(row, now)
    record_end(row, in_words(actor, now), now)


def end_deputising(person: User, now: dt.datetime, *, also_for_others: bool = True) -> list[Deputy]:
    """End what others do for `person`, except for the vacancy (出缺) of his post, and what he does for others.

    Returns the rows; the caller records each by `record_end` when everything is written.
    """
    his_own = Q(principal=person) & ~Q(reason=DeputyReason.VACANT)
    rows = Deputy.objects.select_for_update(of=("self",), no_key=True).select_related("principal", "deputy")
    which = Q(deputy=person) | his_own if also_for_others else his_own
    ended = list(rows.filter(which, until__gt=now).order_by("pk"))
    for row in ended:
        _end(row, now)
    return ended


def record_end(row: Deputy, actor: Actor, now: dt.datetime) -> None:
    """Append that the deputyship `row` has ended."""
    words = {"deputy": row.deputy.name, "principal": row.principal.name}
    append(verb=Verb.DEPUTY_ENDED, actor=actor, detail=words, now=now, **DEPUTIES.said(row))


def _end(row: Deputy, now: dt.datetime) -> None:
    if row.since >= now:
        Deputy.objects.filter(pk=row.pk).delete()
    else:
        row.until = now
        row.save(update_fields=["until"])


def _check_people(principal: User, deputy: User, actor: User, reason: DeputyReason, now: dt.datetime) -> None:
    day = timezone.localdate(now)
    if not policies.may_name_deputies(actor, principal, day):
        raise NotAllowed("您不能變更這個人的代理人。")
    if deputy.pk == principal.pk:
        raise PeopleError("代理人必須是另一個人。")
    if deputy.pk == actor.pk:
        raise NotAllowed("不能指定自己為代理人，請由本人或另一位系統管理人員設定。")
    if not policies.may_deputise(deputy, day):
        raise PeopleError("代理人必須是在職的教職員。")
    is_in_office = bool(policies.roles_of(principal, day) & policies.MAY_HAVE_DEPUTIES)
    if is_in_office == (reason == DeputyReason.VACANT):
        raise PeopleError("「出缺」用於已無人在任的職務；在任者請選其他事由。")


def _check_period(
    principal: User, deputy: User, order: int, reason: DeputyReason, since: dt.datetime, until: dt.datetime
) -> None:
    """Who deputises while the person is away may also do so where the person must keep out: two lists, two orders."""
    if until <= since:
        raise BadPeriod("請填寫晚於開始時間、也晚於現在的結束時間。")
    rows = Deputy.objects.filter(principal=principal)
    of_a_kind = Q(reason=DeputyReason.RECUSAL)
    rows = rows.filter(of_a_kind if reason == DeputyReason.RECUSAL else ~of_a_kind)
    same = rows.filter(Q(order=order) | Q(deputy=deputy))
    if same.filter(since__lt=until, until__gt=since).exists():
        raise BadPeriod("這段期間已有同一順位或同一位代理人，請先結束原來的代理，或改用下一順位。")
