"""Who may see and do what with a case: small named questions, one gate per object."""

from __future__ import annotations

from requests.policies.asking import MAY_ASK, MayNotAsk, may_ask, require_may_ask
from requests.policies.handling import (
    KeepsOut,
    NotTheHandler,
    NotYourCase,
    answers_for,
    handles,
    may_be_consulted,
    may_escort,
    may_see_identity,
    require_applicant,
    require_handler,
    require_works_on,
    works_on,
)
from requests.policies.parties import may_know, parties, recused
from requests.policies.seeing import (
    CHAIN,
    OPEN,
    VIEWABLE,
    get_case,
    get_draft,
    is_in_chain,
    may_read_register,
    visible_from,
    visible_to,
)
from requests.policies.signing import NotYourStep, require_signatory, signs_at_once, signs_from, signs_now

__all__ = [
    "CHAIN",
    "MAY_ASK",
    "OPEN",
    "VIEWABLE",
    "KeepsOut",
    "MayNotAsk",
    "NotTheHandler",
    "NotYourCase",
    "NotYourStep",
    "answers_for",
    "get_case",
    "get_draft",
    "handles",
    "is_in_chain",
    "may_ask",
    "may_be_consulted",
    "may_escort",
    "may_know",
    "may_read_register",
    "may_see_identity",
    "parties",
    "recused",
    "require_applicant",
    "require_handler",
    "require_may_ask",
    "require_signatory",
    "require_works_on",
    "signs_at_once",
    "signs_from",
    "signs_now",
    "visible_from",
    "visible_to",
    "works_on",
]
