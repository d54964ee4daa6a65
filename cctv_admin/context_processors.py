"""What every page knows: the school, the warnings that must always be seen, the person and their menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.choices import Role
from accounts.policies import posts_of
from accounts.selectors import is_at_device, school_if_any
from cctv_admin import menu
from reports.selectors import inbox_of
from requests.views.desk import counted_on, desk_on
from work.selectors import Inbox
from work.services import carried, carry

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


@dataclass(frozen=True)
class Masthead:
    """The signed-in person as the head of the page shows them."""

    name: str
    title: str
    unread: int
    links: list[menu.Link]
    is_guard_room: bool = False
    """Whether the sign-in is a guard's by code (ruling 26): the page then offers nothing else."""

    @property
    def waiting(self) -> int:
        """Return how much of all the menu waits for this person."""
        return sum(link.number for link in self.links)


def house(request: HttpRequest) -> dict[str, object]:
    """Return `school`, `is_demo`, `is_plain_http` and, for a signed-in person, `masthead` (made when a page shows it)."""
    known: dict[str, object] = {
        "school": SimpleLazyObject(school_if_any),
        "is_demo": settings.DEMO,
        "is_plain_http": settings.ALLOW_HTTP and not request.is_secure(),
        "masthead": None,
    }
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        known["masthead"] = SimpleLazyObject(lambda: _masthead(request, user))
    return known


def _masthead(request: HttpRequest, user: User) -> Masthead:
    appointments = posts_of(user, timezone.localdate())
    roles = {Role(appointment.role) for appointment in appointments}
    inbox = Inbox(0, 0) if getattr(request, "is_refusal", False) else _inbox(request, user)
    return Masthead(
        name=user.name,
        title=appointments[0].title if appointments else "",
        unread=inbox.unread,
        links=menu.links(menu.items_for(roles), {"inbox": inbox.waiting}, request.path),
        is_guard_room=is_at_device(request),
    )


def _inbox(request: HttpRequest, user: User) -> Inbox:
    """Return what is unread and what waits: as the browser carries it, unless the page itself shows another number."""
    inbox, waiting = carried(request, user), counted_on(request)
    if inbox is None or waiting not in (None, inbox.waiting):
        inbox = inbox_of(desk_on(request))
        carry(request, inbox)
    return inbox
