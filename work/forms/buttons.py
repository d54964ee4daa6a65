"""The one primary button of a form."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit


def one_button(text: str) -> FormHelper:
    """Return the helper of a form that posts to its own page with one primary button, verb and object."""
    helper = FormHelper()
    helper.add_input(Submit("save", text, css_class="btn--primary"))
    return helper
