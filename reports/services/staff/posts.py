"""職務交接: a post goes from A to B on a day, with what belongs to it; A keeps what a teacher sees (ruling 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts import services as accounts
from accounts.choices import Role
from accounts.models import Appointment, User
from accounts.policies import holds, is_in_use
from accounts.selectors import in_words, people_with
from ledger import services as ledger
from ledger.choices import Verb
from maintenance.services import handing_over as equipment
from printing.rules import local_date, long_date
from reports.choices import MoveKind
from reports.models import Handover
from reports.selectors.staff import HANDOVERS, is_planned, roster_of
from reports.services.staff.leaving import CONFIDENTIAL, StaffError, tell_successor
from requests.policies import CHAIN
from requests.services import handing_over as cases
from work.selectors import holders_of
from work.services import Outcome, notify, ring

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor

A_YEAR = 366


@transaction.atomic
def hand_post(
    *, post_id: int, successor_id: int, day: dt.date, staff_title: str, actor: User, now: dt.datetime
) -> Handover:
    """Let a post go to `successor_id` from `day` on: the dated posts at once, the work on the day.

    Raises NotAllowed, PeopleError, StaffError.
    """
    post = Appointment.objects.select_related("user").get(pk=post_id)
    person = accounts.lock_person(post.user_id)
    accounts.require_administrator_over(actor, person, now)
    successor = User.objects.get(pk=successor_id)
    _require_sense(person, successor, day, actor, now)
    words = in_words(actor, now)
    moved = accounts.move_post(post_id=post_id, successor=successor, staff_title=staff_title, day=day)
    row = Handover.objects.create(
        kind=MoveKind.HANDOVER, person=person, person_name=f"{post.title} {person.name}", successor=successor,
        successor_name=in_words(successor, now).name, role=post.role, post=post.title, effective_on=day,
        made_by=words.name, made_at=now,
        posts={"ended": post_id, "begun": [one.pk for one in moved.begun]},
    )  # fmt: skip
    text = f"{post.title}自{long_date(day)}起交接，請核對移交清冊"
    url = reverse("reports:handover", args=[row.pk])
    notify(recipients=[person, successor], text=text, url=url, subject=str(row), now=now)
    ring("reports.tasks.look_after_accounts")  # a post of today goes over now
    accounts.record_moved(moved, words, now)
    detail = {"post": f"{post.title}（{person.name}）", "on": long_date(day), "to": row.successor_name}
    ledger.append(verb=Verb.POST_HANDED, actor=words, detail=detail, now=now, **HANDOVERS.said(row))
    return row


@transaction.atomic
def call_off(*, handover_id: int, reason: str, actor: User, now: dt.datetime) -> Handover:
    """取消交接 before its day: the post stays where it is, and both are told. Raises NotAllowed, PeopleError, StaffError."""
    person = accounts.lock_person(Handover.objects.get(pk=handover_id).person_id)
    accounts.require_administrator_over(actor, person, now)
    row = Handover.objects.select_for_update(of=("self",), no_key=True).select_related("successor").get(pk=handover_id)
    if row.successor == actor:
        raise StaffError("接任人不能取消自己的交接，請由另一位系統管理人員辦理。")
    if not is_planned(row, now):
        raise StaffError("只有尚未生效的職務交接可以取消。")
    if not reason.strip():
        raise StaffError("請填寫取消的理由。", "reason")
    words = in_words(actor, now)
    ended_id, begun_ids = row.posts.get("ended"), row.posts.get("begun", ())
    moved = accounts.take_move_back(ended_id=ended_id, begun_ids=begun_ids, day=row.effective_on)
    row.done_at, row.is_dropped, row.call_off_reason, row.called_off_by = now, True, reason.strip(), words.name
    row.save(update_fields=["done_at", "is_dropped", "call_off_reason", "called_off_by"])
    concerned = [one for one in (person, row.successor) if one]
    text = f"原訂{long_date(row.effective_on)}的{row.post}交接已取消，由原任人員續任"
    url = reverse("reports:handover", args=[row.pk])
    notify(recipients=concerned, text=text, url=url, subject=str(row), now=now)
    accounts.record_moved(moved, words, now)
    detail = {"post": row.post, "reason": row.call_off_reason}
    ledger.append(verb=Verb.HANDOVER_CALLED_OFF, actor=words, detail=detail, now=now, **HANDOVERS.said(row))
    return row


def carry_out_due(now: dt.datetime) -> Outcome:
    """Hand over the work of every post that has gone over by today; for the duty, and at once for one of today."""
    due = Handover.objects.filter(done_at=None, effective_on__lte=local_date(now)).order_by("pk")
    done = [carry_out(handover_id=key, actor=ledger.SYSTEM, now=now) for key in due.values_list("pk", flat=True)]
    return Outcome(f"完成職務交接 {len(done)} 件" if done else "沒有到期的職務交接", acted=bool(done))


@transaction.atomic
def carry_out(*, handover_id: int, actor: Actor, now: dt.datetime) -> Handover:
    """Hand over what hangs on the person with the post, and freeze the 移交清冊. A second time changes nothing.

    Where the successor has lost the post before the day, or closed the account, nothing goes over: that is recorded and told.
    """
    known = Handover.objects.get(pk=handover_id)
    person = accounts.lock_person(known.person_id)
    row = Handover.objects.select_for_update(of=("self",), no_key=True).select_related("successor").get(pk=handover_id)
    successor, role = row.successor, Role(row.role)
    if row.done_at or successor is None:
        return row
    row.done_at = now
    if not holds(successor, role, local_date(now)):
        row.is_dropped = True
        row.save(update_fields=["done_at", "is_dropped"])
        _tell_nothing_went_over(row, role, now)
        ledger.append(verb=Verb.HANDOVER_DROPPED, actor=actor, now=now, **HANDOVERS.said(row))
        return row
    row.roster = roster_of(person, successor, [role], now)
    row.save(update_fields=["done_at", "roster"])
    moved = accounts.end_own_deputies(person, now)
    passing = cases.Passing(person, successor, frozenset({role}) & CHAIN, is_gone=False, now=now)
    handed = cases.hand_over_cases(passing)
    faults = equipment.hand_over_equipment(
        person=person, successor=successor, actor=actor, now=now, with_things=role == Role.HANDLER
    )
    tell_successor(row, now)
    _remind(row, now)
    accounts.record_moved(moved, actor, now)
    cases.record_handed(handed, row.successor_name, actor, now)
    equipment.record_handed(faults, row.successor_name, actor, now)
    detail = {"post": row.post, "to": row.successor_name}
    ledger.append(verb=Verb.WORK_HANDED, actor=actor, detail=detail, now=now, **HANDOVERS.said(row))
    return row


def _tell_nothing_went_over(row: Handover, role: Role, now: dt.datetime) -> None:
    day = local_date(now)
    vacant = "" if people_with(role, day).exists() else f"，目前無人擔任{role.label}"
    text = f"{row.post}交接未執行：接任人已無該職務{vacant}。請另行指定接任人或代理人"
    told = holders_of(Role.ADMINISTRATOR, Role.SUPERVISOR, Role.PRINCIPAL, day=day)
    notify(recipients=told, text=text, url=reverse("reports:handover", args=[row.pk]), subject=str(row), now=now)


def _remind(row: Handover, now: dt.datetime) -> None:
    url = reverse("reports:handover", args=[row.pk])
    notify(recipients=[row.person], text=f"{row.post}已交接。{CONFIDENTIAL}", url=url, subject=str(row), now=now)


def _require_sense(person: User, successor: User, day: dt.date, actor: User, now: dt.datetime) -> None:
    today = local_date(now)
    if not today <= day or (day - today).days > A_YEAR:
        raise StaffError("交接日請填今天以後一年內的日期。", "day")
    if successor == person or not is_in_use(successor, day):
        raise StaffError("接任人必須是另一位在交接日帳號仍使用中的人員。", "successor")
    if successor == actor:
        raise StaffError("不能指定自己接任，請由另一位系統管理人員辦理。", "successor")
    if not is_in_use(person, today):
        raise StaffError("此人的帳號已停用；請改辦離職或調職。")
