"""How a case's state is shown."""

from __future__ import annotations

from typing import NamedTuple

from requests.choices import Status


class Shown(NamedTuple):
    """How a case's state is shown: words, tone of the tag, icon."""

    text: str
    tone: str
    icon: str


PLAIN = {
    Status.DRAFT: Shown("草稿", "", "pencil"),
    Status.RETURNED: Shown("待補正", "warn", "exclamation-triangle"),
    Status.REFUSED: Shown("不予核准", "bad", "x-mark"),
    Status.WITHDRAWN: Shown("已撤回", "", "arrow-uturn-left"),
    Status.CLOSED: Shown("已結案", "", "check"),
}


def shown_as(status: Status, step_title: str, *, viewed: bool, viewing: bool, ratifying: bool = False) -> Shown:
    """Return what people read: one function over status, step and what is still owed; never stored."""
    if status in PLAIN:
        return PLAIN[status]
    if viewing:
        return Shown("調閱中", "wait", "video-camera")
    if status == Status.IN_REVIEW:
        return Shown("待補核" if ratifying else f"待{step_title}", "wait", "clock")
    if viewed:
        return Shown("已調閱", "ok", "check-circle")
    return Shown("部分核准，待調閱" if status == Status.PARTLY_APPROVED else "已核准，待調閱", "ok", "check-circle")
