"""Who holds which post is asked once while a page is read, and each time in an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.cache import SessionStore
from django.http import HttpRequest, HttpResponse

from accounts.middleware import OnceMiddleware
from accounts.once import is_reading, once, reader, while_reading

if TYPE_CHECKING:
    from collections.abc import Callable

Question = tuple["Callable[[int], int]", list[int]]


@pytest.fixture
def question() -> Question:
    """A question, and every time it was really asked."""
    asked: list[int] = []

    @once
    def double(number: int) -> int:
        asked.append(number)
        return number * 2

    return double, asked


def test_outside_a_page_each_time(question: Question) -> None:
    double, asked = question
    assert [double(1), double(1)] == [2, 2]
    assert asked == [1, 1]
    assert not is_reading()


def test_in_a_page_once_for_each_of_its_arguments_and_anew_in_the_next(question: Question) -> None:
    double, asked = question
    for _ in range(2):
        with while_reading():
            assert [double(1), double(2), double(1)] == [2, 4, 2]
    assert asked == [1, 2, 1, 2]


def test_two_questions_with_the_same_arguments_are_two() -> None:
    first, second = once(lambda number: number + 1), once(lambda number: number + 2)
    with while_reading():
        assert [first(1), second(1)] == [2, 3]


@pytest.mark.parametrize(("method", "times"), [("GET", 1), ("HEAD", 1), ("POST", 2), ("PUT", 2)])
def test_only_who_reads_asks_once(question: Question, method: str, times: int) -> None:
    double, asked = question
    request = HttpRequest()
    request.method, request.session = method, SessionStore()

    def view(_: HttpRequest) -> HttpResponse:
        double(1)
        return HttpResponse(str(double(1)))

    OnceMiddleware(view)(request)
    assert len(asked) == times
    assert not is_reading()


@pytest.mark.parametrize(("session", "whose"), [({}, None), ({SESSION_KEY: "7"}, 7)], ids=["nobody's", "an account's"])
def test_the_session_says_whose_page_it_is(session: dict[str, str], whose: int | None) -> None:
    request, found = HttpRequest(), []
    request.method, request.session = "GET", SessionStore()
    request.session.update(session)

    def view(_: HttpRequest) -> HttpResponse:
        found.append(reader())
        return HttpResponse()

    OnceMiddleware(view)(request)
    assert found == [whose]


def test_a_page_knows_who_reads_it_and_an_act_nobody() -> None:
    with while_reading(7):
        assert reader() == 7
        with while_reading():
            assert reader() is None
        assert reader() == 7
    assert reader() is None


def test_what_fails_keeps_nothing(question: Question) -> None:
    double, asked = question
    with pytest.raises(ZeroDivisionError), while_reading():
        double(1 // double(0))
    double(0)
    assert asked == [0, 0]
