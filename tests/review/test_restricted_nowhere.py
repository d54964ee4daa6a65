"""A 限制案 shows nowhere but to its readers and its applicant: every address of the house, asked as everybody.

The addresses are those of the table of all addresses, which fails when one is missing there.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass, replace
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from accounts.choices import Role
from accounts.models import Appointment, User
from files.services import store
from requests.choices import Action, Proposal, Status
from requests.models import Incident, ReviewRequest
from requests.services import drafts, viewings
from tests.conftest import PASSWORD, UNPRINTED
from tests.house.test_every_url_for_every_role import ROLES, SIGN_IN, rows
from tests.house.world import PDF, Sender, World

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("papers_as_written", "sessions_at_hand")]
READERS = ("supervisor", "dean")
STRANGERS = [role for role in ROLES if role not in READERS]
SEE_MOST = ["handler", "principal", "guard", "auditor"]
"""Of whom it is asked every time; --long asks every stranger."""
WRITTEN_NAME = "卯長庚"
"""The applicant's name as the case has it; the account has another by now, so that lists of colleagues may name it."""
NAME = "邵丞希"
REASON = "逃生梯口遭人圍堵"
FILE = "驗傷照片目錄.pdf"
LIST_COLLEAGUES = {
    "accounts:people", "accounts:deputies", "review:enter", "review:draft", "review:consult", "review:recuse",
    "review:restrict", "review:paper", "review:again",
    "review:viewing-start", "review:viewing-arrange", "review:viewing-back-enter", "review:emergency",
    "review:case-emergency", "review:misuse-new",
    "reports:people-export", "reports:departure", "reports:post-handover", "reports:review", "reports:review-pdf",
}  # fmt: skip
OF_A_CASE = ("waiting", "returned", "approved", "granted", "entered", "viewing", "attachment", "draft", "entry")
"""The words of an address that stand for a case or a part of one."""
BY_KEY = ("attachment", "draft", "entry")
NO_CASE, NO_KEY = "115-9999", "7d444840-9dc0-11d1-b245-5ffdce74fad2"


@dataclass(frozen=True)
class Hidden:
    """The restricted cases, one in each state, and their applicant."""

    applicant: User
    cases: dict[str, ReviewRequest]
    draft: ReviewRequest

    @property
    def words(self) -> list[str]:
        return [*(str(case.number) for case in self.cases.values()), WRITTEN_NAME, REASON, FILE]

    def paths(self, case: ReviewRequest) -> dict[str, object]:
        """The words of addresses, all of them of `case`."""
        viewing, attachment = case.viewings.first(), case.attachments.get()
        own = dict.fromkeys(OF_A_CASE, case.number) | {"viewing": viewing.pk if viewing else 1}
        return own | {"attachment": attachment.pk, "draft": self.draft.draft_key, "entry": self.draft.draft_key}


class SecretSender(Sender):
    """A colleague who asks about something only few may know of."""

    def content(self) -> drafts.Content:
        stored = store(upload=SimpleUploadedFile(FILE, PDF, "application/pdf"), now=self.now)
        return replace(super().content(), reason=REASON, attachments=[stored])

    def at(self, *signed: User) -> ReviewRequest:
        """A case those people have proposed to grant."""
        case = self.submit()
        for person in signed:
            self.sign(case, person, Action.PROPOSE, Proposal.APPROVE)
        return case

    def viewed(self, *, ended: bool) -> ReviewRequest:
        case = self.approved()
        viewing = viewings.start_viewing(
            case_id=case.pk, escort=self.cast.handler, people_present=NAME, told_not_to_film=True, now=self.now
        )
        if ended:
            viewings.end_viewing(viewing_id=viewing.pk, escort=self.cast.handler, remarks="無", now=self.now)
        return case


@pytest.fixture
def strangers(pytestconfig: pytest.Config) -> list[str]:
    return STRANGERS if pytestconfig.getoption("--long") else SEE_MOST


@pytest.fixture
def hidden(world: World, cast: Cast, cameras: list[Camera], now: dt.datetime) -> Hidden:
    applicant = User.objects.create_user("hidden", NAME, PASSWORD)
    Appointment.objects.create(user=applicant, role=Role.STAFF, title="三年二班導師", since=now.date())
    send = SecretSender(replace(cast, teacher=applicant), cameras, now)
    returned, withdrawn = send.submit(), send.submit()
    send.sign(returned, cast.handler, Action.RETURN_TO_APPLICANT, None)
    drafts.withdraw(case_id=withdrawn.pk, applicant=applicant, now=now)
    cases = {
        "step 1": send.at(),
        "step 2": send.at(cast.handler),
        "step 3": send.at(cast.handler, cast.supervisor),
        "returned": returned,
        "withdrawn": withdrawn,
        "approved": send.approved(),
        "viewing": send.viewed(ended=False),
        "viewed": send.viewed(ended=True),
    }
    for status in (Status.PARTLY_APPROVED, Status.REFUSED, Status.CLOSED):
        cases[status] = send.viewed(ended=True)
        ReviewRequest.objects.filter(pk=cases[status].pk).update(status=status)
    incident = Incident.objects.create(title="同一事件", created_at=now)
    ReviewRequest.objects.filter(number=world.paths["waiting"]).update(incident=incident)
    for case in cases.values():
        case.readers.set([getattr(cast, reader) for reader in READERS])
    keys = [case.pk for case in cases.values()]
    change = {"is_restricted": True, "incident": incident, "applicant_name": WRITTEN_NAME}
    ReviewRequest.objects.filter(pk__in=keys).update(**change)
    return Hidden(applicant, cases, send.draft())


def text_of(answer: HttpResponse) -> str:
    """Everything an answer says."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(UNPRINTED):
        return "".join(html.unescape(re.sub("<[^>]*>", "", content.decode())).split())
    if answer["Content-Type"] == "application/pdf" and answer.status_code == 200 and content != PDF:
        with pdfplumber.open(io.BytesIO(content)) as paper:
            lines = "".join(page.extract_text() for page in paper.pages)
        return "".join(lines.split())
    return content.decode(errors="replace") + "".join(f"{name}: {value}" for name, value in answer.items())


def ask(client: Client, path: str) -> HttpResponse:
    """Ask, and undo what the answer recorded."""
    point = transaction.savepoint()
    answer = client.get(path)
    if not answer.streaming:
        transaction.savepoint_rollback(point)
    return answer


def counted(client: Client, path: str) -> tuple[HttpResponse, int]:
    """Ask, and count how many questions the answer put to the database."""
    questions = []

    def note(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        questions.append(sql)
        return execute(sql, *more)

    client.cookies.pop("inbox", None)  # once a minute a page counts what waits
    with connection.execute_wrapper(note):
        return ask(client, path), len(questions)


def as_everybody(client: Client, world: World, people: list[str]) -> Iterator[str]:
    for role in people:
        if role == "anonymous":
            client.logout()
        else:
            client.force_login(getattr(world.cast, role))
        yield role


def test_no_page_and_no_paper_names_it_to_who_is_no_reader(
    client: Client, world: World, hidden: Hidden, strangers: list[str]
) -> None:
    leaks = []
    for role in as_everybody(client, world, strangers):
        more = [("review:list", "/requests/?view=waiting"), ("reports:ledger", "/ledger/?account=hidden")]
        for name, path in [*((name, path) for name, path, _ in rows()), *more]:
            said = text_of(ask(client, path.format(**world.paths))).replace(
                "E115-", "留存檔 "
            )  # not the number of a case
            if name == "reports:ledger":  # whose rows may be asked for: every account of the school
                said = re.sub(r'<select name="account".*?</select>', "", said, flags=re.DOTALL)
            words = hidden.words if name in LIST_COLLEAGUES else [*hidden.words, NAME]
            leaks += [(role, path, word) for word in words if word in said]
    assert leaks == []


def without_token(answer: HttpResponse) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_its_own_addresses_answer_as_those_of_no_case(
    client: Client, world: World, hidden: Hidden, strangers: list[str]
) -> None:
    """The same page, and as many questions to the database: neither words nor time tell the difference."""
    unknown = rest_of(world) | dict.fromkeys(OF_A_CASE, NO_CASE) | dict.fromkeys(BY_KEY, NO_KEY) | {"viewing": 987654}
    own_pages = (path for name, path, _ in rows() if name != "reports:search")
    patterns = {path for path in own_pages if any(f"{{{word}}}" in path for word in OF_A_CASE)}
    assert len(patterns) > 25
    states = cycle(hidden.cases.items())
    for role in as_everybody(client, world, strangers):
        for path, (state, case) in zip(sorted(patterns), states, strict=False):
            own, where = path.format(**hidden.paths(case) | rest_of(world)), (role, path, state)
            none, as_many = counted(client, path.format(**unknown))
            answer, questions = counted(client, own)
            if role == "anonymous":
                assert answer["Location"].startswith(SIGN_IN), where
                continue
            assert answer.status_code == none.status_code in {404, 405}, where
            assert without_token(answer) == without_token(none), where
            assert questions == as_many, where


def rest_of(world: World) -> dict[str, object]:
    return {word: value for word, value in world.paths.items() if word not in OF_A_CASE}


def test_searching_the_ledger_for_it_finds_as_much_as_for_no_case(client: Client, world: World, hidden: Hidden) -> None:
    for _ in as_everybody(client, world, ["principal", "auditor", "administrator"]):
        for case in hidden.cases.values():
            found, none = (ask(client, f"/ledger/?subject=案 {number}") for number in (case.number, NO_CASE))
            assert without_token(found).replace(str(case.number), NO_CASE) == without_token(none)


def test_a_search_for_it_finds_as_much_and_asks_as_much_as_for_no_case(
    client: Client, world: World, hidden: Hidden, strangers: list[str]
) -> None:
    numbers = [f"115-77{order:02}" for order, _ in enumerate(hidden.cases)]  # of no copy and no fault
    for case, number in zip(hidden.cases.values(), numbers, strict=True):
        ReviewRequest.objects.filter(pk=case.pk).update(number=number)
    for role in as_everybody(client, world, [one for one in strangers if one != "anonymous"]):
        none, as_many = counted(client, f"/search/?q={NO_CASE}")
        for number in numbers:
            found, questions = counted(client, f"/search/?q={number}")
            assert without_token(found).replace(number, NO_CASE) == without_token(none), role
            assert questions == as_many, role
        assert not ask(client, f"/search/?q={WRITTEN_NAME}").context["kinds"]
        assert not ask(client, f"/search/?q={REASON}").context["kinds"]


def test_its_readers_and_its_applicant_find_it(client: Client, world: World, hidden: Hidden) -> None:
    for user in (world.cast.supervisor, hidden.applicant):
        client.force_login(user)
        numbers = [str(case.number) for case in hidden.cases.values()]
        assert all(number in text_of(ask(client, "/requests/")) for number in numbers)
        for number in numbers:
            page = text_of(ask(client, f"/requests/{number}/"))
            assert all(word in page for word in (number, WRITTEN_NAME, REASON, FILE))
            assert ask(client, f"/search/?q={number}").headers["Location"] == f"/requests/{number}/"
    client.force_login(world.cast.supervisor)
    paper = text_of(ask(client, "/ledger/register.pdf"))
    assert str(hidden.cases["viewed"].number) in paper
    assert NAME in paper
    assert REASON in paper
