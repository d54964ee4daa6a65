"""不當使用或洩密事件 (肆、一): recorded by the chain, hidden from whom it is about, closed by 主管, on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.choices import Feature
from accounts.services import set_report_hours
from ledger.models import Entry
from ledger.services import SYSTEM, sentence, verify
from requests.documents.misuses import misuse_rows
from requests.models import Misuse
from requests.policies.misuses import NotYourMisuse, get_misuse, misuses_for
from requests.selectors.misuses import report_clocks
from requests.services.misuses import MisuseRefused, Noticed, close_misuse, go_on_with_misuse, record_misuse
from requests.services.secrecy import restrict
from retention.services import place_from_shell
from tests.conftest import switch_on
from tests.copies.making import made
from tests.review.acts import refused, told
from tests.shared import shared

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
HOUR = dt.timedelta(hours=1)


@shared
def noticed(now: dt.datetime) -> Noticed:
    return Noticed(noticed_by="巴奈・古拉斯", noticed_at=now - HOUR, what="有人以手機翻拍警衛室螢幕。")


@shared
def misuse(noticed: Noticed, cast: Cast, cameras: list[Camera], now: dt.datetime) -> Misuse:
    noticed = replace(noticed, camera=cameras[0])
    return record_misuse(noticed=noticed, measures="", actor=cast.handler, now=now)


def go_on(misuse: Misuse, actor: User, now: dt.datetime, **changes: object) -> Misuse:
    given: dict[str, object] = {
        "measures": "已要求刪除。", "informed": "當事人家長", "security_reported_at": None, "breach_reported_at": None,
    }  # fmt: skip
    return go_on_with_misuse(misuse_id=misuse.pk, actor=actor, now=now, **given | changes)  # type: ignore[arg-type]


def knowing(cast: Cast, now: dt.datetime) -> set[str]:
    return {name for name, user in vars(cast).items() if misuses_for(user, now).exists()}


def test_the_chain_records_and_its_heads_are_told(
    misuse: Misuse, cast: Cast, noticed: Noticed, now: dt.datetime
) -> None:
    assert knowing(cast, now) == {"handler", "supervisor", "principal"}
    assert told(cast.principal)[-1] == told(cast.supervisor)[-1] == f"已登錄不當使用或洩密事件 {misuse.pk}"
    for who in ("teacher", "guard", "administrator", "auditor"):
        with refused(NotYourMisuse):
            record_misuse(noticed=noticed, measures="", actor=getattr(cast, who), now=now)
        with pytest.raises(Http404):
            get_misuse(getattr(cast, who), misuse.pk, now)
    entry = Entry.objects.latest("sequence")
    assert sentence(entry) == f"事務組長 游承堃登錄不當使用或洩密事件 {misuse.pk}"
    assert "翻拍" not in str(entry.detail)
    assert verify().ok
    Misuse.objects.update(noticed_by="某人")
    assert not verify().ok


def test_whom_it_is_about_never_knows(noticed: Noticed, cast: Cast, now: dt.datetime) -> None:
    about = replace(noticed, concerned=[cast.supervisor])
    with refused(MisuseRefused, match="涉及本人") as refusal:
        record_misuse(noticed=about, measures="", actor=cast.supervisor, now=now)
    assert refusal.value.field == "concerned"
    misuse = record_misuse(noticed=about, measures="", actor=cast.handler, now=now)
    assert knowing(cast, now) == {"handler", "principal"}
    assert not [text for text in told(cast.supervisor) if "洩密" in text]
    with refused(NotYourMisuse):
        go_on(misuse, cast.supervisor, now)
    Misuse.concerned.through.objects.all().delete()
    assert not verify().ok


def test_of_a_restricted_case_only_its_readers_know(
    noticed: Noticed, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    restrict(case_id=case.pk, actor=cast.handler, readers=[cast.principal, cast.supervisor], now=now)
    event = record_misuse(noticed=replace(noticed, case_number="115-0001"), measures="", actor=cast.handler, now=now)
    assert get_misuse(cast.principal, event.pk, now) == event
    assert knowing(cast, now) == {"handler", "supervisor", "principal"}
    case.readers.remove(cast.supervisor)
    assert knowing(cast, now) == {"handler", "principal"}


def test_what_it_is_about_must_be_there(noticed: Noticed, cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    for change, field in (
        ({"case_number": "115-9999"}, "case_number"),
        ({"copy_number": "E115-9999"}, "copy_number"),
        ({"noticed_at": now + HOUR}, "noticed_at"),
    ):
        with refused(MisuseRefused) as refusal:
            record_misuse(noticed=replace(noticed, **change), measures="", actor=cast.handler, now=now)
        assert refusal.value.field == field
    hold = place_from_shell(
        cameras=cameras[:1], starts_at=now - HOUR, ends_at=now, reason="測試", actor=SYSTEM, now=now
    )
    copy = made(hold, cast.handler, now)
    about = replace(noticed, copy_number=f" {copy.number.lower()} ")
    assert record_misuse(noticed=about, measures="", actor=cast.handler, now=now).copy_number == copy.number


def test_a_head_closes_it_once_something_was_done(misuse: Misuse, cast: Cast, now: dt.datetime) -> None:
    with refused(NotYourMisuse, match="處室主管或校長"):
        close_misuse(misuse_id=misuse.pk, conclusion="已處理。", actor=cast.handler, now=now)
    with refused(MisuseRefused, match="尚未登錄處置"):
        close_misuse(misuse_id=misuse.pk, conclusion="已處理。", actor=cast.supervisor, now=now)
    go_on(misuse, cast.handler, now)
    with refused(MisuseRefused) as refusal:
        close_misuse(misuse_id=misuse.pk, conclusion=" ", actor=cast.supervisor, now=now)
    assert refusal.value.field == "conclusion"
    closed = close_misuse(misuse_id=misuse.pk, conclusion="未外流。", actor=cast.supervisor, now=now)
    assert (closed.closed_by, closed.closed_at) == ("總務主任 方瑀彤", now)
    with refused(MisuseRefused, match="已經結案"):
        go_on(misuse, cast.handler, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Misuse.objects.update(conclusion="")
    rows = dict(misuse_rows(closed, []))
    assert (rows["結論"], rows["結案"]) == ("未外流。", "總務主任 方瑀彤 115年11月23日（一）09:00")


def test_reporting_clocks_run_only_when_the_school_switched_them_on(
    misuse: Misuse, cast: Cast, now: dt.datetime
) -> None:
    set_report_hours(security=1, breach=72, actor=SYSTEM, now=now)
    assert report_clocks(misuse, now) == []
    switch_on(Feature.REPORT_CLOCKS)
    security, breach = report_clocks(misuse, now + dt.timedelta(minutes=1))
    assert (security.due_at, security.is_late) == (now, True)
    assert (breach.due_at, breach.is_late) == (now + 71 * HOUR, False)
    with refused(MisuseRefused, match="通報時間") as refusal:
        go_on(misuse, cast.handler, now, breach_reported_at=now - 2 * HOUR)
    assert refusal.value.field == "breach_reported_at"
    done = go_on(misuse, cast.handler, now, security_reported_at=now - HOUR / 2)
    assert [clock.is_late for clock in report_clocks(done, now + 2 * HOUR)] == [False, False]
    assert dict(misuse_rows(done, report_clocks(done, now)))["個資外洩通報"] == (
        "尚未通報，應於 115年11月26日（四）08:00前通報"
    )
    assert dict(misuse_rows(done, report_clocks(done, now)))["資通安全事件通報"] == "115年11月23日（一）08:30"
    late = go_on(misuse, cast.handler, now + HOUR, security_reported_at=now + HOUR / 2)
    assert dict(misuse_rows(late, report_clocks(late, now)))["資通安全事件通報"].endswith("09:30（逾時）")
    set_report_hours(security=None, breach=None, actor=SYSTEM, now=now)
    assert report_clocks(misuse, now) == []
    assert Entry.objects.latest("sequence").verb == "accounts.plan_changed"
