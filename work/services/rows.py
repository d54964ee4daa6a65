"""Many rows in one act: all of them or none. Trying is the act itself, undone: a preview cannot promise what fails later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

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
def write_rows(
    rows: Sequence[tuple[int, Facts]],
    act: Callable[[Facts], object],
    refusal: type[Exception],
    *,
    tell: Callable[[int], object] | None = None,
) -> None:
    """Do `act` for every row, in one transaction, and `tell` once how many there were.

    Raises RowsRefused; then nothing has changed.
    """
    if problems := _each(rows, act, refusal):
        raise RowsRefused(problems)
    if tell:
        tell(len(rows))


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
