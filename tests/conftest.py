"""The fixed cast and the fixed place. Everybody here is invented."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import re
import shutil
import uuid
from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import coverage
import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings
from hypothesis import settings

from accounts.choices import Feature, Role
from accounts.models import School, User
from accounts.services import appoint, found_school
from cameras.services import add_camera, add_recorder
from ledger.services import SYSTEM
from printing.documents import renderer
from tests.shared import GROUND, by_ground, pytest_fixture_setup, shared
from work.selectors import Inbox

__all__ = ["pytest_fixture_setup"]

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from pytest_django import DjangoDbBlocker, Settings

    from cameras.models import Camera
    from tests.house.world import World

# How long an example takes says more about the machine than about the code: speed is measured in bench/.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

TAIPEI = ZoneInfo("Asia/Taipei")
PASSWORD = "Ruifeng-108-demo"


@dataclass(frozen=True)
class Cast:
    """Who is who. `teacher` asks, the chain decides, `colleague` has nothing to do with it."""

    teacher: User
    colleague: User
    handler: User
    supervisor: User
    dean: User
    principal: User
    guard: User
    administrator: User
    auditor: User

    def those(self, may: Callable[[User], object]) -> set[str]:
        """Return the account names of those of whom `may` says so."""
        return {name for name, person in vars(self).items() if may(person)}


PEOPLE = (
    ("teacher", "許喆安", Role.STAFF, "五年三班導師", "教務處"),
    ("colleague", "林𠮷祥", Role.STAFF, "二年一班導師", "教務處"),
    ("handler", "游承堃", Role.HANDLER, "事務組長", "總務處"),
    ("supervisor", "方瑀彤", Role.SUPERVISOR, "總務主任", "總務處"),
    ("dean", "陳煒騏", Role.STAFF, "教務主任", "教務處"),
    ("principal", "蘇翊甯", Role.PRINCIPAL, "校長", "校長室"),
    ("guard", "巴奈・古拉斯", Role.GUARD, "警衛", "警衛室"),
    ("administrator", "Maria Santos", Role.ADMINISTRATOR, "資訊組長", "教務處"),
    ("auditor", "黃鈺淇", Role.AUDITOR, "稽核", ""),
)


@pytest.fixture(scope="session", autouse=True)
def no_font_stays_behind() -> Iterator[None]:
    """Remove the printing room's temporary font: pytest-xdist ends its workers without `atexit`."""
    yield
    renderer._fonts.__del__()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the test database, untraced: migrations are not counted. Leave it as it was made."""
    with _untraced():
        request.getfixturevalue("django_db_setup")
    yield
    with django_db_blocker.unblock():
        GROUND.undo()


@pytest.fixture(autouse=True)
def copies_dir(settings: Settings) -> Path:
    """Where a test's copies lie: the folder belongs to one database, and each test has another."""
    folder = Path(settings.DATA_DIR, "copies")
    folder.mkdir(exist_ok=True)
    settings.COPIES_DIR = folder / uuid.uuid4().hex
    return Path(settings.COPIES_DIR)


@shared
def now() -> dt.datetime:
    """A Monday morning in term, 115年11月23日 09:00 in Taipei."""
    return dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)


@pytest.fixture
def at_now(now: dt.datetime) -> Iterator[None]:
    """Let the clock of the views stand at `now`."""
    with time_machine.travel(now, tick=False):
        yield


@shared
def school(db: None, now: dt.datetime) -> School:
    """瑞豐國小 with the plan's own values."""
    return found_school(
        name="桃園市八德區瑞豐國民小學",
        short_name="瑞豐國小",
        effective_from=dt.date(2019, 6, 17),
        actor=SYSTEM,
        now=now,
    )


def switch_on(*features: Feature) -> None:
    """Let the school use these extras."""
    School.objects.update(features=list(features))


@shared
def cast(school: School, now: dt.datetime) -> Cast:
    """Everybody, appointed since the start of the school year."""
    people = {}
    for username, name, role, title, office in PEOPLE:
        people[username] = User.objects.create_user(username, name, PASSWORD, phone="03-0000000")
        appoint(
            user=people[username],
            role=role,
            title=title,
            office=office,
            since=dt.date(2026, 8, 1),
            actor=SYSTEM,
            now=now,
        )
    return Cast(**people)


@shared
def cameras(school: School, now: dt.datetime) -> list[Camera]:
    """C01…C04: two places, one recorder."""
    recorder = add_recorder(code="NVR1", name="警衛室主機", location="警衛室", actor=SYSTEM, now=now)
    return [
        add_camera(
            code=f"C{number:02d}",
            actor=SYSTEM,
            now=now,
            name=name,
            place=place,
            recorder=recorder,
            area_type="corridor",
            installed_on=dt.date(2020, 1, 1),
        )
        for number, (name, place) in enumerate(
            [("一樓川堂", "忠孝樓"), ("三樓東側走廊", "忠孝樓"), ("操場東側", "操場"), ("操場西側", "操場")], start=1
        )
    ]


@shared
def furnished(cast: Cast, cameras: list[Camera], now: dt.datetime) -> tuple[World, Path]:
    """The world of the tables over all addresses, and where the bytes of its copies were put."""
    from tests.house.world import build_world  # noqa: PLC0415 it invents its people from ours

    folder = Path(django_settings.DATA_DIR, "copies", f"world-{uuid.uuid4().hex}")
    with time_machine.travel(now, tick=False), override_settings(COPIES_DIR=folder):
        return build_world(cast, cameras, now), folder


@pytest.fixture
def world(furnished: tuple[World, Path], at_now: None, copies_dir: Path) -> World:
    """A case at each place of the chain, a viewing, a fault, an inspection, a check, a deputy, copies and their end."""
    world, folder = furnished
    shutil.copytree(folder, copies_dir)
    return world


# --- Tables over thousands of pages ask who gets which answer; --long draws all of them -----------------------------------
UNPRINTED = b"%PDF-1.7 not laid out\n"


class Unprinted:
    """A paper that was asked for and not laid out: a page of what was written on it, if it was written."""

    def __init__(self, *pages: str) -> None:
        self.pages = pages

    def copy(self, pages: Iterable[str]) -> Unprinted:
        return Unprinted(*pages)

    def write_pdf(self, **_: object) -> bytes:
        return UNPRINTED + "".join(self.pages).encode()


@pytest.fixture
def sessions_at_hand(settings: Settings, pytestconfig: pytest.Config) -> None:
    """Look for a session in the cache first: a table asks thousands of pages in those of seven people."""
    if not pytestconfig.getoption("--long"):
        settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"


@pytest.fixture
def papers_as_written(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    """Write papers and do not lay them out: laying out is half of the time of asking for each."""
    if not pytestconfig.getoption("--long"):
        from printing.documents import renderer  # noqa: PLC0415 - it takes a second, and few tests need it

        monkeypatch.setattr(renderer, "_laid_out", lambda *paper: Unprinted(renderer.page_html(*paper)))


@pytest.fixture
def only_answers(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    """Neither lay out papers nor count what waits. Papers are looked at in tests/printing."""
    if not pytestconfig.getoption("--long"):
        monkeypatch.setattr("printing.documents.renderer._laid_out", lambda *_: Unprinted())
        monkeypatch.setattr("cctv_admin.context_processors._inbox", lambda *_: Inbox(0, 0))


@pytest.fixture
def only_statuses(only_answers: None, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    """Draw no page either. Every template is drawn in tests/house, every page in tests/browser."""
    if not pytestconfig.getoption("--long"):
        import_module("cctv_admin.templatetags.ui")  # it takes the function by name: never the one that draws nothing
        monkeypatch.setattr("django.template.loader.render_to_string", lambda *_, **__: "")


# --- What plain `pytest` cannot run here is skipped, and named at the end -----------------------------------------------
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The same engine without windows takes a tenth less time."""
ANYWHERE = re.compile(r"/tests/(printing|house|reports|ui)/|page[^/]*$|playing_a_copy|file_without_script")
"""How papers and pages look does not depend on the database; what the services behind them do is asked on both."""
NO_SCRIPT_TWIN = re.compile(r"no-script|zoom")
"""Every journey again without scripts, every page again at other widths: the longest tests there are."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--long`, which script/test --long passes on."""
    parser.addoption("--long", action="store_true", help="also run the tests marked long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this machine or this run cannot do, each with its reason; order what is left by what it stands on."""
    by_ground(items)
    cannot = {
        "browser": None if CHROMIUM else "browser: no chromium on this machine",
        "postgresql": None if connection.vendor == "postgresql" else "postgresql: DATABASE_URL names no PostgreSQL",
        "long": None if config.getoption("--long") else "long: runs with --long",
        "once": None if connection.vendor == "sqlite" or config.getoption("--long") else "once: runs on SQLite",
        "anywhere": None if connection.vendor == "sqlite" or config.getoption("--long") else "anywhere: ran on SQLite",
    }
    for item in items:
        if ANYWHERE.search(item.path.as_posix()) or _asks_by_a_page(item) or not _asks_a_database(item):
            item.add_marker("anywhere")
        if NO_SCRIPT_TWIN.search(item.name):
            item.add_marker("long")
        for marker, reason in cannot.items():
            spared = marker in ("once", "anywhere") and item.get_closest_marker("both")
            if reason and item.get_closest_marker(marker) and not spared:
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage less often: what was imported never is any, and looking through it took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _asks_by_a_page(item: pytest.Item) -> bool:
    """Say whether a test asks by a page, and alone: services have tests of their own, every page is drawn once on both."""
    database = item.get_closest_marker("django_db")
    meets_others = database is not None and database.kwargs.get("transaction", False)
    return "client" in getattr(item, "fixturenames", ()) and not meets_others


def _asks_a_database(item: pytest.Item) -> bool:
    """Say whether a test has a database at all."""
    asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


WHERE_DATABASES_DIFFER = re.compile(r"/tests/(ledger/|retention/test_ground[.])")
"""Where our code asks which database it has: traced on both."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Trace a test only where it counts: tracing costs two thirds on top of its own time."""
    if _counts(item):
        return (yield)
    with _untraced():
        return (yield)


@contextlib.contextmanager
def _untraced() -> Iterator[None]:
    """Stop whatever traces: in a process of pytest-xdist, pytest-cov starts a second one upon a first that comes alive again."""
    stopped = []
    while tracing := coverage.Coverage.current():
        tracing.stop()
        stopped.append(tracing)
    try:
        yield
    finally:
        for tracing in reversed(stopped):
            tracing.start()


def _counts(item: pytest.Item) -> bool:
    """Say whether a test reaches what no other does: not the tables of pages, and on PostgreSQL only what differs."""
    counted_elsewhere = item.get_closest_marker("once") or item.get_closest_marker("counted_elsewhere")
    there = connection.vendor == "sqlite" or WHERE_DATABASES_DIFFER.search(item.path.as_posix())
    return bool(there and not counted_elsewhere)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the kinds of test that did not run, and what runs them."""
    skipped = [report.longrepr[2] for report in terminalreporter.getreports("skipped")]
    kinds = Counter(reason.removeprefix("Skipped: ") for reason in skipped)
    named = [f"{count} not run, {kind}" for kind, count in sorted(kinds.items())]
    if named:
        terminalreporter.section("not run here (script/test runs everything)")
        terminalreporter.write("\n".join(named) + "\n")
