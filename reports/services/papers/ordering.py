"""Somebody asks for a long paper: a row for the worker, nothing is printed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import policies
from reports.choices import PaperKind
from requests.policies import visible_to
from work.services import order_job

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import User
    from requests.selectors import Narrowed
    from work.models import Job

BELL = "reports.tasks.print_papers"


def order_register(*, user: User, narrowed: Narrowed, words: str, now: dt.datetime) -> Job:
    """Order the 調閱登記簿 of what `narrowed` says, which `words` say on its head. Raises PermissionDenied."""
    policies.require(allowed=policies.may_read_register(user, now))
    title = "，".join(filter(None, (PaperKind.REGISTER.label, words)))
    order = {"narrowed": narrowed.as_words(), "words": words}
    return order_job(kind=PaperKind.REGISTER, title=title, order=order, requested_by=user, bell=BELL, now=now)


def order_forms(*, user: User, cases: Collection[int], now: dt.datetime) -> Job:
    """Order 附錄1 of those of `cases` that `user` may know of, as one file. Raises PermissionDenied."""
    policies.require(allowed=policies.may_print_forms(user, now))
    known = visible_to(user, now).filter(pk__in=cases).order_by("pk").values_list("pk", flat=True)
    order = {"cases": list(known)}
    title = f"{PaperKind.FORMS.label}，{len(known)} 件"
    return order_job(kind=PaperKind.FORMS, title=title, order=order, requested_by=user, bell=BELL, now=now)
