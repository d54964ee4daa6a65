"""Small template tags of the house: icons."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe
from heroicons.templatetags.heroicons import heroicon_mini, heroicon_outline

register = template.Library()


@register.simple_tag
def icon(name: str, *, size: int = 20, label: str = "") -> SafeString:
    """Draw heroicon `name`; with `label` it speaks to screen readers, without it is decoration."""
    draw = heroicon_mini if size <= 20 else heroicon_outline
    attributes = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return mark_safe(draw(name, size=size, **attributes))  # noqa: S308 the package escapes what it draws
