"""What may follow what: the whole table, written out."""

from __future__ import annotations

import itertools

import pytest

from accounts.choices import StepKind
from requests.choices import Action, Status
from requests.transitions import TABLE, WrongOrder, next_status, signing_actions

EXPECTED = """
draft            -         submit               in_review
in_review        proposes  propose              in_review
in_review        proposes  return_to_applicant  returned
in_review        proposes  return_to_previous   in_review
in_review        proposes  recall               in_review
in_review        proposes  object               in_review
in_review        proposes  withdraw             withdrawn
in_review        proposes  extend               in_review
in_review        proposes  consult              in_review
in_review        proposes  recuse               in_review
in_review        proposes  consent              in_review
in_review        decides   approve              approved
in_review        decides   partly_approve       partly_approved
in_review        decides   refuse               refused
in_review        decides   return_to_applicant  returned
in_review        decides   return_to_previous   in_review
in_review        decides   recall               in_review
in_review        decides   object               in_review
in_review        decides   withdraw             withdrawn
in_review        decides   extend               in_review
in_review        decides   consult              in_review
in_review        decides   recuse               in_review
in_review        decides   consent              in_review
returned         -         resubmit             in_review
returned         -         go_on                in_review
returned         -         recall               in_review
returned         -         object               in_review
returned         -         withdraw             withdrawn
returned         -         extend               returned
returned         -         recuse               returned
approved         -         object               in_review
approved         -         recuse               approved
partly_approved  -         object               in_review
partly_approved  -         recuse               partly_approved
refused          -         object               in_review
refused          -         recuse               refused
approved         -         close                closed
partly_approved  -         close                closed
refused          -         close                closed
"""


def test_the_table_is_exactly_this() -> None:
    written = {tuple(line.split()) for line in EXPECTED.strip().splitlines()}
    assert {(status, kind or "-", action, target) for (status, kind, action), target in TABLE.items()} == written


def test_everything_else_is_refused_with_a_sentence() -> None:
    every = itertools.product(Status, [None, *StepKind], Action)
    for status, kind, action in (row for row in every if row not in TABLE):
        with pytest.raises(WrongOrder, match=f"案件目前為「{status.label}」"):
            next_status(status, kind, action)


def test_only_the_last_step_decides_and_only_the_others_propose() -> None:
    proposing = signing_actions(Status.IN_REVIEW, StepKind.PROPOSES, 2)
    deciding = signing_actions(Status.IN_REVIEW, StepKind.DECIDES, 3)
    assert Action.PROPOSE in proposing
    assert not {Action.APPROVE, Action.REFUSE} & set(proposing)
    assert {Action.APPROVE, Action.REFUSE} <= set(deciding)
    assert Action.PROPOSE not in deciding


def test_the_first_step_has_no_step_before_it() -> None:
    assert Action.RETURN_TO_PREVIOUS not in signing_actions(Status.IN_REVIEW, StepKind.PROPOSES, 1)
    assert Action.RETURN_TO_PREVIOUS in signing_actions(Status.IN_REVIEW, StepKind.PROPOSES, 2)


def test_a_decided_case_offers_nothing_to_sign() -> None:
    assert signing_actions(Status.APPROVED, None, 0) == []
