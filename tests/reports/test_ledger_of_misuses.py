"""存取紀錄 of 不當使用或洩密事件: nothing of one to whom it is about, nor to who may not know of its case (肆、一)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from reports.selectors import Line, ledger_book
from requests.choices import RecusalGround
from requests.services.misuses import Noticed, record_misuse
from requests.services.recusals import recuse
from tests.review.conftest import case, content

if TYPE_CHECKING:
    from accounts.models import User
    from requests.models import Misuse, ReviewRequest
    from tests.conftest import Cast

__all__ = ["case", "content"]


def recorded(by: User, now: dt.datetime, *concerned: User, case: ReviewRequest | None = None) -> Misuse:
    noticed = Noticed(
        noticed_by="巴奈・古拉斯", noticed_at=now - dt.timedelta(hours=1), what="有人以手機翻拍警衛室螢幕。",
        case_number=str(case.number) if case else "", concerned=concerned,
    )  # fmt: skip
    return record_misuse(noticed=noticed, measures="已要求刪除。", actor=by, now=now)


def reads_of(misuse: Misuse, cast: Cast, now: dt.datetime) -> set[str]:
    """Who of those who read the ledger reads of the event there, whether all of it or asked by subject."""

    def found(user: User, subject: str) -> bool:
        rows = ledger_book(user, now, subject=subject).rows
        return any(isinstance(row, Line) and str(misuse) in row.text for row in rows)

    readers = {name: getattr(cast, name) for name in ("principal", "auditor", "administrator")}
    whole = {name for name, user in readers.items() if found(user, "")}
    assert whole == {name for name, user in readers.items() if found(user, str(misuse))}
    return whole


def test_whom_an_event_is_about_does_not_read_that_it_is_looked_into(cast: Cast, now: dt.datetime) -> None:
    about_another = recorded(cast.handler, now, cast.guard)
    about_two = recorded(cast.handler, now, cast.principal, cast.administrator)

    assert reads_of(about_another, cast, now) == {"principal", "auditor", "administrator"}
    assert reads_of(about_two, cast, now) == {"auditor"}


def test_an_event_is_read_of_only_by_who_may_know_of_its_case(
    cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    misuse = recorded(cast.handler, now, case=case)
    assert reads_of(misuse, cast, now) == {"principal", "auditor"}, "系統管理 reads of no case"

    recuse(
        case_id=case.pk, person_id=cast.principal.pk, ground=RecusalGround.PARTY, note="", actor=cast.handler, now=now
    )

    assert reads_of(misuse, cast, now) == {"auditor"}
