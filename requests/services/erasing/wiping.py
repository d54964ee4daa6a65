"""What goes of a case and what stays (伍、五): the one list of everything personal a case has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from files.services import discard
from requests import selectors
from requests.models import PartialGrant, TrackingCode, ViewingCorrection
from requests.services.erasing.agency import GONE, wipe_agency

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ReviewRequest

OF_THE_CASE = (
    "applicant_name", "applicant_title", "phone", "id_number", "subject", "relation", "unit", "reason",
    "duty_reference", "long_period_reason", "protection_order", "closing_note", "no_form_reason",
    "no_copy_reason",
)  # fmt: skip


def wipe(case: ReviewRequest, now: dt.datetime) -> None:
    """Erase the personal data of a locked case; the caller records it.

    Gone: who asked, about whom, why, in whose words; what was attached; what was frozen, and the salts without which
    the digests in the ledger say nothing. There stay number, dates, cameras and period, decision and grounds by their
    codes, who signed when, and who accompanied.
    """
    files = list(selectors.files_of(case))
    _wipe_columns(case, now)
    case.attachments.clear()
    case.readers.clear()
    _wipe_acts(case)
    _wipe_letters(case)
    wipe_agency(case)
    case.snapshots.update(content="", salt=b"")
    for stored in files:
        if not selectors.is_kept(stored):
            discard(stored)


def _wipe_columns(case: ReviewRequest, now: dt.datetime) -> None:
    for column in OF_THE_CASE:
        setattr(case, column, "")
    case.extension_reason = GONE if case.extension_reason else ""
    case.applicant, case.signed_form, case.salt, case.erased_at = None, None, b"", now
    case.save(update_fields=[*OF_THE_CASE, "extension_reason", "applicant", "signed_form", "salt", "erased_at"])


def _wipe_acts(case: ReviewRequest) -> None:
    case.approvals.update(opinion="", copy_answer="", objection="", scan=None, is_erased=True)
    PartialGrant.objects.filter(approval__review_request=case).update(conditions="")
    case.consultations.update(question="")
    case.consultations.filter(~Q(opinion="")).update(opinion=GONE)
    case.recusals.update(ground="", note="")
    case.viewings.update(people_present="", stop_reason="", finding="", remarks="", late_reason="", scan=None)
    ViewingCorrection.objects.filter(viewing__review_request=case).update(was="", right="", reason="")
    case.appointments.update(end_reason="")


def _wipe_letters(case: ReviewRequest) -> None:
    """What was frozen goes with the snapshots; the code no longer opens anything."""
    case.letters.update(content="")
    TrackingCode.objects.filter(review_request=case).update(sha256="")
