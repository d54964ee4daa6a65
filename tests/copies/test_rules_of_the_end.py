"""What is to become of a copy, for any facts: nothing the law keeps goes, nothing before its day but by two people's word."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.choices import CopyReminderKind, CopyVerdict, Doubt, ListKind, WhyKept
from retention.rules import (
    GOES,
    STOPS_EVERYTHING,
    CopyFacts,
    StoreGround,
    copies_limit,
    copy_verdict,
    due_reminder,
    is_ready_to_register,
    is_stopped,
    store_doubts,
)

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 2, 30, tzinfo=dt.UTC)
AT_ONCE = {ListKind.EARLY, ListKind.MISTAKE}

FACTS = st.builds(
    CopyFacts,
    due_on=st.dates(TODAY - dt.timedelta(days=40), TODAY + dt.timedelta(days=400)),
    is_medium=st.booleans(),
    is_held_by_law=st.booleans(),
    is_held=st.booleans(),
    is_proposed=st.booleans(),
    is_disputed=st.booleans(),
    is_over=st.booleans(),
    has_masked=st.booleans(),
    signed=st.sampled_from([None, ListKind.DUE, ListKind.EARLY, ListKind.MISTAKE]),
)


@given(FACTS)
def test_what_the_law_keeps_never_goes_whoever_signed(facts: CopyFacts) -> None:
    assert copy_verdict(replace(facts, is_held_by_law=True), TODAY) == (CopyVerdict.HELD, None)


@given(FACTS)
def test_nothing_goes_before_its_day_but_what_two_signed_as_needless_or_made_by_mistake(facts: CopyFacts) -> None:
    verdict, _ = copy_verdict(facts, TODAY)
    if verdict in GOES and facts.due_on > TODAY:
        assert facts.signed in AT_ONCE
        assert verdict == CopyVerdict.DESTROY_SIGNED
    if facts.signed == ListKind.EARLY and facts.is_held and facts.due_on > TODAY:
        assert verdict not in GOES


@given(FACTS)
def test_what_somebody_disputes_or_the_principal_has_to_decide_on_or_is_a_medium_never_goes_by_machine(
    facts: CopyFacts,
) -> None:
    verdict, why = copy_verdict(facts, TODAY)
    if facts.is_disputed or facts.is_proposed or facts.is_medium or facts.has_masked:
        assert verdict not in GOES
    if verdict == CopyVerdict.DESTROY_BY_SYSTEM:
        assert facts.is_over
        assert facts.signed is None
        assert why is None


@given(FACTS)
def test_from_its_day_on_it_goes_or_the_law_keeps_it_or_it_stands_there_with_its_reason(facts: CopyFacts) -> None:
    verdict, why = copy_verdict(facts, TODAY)
    if facts.due_on <= TODAY:
        waits_today = verdict == CopyVerdict.WAITS and why == WhyKept.MEDIUM_LEFT and facts.due_on == TODAY
        assert verdict in GOES | {CopyVerdict.HELD, CopyVerdict.EXCEPTION} or waits_today
        assert (why is not None) == (verdict == CopyVerdict.EXCEPTION or waits_today)
    else:
        assert verdict != CopyVerdict.DESTROY_BY_SYSTEM


@given(FACTS)
def test_a_temporary_hold_alone_carries_nothing_past_its_day(facts: CopyFacts) -> None:
    due = replace(facts, due_on=TODAY)
    assert copy_verdict(replace(due, is_held=True), TODAY) == copy_verdict(replace(due, is_held=False), TODAY)


@given(FACTS)
def test_a_medium_is_registered_only_when_a_file_would_go_by_the_same_signatures(facts: CopyFacts) -> None:
    if is_ready_to_register(facts, TODAY):
        assert copy_verdict(replace(facts, is_medium=False), TODAY)[0] == CopyVerdict.DESTROY_SIGNED


SIGNED, ALONE, STAYS = CopyVerdict.DESTROY_SIGNED, CopyVerdict.DESTROY_BY_SYSTEM, CopyVerdict.EXCEPTION
WAITS, NOT_YET = CopyVerdict.WAITS, CopyVerdict.NOT_YET
PLAIN: list[tuple[int, dict[str, object], tuple[CopyVerdict, WhyKept | None]]] = [
    (0, {}, (STAYS, WhyKept.NOT_OVER)),
    (0, {"is_over": True}, (ALONE, None)),
    (0, {"is_over": True, "is_medium": True}, (STAYS, WhyKept.MEDIUM)),
    (0, {"is_over": True, "is_disputed": True}, (STAYS, WhyKept.DISPUTED)),
    (0, {"is_over": True, "is_proposed": True}, (STAYS, WhyKept.PROPOSED)),
    (0, {"is_over": True, "has_masked": True}, (STAYS, WhyKept.MASKED_LEFT)),
    (0, {"signed": ListKind.DUE}, (SIGNED, None)),
    (0, {"signed": ListKind.DUE, "is_held": True}, (SIGNED, None)),
    (0, {"signed": ListKind.EARLY, "is_held": True}, (SIGNED, None)),
    (0, {"signed": ListKind.DUE, "is_medium": True}, (WAITS, WhyKept.MEDIUM_LEFT)),
    (-1, {"signed": ListKind.DUE, "is_medium": True}, (STAYS, WhyKept.MEDIUM_LEFT)),
    (1, {}, (NOT_YET, None)),
    (1, {"is_over": True}, (NOT_YET, None)),
    (1, {"signed": ListKind.DUE}, (WAITS, None)),
    (1, {"signed": ListKind.DUE, "is_held": True}, (WAITS, None)),
    (1, {"signed": ListKind.EARLY}, (SIGNED, None)),
    (1, {"signed": ListKind.EARLY, "is_held": True}, (WAITS, WhyKept.HELD_AGAIN)),
    (1, {"signed": ListKind.MISTAKE, "is_held": True}, (SIGNED, None)),
    (1, {"is_disputed": True}, (NOT_YET, WhyKept.DISPUTED)),
]


@pytest.mark.parametrize(("days", "facts", "verdict"), PLAIN)
def test_each_fact_by_itself(days: int, facts: dict[str, object], verdict: tuple[CopyVerdict, WhyKept | None]) -> None:
    """Chance hardly meets a copy that is due and has one thing against it alone."""
    due_on = TODAY + dt.timedelta(days=days)
    assert copy_verdict(CopyFacts(due_on=due_on, **facts), TODAY) == verdict  # type: ignore[arg-type]


def test_notices_come_at_thirty_fourteen_seven_and_one_day_and_not_on_the_day() -> None:
    marks = {left: due_reminder(TODAY + dt.timedelta(days=left), TODAY) for left in (31, 30, 15, 14, 8, 7, 2, 1, 0, -1)}
    assert marks == {
        31: None, 30: CopyReminderKind.DUE_30_DAYS, 15: CopyReminderKind.DUE_30_DAYS, 14: CopyReminderKind.DUE_14_DAYS,
        8: CopyReminderKind.DUE_14_DAYS, 7: CopyReminderKind.DUE_7_DAYS, 2: CopyReminderKind.DUE_7_DAYS,
        1: CopyReminderKind.DUE_1_DAY, 0: None, -1: None,
    }  # fmt: skip


def sure(**changes: object) -> StoreGround:
    facts: dict[str, object] = {
        "now": NOW, "is_readable": True, "is_marked": True, "is_empty": False, "marker_pass": 3, "database_pass": 3,
        "last_pass_at": NOW - dt.timedelta(days=1), "copies": 200, "unsigned": 10,
    }  # fmt: skip
    return StoreGround(**facts | changes)  # type: ignore[arg-type]


def test_a_sure_ground_has_no_doubt_and_each_fact_against_it_is_one() -> None:
    assert store_doubts(sure()) == {}
    assert [copies_limit(copies) for copies in (0, 100, 200, 219)] == [5, 5, 10, 10]
    for change, doubts in (
        ({"is_readable": False}, {Doubt.AWAY}),
        ({"is_marked": False, "marker_pass": 0}, {Doubt.MARKER}),
        ({"is_empty": True}, {Doubt.EMPTY}),
        ({"database_pass": 2}, {Doubt.OLD_DATABASE}),
        ({"restored_at": NOW}, {Doubt.RESTORED}),
        ({"last_pass_at": NOW + dt.timedelta(minutes=1)}, {Doubt.CLOCK}),
        ({"last_pass_at": None}, {Doubt.CLOCK}),
        ({"last_pass_at": None, "witnesses": (("影像查核", NOW),)}, set()),
        ({"unsigned": 11}, {Doubt.BLAST}),
        ({"unsigned": 11, "accepted": 11}, set()),
    ):
        assert store_doubts(sure(**change)).keys() == doubts


def test_each_doubt_says_what_to_do_or_what_is_known() -> None:
    mounted = "請確認留存檔的磁碟或網路資料夾已掛載"
    assert store_doubts(sure(is_readable=False)) == {Doubt.AWAY: mounted}
    assert store_doubts(sure(is_empty=True)) == {Doubt.EMPTY: mounted}
    assert store_doubts(sure(is_marked=False)) == {Doubt.MARKER: "請確認掛載的是本系統存放留存檔的資料夾"}
    known = {Doubt.OLD_DATABASE: "資料夾已執行 3 次，資料庫只知 2 次"}
    assert store_doubts(sure(marker_pass=3, database_pass=2)) == known
    too_many = {Doubt.BLAST: "未經簽署而屆期的留存檔 11 件，一次上限 10 件，請核對後確認"}
    assert store_doubts(sure(unsigned=11)) == too_many
    assert all(store_doubts(sure(last_pass_at=None)).values())


def test_what_two_signed_goes_whatever_the_amount_and_what_has_no_day_whatever_the_clock() -> None:
    signed, alone = CopyVerdict.DESTROY_SIGNED, CopyVerdict.DESTROY_BY_SYSTEM
    for doubt in STOPS_EVERYTHING:
        assert is_stopped(signed, ListKind.MISTAKE, [doubt])
    assert not is_stopped(signed, ListKind.DUE, [Doubt.BLAST])
    assert is_stopped(alone, None, [Doubt.BLAST])
    assert is_stopped(alone, None, [Doubt.CLOCK])
    assert is_stopped(signed, ListKind.DUE, [Doubt.CLOCK])
    assert not is_stopped(signed, ListKind.EARLY, [Doubt.CLOCK])
    assert not is_stopped(alone, None, [])
