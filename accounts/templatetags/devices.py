"""Template filter of the list of devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from accounts import rules
from accounts.selectors import device_of

if TYPE_CHECKING:
    from accounts.models import GuardDevice

register = template.Library()
register.filter("device", rules.device_in_words)


@register.simple_tag(takes_context=True)
def guard_device(context: dict[str, Any]) -> GuardDevice | None:
    """Return the registered 警衛室裝置 this page is asked for from, or None."""
    return device_of(context["request"])
