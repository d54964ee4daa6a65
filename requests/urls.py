"""Addresses of the requests room; the namespace is `review` (`request` is always the HTTP request)."""

from __future__ import annotations

from django.urls import path, register_converter

from requests.views import acts, asking, cases, closing, erasing, lists, papers, releases, returning, signing, viewings
from requests.views.agency import completing, intake, overview, seizures


class CaseNumberConverter:
    """A case number, for instance 115-0037."""

    regex = r"\d{2,3}-\d{4,6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CaseNumberConverter, "case")

app_name = "review"

agency = [
    path("agency/", overview.overview, name="agency"),
    path("agency/new/", intake.new_letter, name="agency-new"),
    path("agency/officer/", intake.new_officer, name="agency-officer"),
    path("agency/secret/", intake.new_secret, name="agency-secret"),
    path("agency/secret/<int:letter_id>/settle/", intake.settle_secret, name="agency-settle"),
    path("agency/seizures/new/", seizures.new, name="seizure-new"),
    path("agency/seizures/<int:seizure_id>/restore/", seizures.restore, name="seizure-restore"),
    path("agency/seizures/<int:seizure_id>/return/", seizures.give_back, name="seizure-return"),
    path("agency/seizures/<int:seizure_id>/receipt/", seizures.receipt, name="seizure-receipt"),
    path("<case:number>/letter/", completing.complete, name="agency-letter"),
    path("<case:number>/no-reply/", completing.no_reply, name="no-reply"),
    path("<case:number>/releases/new/", releases.prepare, name="release-new"),
    path("<case:number>/releases/early/", releases.prepare_early, name="release-early"),
    path("<case:number>/releases/<int:order>/hand/", releases.hand_over, name="release-hand"),
    path("<case:number>/releases/<int:order>/keep/", releases.keep_receipt, name="release-keep"),
    path("<case:number>/releases/<int:order>/drop/", releases.drop, name="release-drop"),
    path("<case:number>/releases/<int:order>/end/", releases.end, name="release-end"),
    path("<case:number>/releases/<int:order>/receipt.pdf", releases.receipt, name="release-receipt"),
]
"""Public bodies (伍、二) and copies handed over."""

urlpatterns = [
    path("", lists.case_list, name="list"),
    path("new/", asking.new, name="new"),
    path("enter/", asking.enter, name="enter"),
    path("drafts/<uuid:key>/", asking.draft, name="draft"),
    path("drafts/<uuid:key>/check/", asking.check, name="check"),
    path("appendix-1.pdf", papers.blank, name="appendix-1-blank"),
    path("expired/", erasing.expired, name="expired"),
    path("erasures/<int:erasure_id>/", erasing.erasure, name="erasure"),
    path("erasures/<int:erasure_id>/drop/", erasing.drop, name="erasure-drop"),
    path("privacy.pdf", papers.privacy_notice, name="privacy"),
    *agency,
    path("<case:number>/", cases.case_page, name="case"),
    path("<case:number>/submitted/", asking.submitted, name="submitted"),
    path("<case:number>/correct/", returning.correct_case, name="correct"),
    path("<case:number>/withdraw/", returning.withdraw_case, name="withdraw"),
    path("<case:number>/again/", returning.again, name="again"),
    path("<case:number>/sign/", signing.sign_case, name="sign"),
    path("<case:number>/paper/", signing.record_paper, name="paper"),
    path("<case:number>/approvals/<int:approval_id>/dispute/", acts.dispute, name="dispute"),
    path("<case:number>/recall/", acts.recall, name="recall"),
    path("<case:number>/extend/", acts.extend, name="extend"),
    path("<case:number>/consult/", acts.consult, name="consult"),
    path("<case:number>/consultations/<int:consultation_id>/", acts.answer, name="answer"),
    path("<case:number>/recuse/", acts.recuse, name="recuse"),
    path("<case:number>/restrict/", acts.restrict, name="restrict"),
    path("<case:number>/link/", acts.link, name="link"),
    path("<case:number>/close/", closing.close, name="close"),
    path("<case:number>/standing/", acts.check_standing, name="standing"),
    path("<case:number>/signed-form/", acts.keep_signed_form, name="signed-form"),
    path("<case:number>/identity/", acts.identity, name="identity"),
    path("<case:number>/appendix-1.pdf", papers.filled, name="appendix-1"),
    path("<case:number>/attachments/<uuid:key>/", papers.attachment, name="attachment"),
    path("<case:number>/viewings/start/", viewings.start, name="viewing-start"),
    path("<case:number>/viewings/<int:viewing_id>/end/", viewings.end, name="viewing-end"),
]
