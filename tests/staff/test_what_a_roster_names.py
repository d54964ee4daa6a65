"""A 移交清冊 is frozen, who may know of a case is not: it names no case to whom that case is closed (ruling 2; 肆、一)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.choices import Role
from reports.selectors.staff import roster_of
from reports.services.staff import carry_out_due, hand_post, keep_signed
from requests.choices import RecusalGround
from requests.services.recusals import recuse
from requests.services.secrecy import restrict
from retention.models import Hold
from tests.copies.ending import copied

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from reports.models import Handover
    from requests.models import ReviewRequest
    from tests.conftest import Cast

PDF = b"%PDF-1.4\n%%EOF\n"
COPY = "E115-0001"


@pytest.fixture
def handed(cast: Cast, case: ReviewRequest, cameras: list[Camera], now: dt.datetime) -> Handover:
    """承辦人 has handed over a case, its 備份工作 and a medium in the safe; the roster is signed and kept."""
    copied(Hold.objects.get(), medium=True, cameras=cameras[:1])
    row = hand_post(
        post_id=cast.handler.appointments.get().pk, successor_id=cast.colleague.pk, day=now.date(),
        staff_title="教師", actor=cast.administrator, now=now,
    )  # fmt: skip
    carry_out_due(now)
    scan = SimpleUploadedFile("清冊.pdf", PDF, "application/pdf")
    keep_signed(handover_id=row.pk, paper="roster", upload=scan, actor=cast.colleague, now=now)
    row.refresh_from_db()
    return row


def named(client: Client, person: User, row: Handover, *words: str) -> set[bool]:
    """Return whether page and paper show `words` to `person`, and whether he opens the scan."""
    client.force_login(person)
    page = client.get(reverse("reports:handover", args=[row.pk])).content.decode()
    with pdfplumber.open(io.BytesIO(client.get(reverse("reports:roster", args=[row.pk])).content)) as pdf:
        paper = "".join(part.extract_text() or "" for part in pdf.pages)
    scan = reverse("reports:signed-paper", args=[row.pk, "roster"])
    opened = client.get(scan).status_code
    assert opened in (200, 403)
    return {opened == 200, scan in page, *(word in page for word in words), *(word in paper for word in words)}


def test_a_case_restricted_since_is_named_to_its_readers_only(
    cast: Cast, client: Client, case: ReviewRequest, handed: Handover, now: dt.datetime, at_now: None
) -> None:
    words = (str(case.number), COPY)
    everybody = (cast.handler, cast.colleague, cast.supervisor, cast.principal)
    for person in everybody:
        assert named(client, person, handed, *words) == {True}, person

    restrict(case_id=case.pk, actor=cast.colleague, readers=[cast.colleague, cast.supervisor, cast.principal], now=now)

    for person in everybody[1:]:
        assert named(client, person, handed, *words) == {True}, person
    assert named(client, cast.handler, handed, *words) == {False}


def test_it_names_a_case_to_nobody_who_must_keep_out_of_it(
    cast: Cast, client: Client, case: ReviewRequest, handed: Handover, now: dt.datetime, at_now: None
) -> None:
    for person in (cast.handler, cast.supervisor):
        recuse(case_id=case.pk, person_id=person.pk, ground=RecusalGround.PARTY, note="", actor=cast.colleague, now=now)
        assert named(client, person, handed, str(case.number), COPY) == {False}
    assert named(client, cast.principal, handed, str(case.number), COPY) == {True}


def test_nothing_of_a_case_goes_over_on_paper_between_two_of_whom_one_must_keep_out(
    cast: Cast, case: ReviewRequest, cameras: list[Camera], now: dt.datetime
) -> None:
    copied(Hold.objects.get(), medium=True, cameras=cameras[:1])
    before = [line[0] for line in roster_of(cast.handler, cast.colleague, [Role.HANDLER], now)]
    assert before == ["未結案件", "備份工作", "留存媒體"]

    ground = RecusalGround.PARTY
    recuse(case_id=case.pk, person_id=cast.colleague.pk, ground=ground, note="", actor=cast.handler, now=now)

    assert roster_of(cast.handler, cast.colleague, [Role.HANDLER], now) == []
    assert [line[0] for line in roster_of(cast.handler, cast.dean, [Role.HANDLER], now)] == before
