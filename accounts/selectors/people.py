"""Questions about people and the plan."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts import policies
from accounts.choices import Role
from accounts.models import PlanStep, School, SchoolPlan, User
from accounts.once import is_reading, once
from ledger.services import Actor

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from accounts.choices import Feature
    from accounts.models import Appointment


def the_school() -> School:
    """Return the one school of this installation. Raises School.DoesNotExist before set-up."""
    return School.objects.get(pk=1)


@once
def school_if_any() -> School | None:
    """Return the school, None before set-up."""
    return School.objects.first()


def has_feature(feature: Feature) -> bool:
    """Say whether the school switched this extra on; what only the product adds is off until then (rulings, introduction)."""
    school = school_if_any()
    return school is not None and feature in school.features


def plan_on(day: dt.date) -> SchoolPlan:
    """Return the plan in force on `day`. Raises SchoolPlan.DoesNotExist before set-up."""
    plans = [steps[0].plan for steps in plan_steps().values()] if is_reading() else []
    begun = [plan for plan in plans if plan.effective_from <= day]
    if begun:
        return max(begun, key=lambda plan: plan.effective_from)
    return SchoolPlan.objects.filter(effective_from__lte=day).latest()


@once
def plan_steps() -> Mapping[int, list[PlanStep]]:
    """Return the steps of every plan there was, in order, by the plan's key; each step has its plan.

    One query, and a page that only reads needs no other for plans: no plan is without steps.
    """
    steps = defaultdict(list)
    for step in PlanStep.objects.select_related("plan").order_by("plan", "order"):
        steps[step.plan_id].append(step)
    return steps


REMEDY = (
    "對本決定如有不服，得自收受通知之次日起三十日內，以書面敘明理由經由本校向上級主管機關提起救濟"
    "（比照訴願法第14條、第58條）；通知另有記載者，可依通知所載方式救濟。"
)
"""救濟教示, until the school writes its own (行程法 §96; which law applies is open)."""


def remedy_of(plan: SchoolPlan) -> str:
    """Return the 救濟教示 of the school's plan."""
    return plan.remedy or REMEDY


def main_appointment(user: User, day: dt.date) -> Appointment | None:
    """Return the newest appointment of `user` in force on `day`: the title under which they sign."""
    return next(iter(policies.posts_of(user, day)), None)


def people_with(role: Role, day: dt.date) -> QuerySet[User]:
    """Return everybody who holds `role` on `day` by appointment, for instance to leave them a notice."""
    holders = policies.appointments_on(day).filter(role=role).values("user")
    return User.objects.filter(pk__in=holders)


def stands_alone(post: Appointment, day: dt.date) -> bool:
    """Say whether nobody but its holder acts on `day` in the role of `post`, and cases need that role.

    That are 承辦人 and whoever signs a step of the plan in force (參、一).
    """
    needed = {Role.HANDLER, *(step.role for step in plan_on(day).steps.all())}
    holders = policies.appointments_on(day).filter(role=post.role)
    return post.role in needed and post in holders and not holders.exclude(pk=post.pk).exists()


def people_in_use(day: dt.date) -> QuerySet[User]:
    """Return everybody who holds a post on `day`, by name, each with the `title` of the newest post."""
    posts = policies.appointments_on(day)
    title = posts.filter(user=OuterRef("pk")).order_by("-since", "pk").values("title")[:1]
    return User.objects.filter(pk__in=posts.values("user")).annotate(title=Subquery(title)).order_by("name")


def never_signed_in(day: dt.date) -> QuerySet[User]:
    """Return those of `people_in_use` who have not set a password yet: a one-time link is what they wait for."""
    return people_in_use(day).filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def person_in_use(person_id: int, day: dt.date) -> User | None:
    """Return the person if he holds a post on `day`, else None."""
    return people_in_use(day).filter(pk=person_id).first()


def in_words(user: User, now: dt.datetime, *, role: str = "", acting_for: str = "") -> Actor:
    """Return `user` as the ledger writes them: title and name, account, role, and for whom they act."""
    appointment = main_appointment(user, timezone.localdate(now))
    title = appointment.title if appointment else ""
    shown_role = role or (appointment.get_role_display() if appointment else "")
    return Actor(name=f"{title} {user.name}".strip(), account=user.username, role=shown_role, acting_for=acting_for)


def people_with_posts(day: dt.date) -> list[tuple[User, Appointment | None]]:
    """Return everybody with the newest post in force on `day`, by account name. Two queries."""
    newest: dict[int, Appointment] = {}
    for post in policies.appointments_on(day).select_related("office"):
        newest.setdefault(post.user_id, post)
    return [(person, newest.get(person.pk)) for person in User.objects.order_by("username")]


def people_list(day: dt.date) -> list[tuple[User, str, str, str]]:
    """Return (person, titles, roles, state) of everybody, in use first. Two queries."""
    posts: dict[int, list[Appointment]] = {}
    for post in policies.appointments_on(day):
        posts.setdefault(post.user_id, []).append(post)
    rows = []
    for person in User.objects.order_by("-is_active", "name", "pk"):
        held = posts.get(person.pk, [])
        titles = "、".join(dict.fromkeys(post.title for post in held))
        roles = "、".join(dict.fromkeys(Role(post.role).label for post in held))
        rows.append((person, titles, roles, state_of(person, day)))
    return rows


def state_of(person: User, day: dt.date) -> str:
    """Return the state of an account in one word: in_use, invited, or closed."""
    if not policies.is_in_use(person, day):
        return "closed"
    return "in_use" if person.has_usable_password() else "invited"
