"""The digest of a row: of what was stored, in one form for ever, and of nothing that says nothing."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from accounts.models import Office
from ledger.witnesses import CHUNK, GONE, RowWitness, digest_of, row_facts

OFFICES = RowWitness(Office.objects.all(), subject=lambda office: f"處室 {office.pk}")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_form_that_is_hashed_never_changes() -> None:
    """Golden bytes: digests that schools hold must verify for ever."""
    facts = {"on": dt.date(2026, 11, 23), "name": "林𠮷祥", "days": [{"until": 2, "from": 1}]}
    said = '{"days":[{"from":1,"until":2}],"name":"林𠮷祥","on":"2026-11-23"}'
    assert digest_of(facts) == sha256(said)
    assert digest_of(facts, salt=b"salt") == sha256(f"salt{said}")


@pytest.mark.parametrize("empty", [None, "", False, 0, []])
def test_a_column_that_a_later_release_adds_empty_changes_no_digest(empty: object) -> None:
    assert digest_of({"name": "甲", "added": empty}) == digest_of({"name": "甲"})
    assert digest_of({"name": {"in": "甲", "added": empty}}) == digest_of({"name": {"in": "甲"}})
    assert digest_of({"rows": [{"in": "甲", "added": empty}]}) == digest_of({"rows": [{"in": "甲"}]})
    assert digest_of({"name": "甲", "added": "乙"}) != digest_of({"name": "甲"})


@pytest.fixture
def office(db: None) -> Office:
    return Office.objects.create(name="總務處")


def test_a_row_is_its_columns_but_those_named(office: Office) -> None:
    assert row_facts(office) == {"id": office.pk, "name": "總務處"}
    assert row_facts(office, without=("name",)) == {"id": office.pk}


def test_what_is_said_is_what_was_stored_and_not_what_memory_holds(office: Office) -> None:
    said = OFFICES.said(office)
    assert said == {"subject": f"處室 {office.pk}", "digest": digest_of({"id": office.pk, "name": "總務處"})}
    office.name = "學務處"
    assert OFFICES.said(office) == said
    office.save()
    assert OFFICES.said(office)["digest"] == digest_of({"id": office.pk, "name": "學務處"})


def test_a_row_that_is_not_there_any_more_says_so(office: Office) -> None:
    Office.objects.create(name="學務處")
    Office.objects.filter(pk=office.pk).delete()
    assert OFFICES.said(office) == {"subject": f"處室 {office.pk}", "digest": GONE}
    assert GONE == "0" * 64


def test_every_row_is_named_once_with_what_an_act_on_it_would_say(office: Office) -> None:
    later = [Office.objects.create(name=f"{CHUNK - number:04d}") for number in range(CHUNK + 1)]
    said = [OFFICES.said(one) for one in (office, *later)]
    assert list(OFFICES()) == [(one["subject"], one["digest"]) for one in said]


def test_facts_and_salt_of_a_row_are_its_witness_own(office: Office) -> None:
    salted = RowWitness(
        Office.objects.all(), subject=str, facts=lambda one: {"called": one.name}, salt=lambda one: str(one.pk).encode()
    )
    digest = digest_of({"called": "總務處"}, salt=str(office.pk).encode())
    assert salted.said(office) == {"subject": "總務處", "digest": digest}
    assert list(salted()) == [("總務處", digest)]
