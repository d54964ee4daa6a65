"""Which copies may come on a 銷毀清冊, asked when it is written and again when 監銷人 signs it (rulings 14, 15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retention import policies
from retention.choices import ListKind
from retention.selectors import candidates, judged, standing_copies
from retention.services.copy_destruction.errors import ListError
from retention.services.copy_destruction.mistakes import require_mistake

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from accounts.models import User
    from retention.models import DestructionList
    from retention.selectors import Judged


@dataclass(frozen=True, slots=True)
class WantedList:
    """Which copies are to go, and for what reason."""

    kind: ListKind
    copies: Sequence[int]
    reason: str = ""


def chosen(wanted: WantedList, user: User, now: dt.datetime) -> list[Judged]:
    """Return the copies that are wanted and may go for that reason. Raises ListError, NotYourHold."""
    if not wanted.copies:
        raise ListError("請選擇留存檔。", field="copies")
    rows = {copy.pk: copy for copy in standing_copies().filter(pk__in=wanted.copies)}
    if len(rows) < len(set(wanted.copies)):
        raise ListError("所選的留存檔已不在或尚未完成，請重新整理頁面。", field="copies")
    rows |= {copy.pk: copy for copy in standing_copies().filter(original__in=list(rows))}
    found = judged(rows.values(), now)
    is_mistake = wanted.kind == ListKind.MISTAKE
    offered = set(rows) if is_mistake else {one.copy.pk for one in candidates(wanted.kind, now, of=rows)}
    for one in found:
        _require_free(one)
        if one.copy.pk not in offered and one.copy.original_id not in offered:
            raise ListError(f"{one.copy.number} 不符合「{wanted.kind.label}」的條件。", field="copies")
        _require_judgement(one, wanted.kind, user, now)
    return found


def _require_free(one: Judged) -> None:
    if one.item:
        raise ListError(f"{one.copy.number} 已列入{one.item.list}，不能重複列入。", field="copies")
    if not one.is_selectable:
        raise ListError(f"{one.copy.number} {kept_words(one)}，不能列入銷毀清冊。", field="copies")


def _require_judgement(one: Judged, kind: ListKind, user: User, now: dt.datetime) -> None:
    """What goes before its day goes on the judgement of people who may know the case and are no party to it."""
    if kind == ListKind.DUE:
        return
    if not policies.may_open_copy(user, one.copy, now):
        raise policies.NotYourHold("得閱覽該案的人員", f"就 {one.copy.number} 簽署「{kind.label}」")
    if kind == ListKind.MISTAKE:
        require_mistake(one.copy, now)


def kept_words(one: Judged) -> str:
    """Return what keeps a copy off a list, in words."""
    if one.facts.is_held_by_law:
        return "有法定留存"
    return "有爭議註記" if one.facts.is_disputed else "有法定留存提案待校長核定"


def require_unchanged(row: DestructionList, user: User, now: dt.datetime) -> None:
    """Raises ListError for what keeps a copy since the list was written, NotYourHold for whom a case is not open."""
    of_list = standing_copies().filter(pk__in=row.items.filter(ended_at=None).values("copy"))
    for one in judged(of_list, now):
        if one.facts.is_held_by_law or one.facts.is_disputed or one.facts.is_proposed:
            raise ListError(f"{one.copy.number} 造冊後{kept_words(one)}，請退回清冊，移出後重新造冊。")
        if row.kind == ListKind.EARLY and one.facts.is_held:
            raise ListError(f"{one.copy.number} 的影像造冊後另有留存，請退回清冊，移出後重新造冊。")
        _require_judgement(one, ListKind(row.kind), user, now)
