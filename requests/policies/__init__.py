"""Who may see and do what with a case: small named questions, one gate per object."""

from __future__ import annotations

from requests.policies.agency import (
    MayNotReadLetters,
    require_may_read_letters,
)
from requests.policies.asking import (
    MAY_ASK,
    MayNotAsk,
    MayNotEnter,
    may_ask,
    may_enter,
    require_may_ask,
    require_may_enter,
)
from requests.policies.consents import (
    CONSENTERS,
    consents,
    grounds_of,
    may_consent,
    standing_consent,
    viewing_allowed,
)
from requests.policies.deliberation import (
    is_entry_for_applicant,
    is_for_applicant,
    reads_deliberation,
)
from requests.policies.erasing import (
    CONFIRMERS,
    confirms_erasure,
    may_drop_erasure,
    may_propose_erasure,
    may_read_expired,
)
from requests.policies.handling import (
    KeepsOut,
    NotTheHandler,
    NotYourCase,
    answers_for,
    handles,
    may_be_consulted,
    may_see_identity,
    require_applicant,
    require_handler,
    require_works_on,
    works_on,
)
from requests.policies.keys import (
    cases_worked_on,
    may_know_case,
)
from requests.policies.letters import (
    may_read_letter,
)
from requests.policies.parties import (
    may_know,
    named_reader_of,
    parties,
    parties_by_key,
    recused,
)
from requests.policies.releases import (
    MayNotAllow,
    may_allow_early,
    require_may_allow_early,
)
from requests.policies.seeing import (
    CHAIN,
    OPEN,
    VIEWABLE,
    cases_in_books_of,
    drafted_by,
    get_case,
    get_draft,
    is_in_chain,
    is_seated,
    may_read_register,
    visible_from,
    visible_to,
)
from requests.policies.signing import (
    NotYourStep,
    goes_on_as,
    require_signatory,
    signs_at_once,
    signs_from,
    signs_now,
)
from requests.policies.viewings import (
    may_accompany,
    may_countersign,
    may_escort,
    may_look,
    may_read_looks,
)

__all__ = [
    "CHAIN",
    "CONFIRMERS",
    "CONSENTERS",
    "MAY_ASK",
    "OPEN",
    "VIEWABLE",
    "KeepsOut",
    "MayNotAllow",
    "MayNotAsk",
    "MayNotEnter",
    "MayNotReadLetters",
    "NotTheHandler",
    "NotYourCase",
    "NotYourStep",
    "answers_for",
    "cases_in_books_of",
    "cases_worked_on",
    "confirms_erasure",
    "consents",
    "drafted_by",
    "get_case",
    "get_draft",
    "goes_on_as",
    "grounds_of",
    "handles",
    "is_entry_for_applicant",
    "is_for_applicant",
    "is_in_chain",
    "is_seated",
    "may_accompany",
    "may_allow_early",
    "may_ask",
    "may_be_consulted",
    "may_consent",
    "may_countersign",
    "may_drop_erasure",
    "may_enter",
    "may_escort",
    "may_know",
    "may_know_case",
    "may_look",
    "may_propose_erasure",
    "may_read_expired",
    "may_read_letter",
    "may_read_looks",
    "may_read_register",
    "may_see_identity",
    "named_reader_of",
    "parties",
    "parties_by_key",
    "reads_deliberation",
    "recused",
    "require_applicant",
    "require_handler",
    "require_may_allow_early",
    "require_may_ask",
    "require_may_enter",
    "require_may_read_letters",
    "require_signatory",
    "require_works_on",
    "signs_at_once",
    "signs_from",
    "signs_now",
    "standing_consent",
    "viewing_allowed",
    "visible_from",
    "visible_to",
    "works_on",
]
