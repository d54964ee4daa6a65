"""銷毀清冊: who hears of each step, and what the ledger keeps of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.choices import Role
from accounts.services import appoint
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from retention.choices import CopyMedium, DestructionMethod, ListAction, ListKind, ListState
from retention.models import DestructionList, EvidenceCopy
from retention.services.copy_destruction import (
    WantedList,
    end_list,
    open_list,
    sign_list,
)
from retention.services.copy_destruction import lists as service
from retention.services.copy_destruction.lists import tell_witnesses
from tests.absences import away
from tests.copies.ending import DAY, HOUR, a_year_old, written
from work.models import Notice

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast


def notices(row: DestructionList) -> list[tuple[str, str]]:
    """Who was told what of a list; each leads to its page."""
    found = Notice.objects.filter(subject=str(row)).order_by("pk")
    assert {one.url for one in found} <= {reverse("retention:copy-list", args=[row.pk])}
    return sorted((one.recipient.username, one.text) for one in found)


def entry(verb: Verb, row: DestructionList) -> Entry:
    return Entry.objects.filter(verb=verb, subject=str(row)).get()


def test_a_list_is_written_by_its_executor_and_those_who_may_witness_it_are_asked(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    away(cast.principal, cast.dean, now)
    copy = a_year_old(cameras, now)

    row = written(cast, now, copy)

    row.refresh_from_db()
    assert (row.kind, row.state, row.reason, row.opened_at) == (ListKind.DUE, ListState.PROPOSED, "", now)
    assert (row.executor, row.executor_account, row.executor_at) == ("事務組長 游承堃", "handler", now)
    asked = f"請以監銷人簽署{row}"
    assert notices(row) == [("dean", asked), ("principal", asked), ("supervisor", asked)]
    said = entry(Verb.COPY_LIST_OPENED, row)
    assert (said.actor, said.at) == ("事務組長 游承堃", now)
    assert said.detail == {"kind": row.get_kind_display(), "copies": copy.number}


def test_where_nobody_is_above_the_other_handler_is_asked(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now)
    appoint(user=cast.dean, role=Role.HANDLER, title="文書組長", since=now.date(), actor=SYSTEM, now=now)
    for person in (cast.supervisor, cast.principal):
        person.appointments.all().delete()

    row = written(cast, now, copy)

    assert notices(row) == [("dean", f"請以監銷人簽署{row}")]


def test_of_many_copies_the_ledger_names_twenty(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    row = DestructionList.objects.create(kind=ListKind.DUE, state=ListState.NOTED, opened_at=now)
    found = [EvidenceCopy(number=f"E115-{number:04d}") for number in range(21)]

    service.record_opened(row, found, SYSTEM, now)

    assert entry(Verb.COPY_LIST_OPENED, row).detail["copies"].endswith("E115-0019 等 21 件")


def test_the_executor_is_told_of_the_second_signature_and_the_duty_is_rung(
    cast: Cast, cameras: list[Camera], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(service, "ring", rung.append)
    row = written(cast, now, a_year_old(cameras, now))
    Notice.objects.all().delete()

    row = sign_list(list_id=row.pk, user=cast.supervisor, now=now + HOUR)

    row.refresh_from_db()
    assert (row.state, row.witness, row.witness_account, row.witness_at) == (
        ListState.SIGNED, "總務主任 方瑀彤", "supervisor", now + HOUR,
    )  # fmt: skip
    assert notices(row) == [("handler", f"監銷人已簽署{row}")]
    assert rung == ["retention.tasks.destroy_copies"]
    assert entry(Verb.COPY_LIST_SIGNED, row).actor == "總務主任 方瑀彤"


def test_sent_back_the_executor_is_told_and_withdrawn_nobody(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    for action, user, told in (
        (ListAction.RETURN, cast.principal, True), (ListAction.WITHDRAW, cast.handler, False),
    ):  # fmt: skip
        row = written(cast, now, a_year_old(cameras, now))
        Notice.objects.all().delete()

        end_list(list_id=row.pk, action=action, reason=" 編號不符 ", user=user, now=now + HOUR)

        row.refresh_from_db()
        assert (row.end_reason, row.ended_at) == ("編號不符", now + HOUR)
        assert row.ended_by.endswith(user.name)
        assert notices(row) == ([("handler", f"監銷人退回{row}")] if told else [])
        item = row.items.get()
        assert (item.ended_at, item.why_not) == (now + HOUR, f"清冊已{action.label}：編號不符")
        verb = Verb.COPY_LIST_RETURNED if told else Verb.COPY_LIST_WITHDRAWN
        assert entry(verb, row).detail == {"reason": "編號不符"}


def test_a_medium_is_destroyed_in_a_way_people_say_later(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    row = written(cast, now, a_year_old(cameras, now), a_year_old(cameras, now, medium=True))

    methods = {item.copy.medium: item.method for item in row.items.all()}
    assert methods == {CopyMedium.FILE: DestructionMethod.KEY, CopyMedium.MEDIUM: ""}


def test_what_is_left_unsaid_is_trimmed(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    copy = a_year_old(cameras, now, days=100)

    row = open_list(wanted=WantedList(ListKind.EARLY, [copy.pk], " 已無保存必要 "), user=cast.handler, now=now)

    assert row.reason == "已無保存必要"


def test_who_stands_in_for_the_principal_signs_a_judgement_while_he_is_away(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    row, later = (written(cast, now, a_year_old(cameras, now, days=100), kind=ListKind.EARLY) for _ in range(2))
    away(cast.principal, cast.dean, now)

    assert sign_list(list_id=row.pk, user=cast.dean, now=now).state == ListState.SIGNED
    with pytest.raises(PermissionDenied):
        sign_list(list_id=later.pk, user=cast.dean, now=now + 2 * HOUR)


def test_witnesses_are_those_of_the_moment(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    row = DestructionList.objects.create(
        kind=ListKind.DUE, state=ListState.PROPOSED, opened_at=now, executor_account="handler"
    )
    tell_witnesses(row, "請簽署", now - 200 * DAY)

    assert notices(row) == []
