"""Which kept files nobody names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, ManyToOneRel, OuterRef

from files.models import StoredFile

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet


def unowned(before: dt.datetime) -> QuerySet[StoredFile]:
    """Return the files stored before `before` that no row of any room names.

    A page keeps a file first and acts then; where the act is refused the file stays behind. Every foreign key to a file
    is asked, those of the tables between two others included, so a room need not say that it has files.
    """
    found = StoredFile.objects.filter(stored_at__lt=before)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(rows))
    return found
