"""The ground for destroying, fact by fact: which one is a doubt, and that none hides another (house, invariant 5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from printing.rules import TAIPEI
from retention.choices import Doubt
from retention.rules import Ground, blast_limit, doubts

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)
SURE = Ground(
    now=NOW, is_ours=True, is_readable=True, is_marked=True, marker_pass=3, database_pass=3, last_pass_at=NOW - DAY,
    files=1000, files_a_day=10.0, due_files=10,
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "doubt"),
    [
        ({"is_ours": False}, Doubt.OTHERS_DELETE),
        ({"is_readable": False}, Doubt.AWAY),
        ({"is_marked": False}, Doubt.MARKER),
        ({"files": 0, "due_files": 0}, Doubt.EMPTY),
        ({"database_pass": 2}, Doubt.OLD_DATABASE),
        ({"restored_at": NOW - HOUR}, Doubt.RESTORED),
        ({"last_pass_at": NOW + HOUR}, Doubt.CLOCK),
        ({"last_pass_at": NOW - 8 * DAY}, Doubt.CLOCK),
        ({"last_pass_at": None}, Doubt.CLOCK),
        ({"due_files": 51}, Doubt.BLAST),
    ],
)
def test_each_fact_alone_is_a_doubt(facts: dict[str, object], doubt: Doubt) -> None:
    assert doubts(SURE) == {}
    assert list(doubts(replace(SURE, **facts))) == [doubt]  # type: ignore[arg-type]


def test_doubts_are_a_set_of_facts_and_one_does_not_hide_another() -> None:
    said = doubts(replace(SURE, is_marked=False, last_pass_at=None, due_files=900))
    assert set(said) == {Doubt.MARKER, Doubt.CLOCK, Doubt.BLAST}
    assert all(said.values())


@pytest.mark.parametrize("step", [NOW + HOUR, NOW - 60 * DAY, None], ids=["back", "summer", "never"])
def test_a_clock_that_stepped_is_believed_when_something_else_agrees_within_two_days(step: dt.datetime | None) -> None:
    stepped = replace(SURE, last_pass_at=step)
    assert doubts(replace(stepped, witnesses=(("最新影像", NOW - 2 * DAY),))) == {}
    assert doubts(replace(stepped, witnesses=(("最新影像", NOW + 2 * DAY),))) == {}
    said = doubts(replace(stepped, witnesses=(("最新影像", NOW - 2 * DAY - HOUR),)))
    assert "最新影像 115/11/21 08:00" in said[Doubt.CLOCK]


def test_five_percent_or_two_days_whichever_is_more_may_go_without_a_person() -> None:
    assert blast_limit(1000, 10) == 50
    assert blast_limit(1000, 100) == 200
    assert [blast_limit(files, 0) for files in (0, 19, 20, 1019)] == [0, 0, 1, 50], "whole files"
    assert [blast_limit(0, a_day) for a_day in (0.4, 0.5, 10.4)] == [0, 1, 20]
    assert doubts(replace(SURE, due_files=900, accepted_files=900)) == {}
    assert Doubt.BLAST in doubts(replace(SURE, due_files=901, accepted_files=900))


def test_a_clock_is_believed_up_to_a_week_after_the_last_pass() -> None:
    for last in (NOW, NOW - 7 * DAY):
        assert doubts(replace(SURE, last_pass_at=last)) == {}
    for last in (NOW + dt.timedelta(seconds=1), NOW - 7 * DAY - dt.timedelta(seconds=1)):
        assert set(doubts(replace(SURE, last_pass_at=last))) == {Doubt.CLOCK}


def test_of_a_folder_that_is_away_nothing_else_is_said_but_whose_it_is_and_that_the_database_was_brought_back() -> None:
    away = replace(SURE, is_readable=False, is_marked=False, files=0, due_files=900, last_pass_at=None)
    assert set(doubts(away)) == {Doubt.AWAY}
    assert set(doubts(replace(away, is_ours=False, restored_at=NOW))) == {
        Doubt.RESTORED, Doubt.OTHERS_DELETE, Doubt.AWAY,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"is_ours": False}, "尚未由二人確認改由本系統刪除"),
        ({"is_readable": False}, "請確認磁碟或網路資料夾已掛載"),
        ({"is_marked": False, "marker_pass": 9}, "請確認掛載的是登錄時的資料夾"),
        ({"files": 0, "due_files": 0}, "請確認磁碟或網路資料夾已掛載"),
        ({"database_pass": 2}, "資料夾已執行 3 次，資料庫只知 2 次"),
        ({"restored_at": NOW - HOUR}, "115/11/23 08:00 還原，請核對影像與留存檔後確認"),
        ({"due_files": 51, "accepted_files": 7}, "應銷毀 51 檔，一次上限 50 檔，請核對後確認"),
        ({"last_pass_at": None}, "系統時間 115年11月23日（一）；未曾執行。請核對今天的日期後確認"),
        (
            {"last_pass_at": NOW - 8 * DAY, "witnesses": (("最新影像", NOW - 9 * DAY), ("查核", NOW - 10 * DAY))},
            "系統時間 115年11月23日（一）；上次執行 115/11/15 09:00、最新影像 115/11/14 09:00、查核 115/11/13 09:00。"
            "請核對今天的日期後確認",
        ),
    ],
)
def test_a_doubt_says_what_is_known_and_what_to_do(facts: dict[str, object], said: str) -> None:
    assert list(doubts(replace(SURE, **facts)).values()) == [said]  # type: ignore[arg-type]
