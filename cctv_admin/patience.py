"""Asking what may never answer, such as a folder on another machine: whoever asks waits a moment, a thread waits on."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


class NoAnswer(Exception):
    """Nothing was heard in time; it may come back by itself."""


class Patient(Generic[Answer]):
    """A question whose answer is waited for `seconds` at most. While one goes unanswered no other is begun."""

    def __init__(self, question: Callable[[], Answer], seconds: float) -> None:
        self._question, self._seconds = question, seconds
        self._turn = threading.Lock()
        self._asked: Future[Answer] | None = None
        self._until = 0.0

    def __call__(self) -> Answer:
        """Return the answer, or raise what the question raised. Raises NoAnswer."""
        with self._turn:
            if self._asked is None or self._asked.done():
                self._asked, self._until = Future(), time.monotonic() + self._seconds
                threading.Thread(target=self._ask, args=(self._asked,), name="patience", daemon=True).start()
            asked = self._asked
        try:
            return asked.result(max(self._until - time.monotonic(), 0))
        except TimeoutError as late:
            raise NoAnswer from late

    def _ask(self, asked: Future[Answer]) -> None:
        try:
            asked.set_result(self._question())
        except BaseException as failure:  # handed over to whoever waits
            asked.set_exception(failure)
