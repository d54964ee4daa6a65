"""What the templates of a letter need, on paper and as an OpenDocument text."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from printing.templatetags.paper import kai

register = template.Library()

_TOGETHER = re.compile(r'[0-9A-Za-z]+(?:<b class="[hc]">[-:]</b>[0-9A-Za-z]+)+')
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@register.filter
def kept_whole(text: object) -> SafeString:
    """Return `text` as `kai` draws it; a time of day, a telephone and a case number are never broken at a line's end."""
    return mark_safe(_TOGETHER.sub(r'<span class="n">\g<0></span>', kai(text)))  # noqa: S308 kai escapes


@register.filter
def odt(text: object) -> SafeString:
    """Return `text` escaped, without the characters XML has no way to write."""
    return mark_safe(_NOT_XML.sub("", escape(str(text))))  # noqa: S308 escaped
