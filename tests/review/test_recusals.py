"""迴避: who must keep out neither acts on the case nor sees it any more, whoever it is (ruling 2; 行程法 §32, §33)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.choices import DeputyReason, Role
from accounts.services import appoint, name_deputy
from files.services import store
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM, sentence
from requests import policies, selectors
from requests.choices import Action, Proposal, RecusalGround, Status
from requests.policies import KeepsOut, NotYourStep
from requests.services.drafts import Content, correct, save_draft, submit, withdraw
from requests.services.recusals import RecusalRefused, colleagues, recuse
from requests.services.viewings import NotAnEscort, end_viewing, start_viewing
from requests.transitions import WrongOrder
from tests.review.acts import PDF, refused, told

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from requests.models import Recusal, ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

YES = Proposal.APPROVE
DAY = dt.timedelta(days=1)
PARTY = RecusalGround.PARTY


def keep_out(
    case: ReviewRequest, person: User, now: dt.datetime, *, by: User, ground: RecusalGround = PARTY
) -> Recusal:
    return recuse(case_id=case.pk, person_id=person.pk, ground=ground, note=" 親屬為當事人 ", actor=by, now=now)


def deputise(
    absent: User, deputy: User, now: dt.datetime, *, reason: DeputyReason = DeputyReason.RECUSAL, order: int = 1
) -> None:
    name_deputy(
        principal_id=absent.pk, deputy_id=deputy.pk, order=order, reason=reason, since=now, until=now + 30 * DAY,
        actor=absent, now=now,
    )  # fmt: skip


def sees(person: User, case: ReviewRequest, now: dt.datetime) -> bool:
    return policies.visible_to(person, now).filter(pk=case.pk).exists()


# --- who declares it ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", ["handler", "supervisor", "principal"])
def test_each_of_the_chain_declares_it_of_himself(
    case: ReviewRequest, cast: Cast, now: dt.datetime, username: str
) -> None:
    person = getattr(cast, username)
    recusal = keep_out(case, person, now, by=person, ground=RecusalGround.OWN)
    assert (recusal.ground, recusal.note) == (RecusalGround.OWN, "親屬為當事人")
    assert recusal.declared_by.endswith(person.name)
    assert not sees(person, case, now)
    assert sentence(Entry.objects.get(verb=Verb.CASE_RECUSED)).endswith("登錄案 115-0001 之迴避：自行迴避")


@pytest.mark.parametrize("username", ["supervisor", "principal", "administrator", "colleague", "guard", "auditor"])
def test_the_handler_declares_it_of_a_party_whoever_that_is(
    case: ReviewRequest, cast: Cast, now: dt.datetime, username: str
) -> None:
    person = getattr(cast, username)
    keep_out(case, person, now, by=cast.handler)
    assert not sees(person, case, now)
    assert not any("115-0001" in text for text in told(person))


@pytest.mark.parametrize("ground", [PARTY, RecusalGround.REPRESENTATIVE, RecusalGround.RELATIVE])
def test_the_supervisor_keeps_the_handler_out(
    case: ReviewRequest, cast: Cast, now: dt.datetime, ground: RecusalGround
) -> None:
    with refused(RecusalRefused, "只能由本人登錄"):
        keep_out(case, cast.handler, now, by=cast.supervisor, ground=RecusalGround.OWN)
    keep_out(case, cast.handler, now, by=cast.supervisor, ground=ground)
    assert not sees(cast.handler, case, now)


@pytest.mark.parametrize("username", ["teacher", "colleague", "dean", "guard", "administrator", "auditor"])
def test_nobody_outside_the_chain_declares_it(case: ReviewRequest, cast: Cast, now: dt.datetime, username: str) -> None:
    with refused(KeepsOut):
        keep_out(case, cast.principal, now, by=getattr(cast, username))


def test_who_keeps_out_declares_nothing_more(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    keep_out(case, cast.supervisor, now, by=cast.handler)
    with refused(KeepsOut):
        keep_out(case, cast.principal, now, by=cast.supervisor)
    with refused(RecusalRefused, "此人已登錄迴避"):
        keep_out(case, cast.supervisor, now, by=cast.handler)


def test_the_applicant_and_who_has_left_need_no_recusal(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(RecusalRefused, "申請人本來就不能辦理"):
        keep_out(case, cast.teacher, now, by=cast.handler)
    cast.colleague.appointments.update(until=now.date() - DAY)
    with refused(RecusalRefused, "請選擇在職人員"):
        keep_out(case, cast.colleague, now, by=cast.handler)
    assert {cast.teacher, cast.colleague}.isdisjoint(colleagues(case, now))
    assert {cast.principal, cast.administrator, cast.guard} <= set(colleagues(case, now))


def test_a_withdrawn_case_needs_nobody_to_keep_out(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    with refused(WrongOrder, "已撤回"):
        keep_out(case, cast.supervisor, now, by=cast.handler)


# --- what it does ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", ["handler", "supervisor", "principal", "auditor"])
def test_nothing_of_the_case_is_shown_any_more(
    client: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime, at_now: None, username: str
) -> None:
    approved.attachments.add(store(upload=SimpleUploadedFile("圖.pdf", PDF), now=now))
    viewing = start_viewing(
        case_id=approved.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now
    )
    end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=now)
    person = getattr(cast, username)
    client.force_login(person)
    pages = [reverse(name) for name in ("home", "review:list", "reports:register", "work:notices")]
    assert "115-0001" in "".join(client.get(page).content.decode() for page in pages)
    keep_out(approved, person, now, by=cast.handler if person != cast.handler else cast.principal)
    assert "115-0001" not in "".join(client.get(page).content.decode() for page in pages)
    number = approved.number
    closed = [
        reverse("review:case", args=[number]),
        reverse("review:appendix-1", args=[number]),
        reverse("review:attachment", args=[number, approved.attachments.get().pk]),
        reverse("review:viewing-start", args=[number]),
        reverse("review:viewing-end", args=[number, viewing.pk]),
        reverse("review:recuse", args=[number]),
        reverse("review:restrict", args=[number]),
    ]
    assert {client.get(url).status_code for url in closed} == {404}
    assert not selectors.register(person, now).exists()
    with refused(NotAnEscort):
        start_viewing(case_id=approved.pk, escort=person, people_present="許喆安", told_not_to_film=True, now=now)


def test_ones_own_case_stays_ones_own(cast: Cast, content: Content, now: dt.datetime) -> None:
    draft = save_draft(applicant=cast.principal, content=content, key=None, now=now)
    own = submit(key=draft.draft_key, applicant=cast.principal, accepts_note=True, now=now)
    assert sees(cast.principal, own, now)
    with pytest.raises(RecusalRefused):
        keep_out(own, cast.principal, now, by=cast.handler)


@pytest.mark.counted_elsewhere
def test_what_was_signed_before_stays_and_no_more_is_signed_or_told(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    keep_out(case, cast.supervisor, now, by=cast.handler)
    signs(case, cast.principal, Action.RETURN_TO_PREVIOUS, opinion="請查明。")
    with refused(NotYourStep):
        signs(case, cast.supervisor, Action.PROPOSE, proposal=YES)
    assert not any("115-0001" in text for text in told(cast.supervisor))
    assert case.approvals.filter(actor=cast.supervisor).count() == 1


@pytest.mark.counted_elsewhere
# --- who signs instead -------------------------------------------------------------------------------------------------
def test_the_deputy_for_recusal_decides_and_the_paper_says_why(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(cast.principal, cast.dean, now)
    assert not sees(cast.dean, at_principal, now)
    with refused(NotYourStep):
        signs(at_principal, cast.dean, Action.APPROVE)
    keep_out(at_principal, cast.principal, now, by=cast.handler)
    assert "請簽核調閱申請 115-0001：校長核定" in told(cast.dean)
    assert selectors.desk_of(cast.dean, now).waiting == [at_principal]
    assert selectors.desk_of(cast.principal, now).waiting == []
    decided = signs(at_principal, cast.dean, Action.APPROVE)
    act = decided.approvals.get(step=3)
    assert (decided.status, act.acting_for, act.acting_for_note) == (Status.APPROVED, cast.principal, "校長迴避")
    assert Entry.objects.get(verb=Verb.CASE_DECIDED).acting_for == "蘇翊甯"
    assert sees(cast.dean, at_principal, now)
    assert not sees(cast.dean, at_principal, now + 31 * DAY)


@pytest.mark.counted_elsewhere
def test_a_principal_who_asks_is_replaced_by_the_deputy_for_recusal(
    content: Content, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(cast.principal, cast.dean, now)
    draft = save_draft(applicant=cast.principal, content=content, key=None, now=now)
    own = submit(key=draft.draft_key, applicant=cast.principal, accepts_note=True, now=now)
    signs(own, cast.handler, Action.PROPOSE, proposal=YES)
    signs(own, cast.supervisor, Action.PROPOSE, proposal=YES)
    with refused(NotYourStep):
        signs(own, cast.principal, Action.APPROVE)
    assert signs(own, cast.dean, Action.APPROVE).approvals.get(step=3).acting_for_note == "校長迴避"


@pytest.mark.counted_elsewhere
def test_who_is_named_for_recusal_goes_before_who_stands_in_during_leave(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(cast.principal, cast.colleague, now, reason=DeputyReason.LEAVE)
    deputise(cast.principal, cast.dean, now)
    keep_out(at_principal, cast.principal, now, by=cast.handler)
    with refused(NotYourStep):
        signs(at_principal, cast.colleague, Action.APPROVE)
    assert signs(at_principal, cast.dean, Action.APPROVE).approvals.get(step=3).acting_for_note == "校長迴避"


def test_a_deputy_who_must_keep_out_himself_is_passed_over(
    at_principal: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    deputise(cast.principal, cast.dean, now)
    deputise(cast.principal, cast.colleague, now, order=2)
    keep_out(at_principal, cast.principal, now, by=cast.handler)
    keep_out(at_principal, cast.dean, now, by=cast.dean, ground=RecusalGround.OWN)
    assert not sees(cast.dean, at_principal, now)
    with refused(NotYourStep):
        signs(at_principal, cast.dean, Action.APPROVE)
    assert signs(at_principal, cast.colleague, Action.APPROVE).status == Status.APPROVED


def test_a_deputy_for_the_handler_handles_that_case_alone(
    case: ReviewRequest, content: Content, cast: Cast, now: dt.datetime
) -> None:
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    other = submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)
    deputise(cast.handler, cast.dean, now)
    keep_out(case, cast.handler, now, by=cast.supervisor)
    assert [policies.handles(cast.dean, one, now) for one in (case, other)] == [True, False]
    assert [policies.works_on(cast.dean, one, now) for one in (case, other)] == [True, False]
    assert list(policies.visible_to(cast.dean, now)) == [case]


# --- nobody is left ----------------------------------------------------------------------------------------------------
NOBODY = "調閱申請 115-0001 的「校長核定」目前沒有人可以簽核，請確認職務及代理人（含事由：迴避）"
WITHOUT_THE_CASE = "有案件的「校長核定」目前沒有人可以簽核，請確認職務及代理人（含事由：迴避）"


def test_where_nobody_is_left_the_administrator_hears_of_it_without_the_case(
    at_principal: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    keep_out(at_principal, cast.principal, now, by=cast.handler)
    notice = cast.administrator.notices.get()
    assert (notice.text, notice.subject) == (WITHOUT_THE_CASE, "職務代理")
    assert "115-0001" not in notice.text + notice.url + notice.subject
    assert NOBODY in told(cast.handler)
    assert NOBODY in told(cast.supervisor)
    assert not any("115-0001" in text for text in told(cast.principal))


def test_a_step_still_to_come_without_anybody_is_told_in_time(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    keep_out(case, cast.principal, now, by=cast.handler)
    assert told(cast.administrator) == [WITHOUT_THE_CASE]
    assert NOBODY in told(cast.handler)


def test_an_administrator_who_is_a_party_is_not_told(at_principal: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    keep_out(at_principal, cast.administrator, now, by=cast.handler)
    keep_out(at_principal, cast.principal, now, by=cast.handler)
    assert told(cast.administrator) == []
    assert NOBODY in told(cast.handler)


def test_a_case_that_arrives_where_nobody_sits_says_so(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    cast.supervisor.appointments.update(until=now.date() - DAY)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    assert told(cast.administrator) == [WITHOUT_THE_CASE.replace("校長核定", "處室主管審核")]


def test_while_somebody_is_left_nobody_is_alarmed(at_principal: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    other = type(cast.dean).objects.create_user("principal2", "方若", "x")
    appoint(user=other, role=Role.PRINCIPAL, title="候任校長", since=now.date(), actor=SYSTEM, now=now)
    keep_out(at_principal, cast.principal, now, by=cast.handler)
    assert told(cast.administrator) == []
    assert told(other) == ["請簽核調閱申請 115-0001：校長核定"]


def test_after_the_decision_only_the_viewing_loses_a_person(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    keep_out(approved, cast.handler, now, by=cast.supervisor)
    assert told(cast.administrator) == []
    assert selectors.desk_of(cast.handler, now).waiting == []
    with refused(NotAnEscort):
        start_viewing(case_id=approved.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now)


def test_a_request_nobody_could_decide_is_told_when_it_is_sent(
    content: Content, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    draft = save_draft(applicant=cast.principal, content=content, key=None, now=now)
    own = submit(key=draft.draft_key, applicant=cast.principal, accepts_note=True, now=now)
    assert told(cast.administrator) == [WITHOUT_THE_CASE]
    assert told(cast.handler) == ["請擬辦調閱申請 115-0001", NOBODY]
    signs(own, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請敘明。")
    correct(case_id=own.pk, applicant=cast.principal, content=content, now=now)
    assert told(cast.administrator) == [WITHOUT_THE_CASE] * 2
