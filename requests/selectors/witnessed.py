"""What a case says to the ledger: everything its live rows say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.witnesses import RowWitness, row_facts
from requests.choices import Asker, IdentityDocument, SigningManner, Status, ViewingKind
from requests.models import ReviewRequest, ViewingAppointment
from requests.selectors.agency import AGENCY_ROWS, agency_said
from requests.selectors.consents import oral_consent_of
from requests.selectors.letters import correspondence_said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from requests.models import PartialGrant


ADDED_LATER = {
    "asker": Asker.STAFF,
    "id_document": IdentityDocument.NATIONAL,
    "manner": SigningManner.ONLINE,
    "kind": ViewingKind.GRANTED,
}
"""Columns younger than the first cases, with what those cases meant: saying it says nothing new (decision 9)."""


def case_facts(case: ReviewRequest) -> dict[str, object]:
    """Return everything the live rows of `case` say."""
    return {
        "case": _said(case),
        "cameras": sorted(camera.code for camera in case.cameras.all()),
        "places": sorted(place.name for place in case.places.all()),
        "attachments": sorted(file.sha256 for file in case.attachments.all()),
        "readers": sorted(reader.pk for reader in case.readers.all()),
        "approvals": _by_key(case.approvals.all()),
        "grants": [_grant_facts(act.grant) for act in case.approvals.all() if hasattr(act, "grant")],
        "consultations": _by_key(case.consultations.all()),
        "recusals": _by_key(case.recusals.all()),
        "oral_consent": [_said(consent)] if (consent := oral_consent_of(case)) else [],
        "snapshots": _by_key(case.snapshots.all()),
        "viewings": _by_key(case.viewings.all()),
        "corrections": _by_key(one for viewing in case.viewings.all() for one in viewing.corrections.all()),
        "appointments": [_appointment_facts(one) for one in case.appointments.all()],
        "agency": agency_said(case),
        "correspondence": correspondence_said(case),
    }


def _by_key(rows: Iterable[Model]) -> list[dict[str, object]]:
    return [_said(row) for row in sorted(rows, key=lambda row: row.pk)]


def _said(row: Model) -> dict[str, object]:
    facts = row_facts(row, without=("salt",))
    return {name: value for name, value in facts.items() if ADDED_LATER.get(name) != value}


def _grant_facts(grant: PartialGrant) -> dict[str, object]:
    return row_facts(grant) | {"cameras": sorted(camera.code for camera in grant.cameras.all())}


def _appointment_facts(planned: ViewingAppointment) -> dict[str, object]:
    return row_facts(planned) | {"escorts": sorted(person.pk for person in planned.escorts.all())}


CASES = RowWitness(
    ReviewRequest.objects.exclude(status=Status.DRAFT)
    .select_related("oral_consent")
    .prefetch_related(
        "cameras",
        "places",
        "attachments",
        "readers",
        "approvals__grant__cameras",
        "consultations",
        "recusals",
        "snapshots",
        "viewings__corrections",
        "appointments__escorts",
        "letters",
        "tracking_code",
        *AGENCY_ROWS,  # one only: django-stubs does not read two
    ),
    subject=str,
    facts=case_facts,
    salt=lambda case: bytes(case.salt),
)
"""Witness for the ledger: what every submitted case says, salted."""
