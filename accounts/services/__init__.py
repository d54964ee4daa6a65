"""The acts of the accounts room: one function a verb. Import them from here."""

from __future__ import annotations

from accounts.services.codes import check_code
from accounts.services.deputies import end_deputy, name_deputy
from accounts.services.devices import (
    WrongCode,
    register_device,
    set_device_code,
    sign_in_at_device,
    withdraw_device,
    withdraw_device_code,
)
from accounts.services.errors import NotAllowed, PeopleError
from accounts.services.failures import count_failure, is_locked
from accounts.services.kept import forget_kept, keep_refused, keep_typed, settle_kept
from accounts.services.links import (
    LinkIsDead,
    invite,
    issue_first_link,
    issue_link,
    issue_links,
    link_for_token,
    may_choose_name,
    use_link,
)
from accounts.services.lives import change_idle_days, enable_account, mark_staffing, set_expiry, suspend_account
from accounts.services.moving import (
    Moved,
    close_account,
    end_own_deputies,
    lock_person,
    move_post,
    record_moved,
    stand_in,
    take_move_back,
    take_posts,
)
from accounts.services.passwords import password_is_old
from accounts.services.people import (
    UNDERTAKING,
    BadAccountName,
    change_contact,
    end_post,
    free_account_name,
    give_post,
    make_person,
    require_administrator_over,
    sign_undertaking,
)
from accounts.services.plans import PlanError, decide_plan
from accounts.services.proof import NoMeans, NotProven, prove
from accounts.services.school import (
    appoint,
    change_report_hours,
    change_school,
    found_school,
    set_report_hours,
    switch_features,
)
from accounts.services.watching import end_sign_in, follow_new_key, note_presence, state_of_sign_in, unlock

__all__ = [
    "UNDERTAKING",
    "BadAccountName",
    "LinkIsDead",
    "Moved",
    "NoMeans",
    "NotAllowed",
    "NotProven",
    "PeopleError",
    "PlanError",
    "WrongCode",
    "appoint",
    "change_contact",
    "change_idle_days",
    "change_report_hours",
    "change_school",
    "check_code",
    "close_account",
    "count_failure",
    "decide_plan",
    "enable_account",
    "end_deputy",
    "end_own_deputies",
    "end_post",
    "end_sign_in",
    "follow_new_key",
    "forget_kept",
    "found_school",
    "free_account_name",
    "give_post",
    "invite",
    "is_locked",
    "issue_first_link",
    "issue_link",
    "issue_links",
    "keep_refused",
    "keep_typed",
    "link_for_token",
    "lock_person",
    "make_person",
    "mark_staffing",
    "may_choose_name",
    "move_post",
    "name_deputy",
    "note_presence",
    "password_is_old",
    "prove",
    "record_moved",
    "register_device",
    "require_administrator_over",
    "set_device_code",
    "set_expiry",
    "set_report_hours",
    "settle_kept",
    "sign_in_at_device",
    "sign_undertaking",
    "stand_in",
    "state_of_sign_in",
    "suspend_account",
    "switch_features",
    "take_move_back",
    "take_posts",
    "unlock",
    "use_link",
    "withdraw_device",
    "withdraw_device_code",
]
