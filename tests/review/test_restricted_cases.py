"""限制案: only its named readers and the applicant know that it exists (house, "The case")."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.choices import DeputyReason, Role
from accounts.services import appoint, name_deputy
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM, sentence
from requests import policies, selectors
from requests.choices import Action, DutyBasis, Proposal, RecusalGround, Status
from requests.models import ReviewRequest
from requests.policies import KeepsOut, NotTheHandler, NotYourStep
from requests.services.consultations import consult
from requests.services.drafts import Content, correct
from requests.services.recusals import recuse
from requests.services.secrecy import SecrecyRefused, may_be_readers, restrict, reveal_identity
from requests.services.viewings import end_viewing, start_viewing
from tests.review.acts import refused, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.test import Client

    from accounts.models import User
    from tests.conftest import Cast
    from tests.review.conftest import Signs

DAY = dt.timedelta(days=1)
YES = Proposal.APPROVE


def shut(case: ReviewRequest, readers: Iterable[User], now: dt.datetime, *, by: User) -> ReviewRequest:
    return restrict(case_id=case.pk, actor=by, readers=list(readers), now=now)


def knowing(case: ReviewRequest, cast: Cast, now: dt.datetime) -> set[str]:
    people = {name: getattr(cast, name) for name in cast.__dataclass_fields__}
    return {name for name, person in people.items() if policies.visible_to(person, now).filter(pk=case.pk).exists()}


def another(cast: Cast, username: str, role: Role, title: str, now: dt.datetime) -> User:
    person = type(cast.dean).objects.create_user(username, "方若", "x")
    appoint(user=person, role=role, title=title, since=now.date(), actor=SYSTEM, now=now)
    return person


def test_only_the_readers_and_the_applicant_know_of_it(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    assert knowing(case, cast, now) == {"teacher", "handler", "supervisor", "principal"}
    shut(case, [cast.supervisor, cast.principal, cast.dean], now, by=cast.handler)
    assert knowing(case, cast, now) == {"teacher", "handler", "supervisor", "principal", "dean"}
    entry = Entry.objects.get(verb=Verb.CASE_RESTRICTED)
    assert sentence(entry) == "事務組長 游承堃設定案 115-0001 為限制案，得閱覽人員 4 人"


def test_who_names_the_readers_stays_one_and_others_may_be_named_later(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    shut(case, [cast.supervisor, cast.principal], now, by=cast.handler)
    shut(case, [cast.handler, cast.principal, cast.colleague], now, by=cast.supervisor)
    assert knowing(case, cast, now) == {"teacher", "handler", "supervisor", "principal", "colleague"}
    again = ReviewRequest.objects.get(pk=case.pk)
    assert again.is_restricted


@pytest.mark.parametrize("username", ["teacher", "colleague", "dean", "guard", "administrator", "auditor"])
def test_who_does_not_work_on_it_does_not_shut_it(
    case: ReviewRequest, cast: Cast, now: dt.datetime, username: str
) -> None:
    with refused(KeepsOut):
        shut(case, [cast.handler, cast.supervisor, cast.principal], now, by=getattr(cast, username))


def test_who_is_no_reader_neither_signs_nor_names_himself(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    other = another(cast, "handler2", Role.HANDLER, "幹事", now)
    shut(case, [cast.supervisor, cast.principal], now, by=cast.handler)
    with refused(NotYourStep):
        signs(case, other, Action.PROPOSE, proposal=YES)
    with refused(KeepsOut):
        shut(case, [other], now, by=other)
    assert signs(case, cast.handler, Action.PROPOSE, proposal=YES).step == 2
    assert told(other) == []


# --- each step keeps somebody who can sign it --------------------------------------------------------------------------
def test_each_step_to_come_needs_a_reader_who_sits_there(
    case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    with refused(SecrecyRefused, "「處室主管審核」沒有得閱覽的人員可以簽核"):
        shut(case, [cast.principal], now, by=cast.handler)
    with refused(SecrecyRefused, "「校長核定」沒有得閱覽的人員可以簽核"):
        shut(case, [cast.supervisor, cast.dean], now, by=cast.handler)
    with refused(SecrecyRefused, "「承辦人擬辦」沒有得閱覽的人員可以簽核"):
        shut(case, [cast.supervisor], now, by=cast.principal)
    signs(case, cast.handler, Action.PROPOSE, proposal=YES)
    shut(case, [cast.supervisor], now, by=cast.principal)


def test_also_while_the_applicant_corrects(case: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> None:
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請敘明。")
    with refused(SecrecyRefused, "處室主管審核"):
        shut(case, [cast.principal], now, by=cast.handler)


@pytest.mark.counted_elsewhere
def test_a_decided_case_needs_no_signatures(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    shut(approved, [], now, by=cast.handler)
    assert knowing(approved, cast, now) == {"teacher", "handler"}


def test_a_deputy_counts_where_he_sits_and_only_there(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    def deputise(reason: DeputyReason) -> None:
        name_deputy(
            principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=reason, since=now, until=now + DAY,
            actor=cast.principal, now=now,
        )  # fmt: skip

    deputise(DeputyReason.RECUSAL)
    with refused(SecrecyRefused, "校長核定"):
        shut(case, [cast.supervisor, cast.dean], now, by=cast.handler)
    deputise(DeputyReason.LEAVE)
    shut(case, [cast.supervisor, cast.dean], now, by=cast.handler)


def test_where_nobody_sits_secrecy_does_not_wait(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    cast.principal.appointments.update(until=now.date() - DAY)
    shut(case, [cast.supervisor], now, by=cast.handler)
    assert knowing(case, cast, now) == {"teacher", "handler", "supervisor"}


def test_who_keeps_out_is_no_reader(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    recuse(case_id=case.pk, person_id=cast.dean.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler, now=now)
    assert {cast.dean, cast.teacher}.isdisjoint(may_be_readers(case, now))
    with refused(SecrecyRefused, "須迴避的人員不能閱覽"):
        shut(case, [cast.supervisor, cast.principal, cast.dean], now, by=cast.handler)


def test_where_the_only_reader_of_a_step_keeps_out_those_who_know_are_asked_for_another(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    shut(case, [cast.supervisor, cast.principal], now, by=cast.handler)
    recuse(
        case_id=case.pk, person_id=cast.principal.pk, ground=RecusalGround.OWN, note="", actor=cast.principal, now=now
    )
    assert told(cast.supervisor)[-1] == (
        "調閱申請 115-0001 的「校長核定」目前沒有人可以簽核，請確認職務及代理人（含事由：迴避），並列入得閱覽人員"
    )
    assert "115-0001" not in "".join(told(cast.administrator))


# --- where it shows ----------------------------------------------------------------------------------------------------
def test_what_was_told_before_is_taken_back_from_who_is_no_reader(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    other = another(cast, "handler2", Role.HANDLER, "幹事", now)
    cast.teacher.notices.create(text="調閱申請 115-0001 …", subject=str(case), created_at=now)
    other.notices.create(text="請擬辦調閱申請 115-0001", subject=str(case), created_at=now)
    shut(case, [cast.supervisor, cast.principal], now, by=cast.handler)
    assert told(other) == []
    assert len(told(cast.teacher)) == 1
    assert told(cast.handler) == ["請擬辦調閱申請 115-0001"]


@pytest.mark.parametrize("username", ["supervisor", "principal", "auditor", "guard", "administrator"])
def test_who_is_no_reader_meets_it_nowhere(
    client: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime, at_now: None, username: str
) -> None:
    viewing = start_viewing(
        case_id=approved.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now
    )
    end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", now=now)
    person = getattr(cast, username)
    client.force_login(person)
    pages = [reverse(name) for name in ("home", "review:list", "reports:register", "work:notices")]
    shown = "".join(client.get(page).content.decode() for page in pages)
    assert ("115-0001" in shown) is (username != "administrator")
    shut(approved, [], now, by=cast.handler)
    assert "115-0001" not in "".join(client.get(page).content.decode() for page in pages)
    assert client.get(reverse("review:case", args=["115-0001"])).status_code == 404
    assert client.get(reverse("review:appendix-1", args=["115-0001"])).status_code == 404


def test_its_applicant_and_its_readers_go_on_as_before(
    client: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    shut(approved, [cast.colleague], now, by=cast.handler)
    for person in (cast.teacher, cast.handler, cast.colleague):
        client.force_login(person)
        assert client.get(reverse("review:case", args=["115-0001"])).status_code == 200
    assert selectors.desk_of(cast.handler, now).waiting == [approved]


def test_a_reader_without_a_post_reads_no_more(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    shut(case, [cast.supervisor, cast.principal, cast.dean], now, by=cast.handler)
    cast.dean.appointments.update(until=now.date() - DAY)
    cast.teacher.appointments.update(until=now.date() - DAY)
    assert knowing(case, cast, now) == {"teacher", "handler", "supervisor", "principal"}


@pytest.mark.counted_elsewhere
def test_a_deputy_for_recusal_of_a_restricted_case_must_be_named(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.RECUSAL, since=now,
        until=now + DAY, actor=cast.principal, now=now,
    )  # fmt: skip
    shut(case, [cast.supervisor, cast.principal], now, by=cast.handler)
    recuse(
        case_id=case.pk, person_id=cast.principal.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler, now=now
    )
    assert knowing(case, cast, now) == {"teacher", "handler", "supervisor"}
    shut(case, [cast.supervisor, cast.dean], now, by=cast.handler)
    assert knowing(case, cast, now) == {"teacher", "handler", "supervisor", "dean"}


# --- 身分證號 -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "may"),
    [("teacher", True), ("handler", True), ("supervisor", True), ("principal", True), ("colleague", False),
     ("dean", False), ("guard", False), ("administrator", False), ("auditor", False)],
)  # fmt: skip
def test_the_whole_number_is_shown_to_who_works_on_the_case_with_a_reason(
    case: ReviewRequest, cast: Cast, now: dt.datetime, username: str, may: bool
) -> None:
    case.id_number = "A123456789"
    case.save(update_fields=["id_number"])
    actor = getattr(cast, username)
    if not may:
        with refused(NotTheHandler, "查看身分證號"):
            reveal_identity(case_id=case.pk, actor=actor, reason="核對到場者身分", now=now)
        return
    with refused(SecrecyRefused, "請填寫查看理由"):
        reveal_identity(case_id=case.pk, actor=actor, reason=" ", now=now)
    assert reveal_identity(case_id=case.pk, actor=actor, reason=" 核對到場者身分 ", now=now) == "A123456789"
    assert sentence(Entry.objects.get(verb=Verb.IDENTITY_SHOWN)).endswith("顯示案 115-0001 之身分證號：核對到場者身分")


def test_a_number_nobody_gave_is_not_shown(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    with refused(SecrecyRefused, "沒有登錄身分證號"):
        reveal_identity(case_id=case.pk, actor=cast.handler, reason="核對到場者身分", now=now)


def test_who_keeps_out_or_is_no_reader_does_not_see_the_number(
    case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    case.id_number = "A123456789"
    case.save(update_fields=["id_number"])
    recuse(
        case_id=case.pk, person_id=cast.principal.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler, now=now
    )
    shut(case, [cast.supervisor], now, by=cast.handler)
    other = another(cast, "handler2", Role.HANDLER, "幹事", now)
    for person in (cast.principal, other):
        with refused(NotTheHandler):
            reveal_identity(case_id=case.pk, actor=person, reason="核對到場者身分", now=now)
    assert ReviewRequest.objects.get(pk=case.pk).status == Status.IN_REVIEW


def test_a_case_that_becomes_coded_by_its_correction_is_forgotten_by_who_is_no_reader(
    case: ReviewRequest, content: Content, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    other = another(cast, "handler2", Role.HANDLER, "幹事", now)
    consult(case_id=case.pk, person_id=cast.dean.pk, question="是否通報？", actor=cast.handler, now=now)
    signs(case, cast.handler, Action.RETURN_TO_APPLICANT, opinion="請敘明依據。")
    other.appointments.update(role=Role.STAFF)
    other.notices.create(text="請擬辦調閱申請 115-0001", subject=str(case), created_at=now)
    coded = Content(**vars(content) | {"duty_basis": DutyBasis.BULLYING})
    again = correct(case_id=case.pk, applicant=cast.teacher, content=coded, now=now)
    assert again.is_restricted
    assert knowing(again, cast, now) == {"teacher", "handler", "supervisor", "principal"}
    assert (told(other), told(cast.dean)) == ([], [])
    assert "調閱申請 115-0001 請補正" in told(cast.teacher)
