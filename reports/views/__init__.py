"""What looks across rooms: 調閱登記簿, ledger and its checkpoints, 列印, 本校計畫, 保存規則."""

from __future__ import annotations

from reports.views.books import administration_page, ledger_page
from reports.views.papers import forms_page, paper_file, papers_page, print_register
from reports.views.plan import plan_page, print_page, rules_page, trial_page
from reports.views.privacy import measures_page, measures_pdf, personal_data_page, personal_data_pdf
from reports.views.proofs import (
    checkpoint_file,
    checkpoints_page,
    proof_file,
    proofs_page,
    verifier,
)
from reports.views.register import register_page, register_pdf, register_sheet

__all__ = [
    "administration_page",
    "checkpoint_file",
    "checkpoints_page",
    "forms_page",
    "ledger_page",
    "measures_page",
    "measures_pdf",
    "paper_file",
    "papers_page",
    "personal_data_page",
    "personal_data_pdf",
    "plan_page",
    "print_page",
    "print_register",
    "proof_file",
    "proofs_page",
    "register_page",
    "register_pdf",
    "register_sheet",
    "rules_page",
    "trial_page",
    "verifier",
]
