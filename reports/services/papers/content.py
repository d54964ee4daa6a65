"""What a long paper says, printed with the right its person has at the moment of printing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.selectors import the_school
from ledger import services as ledger
from ledger.choices import Verb
from printing.documents import CharacterMissingError, require_drawable
from printing.views import furniture
from reports import documents, policies
from reports.choices import PaperKind
from reports.selectors import foot_of
from requests.documents import render_many
from requests.documents.filling import printed_appendix_1
from requests.policies import visible_to
from requests.selectors import Narrowed, register_lines
from requests.services.records import case_url

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from accounts.models import User
    from printing.documents import Furniture
    from requests.documents import Appendix1
    from requests.models import ReviewRequest
    from work.models import Job

    Drawn = list[tuple[ReviewRequest, Appendix1]]

Tell = Callable[[int, int], None]
"""Is told how many pieces are laid out, of how many."""


class PaperRefused(Exception):
    """There is nothing to print for this person any more; the sentence says why."""


@dataclass(frozen=True)
class Reading:
    """An entry the ledger owes for the paper: what was printed of whom."""

    verb: Verb
    subject: str
    detail: dict[str, str] | None = None


@dataclass(frozen=True)
class Printed:
    """A paper: its bytes, of which cases it tells, what the ledger says of it, and a word to who asked."""

    content: bytes
    cases: list[int]
    readings: list[Reading]
    result: str


def print_paper(job: Job, user: User, now: dt.datetime, tell: Tell) -> Printed:
    """Return what `job` orders as `user` may have it now. Raises PaperRefused, PrintingError."""
    return _register(job, user, now, tell) if job.kind == PaperKind.REGISTER else _forms(job, user, now, tell)


def _register(job: Job, user: User, now: dt.datetime, tell: Tell) -> Printed:
    if not policies.may_read_register(user, now):
        raise PaperRefused("您的職務已不能閱覽調閱登記簿。")
    lines = register_lines(user, now, Narrowed.from_words(job.order["narrowed"]))
    content = documents.render_register(
        [documents.register_row(line) for line in lines],
        the_school().short_name,
        furniture(printed_by=user.name, now=now, path=reverse("reports:register")),
        period=job.order["words"],
        ledger_head=foot_of(ledger.make_checkpoint(now)),
        on_page=tell,
    )
    cases = {line.case.pk for line in lines if not line.case.erased_at}
    reading = Reading(Verb.REGISTER_PRINTED, PaperKind.REGISTER.label)
    return Printed(content, sorted(cases), [reading], f"{len(lines)} 列")


def _forms(job: Job, user: User, now: dt.datetime, tell: Tell) -> Printed:
    known = visible_to(user, now).filter(pk__in=job.order["cases"]).select_related("plan").order_by("pk")
    drawn, undrawn = _drawable(known)
    if not drawn:
        raise PaperRefused(_undrawn(undrawn) or "所選案件您已不得閱覽。")
    content = render_many(_one_by_one(drawn, user, now, tell))
    said = {"form": "線上簽核"}
    readings = [Reading(Verb.CASE_PRINTED, str(case), said) for case, _ in drawn]
    result = "；".join(filter(None, (f"{len(drawn)} 件", _undrawn(undrawn))))
    return Printed(content, [case.pk for case, _ in drawn], readings, result)


def _drawable(cases: Iterable[ReviewRequest]) -> tuple[Drawn, list[ReviewRequest]]:
    """Return what can be printed, and the cases with a character the typeface lacks: one of them stops no hundred."""
    drawn: Drawn = []
    undrawn: list[ReviewRequest] = []
    for case in cases:
        form = printed_appendix_1(case, for_ink=False)
        try:
            require_drawable(form.to_json())
        except CharacterMissingError:
            undrawn.append(case)
        else:
            drawn.append((case, form))
    return drawn, undrawn


def _undrawn(cases: list[ReviewRequest]) -> str:
    numbers = "、".join(str(case.number) for case in cases)
    return f"{numbers} 有列印用楷體沒有的字，未列印" if cases else ""


def _one_by_one(drawn: Drawn, user: User, now: dt.datetime, tell: Tell) -> Iterator[tuple[Appendix1, Furniture]]:
    for done, (case, form) in enumerate(drawn):
        tell(done, len(drawn))
        yield form, furniture(printed_by=user.name, now=now, path=case_url(case), reference=case.number or "")
    tell(len(drawn), len(drawn))
