"""Addresses of the requests room; the namespace is `review` (`request` is always the HTTP request)."""

from __future__ import annotations

from django.urls import path, register_converter

from requests.choices import LetterKind
from requests.views import (
    acts,
    asking,
    cases,
    closing,
    erasing,
    letter_acts,
    letter_papers,
    letters,
    lists,
    misuses,
    papers,
    releases,
    returning,
    signing,
    tracking,
    viewings,
)
from requests.views.agency import completing, intake, overview, seizures


class CaseNumberConverter:
    """A case number, for instance 115-0037."""

    regex = r"\d{2,3}-\d{4,6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class LetterKindConverter:
    """A kind of letter, for instance no-footage."""

    regex = "|".join(LetterKind.values)

    def to_python(self, value: str) -> LetterKind:
        return LetterKind(value)

    def to_url(self, value: str) -> str:
        return value


register_converter(CaseNumberConverter, "case")
register_converter(LetterKindConverter, "letter")

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
    path("export.<slug:kind>", lists.export_cases, name="export"),
    path("new/", asking.new, name="new"),
    path("enter/", asking.enter, name="enter"),
    path("drafts/<uuid:key>/", asking.draft, name="draft"),
    path("drafts/<uuid:key>/check/", asking.check, name="check"),
    path("appendix-1.pdf", papers.blank, name="appendix-1-blank"),
    path("expired/", erasing.expired, name="expired"),
    path("erasures/<int:erasure_id>/", erasing.erasure, name="erasure"),
    path("erasures/<int:erasure_id>/drop/", erasing.drop, name="erasure-drop"),
    path("misuses/", misuses.misuses, name="misuses"),
    path("misuses/new/", misuses.new, name="misuse-new"),
    path("misuses/<int:misuse_id>/", misuses.misuse, name="misuse"),
    path("misuses/<int:misuse_id>/measures/", misuses.go_on, name="misuse-go-on"),
    path("misuses/<int:misuse_id>/close/", misuses.close, name="misuse-close"),
    path("misuses/<int:misuse_id>/record.pdf", misuses.pdf, name="misuse-pdf"),
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
    path("<case:number>/go-on/", acts.go_on, name="go-on"),
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
    path("emergency/", viewings.emergency, name="emergency"),
    path("<case:number>/emergency/", viewings.emergency_of_case, name="case-emergency"),
    path("<case:number>/viewings/start/", viewings.start, name="viewing-start"),
    path("<case:number>/viewings/arrange/", viewings.arrange, name="viewing-arrange"),
    path("<case:number>/viewings/back-enter/", viewings.back_enter, name="viewing-back-enter"),
    path("<case:number>/viewings/<int:viewing_id>/", viewings.one, name="viewing"),
    path("<case:number>/viewings/<int:viewing_id>/end/", viewings.end, name="viewing-end"),
    path("<case:number>/viewings/<int:viewing_id>/correct/", viewings.correct, name="viewing-correct"),
    path("<case:number>/viewings/<int:viewing_id>/countersign/", viewings.countersign, name="viewing-countersign"),
    path("<case:number>/viewings/<int:viewing_id>/notice.pdf", viewings.notice, name="viewing-notice"),
    path("<case:number>/appointments/<int:appointment_id>/call-off/", viewings.call_off, name="viewing-call-off"),
    path("<case:number>/appointments/<int:appointment_id>.ics", viewings.calendar_file, name="viewing-calendar"),
    path("viewing-notice.pdf", viewings.blank_notice, name="viewing-notice-blank"),
    path("looks/", viewings.look_list, name="looks"),
    path("looks/new/", viewings.new_look, name="look-new"),
    path("<case:number>/letters/", letters.letters, name="letters"),
    path("<case:number>/letters/new/<letter:kind>/", letters.new, name="letter-new"),
    path("<case:number>/letters/elsewhere/", letter_acts.on_paper, name="letter-on-paper"),
    path("<case:number>/letters/<int:letter_id>/", letters.letter, name="letter"),
    path("<case:number>/letters/<int:letter_id>/issue/", letter_acts.issue, name="letter-issue"),
    path("<case:number>/letters/<int:letter_id>/drop/", letter_acts.drop, name="letter-drop"),
    path("<case:number>/letters/<int:letter_id>/sending/", letter_acts.sending, name="letter-sending"),
    path("<case:number>/letters/<int:letter_id>/delivery/", letter_acts.delivery, name="letter-delivery"),
    path("<case:number>/letters/<int:letter_id>/letter.pdf", letter_papers.pdf, name="letter-pdf"),
    path("<case:number>/letters/<int:letter_id>/letter.odt", letter_papers.odt, name="letter-odt"),
    path("<case:number>/letters/<int:letter_id>/code.pdf", letter_papers.with_code, name="letter-code"),
]

open_urlpatterns = [path("track/", tracking.track, name="track")]
"""Open without a session: who asked without an account follows the case."""
