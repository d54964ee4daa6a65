"""What is wrong is told outside: once when it begins, daily while it lasts, once when it ends; by mail and by webhook."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from cctv_admin import alarms, health
from cctv_admin.alarms import rules, telling, watching
from cctv_admin.alarms.memory import FILE, LOCK, open_memory
from cctv_admin.tasks import raise_alarms
from work.models import Duty
from work.services import seed_duties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
START = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)


class Receiver(BaseHTTPRequestHandler):
    """Whoever a school's webhook names."""

    answer: ClassVar[int] = 204
    got: ClassVar[list[tuple[dict[str, object], str, bytes]]] = []

    def do_POST(self) -> None:
        """Take what is posted."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((json.loads(body), self.headers.get(telling.SIGNATURE, ""), body))
        self.send_response(self.answer)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def webhook() -> Iterator[str]:
    """A server of its own on loopback."""
    Receiver.got, Receiver.answer = [], 204
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/alarms"
        server.shutdown()


@pytest.fixture
def told(settings: Settings, tmp_path: Path, webhook: str) -> Settings:
    """An installation that tells by mail and webhook, in a folder of its own."""
    settings.DATA_DIR = settings.BACKUP_DIR = settings.KEYS_DIR = tmp_path
    (tmp_path / "key").touch()
    settings.ALARM_MAIL, settings.ALARM_WEBHOOK, settings.ALARM_SECRET = ["it@example.edu.tw"], webhook, "shared"
    return settings


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What health says; a test changes it."""
    found: dict[str, str] = {}
    monkeypatch.setattr(watching, "health_at", lambda now: health.Health(warnings=dict(found)))
    return found


def kinds() -> list[list[str]]:
    """Return the kinds of alarms in each POST."""
    return [[one["kind"] for one in said["alarms"]] for said, _, _ in Receiver.got]  # type: ignore[attr-defined]


def test_without_a_mail_server_nobody_counts_as_told(told: Settings, wrong: dict[str, str]) -> None:
    wrong["disk"] = "資料磁碟只剩 1.0 GB"
    told.ALARM_WEBHOOK, told.EMAIL_BACKEND = "", "django.core.mail.backends.dummy.EmailBackend"
    assert alarms.watch(alarms.WEB, START).sent == 0
    told.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert alarms.watch(alarms.WEB, START + MINUTE).sent == 1


def test_it_is_told_when_it_begins_daily_and_when_it_ends(told: Settings, wrong: dict[str, str]) -> None:
    wrong["disk"] = "資料磁碟只剩 1.0 GB"
    for after in (0 * MINUTE, MINUTE, DAY - MINUTE, DAY, DAY + MINUTE):
        alarms.watch(alarms.WEB, START + after)
    wrong.clear()
    alarms.watch(alarms.WEB, START + 2 * DAY)
    alarms.watch(alarms.WEB, START + 3 * DAY)
    assert kinds() == [["begun"], ["lasting"], ["ended"]]
    assert [one.subject for one in mail.outbox] == [
        "【監視錄影系統管理】警報：資料磁碟只剩 1.0 GB",
        "【監視錄影系統管理】警報：資料磁碟只剩 1.0 GB",
        "【監視錄影系統管理】警報解除：資料磁碟只剩 1.0 GB",
    ]
    assert mail.outbox[0].to == ["it@example.edu.tw"]
    assert "【發生】資料磁碟只剩 1.0 GB（自 115/11/23 09:00 起）" in mail.outbox[0].body


def test_a_post_says_who_and_what_and_is_signed(told: Settings, wrong: dict[str, str]) -> None:
    wrong["disk"] = "資料磁碟只剩 1.0 GB"
    alarms.watch(alarms.WEB, START)
    ((said, signature, body),) = Receiver.got
    since = START.isoformat()
    assert said == {
        "system": told.PUBLIC_URL, "at": since,
        "alarms": [{"kind": "begun", "reason": "disk", "said": "資料磁碟只剩 1.0 GB", "since": since}],
    }  # fmt: skip
    assert signature == "sha256=" + hmac.new(b"shared", body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("answer", [302, 500, None])
def test_who_could_not_be_told_is_told_next_time_and_the_other_once(
    told: Settings, wrong: dict[str, str], answer: int | None
) -> None:
    wrong["disk"] = "滿"
    there = told.ALARM_WEBHOOK
    if answer is None:
        told.ALARM_WEBHOOK = "http://127.0.0.1:1/"
    else:
        Receiver.answer = answer
    assert alarms.watch(alarms.WEB, START).sent == 1
    Receiver.answer, told.ALARM_WEBHOOK = 204, there
    assert alarms.watch(alarms.WEB, START + MINUTE).sent == 1
    assert kinds()[-1] == ["begun"]
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_is_tried_again(told: Settings, wrong: dict[str, str]) -> None:
    wrong["disk"], told.ALARM_WEBHOOK = "滿", ""
    told.EMAIL_BACKEND, told.EMAIL_HOST, told.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1
    assert alarms.watch(alarms.WEB, START).sent == 0
    told.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert alarms.watch(alarms.WEB, START + MINUTE).sent == 1


def test_who_is_not_named_is_not_told(told: Settings, wrong: dict[str, str]) -> None:
    wrong["disk"], told.ALARM_MAIL, told.ALARM_WEBHOOK = "滿", [], ""
    assert alarms.watch(alarms.WEB, START) == alarms.Watched({"disk": "滿"}, 0)
    assert (mail.outbox, Receiver.got) == ([], [])


def test_without_a_database_it_is_told_all_the_same(told: Settings) -> None:
    """No database is allowed in this test: asking it fails, as if it were away."""
    told.ALARM_SECRET = ""
    monkeypatched = health.Health(failures={"database": "資料庫沒有回應"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watching, "health_at", lambda now: monkeypatched)
        assert alarms.watch(alarms.WEB, START).sent == 2
    assert (Receiver.got[0][1], kinds()) == ("", [["begun"]])


@pytest.mark.django_db
def test_a_worker_that_stands_still_is_told_by_the_site(told: Settings) -> None:
    Duty.objects.all().delete()
    seed_duties(START)
    alarms.watch(alarms.WEB, START)
    assert mail.outbox == []
    found = alarms.watch(alarms.WEB, START + 20 * MINUTE)
    assert "查看系統狀態並發出警報" in found.wrong["duties"]
    assert "例行工作未執行" in mail.outbox[0].subject


@pytest.mark.django_db
def test_a_duty_that_failed_is_told_by_its_title_alone(told: Settings) -> None:
    Duty.objects.all().delete()
    seed_duties(START)
    Duty.objects.filter(name="work.tasks.send_notices").update(last_failure="ValueError: 王小明")
    alarms.watch(alarms.DUTY, START)
    assert "寄送通知" in mail.outbox[0].body
    assert "王小明" not in mail.outbox[0].body + str(Receiver.got)


def test_a_site_that_stands_still_is_told_by_the_duty(told: Settings, wrong: dict[str, str]) -> None:
    alarms.watch(alarms.WEB, START)
    assert alarms.watch(alarms.DUTY, START + 10 * MINUTE).wrong == {}
    assert "web" in alarms.watch(alarms.DUTY, START + 11 * MINUTE).wrong
    assert alarms.watch(alarms.WEB, START + 12 * MINUTE).wrong == {}
    assert kinds() == [["begun"], ["ended"]]


@pytest.mark.django_db
def test_the_duty_says_what_it_found(told: Settings) -> None:
    seed_duties(START)
    raise_alarms()
    assert Duty.objects.get(name="cctv_admin.tasks.raise_alarms").last_result


def test_a_queue_that_is_away_is_a_reason(settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert health._is_queue_away()
    settings.CELERY_BROKER_URL = "filesystem://localhost"
    assert not health._is_queue_away()


def test_two_that_look_at_once_tell_once(told: Settings, wrong: dict[str, str]) -> None:
    wrong["disk"] = "滿"
    with open_memory() as memory:
        assert memory is not None
        assert alarms.watch(alarms.WEB, START).sent == 0
    assert alarms.watch(alarms.WEB, START).sent == 2


def test_on_a_disk_that_takes_nothing_it_is_told_once_by_each_process(told: Settings, wrong: dict[str, str]) -> None:
    wrong["disk"] = "滿"
    for name in (LOCK, FILE):  # neither can be written where a folder stands
        (Path(told.DATA_DIR) / name).with_suffix(".new" if name == FILE else ".lock").mkdir()
    assert [alarms.watch(alarms.WEB, START + n * MINUTE).sent for n in range(3)] == [2, 0, 0]
    (Path(told.DATA_DIR) / FILE).with_suffix(".new").rmdir()
    assert alarms.watch(alarms.WEB, START + 3 * MINUTE).sent == 0
    assert "disk" in (Path(told.DATA_DIR) / FILE).read_text(encoding="utf-8")


def test_a_torn_memory_tells_again(told: Settings, wrong: dict[str, str]) -> None:
    wrong["disk"] = "滿"
    alarms.watch(alarms.WEB, START)
    (Path(told.DATA_DIR) / FILE).write_text('{"alarms": {"disk"', encoding="utf-8")
    assert alarms.watch(alarms.WEB, START + MINUTE).sent == 2


def test_the_site_keeps_watch_until_it_ends_and_outlives_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, looks = threading.Event(), []

    def look(by: str, now: dt.datetime) -> None:
        looks.append(by)
        if len(looks) == 2:
            stop.set()
        raise RuntimeError("once")

    monkeypatch.setattr(watching, "watch", look)
    thread = threading.Thread(target=alarms.keep_watch, args=(stop, 0.001))  # it has no connection of this test's
    thread.start()
    thread.join(30)
    assert looks == ["web", "web"]


steps = st.lists(st.tuples(st.integers(0, 2000), st.sets(st.sampled_from("ab"))), max_size=12)


@given(steps)
def test_begun_and_ended_take_turns_and_nothing_is_told_twice_a_day(walk: list[tuple[int, set[str]]]) -> None:
    known: dict[str, rules.Alarm] = {}
    now, history = START, dict[str, list[tuple[str, dt.datetime]]]()
    for minutes, found in walk:
        now += minutes * MINUTE
        rules.follow(known, dict.fromkeys(found, "x"), now)
        events = rules.due(known, "mail", now)
        rules.told(known, "mail", events, now)
        for event in events:
            history.setdefault(event.reason, []).append((event.kind, now))
        assert set(known) == found  # whoever is told at once forgets at once
    for told_of in history.values():
        for (kind, at), (following, later) in zip([("ended", START), *told_of], told_of, strict=False):
            assert (kind == "ended") == (following == "begun")
            assert following != "lasting" or later - at >= DAY


def test_a_clock_that_went_back_silences_nothing_and_an_unused_channel_is_forgotten() -> None:
    known = {"a": rules.Alarm(START, "x", {"mail": START + DAY, "webhook": START})}
    assert [event.kind for event in rules.due(known, "mail", START)] == ["lasting"]
    rules.forget_others(known, ["mail"])
    assert list(known["a"].told) == ["mail"]


def test_what_ended_before_anybody_was_told_is_never_told() -> None:
    known: dict[str, rules.Alarm] = {}
    rules.follow(known, {"disk": "資料磁碟只剩 1.0 GB"}, START)
    assert known
    rules.follow(known, {}, START)
    assert known == {}
    assert rules.due(known, "mail", START) == []
