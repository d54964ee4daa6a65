"""Choices that need no JavaScript: chips, cards with a sentence, a long catalogue folded by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


def choice_card(title: str, hint: str) -> SafeString:
    """Return the label of a choice that needs a sentence below its name."""
    return format_html("<b>{}</b><span>{}</span>", title, hint)


class Chips(forms.CheckboxSelectMultiple):
    """常用語: small buttons one taps; they need no JavaScript."""

    template_name = "ds/widgets/chips.html"


class FoldedGroups(forms.CheckboxSelectMultiple):
    """A long list to tick from: the first group stands open, the others are folded unless something in them is ticked."""

    template_name = "ds/widgets/folded_groups.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the folds: heading, options, and whether one of them is ticked."""
        context = super().get_context(name, value, attrs)
        groups = [(group, options) for group, options, _ in context["widget"]["optgroups"]]
        context["folds"] = [(group, options, any(one["selected"] for one in options)) for group, options in groups]
        return context
