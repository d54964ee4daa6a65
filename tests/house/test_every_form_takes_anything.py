"""Whatever is typed into whichever box of whichever form: an answer, never an error of ours, and no row is lost.

Each page's forms are read from its HTML, as whoever sees them, and sent with hidden values, choices and files changed as
well as words: a browser's form binds nobody. `script/test --long` asks as every role and
ten times as often.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.forms import BaseForm
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.services import issue_link
from script.lib.prepare import ROOT
from tests.house.test_every_form_survives_a_time_out import CHOSEN, all_forms
from tests.house.test_every_form_survives_a_time_out import _reported as reported_by_a_sticker
from tests.house.test_every_url_for_every_role import ROLES, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.house.world import World

pytestmark = pytest.mark.once
FEW = 10
TYPED = {"text", "textarea", "search"}

NASTY = [
    "\x00", "A\x00B", "游\x00承堃", " " * 300, "０１２３", "𠮷" * 50, "é́́́" * 40, "👩‍👩‍👧‍👦", "\ufeff\u200b\u2028\u2029", "\u202e附錄1\u202c",
    "עברית مرحبا", "\r\nSet-Cookie: a=b", "\x1b[31m", "=HYPERLINK(\"http://x\",1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}{% load x %}", "' OR 1=1 --", "../../etc/passwd",
    "%00%0d%0a", "-1", "0", "99999999999999999999999", "1e309", "NaN", "٣", "115-0001'", "999/99/99", "0001-01-01",
    "9999-12-31", "24:00", "2026-02-30T25:61", "民國前1年", "長" * 20_000, "on", "[]", "None", "true",
]  # fmt: skip
STRANGE = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.integers(min_value=-(2**70), max_value=2**70).map(str),
    st.dates().map(str),
)
FILES = st.builds(
    lambda name, content, kind: SimpleUploadedFile(name or "x", content, kind),
    st.sampled_from(
        ["a.pdf", "../a.pdf", "a\x00.png", "\u202egnp.exe", "=1+1.csv", "長" * 300 + ".ods", "a.PDF.exe", "..a"]
    ),
    st.one_of(
        st.binary(max_size=200),
        st.sampled_from(
            [b"", b"%PDF-1.4\n%%EOF\n", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", "代碼,名稱\nC99,=1\x00".encode("utf-16")]
        ),
    ),
    st.sampled_from(["application/pdf", "image/png", "text/csv", "text/html", "x"]),
)

NOT_SENT_HERE = {
    "accounts.adapters.means.ActivateCodeForm": "tests/accounts/test_second_factor.py",
    "accounts.adapters.means.AddPasskeyForm": "tests/browser/test_passkey.py",
    "accounts.adapters.means.CodeAgainForm": "tests/accounts/test_second_factor.py",
    "accounts.adapters.means.CodeForm": "tests/accounts/test_second_factor.py",
    "accounts.adapters.means.RenamePasskeyForm": "tests/accounts/test_passkey_pages.py",
    "accounts.forms.devices.DeviceSignInForm": "tests/accounts/test_guard_device.py",
    "accounts.forms.people.LinksForm": "tests/accounts/test_links_for_many.py",
    "accounts.forms.proof.UnlockForm": "tests/accounts/test_locked.py",
    "cameras.forms.rows.CameraRow": "tests/cameras/test_importing.py",  # a row of a sheet
    "cctv_admin.style_guide.SampleForm": "tests/browser/test_style_guide.py",
    "cctv_admin.style_guide.SampleRow": "tests/browser/test_style_guide.py",
    "maintenance.forms.equipment_rows.EquipmentRow": "tests/maintenance/test_equipment_sheets.py",  # a row of a sheet
    "maintenance.forms.inspections.RecheckForm": "tests/maintenance/test_inspections.py",
    "maintenance.forms.stock_takes.OpenForm": "tests/maintenance/test_stock_takes.py",
    "reports.forms.roster.PersonRow": "tests/staff/test_people_sheet.py",  # a row of a sheet
    "reports.forms.staff.DecisionForm": "tests/staff/test_applications.py",
    "requests.forms.acts.DisputeForm": "tests/review/test_paper_objections.py",
    "requests.forms.acts.OpinionForm": "tests/review/test_consultations.py",
    "requests.forms.agency.LaterLetterForm": "tests/agency/test_agency_pages.py",
    "requests.forms.letters.OnPaperForm": "tests/letters/test_letter_pages.py",
    "requests.forms.signing.PaperSignatureForm": "tests/review/test_paper_signatures.py",
}
"""Forms the world has no page of, for they want a state or a means of sign-in it lacks: the test that sends them, not anything."""

OF_SOMEBODY_ELSE = (
    ("principal", "/retention/proposals/{proposal}/"),
    ("supervisor", "/maintenance/faults/{done}/"),
    ("supervisor", "/reports/compliance/{checked}/"),
)
"""Pages that show their form only to another than the first who may read them."""
GO_WITH_AN_ACT = {
    "django_session": "signing in, out, and the own devices",
    "usersessions_usersession": "the same",
    "axes_accessattempt": "a right password forgets the wrong ones",
    "work_attempt": "the same of 查詢碼",
    "work_notice": "notices of a case that is 限制案 from now on",
    "work_holiday": "a day taken out again",
    "cameras_outage": "an outage entered by mistake; the ledger says what it was and why it went",
    "accounts_deputy": "a deputy whose time has not begun",
    "accounts_formerpassword": "a password set anew, and one so old that it may be used again",
    "retention_copyfile": "an upload given up, which never was 已備份",
    "retention_copypart": "the same",
}
"""Tables out of which a form may take rows, and when."""


@dataclass
class Box:
    """One box of a form: its kind, and what the page has put in it."""

    kind: str
    values: list[str] = field(default_factory=list)


@dataclass
class Sent:
    """One form of a page: how and where it goes, and its boxes by name."""

    method: str
    action: str
    boxes: dict[str, Box] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What makes two forms the same: numbers in the address aside."""
        return self.method, re.sub(r"\d+", "n", self.action), tuple(sorted(self.boxes))


class Reader(HTMLParser):
    """Reads every form of a page, GET and POST."""

    def __init__(self, path: str, page: str) -> None:
        super().__init__()
        self.path, self.found = path, list[Sent]()
        self._form: Sent | None = None
        self._select: Box | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Sent(held.get("method", "get").lower(), held.get("action") or self.path)
            self.found.append(self._form)
        elif self._form and tag in {"input", "textarea", "select", "button"} and held.get("name"):
            kind = held.get("type", "text") if tag == "input" else tag
            box = self._form.boxes.setdefault(held["name"], Box(kind))
            self._select = box if tag == "select" else None
            if kind in {"checkbox", "radio", "hidden", "button"} or held.get("value"):
                box.values.append(held.get("value") or "on")
        elif tag == "option" and self._select and held.get("value"):
            self._select.values.append(held["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None


def filled_in(form: Sent) -> st.SearchStrategy[dict[str, Any]]:
    """Fill in a form: each box as the page would send it, or with anything at all."""
    boxes: dict[str, st.SearchStrategy[Any]] = {}
    for name, box in form.boxes.items():
        offered = st.sampled_from(box.values) if box.values else st.just("" if box.kind not in TYPED else "說明")
        if box.kind == "file":
            boxes[name] = FILES
        elif name != "csrfmiddlewaretoken":
            boxes[name] = st.one_of(offered, STRANGE)
    return st.fixed_dictionaries(boxes)


def pages(world: World, *, each: bool) -> Iterator[tuple[str, str]]:
    """Yield who sees which page that answers; the first of them, or each."""
    reported, link = reported_by_a_sticker(world), link_on_paper(world)
    for role, pattern in (*CHOSEN, *OF_SOMEBODY_ELSE):
        yield role, pattern.format(**world.paths, reported=reported)
    yield "anonymous", link
    for _, pattern, cells in rows():
        who = [role for role, cell in zip(ROLES, cells, strict=True) if cell == "ok"]
        for role in who if each else who[:1]:
            if not pattern.endswith(".pdf"):
                yield role, pattern.format(**world.paths)


def link_on_paper(world: World) -> str:
    """An address at which somebody sets a password anew."""
    token = issue_link(person_id=world.cast.colleague.pk, actor=world.cast.administrator, now=world.now)
    return f"/accounts/link/{token}/"


def client_of(world: World, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(getattr(world.cast, role))
    return client


def forms(world: World, *, each: bool) -> Iterator[tuple[Client, str, Sent]]:
    """Yield each form of the product once (as each role that sees it), with who sends it and from which page."""
    seen = set()
    for role, path in pages(world, each=each):
        client = client_of(world, role)
        answer = client.get(path)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        for form in Reader(path, answer.content.decode()).found:
            if form.boxes and (key := (form.key, role if each else "")) not in seen:
                seen.add(key)
                yield client, path, form


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Which of our classes of forms were given something somebody sent."""
    classes: set[str] = set()
    checks = BaseForm.full_clean

    def noted(self: BaseForm) -> None:
        if self.is_bound:
            classes.update(f"{one.__module__}.{one.__qualname__}" for one in type(self).__mro__)
        checks(self)

    monkeypatch.setattr(BaseForm, "full_clean", noted)
    return classes


class Removed:
    """Notes the tables out of which rows are taken."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if taken := re.match(r'DELETE FROM "(\w+)"', sql):
            self.tables.add(taken[1])
        return execute(sql, params, many, context)


@dataclass
class Found:
    """What came of sending: how many forms, tables that lost rows, and what was answered with an error of ours."""

    forms: int = 0
    tables: set[str] = field(default_factory=set)
    failed: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def send(self, client: Client, path: str, form: Sent, data: dict[str, Any]) -> None:
        """Send one form, and undo what it did."""
        removed = Removed()
        point = transaction.savepoint()
        cookies = copy.deepcopy(client.cookies)
        with connection.execute_wrapper(removed):
            ask = client.post if form.method == "post" else client.get
            answer = ask(form.action, data, headers={"referer": f"http://testserver{path}"})
        transaction.savepoint_rollback(point)
        client.cookies = cookies
        self.tables |= removed.tables
        if answer.status_code >= 500:
            self.failed.append((form.method, form.action, data))


def named(call: partial[None]) -> Callable[..., None]:
    """Give `call` the shape hypothesis asks for."""

    def sent(data: dict[str, Any]) -> None:
        call(data)

    return sent


def fuzz(world: World, examples: int, *, each: bool) -> Found:
    """Send every form `examples` times."""
    found = Found()
    for client, path, form in forms(world, each=each):
        found.forms += 1
        often = settings(
            max_examples=examples, deadline=None, database=None, derandomize=examples < FEW, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        often(given(filled_in(form))(named(partial(found.send, client, path, form))))()
    return found


def our_forms() -> set[str]:
    """Every class of forms of the product that has boxes."""
    import_module("cctv_admin.urls")
    ours = (
        form
        for form in all_forms()
        if not form.__module__.startswith(("django.", "allauth.", "tests.", "import_export."))
    )
    return {f"{form.__module__}.{form.__qualname__}" for form in ours if getattr(form, "base_fields", None)}


@pytest.mark.usefixtures("only_answers")
def test_every_form_answers_whatever_is_sent(world: World, bound: set[str]) -> None:
    found = fuzz(world, 2, each=False)
    assert found.failed == []
    assert found.forms > 100
    assert found.tables - set(GO_WITH_AN_ACT) == set()
    assert [test for test in NOT_SENT_HERE.values() if not (ROOT / test).exists()] == []
    assert sorted(our_forms() - bound) == sorted(NOT_SENT_HERE), "a form that no page sent, or one that is sent by now"


@pytest.mark.long
@pytest.mark.usefixtures("only_answers")
def test_every_form_answers_whoever_sends_whatever(world: World) -> None:
    found = fuzz(world, 25, each=True)
    assert found.failed == []
    assert found.forms > 200
    assert found.tables - set(GO_WITH_AN_ACT) == set()
