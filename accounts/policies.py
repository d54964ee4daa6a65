"""Who may do what, from appointments and deputies. Views ask here; nobody asks for a superuser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.choices import Role
from accounts.models import Appointment

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from accounts.models import User


def appointments_on(day: dt.date) -> QuerySet[Appointment]:
    """Return the appointments in force on `day` of people whose accounts are in use that day."""
    return Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        Q(user__expires_on__isnull=True) | Q(user__expires_on__gte=day),
        since__lte=day,
        user__is_active=True,
    )


def is_in_use(user: User, day: dt.date) -> bool:
    """Say whether the account of `user` is in use on `day`: neither disabled nor past its end (附表十: 帳號管理)."""
    return user.is_active and (user.expires_on is None or day <= user.expires_on)


def roles_of(user: User, day: dt.date) -> frozenset[Role]:
    """Return every role `user` holds on `day`; an anonymous or departed person holds none. One query."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(Role(role) for role in appointments_on(day).filter(user=user).values_list("role", flat=True))


def holds(user: User, role: Role, day: dt.date) -> bool:
    """Say whether `user` holds `role` on `day` by appointment (deputies are asked separately)."""
    return role in roles_of(user, day)
