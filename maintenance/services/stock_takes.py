"""盤點: opened for a year, every thing ticked by itself, closed with its differences explained, countersigned by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.choices import Feature
from accounts.selectors import has_feature, in_words
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies, transitions
from maintenance.choices import StockTakeAction, StockTakeStatus, TickResult
from maintenance.models import Equipment, StockTake, StockTakeItem
from maintenance.selectors import STOCK_TAKES
from printing.rules import local_date, roc_year
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.models import User

ONLY = {
    StockTakeAction.TICK: "只有承辦人可以登錄盤點結果。",
    StockTakeAction.CLOSE: "只有承辦人可以完成盤點。",
    StockTakeAction.RETURN: "須由完成盤點者以外的處室主管退回；沒有其他處室主管時，由校長退回。",
    StockTakeAction.SIGN: "須由完成盤點者以外的處室主管覆核；沒有其他處室主管時，由校長覆核。",
}


class StockTakeError(Exception):
    """The stock-take cannot go on that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def open_stock_take(*, year: int, user: User, now: dt.datetime) -> StockTake:
    """Begin the stock-take of a 民國 year: everything in the books that is not scrapped is to be found. Raises StockTakeError."""
    if not has_feature(Feature.STOCK_TAKE):
        raise StockTakeError("本校未啟用設備盤點。")
    if not policies.may_keep_equipment(user, local_date(now)):
        raise StockTakeError("只有承辦人可以開始盤點。")
    this_year = roc_year(local_date(now))
    if year not in (this_year - 1, this_year):
        raise StockTakeError(f"只能盤點 {this_year - 1} 或 {this_year} 年度。", field="year")
    things = list(Equipment.objects.filter(scrapped_on=None))
    if not things:
        raise StockTakeError("設備帳沒有在用的設備，請先列帳。")
    actor = in_words(user, now)
    stock_take, is_new = StockTake.objects.get_or_create(
        year=year, defaults={"opened_at": now, "opened_by": actor.name}
    )
    if not is_new:  # also when somebody else began it this very moment
        raise StockTakeError(f"{year} 年度已經開始盤點。", field="year")
    StockTakeItem.objects.bulk_create(
        StockTakeItem(stock_take=stock_take, equipment=thing, location=thing.location, keeper=thing.keeper)
        for thing in things
    )
    words = {"count": str(len(things))}
    ledger.append(verb=Verb.STOCK_TAKE_OPENED, actor=actor, detail=words, now=now, **STOCK_TAKES.said(stock_take))
    return stock_take


@transaction.atomic
def tick_item(
    *, item_id: int, result: TickResult, found_at: str, remark: str, user: User, now: dt.datetime
) -> StockTakeItem:
    """Record what was found of one thing; until the stock-take is closed it may be recorded anew. Raises StockTakeError."""
    item = StockTakeItem.objects.select_related("equipment").get(pk=item_id)
    stock_take = _locked(item.stock_take_id, StockTakeAction.TICK, user, now)
    if result == TickResult.ELSEWHERE and not found_at:
        raise StockTakeError("位置不符時，請填實際位置。", field="found_at")
    actor = in_words(user, now)
    item.result, item.remark = result, remark
    item.found_at = found_at if result == TickResult.ELSEWHERE else ""
    item.ticked_at, item.ticked_by = now, actor.name
    item.save(update_fields=["result", "found_at", "remark", "ticked_at", "ticked_by"])
    words = {"word": f"{item.equipment.full_number} {result.label}"}
    ledger.append(verb=Verb.STOCK_TAKE_TICKED, actor=actor, detail=words, now=now, **STOCK_TAKES.said(stock_take))
    return item


@transaction.atomic
def close_stock_take(*, year: int, conclusion: str, user: User, now: dt.datetime) -> StockTake:
    """Close the stock-take once everything was looked for and every difference explained. Raises StockTakeError."""
    stock_take = _locked_of(year, StockTakeAction.CLOSE, user, now)
    if missing := stock_take.items.filter(result="").count():
        raise StockTakeError(f"還有 {missing} 件尚未盤點，請全部登錄後再完成。")
    differences = [item for item in stock_take.items.select_related("equipment") if item.is_difference]
    if unexplained := [item.equipment.full_number for item in differences if not item.remark]:
        raise StockTakeError(f"請先填寫差異說明：{'、'.join(unexplained)}。")
    stock_take.status, stock_take.conclusion = StockTakeStatus.CLOSED, conclusion
    stock_take.closed_at, stock_take.closed_by = now, user
    stock_take.save(update_fields=["status", "conclusion", "closed_at", "closed_by"])
    words = {"differences": str(len(differences))}
    said = STOCK_TAKES.said(stock_take)
    _tell(policies.signs_stock_take(stock_take, local_date(now)), stock_take, "待您覆核", now)
    ledger.append(verb=Verb.STOCK_TAKE_CLOSED, actor=in_words(user, now), detail=words, now=now, **said)
    return stock_take


@transaction.atomic
def return_stock_take(*, year: int, reason: str, user: User, now: dt.datetime) -> StockTake:
    """Give a closed stock-take back to be gone over again, with the reason. Raises StockTakeError."""
    stock_take = _locked_of(year, StockTakeAction.RETURN, user, now)
    closer = stock_take.closed_by
    stock_take.status, stock_take.return_reason = StockTakeStatus.OPEN, reason
    stock_take.closed_at = stock_take.closed_by = None
    stock_take.save(update_fields=["status", "return_reason", "closed_at", "closed_by"])
    said = STOCK_TAKES.said(stock_take)
    words = {"reason": reason}
    _tell([closer] if closer else [], stock_take, "經主管退回", now)
    ledger.append(verb=Verb.STOCK_TAKE_RETURNED, actor=in_words(user, now), detail=words, now=now, **said)
    return stock_take


@transaction.atomic
def sign_stock_take(*, year: int, user: User, now: dt.datetime) -> StockTake:
    """Countersign a closed stock-take as another person than who closed it. Raises StockTakeError."""
    stock_take = _locked_of(year, StockTakeAction.SIGN, user, now)
    stock_take.status, stock_take.return_reason = StockTakeStatus.SIGNED, ""
    stock_take.signed_at, stock_take.signed_by = now, user
    stock_take.save(update_fields=["status", "return_reason", "signed_at", "signed_by"])
    said = STOCK_TAKES.said(stock_take)
    ledger.append(verb=Verb.STOCK_TAKE_SIGNED, actor=in_words(user, now), now=now, **said)
    return stock_take


def _tell(people: Iterable[User], stock_take: StockTake, word: str, now: dt.datetime) -> None:
    url = reverse("maintenance:stock-take", args=[stock_take.year])
    notify(recipients=people, text=f"{stock_take}{word}", url=url, subject=STOCK_TAKES.subject(stock_take), now=now)


def _locked_of(year: int, action: StockTakeAction, user: User, now: dt.datetime) -> StockTake:
    return _locked(StockTake.objects.get(year=year).pk, action, user, now)


def _locked(stock_take_id: int, action: StockTakeAction, user: User, now: dt.datetime) -> StockTake:
    """Lock the stock-take, check the order, then the person."""
    stock_take = StockTake.objects.select_for_update(no_key=True).get(pk=stock_take_id)
    try:
        transitions.stock_take_step(StockTakeStatus(stock_take.status), action)
    except transitions.WrongOrder as error:
        raise StockTakeError(str(error)) from error
    if action not in policies.acts_on_stock_take(user, stock_take, local_date(now)):
        raise StockTakeError(ONLY[action])
    return stock_take
