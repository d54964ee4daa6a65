"""Who may read what looks across rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import policies as people
from accounts.choices import Feature, Role
from accounts.selectors import has_feature, seatings
from cameras.policies import may_see_cameras
from maintenance import policies as upkeep
from requests import policies as review
from requests.models import ReviewRequest
from retention import policies as footage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from accounts.models import User
    from accounts.selectors import Signatory
    from reports.models import AccountApplication, AccountReview, ComplianceReport, Handover

LEDGER_READERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.PRINCIPAL})
PRINTERS = frozenset({Role.ADMINISTRATOR, Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL})


def may_read_ledger(user: User, now: dt.datetime) -> bool:
    """The principal, the auditor and the administrator; `cases_in_ledger_of` says which entries about cases."""
    return bool(people.roles_of(user, timezone.localdate(now)) & LEDGER_READERS)


def reads_cases(user: User, now: dt.datetime) -> bool:
    """Say whether a role of `user` has to do with other people's cases; the administrator's has not (ruling 24)."""
    return bool(people.roles_of(user, timezone.localdate(now)) & (review.CHAIN | {Role.AUDITOR}))


def cases_in_ledger_of(user: User, now: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the cases whose entries `user` may read; for the administrator there are none, not even his own."""
    return review.cases_in_books_of(user, now) if reads_cases(user, now) else ReviewRequest.objects.none()


def may_read_measures(user: User, now: dt.datetime) -> bool:
    """Who answers for personal data and who checks it: 行政人員, 校長, 系統管理, 稽核."""
    return bool(people.roles_of(user, timezone.localdate(now)) & (PRINTERS | LEDGER_READERS))


def may_print(user: User, now: dt.datetime) -> bool:
    """The page 列印 serves 行政人員 and the administrator (ruling 24)."""
    return bool(people.roles_of(user, timezone.localdate(now)) & PRINTERS)


def prints_stickers(user: User, now: dt.datetime) -> bool:
    """Say whether the school has stickers and this person makes them."""
    return has_feature(Feature.STICKERS) and upkeep.may_print_stickers(user, timezone.localdate(now))


def may_read_register(user: User, now: dt.datetime) -> bool:
    """承辦人, 主管, 校長 (ruling 22) and the auditor read the 調閱登記簿."""
    return review.may_read_register(user, now)


def may_print_forms(user: User, now: dt.datetime) -> bool:
    """Who signs cases prints the 附錄1 of several as one file; each case itself is asked of `visible_to`."""
    return review.is_in_chain(user, now)


def orders_papers(user: User, now: dt.datetime) -> bool:
    """Say whether there is anything long that `user` may print."""
    return may_read_register(user, now) or may_print_forms(user, now)


def may_prove(user: User, case: ReviewRequest) -> bool:
    """The applicant takes home the proof that what was done with his case is in the book, without reading any other."""
    return case.applicant_id == user.pk


NOT_YOUR_PAGE = "您的職務不能開啟這一頁。若業務需要，請洽系統管理人員調整職務。"


def require(*, allowed: bool, why: str = NOT_YOUR_PAGE) -> None:
    """Raises PermissionDenied with a sentence when not `allowed`."""
    if not allowed:
        raise PermissionDenied(why)


SEES_MOVES = frozenset({Role.ADMINISTRATOR, Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL})
OVERSEES = frozenset({Role.SUPERVISOR, Role.PRINCIPAL})
"""監交人 is one of these."""


def may_see_moves(user: User, now: dt.datetime) -> bool:
    """行政人員, 校長 and who keeps the accounts know who leaves and which post goes to whom."""
    return bool(people.roles_of(user, timezone.localdate(now)) & SEES_MOVES)


def may_see_handover(user: User, row: Handover, now: dt.datetime) -> bool:
    """Say whether `user` may know of this one: also who hands over and who takes over."""
    return user.pk in (row.person_id, row.successor_id) or may_see_moves(user, now)


def may_call_off(user: User, row: Handover, now: dt.datetime) -> bool:
    """Who might have planned it: an administrator whose own post it is not, nor will be."""
    is_party = user.pk in (row.person_id, row.successor_id)
    return not is_party and people.is_administrator(user, timezone.localdate(now))


def may_read_roster(user: User, row: Handover, now: dt.datetime) -> bool:
    """移交人, 接收人 and those who oversee read the 移交清冊; who keeps the accounts has no case data (ruling 24)."""
    roles = people.roles_of(user, timezone.localdate(now))
    is_party = user.pk in (row.person_id, row.successor_id) and bool(roles)
    return is_party or bool(roles & OVERSEES)


def cases_on_roster_of(user: User, row: Handover, now: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the cases the 移交清冊 may name to `user`; 移交人 reads what he handed over, though he has the post no more."""
    is_party = user.pk in (row.person_id, row.successor_id)
    return review.cases_not_closed_to(user, now) if is_party else review.visible_to(user, now)


def may_keep_paper(user: User, row: Handover, paper: str, now: dt.datetime) -> bool:
    """Who may read the roster keeps its signed copy; who may see moves, the acknowledgement."""
    return may_read_roster(user, row, now) if paper == "roster" else may_see_moves(user, now)


APPROVERS = (Role.SUPERVISOR, Role.PRINCIPAL)


def may_apply(user: User, now: dt.datetime) -> bool:
    """行政人員, 校長 and who keeps the accounts ask for an account."""
    return may_see_moves(user, now)


def may_approve(user: User, row: AccountApplication, now: dt.datetime) -> bool:
    """處室主管 or 校長 approves, never who asked."""
    return user.pk != row.asked_by_id and bool(people.roles_of(user, timezone.localdate(now)) & OVERSEES)


def may_follow_setup(user: User, now: dt.datetime) -> bool:
    """Who keeps the accounts, and 行政人員 and 校長, who have their part in it, see how far the school is set up."""
    return may_see_moves(user, now)


def sets_up(user: User, now: dt.datetime) -> bool:
    """Say whether `user` keeps the accounts: while nobody may approve, a school is being set up."""
    return people.is_administrator(user, timezone.localdate(now))


def may_read_reviews(user: User, now: dt.datetime) -> bool:
    """Who sees moves, and 稽核."""
    roles = people.roles_of(user, timezone.localdate(now))
    return bool(roles & (SEES_MOVES | {Role.AUDITOR}))


def may_check_review(user: User, now: dt.datetime) -> bool:
    """承辦人 goes through the accounts."""
    return Role.HANDLER in people.roles_of(user, timezone.localdate(now))


def may_sign_review(user: User, review: AccountReview, now: dt.datetime) -> bool:
    """處室主管 or 校長 signs, never who checked."""
    return user.pk != review.checked_by_id and bool(people.roles_of(user, timezone.localdate(now)) & OVERSEES)


CHAIN_ONLY = frozenset(
    {
        "review:agency",
        "review:case",
        "review:expired",
        "review:misuse",
        "review:misuses",
        "reports:handover",
        "reports:handovers",
    }
)
"""Pages 稽核 does not open: he reads of them what the report says."""
NOT_FOR_THE_CHAIN = frozenset({"reports:ledger"})
"""Pages of those who read the ledger."""


def may_read_compliance(user: User, now: dt.datetime) -> bool:
    """承辦人, 處室主管, 校長 and 稽核; 系統管理 has no case data (ruling 24)."""
    return may_read_register(user, now)


def may_follow(user: User, page: str, now: dt.datetime) -> bool:
    """Say whether a reader of the report may open a page it leads to."""
    roles = people.roles_of(user, timezone.localdate(now))
    if page in CHAIN_ONLY:
        return bool(roles & review.CHAIN)
    return page not in NOT_FOR_THE_CHAIN or bool(roles & LEDGER_READERS)


def prepares_reports(user: User, now: dt.datetime) -> Signatory | None:
    """承辦人, or who deputises for him, writes the explanations and signs first."""
    return seatings((Role.HANDLER,), now)[Role.HANDLER].signatory(user, excluded=())


def signs_reports(user: User, report: ComplianceReport, now: dt.datetime) -> Signatory | None:
    """處室主管 or a deputy signs, never who prepared it; 校長 where there is nobody else (ruling 2)."""
    return next((one for one in report_signatories(report, now) if one.user == user), None)


def require_signatory(found: Signatory | None, why: str) -> Signatory:
    """Return as what somebody signs. Raises PermissionDenied with a sentence where he does not."""
    if found is None:
        raise PermissionDenied(why)
    return found


def report_signatories(report: ComplianceReport, now: dt.datetime) -> list[Signatory]:
    """Return who may sign or return a report."""
    out = {report.checked_by_id} if report.checked_by_id else set()
    seats = seatings((Role.SUPERVISOR, Role.PRINCIPAL), now)
    above = seats[Role.SUPERVISOR].without(out) or seats[Role.PRINCIPAL].without(out)
    return [one for one in above if seats[one.role].signatory(one.user, excluded=out)]


def _that_day(may: Callable[[User, dt.date], bool]) -> Callable[[User, dt.datetime], bool]:
    return lambda user, now: may(user, timezone.localdate(now))


DOORS: Mapping[str, Callable[[User, dt.datetime], bool]] = {
    "cameras:list": _that_day(may_see_cameras),
    "maintenance:equipment-list": _that_day(upkeep.may_see_equipment),
    "maintenance:inspection-list": _that_day(upkeep.may_see_inspections),
    "reports:compliance": may_read_compliance,
    "reports:handovers": may_see_moves,
    "reports:ledger": may_read_ledger,
    "reports:measures": may_read_measures,
    "reports:register": may_read_register,
    "retention:copies": footage.lists_copies,
    "retention:copy-lists": footage.may_see_lists,
    "retention:holds": _that_day(footage.may_see_retention),
    "retention:overview": _that_day(footage.may_see_retention),
    "review:agency": review.is_in_chain,
    "review:expired": review.may_read_expired,
    "review:new": review.may_ask,
}
"""Who may open the pages 本校計畫 leads to; the other ones are everybody's."""


def may_open(page: str, user: User, now: dt.datetime) -> bool:
    """Say whether `user` may open `page`, by the name of its address."""
    return page not in DOORS or DOORS[page](user, now)
