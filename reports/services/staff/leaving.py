"""離職、調職: one act. Access ends the same minute, and nothing is left that only the departed could do (肆、二)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts import services as accounts
from accounts.choices import Role
from accounts.models import User
from accounts.policies import is_in_use, posts_in_force
from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from maintenance.services import handing_over as equipment
from printing.rules import local_date, long_date
from reports.choices import MoveKind, PostAfter
from reports.models import Handover
from reports.selectors.staff import HANDOVERS, coming_alone, left_alone, roster_of
from requests.policies import CHAIN
from requests.services import handing_over as cases
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt

    from accounts.services import Moved
    from requests.models import ReviewRequest

CONFIDENTIAL = "交卸職務後，對在職期間攝錄之影音資料，仍負保密義務（計畫肆、二）"


class StaffError(accounts.PeopleError):
    """The act cannot be done; `field` is the field the sentence belongs to."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Leaving:
    """Who leaves, why, who takes over the work, and what becomes of the posts."""

    person_id: int
    kind: MoveKind
    successor_id: int | None
    posts: PostAfter = PostAfter.OTHERS


@transaction.atomic
def let_go(*, leaving: Leaving, actor: User, now: dt.datetime) -> Handover:
    """Close the account and hand over everything that hangs on it. The 保密切結 and every record stay.

    One that was suspended before may leave, too. Raises NotAllowed, PeopleError, StaffError when he has left already, where
    a post would stand empty, today or on the day it was to be his, or work would be nobody's.
    """
    person = accounts.lock_person(leaving.person_id)
    accounts.require_administrator_over(actor, person, now)
    successor = User.objects.get(pk=leaving.successor_id) if leaving.successor_id else None
    name, roles = in_words(person, now).name, posts_in_force(person, local_date(now))
    _require_sense(person, successor, leaving, actor, now)
    roster = roster_of(person, successor, roles, now)
    moved = accounts.close_account(person, now)
    _keep_up(person, successor, leaving, moved, now)
    words = in_words(actor, now)
    handed = _hand_over(person, successor, roles & CHAIN, now)
    faults = equipment.hand_over_equipment(person=person, successor=successor, actor=words, now=now)
    row = Handover.objects.create(
        kind=leaving.kind, person=person, person_name=name, successor=successor,
        successor_name=in_words(successor, now).name if successor else "", effective_on=local_date(now),
        made_by=words.name, made_at=now, done_at=now, roster=roster,
    )  # fmt: skip
    tell_successor(row, now)
    to = row.successor_name or "（無待移交事項）"
    accounts.record_moved(moved, words, now)
    cases.record_handed(handed, to, words, now)
    equipment.record_handed(faults, to, words, now)
    ledger.append(verb=Verb.ACCOUNT_DISABLED, actor=words, subject=f"{name}（{person.username}）", now=now)
    detail = {"person": name, "kind": row.get_kind_display(), "to": to}
    ledger.append(verb=Verb.PERSON_LEFT, actor=words, detail=detail, now=now, **HANDOVERS.said(row))
    return row


def tell_successor(row: Handover, now: dt.datetime) -> None:
    """Tell who took over where the 移交清冊 is."""
    url = reverse("reports:handover", args=[row.pk])
    people = [row.successor] if row.successor else []
    notify(recipients=people, text="有職務上的工作已移交給您，請核對移交清冊", url=url, subject=str(row), now=now)


def _require_sense(person: User, successor: User | None, leaving: Leaving, actor: User, now: dt.datetime) -> None:
    day = local_date(now)
    if not person.is_active and Handover.objects.filter(person=person).exclude(kind=MoveKind.HANDOVER).exists():
        raise StaffError("這個帳號已停用。")
    if leaving.kind == MoveKind.HANDOVER:
        raise StaffError("請選擇離職、調職或停用帳號。", "kind")
    if successor == person or (successor and not is_in_use(successor, day)):
        raise StaffError("承接人必須是另一位帳號使用中的人員。", "successor")
    if successor == actor:
        raise StaffError("承接人不能是辦理的人自己，請指定另一位人員。", "successor")
    coming = coming_alone(person, day)
    if coming:
        since = long_date(coming.effective_on)
        raise StaffError(
            f"此人自{since}起接任{coming.post}，屆時無人擔任{Role(coming.role).label}；"
            "請先在「職務異動」取消那次交接，或另派他人擔任，再辦理。"
        )
    alone = left_alone(person, day)
    if alone and (successor is None or leaving.posts == PostAfter.OTHERS):
        words = "、".join(role.label for role in alone)
        raise StaffError(f"只有此人擔任{words}；請指定承接人，並選擇由其接任或代理。", "posts")
    if successor is None and (leaving.posts != PostAfter.OTHERS or hangs_on(person)):
        raise StaffError("此人還有未完成的工作，請指定承接人。", "successor")


def hangs_on(person: User) -> int:
    """Return how many things wait for `person` himself: a number, for who leads here knows no case (ruling 24)."""
    return cases.hanging_on(person) + equipment.faults_of(person) + equipment.things_of(person)


def _keep_up(person: User, successor: User | None, leaving: Leaving, moved: Moved, now: dt.datetime) -> None:
    if successor and leaving.posts == PostAfter.TAKEN:
        accounts.take_posts(successor, moved, local_date(now))
    elif successor and leaving.posts == PostAfter.VACANT:
        accounts.stand_in(successor, person, moved, now)


def _hand_over(person: User, successor: User | None, roles: frozenset[Role], now: dt.datetime) -> list[ReviewRequest]:
    try:
        return cases.hand_over_cases(cases.Passing(person, successor, roles, is_gone=True, now=now))
    except cases.NobodyElse as error:
        raise StaffError(str(error), "successor") from error
