"""What was found wanting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.witnesses import RowWitness
from retention.models import Finding
from work.policies import naming_secrets

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User

FINDINGS = RowWitness(Finding.objects.all(), subject=lambda finding: f"未符合事項 {finding.pk}")


def open_findings(user: User, now: dt.datetime) -> list[Finding]:
    """Return what was found wanting and is not put right, and names no case `user` may not know of."""
    findings = list(Finding.objects.filter(closed_at=None))
    secret = naming_secrets(user, {finding.text for finding in findings}, now)
    return [finding for finding in findings if finding.text not in secret]
