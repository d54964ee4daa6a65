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
from reports.views.reporting import (
    compliance_page,
    compliance_pdf,
    report_page,
    report_pdf,
    statistics_page,
    statistics_pdf,
    statistics_sheet,
)
from reports.views.search import search_page
from reports.views.setup import mail_test_page, setup_page
from reports.views.staff import (
    acknowledgement_pdf,
    application_page,
    applications_page,
    call_off_handover,
    departure,
    enable,
    expiry,
    export_people,
    hand_over_post,
    handover_page,
    handovers_page,
    idle_days,
    import_people,
    new_application,
    review_page,
    review_pdf,
    reviews_page,
    roster_pdf,
    signed_paper,
    template_of_people,
)

__all__ = [
    "acknowledgement_pdf",
    "administration_page",
    "application_page",
    "applications_page",
    "call_off_handover",
    "checkpoint_file",
    "checkpoints_page",
    "compliance_page",
    "compliance_pdf",
    "departure",
    "enable",
    "expiry",
    "export_people",
    "forms_page",
    "hand_over_post",
    "handover_page",
    "handovers_page",
    "idle_days",
    "import_people",
    "ledger_page",
    "mail_test_page",
    "measures_page",
    "measures_pdf",
    "new_application",
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
    "report_page",
    "report_pdf",
    "review_page",
    "review_pdf",
    "reviews_page",
    "roster_pdf",
    "rules_page",
    "search_page",
    "setup_page",
    "signed_paper",
    "statistics_page",
    "statistics_pdf",
    "statistics_sheet",
    "template_of_people",
    "trial_page",
    "verifier",
]
