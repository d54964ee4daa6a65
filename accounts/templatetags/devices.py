"""Template filter of the list of devices."""

from __future__ import annotations

from django import template

from accounts import rules

register = template.Library()
register.filter("device", rules.device_in_words)
