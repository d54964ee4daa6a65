"""People at browsers, cheaply: one thread and one kept connection a person, the standard library's HTTP and nothing else.

A driver on the machine it measures takes processor time from it: how much is measured and published beside the figures.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import resource
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

PASSWORD = "Ruifeng-108-demo"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
IDLE_SECONDS = 1.5
"""gunicorn closes what was idle for two seconds; a browser opens a new connection then."""
REDIRECT = (301, 302, 303)
SIGN_IN, DOORS = "sign-in", 4
"""How it is called among the pages, and how many people do it at one moment: nobody's day begins in the same second."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: 0 as status where nothing did."""

    status: int
    body: str
    place: str = ""


class Person:
    """A browser with its cookies and one connection."""

    def __init__(self, url: str, account: str, timeout: float = 60) -> None:
        parts = urlsplit(url)
        self.account, self.cookies = account, dict[str, str]()
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
        self._origin, self._last = url, 0.0

    def sign_in(self) -> bool:
        """Sign in with the demonstration's password; say whether it worked."""
        if not self.account:
            return True
        self.get("/accounts/login/")
        said = {"login": self.account, "password": PASSWORD}
        answer = self.post("/accounts/login/", said)
        return answer.status in REDIRECT and "sessionid" in self.cookies

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, said: Mapping[str, str | Sequence[str]]) -> Answer:
        """Send a form with the token of the browser's cookie."""
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return self._ask("POST", path, urlencode(token | dict(said), doseq=True))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": self._origin,
        }
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self._origin}
        if time.monotonic() - self._last > IDLE_SECONDS:
            self._connection.close()
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return Answer(0, "")
        self._last = time.monotonic()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, text, answer.headers.get("Location", ""))


@dataclass
class Times:
    """Milliseconds of each page, and what went wrong."""

    by_page: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, page: str, milliseconds: float, answer: Answer) -> None:
        """Note one answer."""
        with self.lock:
            if answer.status == 200:
                self.by_page[page].append(milliseconds)
            else:
                self.wrong.append(f"{answer.status} {page}")


def timed(times: Times, page: str, person: Person, path: str) -> Answer:
    """Ask for a page and note how long it took."""
    begun = time.perf_counter()
    answer = person.get(path)
    times.add(page, (time.perf_counter() - begun) * 1000, answer)
    return answer


def walk(person: Person, ways: Sequence[str], times: Times, until: float, pause: float, chance: Random) -> None:
    """One person, signed in: open one of the `ways` after another with about `pause` seconds between them.

    Whoever would come after the end does not come: were he asked at the end instead, all would ask in that one moment.
    """
    while (wait := chance.expovariate(1 / pause)) < until - time.monotonic():
        time.sleep(wait)
        path = chance.choice(ways)
        timed(times, path, person, path)


def gathered(url: str, people: Mapping[str, int], times: Times) -> list[Person]:
    """Sign in so many people of each account, a few at a time as they come to work; note how long each took."""
    coming = [Person(url, account) for account, number in people.items() for _ in range(number)]

    def come(group: Sequence[Person]) -> None:
        for person in group:
            begun = time.perf_counter()
            said = person.sign_in()
            times.add(SIGN_IN, (time.perf_counter() - begun) * 1000, Answer(200 if said else 401, ""))

    run_all([lambda group=coming[door::DOORS]: come(group) for door in range(DOORS)])  # type: ignore[misc]
    return coming


def crowd(crew: Sequence[Person], ways: Mapping[str, Sequence[str]], seconds: float, pause: float) -> Times:
    """Let everybody walk at once; `ways` are by account."""
    times, until = Times(), time.monotonic() + seconds
    run_all([
        lambda person=person, seed=seed: walk(person, ways[person.account], times, until, pause, Random(seed))  # type: ignore[misc]
        for seed, person in enumerate(crew)
    ])  # fmt: skip
    return times


def hurry(people: Sequence[Person], path: str, number: int) -> list[float]:
    """Ask for one page `number` times, everybody without a pause; return the milliseconds."""
    times = Times()

    def ask(person: Person) -> None:
        for _ in range(number // len(people)):
            timed(times, path, person, path)

    run_all([lambda person=person: ask(person) for person in people])  # type: ignore[misc]
    if times.wrong:
        raise RuntimeError(f"{path}: {times.wrong[:3]}")
    return times.by_page[path]


def run_all(acts: Sequence[Callable[[], None]]) -> None:
    """Run each in a thread of its own and wait for all."""
    threads = [threading.Thread(target=act, daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which `part` of all lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else 0.0


@contextlib.contextmanager
def own_share(found: dict[str, float]) -> Iterator[None]:
    """Measure how much of one processor this process took inside the block."""
    begun, used = time.monotonic(), _used()
    yield
    found["driver"] = (_used() - used) / (time.monotonic() - begun)


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
