"""The acts of the accounts room: one function a verb. Import them from here."""

from __future__ import annotations

from accounts.services.codes import check_code
from accounts.services.deputies import end_deputy, name_deputy
from accounts.services.errors import NotAllowed, PeopleError
from accounts.services.failures import count_failure, is_locked
from accounts.services.kept import forget_kept, keep_typed, settle_kept
from accounts.services.links import (
    LinkIsDead,
    invite,
    issue_first_link,
    issue_link,
    link_for_token,
    may_choose_name,
    use_link,
)
from accounts.services.people import (
    UNDERTAKING,
    add_person,
    disable_person,
    end_post,
    give_post,
    sign_undertaking,
)
from accounts.services.proof import NoMeans, NotProven, prove
from accounts.services.school import appoint, change_report_hours, found_school, set_report_hours

__all__ = [
    "UNDERTAKING",
    "LinkIsDead",
    "NoMeans",
    "NotAllowed",
    "NotProven",
    "PeopleError",
    "add_person",
    "appoint",
    "change_report_hours",
    "check_code",
    "count_failure",
    "disable_person",
    "end_deputy",
    "end_post",
    "forget_kept",
    "found_school",
    "give_post",
    "invite",
    "is_locked",
    "issue_first_link",
    "issue_link",
    "keep_typed",
    "link_for_token",
    "may_choose_name",
    "name_deputy",
    "prove",
    "set_report_hours",
    "settle_kept",
    "sign_undertaking",
    "use_link",
]
