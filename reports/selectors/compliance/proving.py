"""陸、三: whether what this report rests on is what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.selectors import head_in_words
from printing.rules import long_moment
from reports.choices import ReportState
from reports.models import ComplianceReport
from reports.rules import Breach, Found, Proof

if TYPE_CHECKING:
    from reports.selectors.compliance.asked import Asked

NOT_AS_WRITTEN = "簽署時逐筆核對發現不符，請由主機操作人員執行 verify_ledger 查明"
"""Which row it is may name a case: that is said at the shell."""


def answered_for(asked: Asked) -> Found:
    """陸、三: head and verification of the ledger, its checkpoints, the reports that were signed before."""
    newest = asked.checkpoints[-1] if asked.checkpoints else None
    signed = ComplianceReport.objects.filter(state=ReportState.SIGNED, signed_at__lt=asked.end).count()
    proofs = [
        Proof(f"存取紀錄鏈首 {head_in_words()}", "reports:ledger"),
        Proof(f"期間內最近之簽章查核點：{long_moment(newest[0])}，第 {newest[1]} 筆" if newest else "期間內沒有簽章查核點", "reports:checkpoints"),
        Proof(f"先前已簽核之符合情形報告 {signed} 件", "reports:compliance"),
    ]  # fmt: skip
    if asked.verified is None:
        return Found(proofs, note="存取紀錄於承辦人簽署時逐筆核對，結果記入報告。")
    if asked.verified.ok:
        return Found([*proofs, Proof(f"簽署時逐筆核對：{asked.verified}")])
    return Found(proofs, [Breach(NOT_AS_WRITTEN, "reports:checkpoints")])
