"""One model twice: plain, for our ledger beside it, and with django-simple-history; and the register once more, for the admin."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from requests.models import ViewingSession


class Case(models.Model):
    number = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    phone = models.CharField(max_length=40)
    reason = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class PlainCase(Case):
    pass


class TrackedCase(Case):
    history = HistoricalRecords()


class BookRow(ViewingSession):
    """A viewing as the admin lists it with all that a row of the 調閱登記簿 tells."""

    class Meta:
        proxy = True
