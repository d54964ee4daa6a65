"""Many rows in one act: all of them or none. Trying is the act itself, undone: a preview cannot promise what fails later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Facts = Mapping[str, Any]


class RowsRefused(Exception):
    """Nothing was written. `problems` says by number of row what stands against it."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__("；".join(f"第 {number} 列：{problem}" for number, problem in problems.items()))
        self.problems = problems


def try_rows(
    rows: Iterable[tuple[int, Facts]], act: Callable[[Facts], object], refusal: type[Exception]
) -> dict[int, str]:
    """Do `act` for every row and undo all of it; return what was refused, by number of row."""
    with transaction.atomic():
        problems = _each(rows, act, refusal)
        transaction.set_rollback(True)
    return problems


@transaction.atomic
def write_rows(rows: Iterable[tuple[int, Facts]], act: Callable[[Facts], object], refusal: type[Exception]) -> None:
    """Do `act` for every row, in one transaction. Raises RowsRefused; then nothing has changed."""
    if problems := _each(rows, act, refusal):
        raise RowsRefused(problems)


def _each(
    rows: Iterable[tuple[int, Facts]], act: Callable[[Facts], object], refusal: type[Exception]
) -> dict[int, str]:
    problems = {}
    for number, facts in rows:
        try:
            with transaction.atomic():
                act(facts)
        except refusal as error:
            problems[number] = str(error)
    return problems
