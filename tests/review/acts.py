"""What tests of the chain do again and again: sign on paper, keep nothing changed, count what was written."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from files.services import store
from ledger.models import Entry
from requests import selectors
from requests.choices import Answer
from requests.services.chain import PaperSignature, Signing, record_paper_signature
from work.models import Notice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from accounts.models import User
    from files.models import StoredFile
    from requests.choices import Action, Proposal
    from requests.models import ReviewRequest

Error = TypeVar("Error", bound=Exception)
PDF = b"%PDF-1.4\n%%EOF\n"


def scan(now: dt.datetime) -> StoredFile:
    """A scanned page."""
    return store(upload=SimpleUploadedFile("核章.pdf", PDF, "application/pdf"), now=now)


def on_paper(
    case: ReviewRequest,
    recorder: User,
    signatory: User,
    action: Action,
    proposal: Proposal | None = None,
    *,
    at: dt.datetime,
    now: dt.datetime,
    **more: Any,
) -> ReviewRequest:
    """Record that `signatory` signed the current step on paper at `at`, for a request that is necessary."""
    content: dict[str, Any] = {"opinion": "", "is_necessary": Answer.YES, "acts_seen": selectors.acts_on(case)} | more
    signing = Signing(action=action, proposal=proposal, **content)
    paper = PaperSignature(signatory, at, scan(now))
    return record_paper_signature(case_id=case.pk, recorder=recorder, paper=paper, signing=signing, now=now)


def everything_said() -> dict[str, Any]:
    """Every row of the requests room, how many entries the ledger has, and every notice."""
    models = apps.get_app_config("requests").get_models(include_auto_created=True)
    rows = {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}
    return rows | {"entries": Entry.objects.count(), "notices": sorted(Notice.objects.values_list("pk", flat=True))}


@contextmanager
def refused(error: type[Error], match: str | None = None) -> Iterator[pytest.ExceptionInfo[Error]]:
    """Expect the act to be refused with the sentence, and nothing at all to have changed."""
    before = everything_said()
    with pytest.raises(error, match=match) as refusal:
        yield refusal
    assert everything_said() == before


def told(person: User) -> list[str]:
    """What `person` was told, oldest first."""
    return list(person.notices.order_by("pk").values_list("text", flat=True))


def written(case: ReviewRequest) -> list[str]:
    """The verbs written about `case`, oldest first."""
    return list(Entry.objects.filter(subject=str(case)).order_by("sequence").values_list("verb", flat=True))
