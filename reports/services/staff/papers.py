"""What was signed on paper about a handover: the 移交清冊 by three, the 離職保密切結 by who leaves (肆、二; ruling 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.selectors import in_words
from files.services import store
from ledger import services as ledger
from ledger.choices import Verb
from reports import policies
from reports.choices import SignedPaper
from reports.models import Handover
from reports.selectors.staff import HANDOVERS

if TYPE_CHECKING:
    import datetime as dt

    from django.core.files.uploadedfile import UploadedFile

    from accounts.models import User

SIGNED: dict[str, str] = {SignedPaper.ROSTER: "signed_roster", SignedPaper.ACKNOWLEDGEMENT: "acknowledgement"}
PAPERS = dict(SignedPaper.choices)


@transaction.atomic
def keep_signed(*, handover_id: int, paper: str, upload: UploadedFile[bytes], actor: User, now: dt.datetime) -> None:
    """Keep the signed copy of `paper` (a value of `SignedPaper`); one that was kept before stays, and can be fetched.

    Raises FileRefused, MayNotKeep.
    """
    row = Handover.objects.select_for_update(of=("self",), no_key=True).get(pk=handover_id)
    policies.require(allowed=policies.may_keep_paper(actor, row, paper, now))
    if former := getattr(row, SIGNED[paper]):
        row.former_papers.create(paper=paper, file=former, replaced_at=now)
    setattr(row, SIGNED[paper], store(upload=upload, now=now))
    row.save(update_fields=[SIGNED[paper]])
    words = {"paper": PAPERS[paper]}
    ledger.append(
        verb=Verb.HANDOVER_PAPER_KEPT, actor=in_words(actor, now), detail=words, now=now, **HANDOVERS.said(row)
    )
