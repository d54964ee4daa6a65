"""Founding the school, appointing its first people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import policies
from accounts.choices import SWITCHED_BY_HAND, Feature, Role, StepKind
from accounts.models import Appointment, Office, PlanStep, School, SchoolPlan, User
from accounts.selectors import in_words
from accounts.selectors.witnessed import PLANS, POSTS, SCHOOL
from accounts.services.errors import NotAllowed
from accounts.services.plans import plans_from_today
from ledger.choices import Verb
from ledger.services import append
from printing.rules import local_date, long_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from ledger.services import Actor

RUIFENG_BASIS = (
    "一、教育部國民及學前教育署108年5月13日臺教國署學字第1080044665號函辦理。\n"
    "二、桃園市教育局108年6月4日桃教學字第1080045413號函辦理。"
)
RUIFENG_TEXT = Path(__file__).parent.with_name("plan_108.txt")
RUIFENG_STEPS = (
    (Role.HANDLER, StepKind.PROPOSES, "承辦人擬辦", "監錄系統管理｜承辦人"),
    (Role.SUPERVISOR, StepKind.PROPOSES, "處室主管審核", "監錄系統管理｜處室主管"),
    (Role.PRINCIPAL, StepKind.DECIDES, "校長核定", "校長"),
)


@transaction.atomic
def found_school(
    *,
    name: str,
    short_name: str,
    effective_from: dt.date,
    actor: Actor,
    now: dt.datetime,
    phone: str = "",
    address: str = "",
    features: Iterable[Feature] = (),
) -> School:
    """Make the one school with the plan's own values and its three steps (計畫壹、參、肆、伍), and return it."""
    school = School.objects.create(
        pk=1, name=name, short_name=short_name, phone=phone, address=address, features=list(features)
    )
    plan = SchoolPlan.objects.create(
        effective_from=effective_from, basis=RUIFENG_BASIS, text=RUIFENG_TEXT.read_text(encoding="utf-8")
    )
    PlanStep.objects.bulk_create(
        PlanStep(plan=plan, order=order, role=role, kind=kind, title=title, paper_label=label)
        for order, (role, kind, title, label) in enumerate(RUIFENG_STEPS, start=1)
    )
    append(verb=Verb.SCHOOL_FOUNDED, actor=actor, detail={"name": name}, now=now, **SCHOOL.said(school))
    words = {"title": plan.title, "since": long_date(effective_from)}
    append(verb=Verb.PLAN_MADE, actor=actor, detail=words, now=now, **PLANS.said(plan))
    return school


@transaction.atomic
def set_report_hours(*, security: int | None, breach: int | None, actor: Actor, now: dt.datetime) -> None:
    """Say within how many hours an event is to be reported from today on (肆、一); None runs no clock."""
    for plan in plans_from_today(now):
        plan.security_report_hours, plan.breach_report_hours = security, breach
        plan.save(update_fields=["security_report_hours", "breach_report_hours"])
        append(verb=Verb.PLAN_CHANGED, actor=actor, now=now, **PLANS.said(plan))


@transaction.atomic
def change_report_hours(*, user: User, security: int | None, breach: int | None, now: dt.datetime) -> None:
    """Let `user` say the same on a page; the extra 事件通報時限 is on as long as any hours are set. Raises NotAllowed."""
    if not policies.may_change_plan(user, local_date(now)):
        raise NotAllowed("只有系統管理人員可以變更計畫數值。")
    actor = in_words(user, now)
    _switch(Feature.REPORT_CLOCKS, on=bool(security or breach), actor=actor, now=now)
    set_report_hours(security=security, breach=breach, actor=actor, now=now)


@transaction.atomic
def change_school(
    *, user: User, name: str, short_name: str, phone: str, address: str, now: dt.datetime
) -> tuple[str, ...]:
    """Change what letterheads and papers say of the school; return what changed, in words. Raises NotAllowed."""
    if not policies.is_administrator(user, local_date(now)):
        raise NotAllowed("只有系統管理人員可以變更學校資料。")
    school = School.objects.select_for_update(no_key=True).get()
    given = {"name": name, "short_name": short_name, "phone": phone, "address": address}
    changed = [field for field, value in given.items() if getattr(school, field) != value]
    if not changed:
        return ()
    for field in changed:
        setattr(school, field, given[field])
    school.save(update_fields=changed)
    columns = {column.name: str(column.verbose_name) for column in School._meta.fields}
    words = tuple(columns[field] for field in changed)
    detail = {"fields": "、".join(words)}
    append(verb=Verb.SCHOOL_CHANGED, actor=in_words(user, now), detail=detail, now=now, **SCHOOL.said(school))
    return words


@transaction.atomic
def switch_features(*, user: User, features: Iterable[Feature], now: dt.datetime) -> None:
    """Let the school use exactly these extras; those that have values of their own are left alone. Raises NotAllowed."""
    if not policies.is_administrator(user, local_date(now)):
        raise NotAllowed("只有系統管理人員可以開關附加功能。")
    wanted, actor = set(features), in_words(user, now)
    for feature in SWITCHED_BY_HAND:
        _switch(feature, on=feature in wanted, actor=actor, now=now)


def _switch(feature: Feature, *, on: bool, actor: Actor, now: dt.datetime) -> None:
    school = School.objects.select_for_update(no_key=True).get()
    if (feature in school.features) == on:
        return
    others = [one for one in school.features if one != feature]
    school.features = [*others, feature] if on else others
    school.save(update_fields=["features"])
    words = {"feature": feature.label, "word": "開啟" if on else "關閉"}
    append(verb=Verb.FEATURE_SWITCHED, actor=actor, detail=words, now=now, **SCHOOL.said(school))


@transaction.atomic
def appoint(
    *,
    user: User,
    role: Role,
    title: str,
    since: dt.date,
    actor: Actor,
    now: dt.datetime,
    office: str = "",
    verb: Verb = Verb.POST_GIVEN,
) -> Appointment:
    """Give `user` a role under a title from a day on, in the named office (made when new), and record it.

    `verb` is ACCOUNT_MADE for the first post of an account just made: one act, one entry.
    """
    place = Office.objects.get_or_create(name=office)[0] if office else None
    post = Appointment.objects.create(user=user, role=role, title=title, office=place, since=since)
    record_post(post, actor, now, verb=verb)
    return post


def record_post(post: Appointment, actor: Actor, now: dt.datetime, *, verb: Verb = Verb.POST_GIVEN) -> None:
    """Append that the post was given."""
    words = {"person": f"{post.title} {post.user.name}（{post.user.username}）", "role": Role(post.role).label}
    append(verb=verb, actor=actor, detail=words, now=now, **POSTS.said(post))
