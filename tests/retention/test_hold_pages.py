"""留存: what is kept and for whom, for those who handle cases; a number for everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.choices import DeputyReason
from accounts.services import name_deputy
from ledger.services import SYSTEM
from requests.models import ReviewRequest
from retention.choices import ReleaseGround
from retention.models import Hold
from retention.services import code_hold, confirm_hold, release_by_hand
from tests.retention.keeping import DAY, ask, emergency

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
LIST = "/retention/holds/"


@pytest.mark.parametrize("who", ["guard", "administrator", "auditor"])
def test_others_see_how_many_there_are(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, who: str
) -> None:
    hold, case = emergency(cast, cameras, now), ask(cast, cameras, now)
    client.force_login(getattr(cast, who))
    page = client.get(LIST).content.decode()
    assert "共 2 件留存中" in page
    assert [secret for secret in (str(case.number), "受傷", "C01", cast.teacher.name) if secret in page] == []
    assert client.get(reverse("retention:hold", args=[hold.pk])).status_code == 404


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("who", ["handler", "supervisor", "principal"])
def test_who_handles_cases_reads_all_but_what_is_restricted(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, who: str
) -> None:
    emergency(cast, cameras, now)
    case = ask(cast, cameras, now)
    client.force_login(getattr(cast, who))
    assert str(case.number) in client.get(LIST).content.decode()
    ReviewRequest.objects.update(is_restricted=True)
    for code in (False, True):
        if code:
            code_hold(reference=str(case.number), actor=SYSTEM, now=now)
        hold = Hold.objects.get(origin="")
        for path in (LIST, reverse("retention:hold", args=[hold.pk]), reverse("retention:backups")):
            page = client.get(path).content.decode()
            assert str(case.number) not in page
            assert cast.teacher.name not in page
            assert "限制" in page


def test_a_deputy_of_the_handler_looks_after_holds(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = emergency(cast, cameras, now)
    client.force_login(cast.dean)
    assert client.get(LIST).status_code == 404
    name_deputy(
        principal_id=cast.handler.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.LEAVE, since=now,
        until=now + DAY, actor=cast.handler, now=now,
    )  # fmt: skip
    assert client.get(LIST).status_code == 200
    client.post(reverse("retention:hold-confirm", args=[hold.pk]), {"reference": "", "note": "已查看"})
    hold.refresh_from_db()
    assert hold.confirmed_by == "教務主任 陳煒騏"


def test_what_was_released_stands_below_with_its_reason(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = emergency(cast, cameras, now)
    confirm_hold(hold_id=hold.pk, reference="", note="", user=cast.handler, now=now)
    release_by_hand(hold_id=hold.pk, ground=ReleaseGround.MISTAKE, reason="碰到按鈕", user=cast.handler, now=now)
    client.force_login(cast.handler)
    page = client.get(LIST).content.decode()
    assert "最近解除" in page
    assert "誤按：碰到按鈕" in page
    assert "可以辦理" not in client.get(reverse("retention:hold", args=[hold.pk])).content.decode()


def test_what_is_kept_says_since_when_and_by_whom_also_where_something_was_released(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    release_by_hand(
        hold_id=emergency(cast, cameras, now).pk, ground=ReleaseGround.MISTAKE, reason="碰到按鈕", user=cast.handler,
        now=now,
    )  # fmt: skip
    case = ask(cast, cameras, now)
    client.force_login(cast.handler)
    page = client.get(LIST).content.decode()
    kept, released = page[page.index("held-h") : page.index("released-h")], page[page.index("released-h") :]
    hold = Hold.objects.get(reference=case.number)
    assert ">留存時間</th>" in kept
    assert hold.placed_by in kept
    assert "解除" not in kept.replace("全部解除後才不再留存", "")
    assert ">解除</th>" in released
