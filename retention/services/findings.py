"""Findings open and close by themselves as the facts change; people are told once, when one opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.choices import Role
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from retention.models import Finding
from retention.selectors import FINDINGS
from work.selectors import holders_of
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from retention.choices import FindingKind


def keep(wanting: Mapping[FindingKind, Mapping[str, str]], now: dt.datetime) -> tuple[int, int]:
    """Make the open findings of each kind say exactly `wanting` (subject → words); return how many opened and closed.

    Call inside the duty's transaction, last: all rows are written, then all entries.
    """
    acts: list[tuple[Verb, Finding, str]] = []
    for kind, words in wanting.items():
        acts += _kept(kind, words, now)
    for verb, finding, text in acts:
        ledger.append(verb=verb, actor=ledger.SYSTEM, detail={"text": text}, now=now, **FINDINGS.said(finding))
    verbs = [verb for verb, _, _ in acts]
    return verbs.count(Verb.FINDING_OPENED), verbs.count(Verb.FINDING_CLOSED)


def _kept(kind: FindingKind, words: Mapping[str, str], now: dt.datetime) -> Iterator[tuple[Verb, Finding, str]]:
    open_ones = Finding.objects.select_for_update(no_key=True).filter(kind=kind, closed_at=None).order_by("pk")
    standing = {finding.subject: finding for finding in open_ones}
    for subject, text in words.items():
        if subject not in standing:
            yield Verb.FINDING_OPENED, _open(kind, subject, text, now), text
        elif (finding := standing[subject]).text != text:
            finding.text = text
            finding.save(update_fields=["text"])
            yield Verb.FINDING_CHANGED, finding, text
    for finding in [each for subject, each in standing.items() if subject not in words]:
        finding.closed_at = now
        finding.save(update_fields=["closed_at"])
        yield Verb.FINDING_CLOSED, finding, f"{finding.get_kind_display()}，{finding.subject}"


def _open(kind: FindingKind, subject: str, text: str, now: dt.datetime) -> Finding:
    finding = Finding.objects.create(kind=kind, subject=subject, text=text, opened_at=now)
    notify(
        recipients=holders_of(Role.HANDLER, Role.SUPERVISOR, day=local_date(now)),
        text=f"未符合：{text}",
        url=reverse("retention:overview"),
        subject=subject,
        now=now,
    )
    return finding
