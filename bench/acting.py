"""People who act while things break: what they send, whether the answer said yes, and that they insist as people do.

Whoever gets no answer sends the same again; whoever gets the page that says the server failed sends it again from there,
if what he typed stands on it. `Deed` remembers all of it, so that the database can be asked afterwards.
"""

from __future__ import annotations

import queue
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.driving import REDIRECT, Answer, Person
from bench.filling_in import forms_of, main_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FAILED = "系統發生問題"
CASE = re.compile(r"/requests/(\d+-\d+)/submitted/")
VIEWING = re.compile(r"/requests/\d+-\d+/viewings/(\d+)/")
PATIENCE = 150
AGAIN_AFTER = 2.0


@dataclass
class Deed:
    """One act: `mark` stands in the row it makes. `accepted_at` is when an answer said yes; None: never, or refused."""

    kind: str
    mark: str
    begun_at: float
    accepted_at: float | None = None
    refused: str = ""
    tries: int = 0


@dataclass
class Diary:
    """Everything that was done and answered, by all of them."""

    deeds: list[Deed] = field(default_factory=list)
    answers: list[tuple[float, str]] = field(default_factory=list)
    lost_text: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, answer: Answer) -> None:
        """Remember one answer: ok, sentence (it failed and said so), nothing (no answer at all), bare (neither)."""
        word = "ok" if 200 <= answer.status < 500 else "nothing" if not answer.status else "bare"
        if word == "bare" and FAILED in answer.body:
            word = "sentence"
        with self.lock:
            self.answers.append((time.monotonic(), word))

    def deed(self, kind: str) -> Deed:
        """Begin one."""
        deed = Deed(kind, f"{kind}-{uuid.uuid4().hex[:12]}", time.monotonic())
        with self.lock:
            self.deeds.append(deed)
        return deed


class Actor:
    """One person who acts, signed in."""

    def __init__(self, url: str, account: str, diary: Diary) -> None:
        self.person, self.diary = Person(url, account, timeout=40), diary

    def opened(self, path: str) -> str:
        """Return a page, asking until it comes; "" when it does not or may not be seen."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self.diary.over.is_set():
            answer = self.person.get(path)
            self.diary.note(answer)
            if answer.status in REDIRECT and "/accounts/login/" in answer.place:
                self.person.sign_in()
            elif answer.status in REDIRECT or 400 <= answer.status < 500:
                return ""
            elif answer.status == 200:
                return answer.body
            time.sleep(AGAIN_AFTER)
        return ""

    def insist(self, deed: Deed, path: str, said: dict[str, list[str]], yes: Callable[[Answer], bool]) -> Answer:
        """Send a form until an answer says yes or no; what was typed must stand on every page that says it failed."""
        deadline = time.monotonic() + PATIENCE
        answer = Answer(0, "")
        while time.monotonic() < deadline:
            answer = self.person.post(
                path, {name: values for name, values in said.items() if name != "csrfmiddlewaretoken"}
            )
            deed.tries += 1
            self.diary.note(answer)
            if yes(answer):
                deed.accepted_at = time.monotonic()
                return answer
            if answer.status in REDIRECT and "/accounts/login/" in answer.place:
                self.person.sign_in()
            elif answer.status and answer.status < 500:
                deed.refused = f"{answer.status} {answer.place}"
                return answer
            elif FAILED in answer.body:
                said = self._kept(deed, said, answer)
            time.sleep(AGAIN_AFTER)
        return answer

    def _kept(self, deed: Deed, said: dict[str, list[str]], answer: Answer) -> dict[str, list[str]]:
        """Return the form of the page that says it failed; its text must be what was sent."""
        found = forms_of(answer.body)
        typed = {name: values for name, values in said.items() if name not in HIDDEN and any(values)}
        if not found or any(found[0].fields.get(name) != values for name, values in typed.items()):
            self.diary.lost_text.append(deed.mark)
            return said
        return found[0].fields | {name: said[name] for name in HIDDEN if name in said}


HIDDEN = ("csrfmiddlewaretoken", "proof_password")


@dataclass
class School:
    """The way of cases through it: who has done his part hands the number on."""

    url: str
    diary: Diary
    ways: dict[str, queue.Queue[str]] = field(
        default_factory=lambda: {name: queue.Queue() for name in ("handler", "supervisor", "principal", "viewing")}
    )

    def ask(self, account: str) -> None:
        """A teacher: one request after another."""
        actor = self._actor(account)
        while not self.diary.over.is_set():
            page = actor.opened("/requests/new/")
            form = main_form(page)
            if not form.offers:
                continue
            deed, day = self.diary.deed("submit"), form.offers["starts_at_day"][2]
            said = form.filled(
                need="own", relation="本人", cameras=form.offers["cameras"][:1], starts_at_day=day, starts_at_3="0900",
                ends_at_3="0915", reason=f"書包內現金不見，請協助確認。{deed.mark}",
            )  # fmt: skip
            begun = actor.insist(deed, "/requests/new/", said, lambda answer: "/check/" in answer.place)
            deed.accepted_at, deed.tries = None, 0  # a draft is not sent yet
            if "/check/" not in begun.place:
                continue
            sent = actor.insist(
                deed, begun.place, {"accepts_note": ["on"]}, lambda answer: bool(CASE.search(answer.place))
            )
            if number := CASE.search(sent.place):
                self.ways["handler"].put(number[1])
            self.diary.over.wait(2)

    def sign(self, account: str, role: str, query: str, onward: str) -> None:
        """One of the chain: sign whatever comes."""
        actor = self._actor(account)
        for number in self._cases(role):
            form = main_form(actor.opened(f"/requests/{number}/sign/?{query}"))
            if "action" not in form.fields:
                continue
            deed = self.diary.deed("sign")
            said = form.filled(opinion=f"如擬。{deed.mark}", proof_password="Ruifeng-108-demo")
            said |= {"is_necessary": ["yes"]} if "is_necessary" in form.offers else {}
            path = f"/requests/{number}/sign/?{query}"
            actor.insist(deed, path, said, lambda answer: answer.status in REDIRECT and answer.place == "/")
            self.ways[onward].put(number)

    def view(self, account: str) -> None:
        """承辦人: start and end a viewing of whatever was granted."""
        actor = self._actor(account)
        for number in self._cases("viewing"):
            form = main_form(actor.opened(f"/requests/{number}/viewings/start/"))
            if "people_present" not in form.fields:
                continue
            begun = self.diary.deed("start")
            said = form.filled(people_present=f"許喆安{begun.mark}", told_not_to_film="on")
            path = f"/requests/{number}/viewings/start/"
            answer = actor.insist(begun, path, said, lambda one: bool(VIEWING.search(one.place)))
            found = VIEWING.search(answer.place)
            if not found:
                continue
            path = f"/requests/{number}/viewings/{found[1]}/end/"
            form = main_form(actor.opened(path))
            ended = self.diary.deed("end")
            said = form.filled(saw_footage="yes", outcome="held", finding="影像清晰。", remarks=f"無。{ended.mark}")
            actor.insist(ended, path, said, lambda one: one.status in REDIRECT and "/accounts/" not in one.place)

    def hold(self, account: str) -> None:
        """A guard: 緊急留存影像. Its form's own key is its mark."""
        actor = self._actor(account)
        while not self.diary.over.is_set():
            form = main_form(actor.opened("/retention/holds/emergency/"))
            if "form_key" not in form.fields:
                continue
            deed = self.diary.deed("hold")
            deed.mark = form.fields["form_key"][0]
            said = form.filled(cameras=form.offers["cameras"][:1])
            actor.insist(
                deed, "/retention/holds/emergency/", said, lambda one: one.status in REDIRECT and one.place == "/"
            )
            self.diary.over.wait(3)

    def read(self, account: str, paths: list[str], pause: float) -> None:
        """Somebody who looks at pages."""
        actor, turn = self._actor(account), 0
        while not self.diary.over.is_set():
            answer = actor.person.get(paths[turn % len(paths)])
            self.diary.note(answer)
            turn += 1
            self.diary.over.wait(pause)

    def _actor(self, account: str) -> Actor:
        actor = Actor(self.url, account, self.diary)
        while not actor.person.sign_in() and not self.diary.over.is_set():
            time.sleep(AGAIN_AFTER)
        return actor

    def _cases(self, role: str) -> Iterator[str]:
        while not self.diary.over.is_set():
            try:
                yield self.ways[role].get(timeout=1)
            except queue.Empty:
                continue
