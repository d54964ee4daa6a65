"""A second scan of a signed 移交清冊 or 離職保密切結 corrects the first, and destroys nothing (肆、二)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from files.models import StoredFile
from ledger.services import verify
from reports.choices import MoveKind
from reports.models import FormerPaper
from reports.services.staff import Leaving, keep_signed, let_go
from requests.services.drafts import discard_old_drafts
from tests.ledger.test_witnesses_of_every_room import found

if TYPE_CHECKING:
    from django.test import Client

    from reports.models import Handover
    from tests.conftest import Cast

WRONG, RIGHT = b"%PDF-1.4\n%wrong\n%%EOF\n", b"%PDF-1.4\n%right\n%%EOF\n"


def kept(row: Handover, paper: str, content: bytes, cast: Cast, now: dt.datetime) -> None:
    scan = SimpleUploadedFile("掃描.pdf", content, "application/pdf")
    keep_signed(handover_id=row.pk, paper=paper, upload=scan, actor=cast.principal, now=now)


def test_a_wrong_scan_is_corrected_and_both_are_kept_and_fetched(
    cast: Cast, client: Client, now: dt.datetime, at_now: None
) -> None:
    row = let_go(leaving=Leaving(cast.guard.pk, MoveKind.LEAVING, None), actor=cast.administrator, now=now)
    for paper in ("roster", "acknowledgement"):
        kept(row, paper, WRONG, cast, now)
        kept(row, paper, RIGHT, cast, now)
    discard_old_drafts(now + dt.timedelta(days=30))
    assert StoredFile.objects.count() == 4

    client.force_login(cast.principal)
    page = client.get(reverse("reports:handover", args=[row.pk])).content.decode()
    for former in FormerPaper.objects.all():
        newest = reverse("reports:signed-paper", args=[row.pk, former.paper])
        first = reverse("reports:former-paper", args=[row.pk, former.paper, former.pk])
        assert {newest in page, first in page} == {True}
        assert b"".join(client.get(newest)) == RIGHT
        assert b"".join(client.get(first)) == WRONG


def test_the_first_scan_is_for_whom_the_paper_is_for(
    cast: Cast, client: Client, now: dt.datetime, at_now: None
) -> None:
    row = let_go(leaving=Leaving(cast.guard.pk, MoveKind.LEAVING, None), actor=cast.administrator, now=now)
    for content in (WRONG, RIGHT):
        kept(row, "roster", content, cast, now)
    first = reverse("reports:former-paper", args=[row.pk, "roster", row.former_papers.get().pk])

    for person, status in ((cast.supervisor, 200), (cast.administrator, 403), (cast.teacher, 404)):
        client.force_login(person)
        assert client.get(first).status_code == status, person
    client.force_login(cast.administrator)
    assert client.get(first.replace("roster", "acknowledgement")).status_code == 404


def test_the_ledger_witnesses_which_scans_were_kept(cast: Cast, now: dt.datetime) -> None:
    row = let_go(leaving=Leaving(cast.guard.pk, MoveKind.LEAVING, None), actor=cast.administrator, now=now)
    for content in (WRONG, RIGHT):
        kept(row, "acknowledgement", content, cast, now)
    assert found() == ""
    assert verify().ok

    FormerPaper.objects.all().delete()

    assert f"職務異動 {row.pk}" in found()
