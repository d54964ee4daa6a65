"""Several rows chosen by their keys."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from django.db.models import QuerySet

LARGEST = 2**63 - 1


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # generic for type checkers only
    """As Django's, but a number no column can hold is a wrong choice like any other; SQLite takes it for an error of ours."""

    def clean(self, value: Any) -> QuerySet[Any]:
        """Return the rows. Raises ValidationError."""
        for one in value or ():
            with contextlib.suppress(ValueError):
                if abs(int(one)) > LARGEST:
                    raise forms.ValidationError(
                        self.error_messages["invalid_choice"], code="invalid_choice", params={"value": one}
                    )
        return super().clean(value)
