"""Findings open and close by themselves as the facts change; people are told once, when one opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.choices import Role
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from retention.models import Finding
from work.selectors import holders_of
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt

    from retention.choices import FindingKind


def keep(kind: FindingKind, wanting: dict[str, str], now: dt.datetime) -> tuple[int, int]:
    """Make the open findings of `kind` say exactly `wanting` (subject → words); return how many opened and closed.

    Call inside the duty's transaction.
    """
    standing = {
        finding.subject: finding for finding in Finding.objects.select_for_update().filter(kind=kind, closed_at=None)
    }
    for subject, text in wanting.items():
        if subject not in standing:
            _open(kind, subject, text, now)
        elif standing[subject].text != text:
            standing[subject].text = text
            standing[subject].save(update_fields=["text"])
    put_right = [finding for subject, finding in standing.items() if subject not in wanting]
    for finding in put_right:
        _close(finding, now)
    return len(wanting.keys() - standing.keys()), len(put_right)


def _open(kind: FindingKind, subject: str, text: str, now: dt.datetime) -> None:
    Finding.objects.create(kind=kind, subject=subject, text=text, opened_at=now)
    notify(
        recipients=holders_of(Role.HANDLER, Role.SUPERVISOR, day=local_date(now)),
        text=f"未符合：{text}",
        url=reverse("retention:overview"),
        subject=subject,
        now=now,
    )
    ledger.append(verb=Verb.FINDING_OPENED, actor=ledger.SYSTEM, subject=subject, detail={"text": text}, now=now)


def _close(finding: Finding, now: dt.datetime) -> None:
    finding.closed_at = now
    finding.save(update_fields=["closed_at"])
    words = {"text": finding.get_kind_display()}
    ledger.append(verb=Verb.FINDING_CLOSED, actor=ledger.SYSTEM, subject=finding.subject, detail=words, now=now)
