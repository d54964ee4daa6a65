"""Addresses of what looks across rooms."""

from __future__ import annotations

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("ledger/", views.ledger_page, name="ledger"),
    path("ledger/checkpoints/", views.checkpoints_page, name="checkpoints"),
    path("ledger/checkpoints/<int:size>.txt", views.checkpoint_file, name="checkpoint"),
    path("ledger/proofs/verify_entry.py", views.verifier, name="verifier"),
    path("ledger/proofs/<str:number>/", views.proofs_page, name="proofs"),
    path("ledger/proofs/<str:number>/<int:sequence>.json", views.proof_file, name="proof"),
    path("ledger/register/", views.register_page, name="register"),
    path("ledger/register.pdf", views.register_pdf, name="register-pdf"),
    path("ledger/register.<str:kind>", views.register_sheet, name="register-sheet"),
    path("ledger/administration/", views.administration_page, name="administration"),
    path("privacy/files/", views.personal_data_page, name="personal-data"),
    path("privacy/files.pdf", views.personal_data_pdf, name="personal-data-pdf"),
    path("privacy/measures/", views.measures_page, name="measures"),
    path("privacy/measures.pdf", views.measures_pdf, name="measures-pdf"),
    path("print/", views.print_page, name="print"),
    path("print/papers/", views.papers_page, name="papers"),
    path("print/papers/<int:job_id>.pdf", views.paper_file, name="paper"),
    path("print/papers/register/", views.print_register, name="paper-register"),
    path("print/forms/", views.forms_page, name="paper-forms"),
    path("search/", views.search_page, name="search"),
    path("setup/", views.setup_page, name="setup"),
    path("setup/mail/", views.mail_test_page, name="mail-test"),
    path("people/import/", views.import_people, name="people-import"),
    path("people/import/template.<slug:kind>", views.template_of_people, name="people-template"),
    path("people/export.<slug:kind>", views.export_people, name="people-export"),
    path("people/<int:pk>/departure/", views.departure, name="departure"),
    path("people/<int:pk>/post-handover/", views.hand_over_post, name="post-handover"),
    path("people/handovers/", views.handovers_page, name="handovers"),
    path("people/handovers/<int:pk>/", views.handover_page, name="handover"),
    path("people/handovers/<int:pk>/call-off/", views.call_off_handover, name="handover-call-off"),
    path("people/handovers/<int:pk>/roster.pdf", views.roster_pdf, name="roster"),
    path("people/handovers/<int:pk>/acknowledgement.pdf", views.acknowledgement_pdf, name="acknowledgement"),
    path("people/handovers/<int:pk>/signed/<str:paper>/", views.signed_paper, name="signed-paper"),
    path("people/<int:pk>/expiry/", views.expiry, name="expiry"),
    path("people/<int:pk>/enable/", views.enable, name="enable"),
    path("people/applications/", views.applications_page, name="applications"),
    path("people/applications/new/", views.new_application, name="application-new"),
    path("people/applications/<int:pk>/", views.application_page, name="application"),
    path("people/reviews/", views.reviews_page, name="reviews"),
    path("people/reviews/<int:pk>/", views.review_page, name="review"),
    path("people/reviews/<int:pk>.pdf", views.review_pdf, name="review-pdf"),
    path("reports/compliance/", views.compliance_page, name="compliance"),
    path("reports/compliance.pdf", views.compliance_pdf, name="compliance-pdf"),
    path("reports/compliance/<int:pk>/", views.report_page, name="compliance-report"),
    path("reports/compliance/<int:pk>.pdf", views.report_pdf, name="compliance-report-pdf"),
    path("reports/statistics/", views.statistics_page, name="statistics"),
    path("reports/statistics.pdf", views.statistics_pdf, name="statistics-pdf"),
    path("reports/statistics.<str:kind>", views.statistics_sheet, name="statistics-sheet"),
    path("plan/idle-days/", views.idle_days, name="idle-days"),
    path("plan/", views.plan_page, name="plan"),
    path("rules/", views.rules_page, name="rules"),
    path("rules/trial/", views.trial_page, name="rules-trial"),
]
