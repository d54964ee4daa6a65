"""What is filled in, and how it is written and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from cameras.selectors import cameras_that_recorded
from files.services import discard
from files.services import in_words as file_in_words
from ledger import services as ledger
from ledger.choices import Verb
from requests import rules, selectors
from requests.choices import Answer, Asker, IdentityDocument, Need
from requests.services.secrecy import name_readers
from retention.services import code_hold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.models import User
    from cameras.models import Camera, Place
    from files.models import StoredFile
    from ledger.services import Actor
    from requests.choices import DutyBasis
    from requests.models import ReviewRequest


@dataclass(frozen=True)
class Content:
    """What the applicant fills in: the eight things of ruling 8. Times are aware; `cameras` holds one or more.

    `duty_basis` and `duty_reference` belong to a 職務需要 only. `attachments` are added to what is there already.
    """

    need: Need
    relation: str
    phone: str
    unit: str
    id_number: str
    cameras: Iterable[Camera]
    places: Iterable[Place]
    starts_at: dt.datetime
    ends_at: dt.datetime
    long_period_reason: str
    reason: str
    duty_basis: DutyBasis | str = ""
    duty_reference: str = ""
    subject: str = ""
    id_document: IdentityDocument = IdentityDocument.NATIONAL
    wants_copy: bool = False
    attachments: Iterable[StoredFile] = field(default=())


@dataclass(frozen=True)
class Entry:
    """Who asked on paper and when it was received (代填, ruling 7); `account` of a member of staff who has one.

    The last three may be answered later on the case page; they are kept for a child's case only.
    """

    asker: Asker
    applicant_name: str
    received_at: dt.datetime
    account: User | None = None
    identity_checked: bool = False
    guardianship_confirmed: bool = False
    protection_order: Answer | str = ""


COLUMNS = (
    "need", "duty_basis", "duty_reference", "relation", "subject", "phone", "unit", "id_document", "id_number",
    "starts_at", "ends_at", "long_period_reason", "reason", "wants_copy",
)  # fmt: skip


def write(case: ReviewRequest, content: Content) -> None:
    """Write what was filled in; a place the applicant is unsure about stands for every camera it had that day."""
    for column in COLUMNS:
        setattr(case, column, getattr(content, column))
    case.save(update_fields=COLUMNS)
    case.places.set(content.places)
    of_places = cameras_that_recorded(timezone.localdate(content.starts_at)).filter(place__in=content.places)
    case.cameras.set({*content.cameras, *of_places})
    case.attachments.add(*content.attachments)


def record_attachments(attachments: Iterable[StoredFile], actor: Actor, now: dt.datetime) -> None:
    """Append an entry for each file that was handed in."""
    for stored in attachments:
        ledger.append(verb=Verb.FILE_STORED, actor=actor, subject=file_in_words(stored), now=now)


def drop(case: ReviewRequest, attachments: Iterable[StoredFile]) -> None:
    """Take `attachments` off a draft; a file no other case has goes."""
    for stored in attachments:
        case.attachments.remove(stored)
        if not selectors.is_kept(stored):
            discard(stored)


def restrict_if_coded(case: ReviewRequest, now: dt.datetime) -> bool:
    """Make a case on coded grounds, or with a protection order, a 限制案 of everybody who may sign it; say whether it became one.

    The caller records it (`record_restriction`) after the act that did it.
    """
    coded = rules.is_coded(case.need, case.duty_basis) or case.protection_order == Answer.YES
    if not coded or case.is_restricted:
        return False
    name_readers(case, selectors.chain_people(case, now), now)
    return True


def record_restriction(case: ReviewRequest, actor: Actor, now: dt.datetime) -> None:
    """Append that the case is a 限制案 now, and of how many readers."""
    detail = {"count": str(case.readers.count())}
    ledger.append(verb=Verb.CASE_RESTRICTED, actor=actor, detail=detail, now=now, **selectors.CASES.said(case))
    code_hold(reference=str(case.number), actor=actor, now=now)
