"""Every address of a case × everybody who might come × every place a case can stand, and its restricted twin.

Two tables: who knows of the case at all (everybody else meets 404 everywhere), and what each address answers to those who
do. `ok` is 200, `->` leads elsewhere (there is nothing to do here now), `no` is 403, `-` is 404.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.choices import DeputyReason, Role
from accounts.models import User
from accounts.services import appoint, name_deputy
from files.services import store
from ledger.services import SYSTEM
from requests.choices import Action, LetterKind, Proposal, RecusalGround, RefusalGround
from requests.services.chain import Grant
from requests.services.consultations import consult
from requests.services.drafts import Content, save_draft, withdraw
from requests.services.recusals import recuse
from requests.services.secrecy import restrict
from requests.services.viewings import Arrangement, arrange, start_viewing
from requests.urls import urlpatterns
from tests.letters.conftest import drafted
from tests.review.acts import PDF, everything_said, on_paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.once
STATES = ("1", "2", "3", "returned", "approved", "partly", "refused", "withdrawn")
"""Where a sent case can stand; a number is the step it waits at. Step 1 was signed in the browser, step 2 on paper."""
PEOPLE = ("appl", "hand", "supe", "prin", "depu", "stan", "cons", "read", "recu", "stra", "admi", "audi", "guar")
"""申請人, 承辦人, 處室主管, 校長, the 校長's deputy while he is away, the stand-in (迴避) of the supervisor who keeps out, the
colleague asked for an opinion (會辦), a named reader, the supervisor who keeps out, a stranger, 系統管理, 稽核, 警衛."""

SEES = """
open        1,2,3,returned     appl hand supe prin depu stan cons
open        approved,partly    appl hand supe prin depu stan
open        refused,withdrawn  appl hand supe prin depu
restricted  *                  appl hand supe prin cons read
"""

# address        case stands at                           appl hand supe prin depu stan cons read
ANSWERS = """
case             *                                        ok   ok   ok   ok   ok   ok   ok   ok
submitted        *                                        ok   ok   ok   ok   ok   ok   ok   ok
appendix-1       *                                        ok   ok   ok   ok   ok   ok   ok   ok
attachment       *                                        ok   ok   ok   ok   ok   ok   ok   ok

correct          returned                                 ok   no   no   no   no   no   no   no
correct          1,2,3,approved,partly,refused,withdrawn  ->   no   no   no   no   no   no   no
withdraw         *                                        ok   no   no   no   no   no   no   no
again            *                                        ok   no   no   no   no   no   no   no

sign             1                                        no   ok   no   no   no   no   no   no
sign             2                                        no   no   ok   no   no   ok   no   no
sign             3                                        no   no   no   ok   ok   no   no   no
sign             returned,approved,partly,refused         ->   ->   ->   ->   ->   ->   ->   ->
sign             withdrawn                                ->   ->   ->   ->   ->   ->   ->   ->
consult          1                                        no   ok   no   no   no   no   no   no
consult          2                                        no   no   ok   no   no   ok   no   no
consult          3                                        no   no   no   ok   ok   no   no   no
consult          returned,approved,partly,refused         ->   ->   ->   ->   ->   ->   ->   ->
consult          withdrawn                                ->   ->   ->   ->   ->   ->   ->   ->
paper            1,2,3                                    no   ok   no   no   no   no   no   no
paper            returned,approved,partly,refused         no   ->   no   no   no   no   no   no
paper            withdrawn                                no   ->   no   no   no   no   no   no
dispute          3,approved,partly,refused                -    -    ok   -    -    -    -    -
dispute          1,2,returned,withdrawn                   -    -    -    -    -    -    -    -
recall           2,returned                               ->   ok   ->   ->   ->   ->   ->   ->
recall           1,3,approved,partly,refused,withdrawn    ->   ->   ->   ->   ->   ->   ->   ->
go-on            *                                        ->   ->   ->   ->   ->   ->   ->   ->
answer           *                                        -    -    -    -    -    -    ok   -

extend           *                                        no   ok   ok   ok   ok   ok   no   no
recuse           *                                        no   ok   ok   ok   ok   ok   no   no
restrict         *                                        no   ok   ok   ok   ok   ok   no   no
link             *                                        no   ok   ok   ok   ok   ok   no   no
close            *                                        no   ->   no   no   no   no   no   no
standing         *                                        no   ok   no   no   no   no   no   no
signed-form      *                                        no   ok   no   no   no   no   no   no
identity         *                                        ok   ok   ok   ok   ok   ok   no   no

viewing-start      *                                        no   ok   ok   ok   ok   ok   no   no
viewing-arrange    *                                        no   ok   ok   ok   ok   ok   no   no
viewing-back-enter *                                        no   ok   no   no   no   no   no   no
case-emergency     *                                        no   ok   ok   ok   ok   ok   no   no
viewing            approved,partly                          ok   ok   ok   ok   ok   ok   ok   ok
viewing            1,2,3,returned,refused,withdrawn         -    -    -    -    -    -    -    -
viewing-calendar   approved,partly                          ok   ok   ok   ok   ok   ok   ok   ok
viewing-calendar   1,2,3,returned,refused,withdrawn         -    -    -    -    -    -    -    -
viewing-end        approved,partly                          no   ok   ok   ok   ok   ok   no   no
viewing-end        1,2,3,returned,refused,withdrawn         no   -    -    -    -    -    no   no
viewing-correct    approved,partly                          no   ok   ok   ok   ok   ok   no   no
viewing-correct    1,2,3,returned,refused,withdrawn         no   -    -    -    -    -    no   no
viewing-notice     approved,partly                          no   ok   ok   ok   ok   ok   no   no
viewing-notice     1,2,3,returned,refused,withdrawn         no   -    -    -    -    -    no   no
viewing-call-off   approved,partly                          no   ok   ok   ok   ok   ok   no   no
viewing-call-off   1,2,3,returned,refused,withdrawn         no   -    -    -    -    -    no   no
viewing-countersign *                                        -    -    -    -    -    -    -    -

letters            *                                        -    ok   ok   ok   ok   ok   -    -
letter             *                                        -    ok   ok   ok   ok   ok   -    -
letter-pdf         *                                        -    ok   ok   ok   ok   ok   -    -
letter-odt         *                                        -    ok   ok   ok   ok   ok   -    -
letter-issue       *                                        -    ok   no   no   no   no   -    -
letter-drop        *                                        -    ok   no   no   no   no   -    -
letter-sending     *                                        -    ok   no   no   no   no   -    -
letter-delivery    *                                        -    ok   no   no   no   no   -    -
letter-new         *                                        no   ok   no   no   no   no   no   no
letter-on-paper    *                                        no   ->   no   no   no   no   no   no

agency-letter      *                                        -    -    -    -    -    -    -    -
no-reply           *                                        -    -    -    -    -    -    -    -
release-hand       *                                        -    -    -    -    -    -    -    -
release-keep       *                                        -    -    -    -    -    -    -    -
release-drop       *                                        -    -    -    -    -    -    -    -
release-end        *                                        -    -    -    -    -    -    -    -
release-receipt    *                                        -    -    -    -    -    -    -    -
release-new        *                                        no   ->   no   no   no   no   no   no
release-early      *                                        no   no   no   ->   ->   no   no   no
"""
YES = Proposal.APPROVE
DECISIONS = {"approved": Action.APPROVE, "partly": Action.PARTLY_APPROVE, "refused": Action.REFUSE}
ONLY_SENT = {"letter-code"}
"""What is never opened, only sent: tests/house asks it as everybody."""
CODES = {"ok": 200, "->": 302, "no": 403, "-": 404}


def rows(table: str) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    """Yield first word, states and the other words of each line; `*` stands for every state."""
    for first, states, *cells in (line.split() for line in table.splitlines() if line):
        yield first, STATES if states == "*" else tuple(states.split(",")), cells


def expected(state: str, kind: str) -> dict[tuple[str, str], str]:
    """What every address answers to everybody where a case of this kind stands so."""
    seeing = {who for one, states, people in rows(SEES) if one == kind and state in states for who in people}
    told = {name: cells for name, states, cells in rows(ANSWERS) if state in states}
    return {
        (name, who): cells[PEOPLE.index(who)] if who in seeing else "-"
        for name, cells in told.items()
        for who in PEOPLE
    }


def test_every_address_of_a_case_stands_in_the_table_once_for_every_state() -> None:
    addresses = {str(one.name) for one in urlpatterns if str(one.pattern).startswith("<case:number>/")}
    written = [(name, state) for name, states, _ in rows(ANSWERS) for state in states]
    assert sorted(written) == sorted((name, state) for name in addresses - ONLY_SENT for state in STATES)


# --- the people ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def people(cast: Cast, now: dt.datetime) -> dict[str, User]:
    """Everybody of the columns. 校長 is on an official trip; 學務主任 has a stand-in for what he must keep out of."""

    def make(username: str, role: Role, title: str) -> User:
        person = User.objects.create_user(username, "方若", "x")
        appoint(user=person, role=role, title=title, since=now.date(), actor=SYSTEM, now=now)
        return person

    def deputise(absent: User, deputy: User, reason: DeputyReason) -> None:
        name_deputy(
            principal_id=absent.pk, deputy_id=deputy.pk, order=1, reason=reason, since=now,
            until=now + dt.timedelta(days=30), actor=absent, now=now,
        )  # fmt: skip

    keeps_out = make("director", Role.SUPERVISOR, "學務主任")
    deputy, stand_in = make("registrar", Role.STAFF, "註冊組長"), make("counsellor", Role.STAFF, "輔導組長")
    deputise(cast.principal, deputy, DeputyReason.OFFICIAL_TRIP)
    deputise(keeps_out, stand_in, DeputyReason.RECUSAL)
    return {
        "appl": cast.teacher, "hand": cast.handler, "supe": cast.supervisor, "prin": cast.principal, "depu": deputy,
        "stan": stand_in, "cons": cast.dean, "read": make("reader", Role.STAFF, "輔導主任"), "recu": keeps_out,
        "stra": cast.colleague, "admi": cast.administrator, "audi": cast.auditor, "guar": cast.guard,
    }  # fmt: skip


# --- the case in each state ------------------------------------------------------------------------------------------------


@dataclass
class Story:
    """One case, told until it stands where it shall; one keeps out of it, one was asked, a granted one is being viewed."""

    case: ReviewRequest
    people: dict[str, User]
    signs: Signs
    now: dt.datetime

    def tell(self, state: str, kind: str) -> ReviewRequest:
        case, hand = self.case, self.people["hand"]
        case.attachments.add(store(upload=SimpleUploadedFile("圖.pdf", PDF), now=self.now))
        recuse(
            case_id=case.pk, person_id=self.people["recu"].pk, ground=RecusalGround.PARTY, note="", actor=hand,
            now=self.now,
        )  # fmt: skip
        consult(case_id=case.pk, person_id=self.people["cons"].pk, question="是否通報？", actor=hand, now=self.now)
        drafted(case, LetterKind.RECEIPT, hand, self.now)
        self.walk(state)
        if kind == "restricted":
            readers = [self.people[who] for who in ("supe", "prin", "cons", "read")]
            restrict(case_id=case.pk, actor=hand, readers=readers, now=self.now)
        return case

    def walk(self, state: str) -> None:
        if state == "withdrawn":
            withdraw(case_id=self.case.pk, applicant=self.people["appl"], now=self.now)
        elif state == "returned":
            self.signs(self.case, self.people["hand"], Action.RETURN_TO_APPLICANT, opinion="請敘明。")
        elif state != "1":
            self.pass_on(state)

    def pass_on(self, state: str) -> None:
        self.signs(self.case, self.people["hand"], Action.PROPOSE, proposal=YES)
        if state != "2":
            hand, supe = self.people["hand"], self.people["supe"]
            on_paper(self.case, hand, supe, Action.PROPOSE, YES, at=self.now, now=self.now)
        if state in DECISIONS:
            self.decide(state)

    def decide(self, state: str) -> None:
        case = self.case
        assert case.starts_at is not None
        assert case.ends_at is not None
        grant = Grant(list(case.cameras.all()), case.starts_at, case.ends_at, conditions="不得翻拍。")
        grounds = (RefusalGround.UNSPECIFIC,)
        self.signs(case, self.people["prin"], DECISIONS[state], opinion="依計畫伍、一。", grant=grant, grounds=grounds)
        if state != "refused":
            wanted = Arrangement(at=self.now + dt.timedelta(days=2), place="總務處", escorts=[self.people["hand"]])
            arrange(case_id=case.pk, wanted=wanted, actor=self.people["hand"], now=self.now)
            start_viewing(
                case_id=case.pk,
                escort=self.people["hand"],
                people_present="許喆安",
                told_not_to_film=True,
                now=self.now,
            )


@pytest.fixture
def story(case: ReviewRequest, people: dict[str, User], signs: Signs, now: dt.datetime) -> Story:
    """A case to be told to some end."""
    return Story(case, people, signs, now)


OF_A_VIEWING = ("viewing", "viewing-end", "viewing-correct", "viewing-countersign", "viewing-notice")
OF_AN_APPOINTMENT = ("viewing-call-off", "viewing-calendar")
OF_A_LETTER = (
    "letter", "letter-issue", "letter-drop", "letter-sending", "letter-delivery", "letter-pdf", "letter-odt", "letter-code",
)  # fmt: skip
OF_A_RELEASE = ("release-hand", "release-keep", "release-drop", "release-end", "release-receipt")


def address(name: str, case: ReviewRequest) -> str:
    """The address, with what the case has for it: its file, its question, what was signed on paper, its viewing."""
    paper, viewing = case.approvals.filter(manner="paper").first(), case.viewings.first()
    if name in OF_A_VIEWING:
        return reverse(f"review:{name}", args=[case.number, viewing.pk if viewing else 0])
    if name in OF_AN_APPOINTMENT:
        planned = case.appointments.first()
        return reverse(f"review:{name}", args=[case.number, planned.pk if planned else 0])
    if name in OF_A_LETTER:
        return reverse(f"review:{name}", args=[case.number, case.letters.get().pk])
    if name in OF_A_RELEASE:
        return reverse(f"review:{name}", args=[case.number, 1])
    more: dict[str, dict[str, object]] = {
        "attachment": {"key": case.attachments.get().pk},
        "answer": {"consultation_id": case.consultations.get().pk},
        "dispute": {"approval_id": paper.pk if paper else 0},
        "letter-new": {"kind": LetterKind.RECEIPT},
    }
    return reverse(f"review:{name}", kwargs={"number": case.number, **more.get(name, {})})


ALWAYS = {("open", "2"), ("open", "approved"), ("restricted", "approved")}
"""What is asked every time; --long asks about every state, open and restricted."""


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        pytest.param(
            state, kind, marks=() if (kind, state) in ALWAYS else pytest.mark.long,
        )
        for kind in ("open", "restricted")
        for state in STATES
    ],
)  # fmt: skip
def test_every_address_answers_as_the_table_says(
    client: Client, people: dict[str, User], story: Story, at_now: None,
    only_statuses: None, sessions_at_hand: None, state: str, kind: str,
) -> None:  # fmt: skip
    case, answers = story.tell(state, kind), expected(state, kind)
    found = {}
    for who, person in people.items():
        client.force_login(person)
        for name in {name for name, _ in answers}:
            code = client.get(address(name, case)).status_code
            found[name, who] = next((word for word, one in CODES.items() if one == code), str(code))
    assert found == answers


@pytest.mark.parametrize(
    ("state", "kind"),
    [("approved", "open"), *(pytest.param("2", kind, marks=pytest.mark.long) for kind in ("open", "restricted"))],
)
def test_who_may_not_open_an_act_may_not_send_it_either(
    client: Client, people: dict[str, User], story: Story, at_now: None,
    only_statuses: None, state: str, kind: str,
) -> None:  # fmt: skip
    case, answers = story.tell(state, kind), expected(state, kind)
    said = everything_said()
    for (name, who), word in answers.items():
        if word in {"no", "-"}:
            client.force_login(people[who])
            sent = client.post(address(name, case), {"reason": "試試看", "opinion": "試試看", "action": "approve"})
            assert sent.status_code in {CODES[word], 405}, (name, who)
    assert {**everything_said(), "entries": said["entries"]} == said, "readings are entries, but nothing else changed"


def test_a_draft_is_its_authors_alone(
    client: Client, people: dict[str, User], content: Content, now: dt.datetime, at_now: None
) -> None:
    draft = save_draft(applicant=people["appl"], content=content, key=None, now=now)
    for who, person in people.items():
        client.force_login(person)
        codes = {
            client.get(reverse(f"review:{name}", args=[draft.draft_key])).status_code for name in ("draft", "check")
        }
        assert codes == ({200} if who == "appl" else {404})
