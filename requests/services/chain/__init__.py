"""The approval chain: 承辦人 and 處室主管 propose, the last step decides (rulings 1–5)."""

from __future__ import annotations

from requests.services.chain.content import Grant, Signing
from requests.services.chain.errors import (
    AnswerNeeded,
    BadPartialGrant,
    GroundNeeded,
    NotOverdue,
    NotRecallable,
    OpinionNeeded,
    PaperRefused,
    SigningRefused,
    StaleCase,
    StandingUnknown,
)
from requests.services.chain.going_on import chase_corrections, go_on, goes_on_as
from requests.services.chain.paper import (
    PaperSignature,
    dispute_paper_signature,
    may_dispute,
    record_paper_signature,
)
from requests.services.chain.recall import recall
from requests.services.chain.signing import sign

__all__ = [
    "AnswerNeeded",
    "BadPartialGrant",
    "Grant",
    "GroundNeeded",
    "NotOverdue",
    "NotRecallable",
    "OpinionNeeded",
    "PaperRefused",
    "PaperSignature",
    "Signing",
    "SigningRefused",
    "StaleCase",
    "StandingUnknown",
    "chase_corrections",
    "dispute_paper_signature",
    "go_on",
    "goes_on_as",
    "may_dispute",
    "recall",
    "record_paper_signature",
    "sign",
]
