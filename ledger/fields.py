"""A column that keeps its JSON as the exact text that was hashed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import models

from ledger.rules import words_as_text

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import Expression


class WordsField(models.TextField):  # type: ignore[type-arg]
    """Words by name. A plain text column: PostgreSQL's jsonb would reorder them and cost twice in verification."""

    def from_db_value(self, value: str, expression: Expression, connection: BaseDatabaseWrapper) -> dict[str, str]:
        return dict(json.loads(value))

    def get_prep_value(self, value: dict[str, str]) -> str:
        return words_as_text(value)
