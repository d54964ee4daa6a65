"""A form that is one record however often it is sent."""

from __future__ import annotations

import uuid

from django import forms


class KeyedForm(forms.Form):
    """A form with its own key, so that a double tap or a retry is one record."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
