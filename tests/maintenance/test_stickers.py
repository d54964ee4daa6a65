"""A QR sticker takes a report from anybody: a choice only, 待確認 until somebody of the school looks (ruling 27)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.choices import Feature
from cameras.models import Camera, Outage
from ledger.choices import Verb
from ledger.models import Entry
from maintenance.choices import FaultStatus, Symptom
from maintenance.models import Fault
from maintenance.services import FaultError, TooManyReports, confirm_fault, dismiss_fault, report_by_sticker
from maintenance.services.faults import REPORTS_AN_HOUR
from tests.conftest import switch_on
from work.models import Notice
from work.services.attempts import BY_ONE

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import School
    from tests.conftest import Cast


@pytest.fixture(autouse=True)
def stickers(school: School) -> None:
    """The school has put stickers on its cameras."""
    switch_on(Feature.STICKERS)


def test_a_school_without_stickers_has_no_such_page(client: Client, cameras: list[Camera]) -> None:
    switch_on()
    assert client.get(f"/c/{cameras[0].token}/").status_code == 404


@pytest.fixture(autouse=True)
def monday(time_machine: object, now: dt.datetime) -> None:
    time_machine.move_to(now, tick=False)  # type: ignore[attr-defined]


def scan(client: Client, camera: Camera, symptom: str = "black") -> str:
    form = {"symptom": symptom, "form_key": str(uuid.uuid4()), "description": "王小明弄壞的"}
    return client.post(f"/c/{camera.token}/", form, follow=True).content.decode()


@pytest.mark.parametrize("lower", [True, False])
def test_anybody_reports_without_an_account_in_any_case(
    client: Client, cast: Cast, cameras: list[Camera], *, lower: bool
) -> None:
    token = cameras[1].token.lower() if lower else cameras[1].token
    address = f"/c/{token}/" if lower else f"/C/{token}/"
    page = client.get(address).content.decode()
    assert "C02" in page
    assert "三樓東側走廊" in page
    answer = client.post(address, {"symptom": "black", "form_key": str(uuid.uuid4())}, follow=True)
    assert "已收到通報" in answer.content.decode()
    fault = Fault.objects.get()
    assert (fault.status, fault.reporter, fault.number) == (FaultStatus.UNCONFIRMED, None, "F115-0001")
    assert set(Notice.objects.values_list("recipient__username", flat=True)) == {"handler", "guard"}
    assert Entry.objects.get(verb=Verb.FAULT_REPORTED).actor == "掃描貼紙者（未登入）"


def test_words_cannot_be_sent_only_a_choice(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    scan(client, cameras[0])
    assert Fault.objects.get().description == ""


def test_one_camera_within_a_day_is_one_report(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, time_machine: object
) -> None:
    scan(client, cameras[0])
    scan(client, cameras[0], "moved")
    scan(client, cameras[1])
    assert Fault.objects.count() == 2
    time_machine.move_to(now + dt.timedelta(hours=24), tick=False)  # type: ignore[attr-defined]
    scan(client, cameras[0])
    assert Fault.objects.count() == 2, "what is 待確認 still is the same cause"
    scan(client, cameras[0], "moved")
    assert Fault.objects.count() == 3


def test_the_same_form_sent_again_a_day_later_is_still_one_report(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    key = uuid.uuid4()
    for moment in (now, now + dt.timedelta(days=2)):
        report_by_sticker(camera=cameras[0], symptom=Symptom.BLACK, form_key=key, now=moment)
    assert Fault.objects.count() == 1


def test_a_flood_of_reports_is_stopped_with_a_sentence(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    for number in range(REPORTS_AN_HOUR):
        Fault.objects.create(
            number=f"F115-9{number:03d}",
            camera=cameras[0],
            symptom=Symptom.BLACK,
            status=FaultStatus.DISMISSED,
            reported_at=now - dt.timedelta(minutes=number),
            form_key=uuid.uuid4(),
        )
    assert "請直接告知警衛室或總務處" in scan(client, cameras[1])
    with pytest.raises(TooManyReports):
        report_by_sticker(camera=cameras[1], symptom=Symptom.BLACK, form_key=uuid.uuid4(), now=now)
    report_by_sticker(
        camera=cameras[1], symptom=Symptom.BLACK, form_key=uuid.uuid4(), now=now + dt.timedelta(minutes=52)
    )


@pytest.mark.usefixtures("cast")
def test_who_tries_token_after_token_is_told_of_no_camera_for_an_hour(client: Client, cameras: list[Camera]) -> None:
    sticker = f"/c/{cameras[1].token}/"
    for number in range(BY_ONE):
        assert client.get(f"/c/ABCDEFGH{number:02d}/", REMOTE_ADDR="192.0.2.1").status_code == 404
    paused = client.get(sticker, REMOTE_ADDR="192.0.2.1")
    assert paused.status_code == 429
    assert "一小時後再試" in paused.content.decode()
    assert client.get(sticker, REMOTE_ADDR="192.0.2.2").status_code == 200


def test_a_token_that_is_none_and_a_retired_camera_are_not_found(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    answer = client.get("/c/ABCDEFGHJK/")
    assert answer.status_code == 404
    assert "這張貼紙已失效" in answer.content.decode()
    Camera.objects.filter(pk=cameras[0].pk).update(retired_on=now.date())
    assert client.get(f"/c/{cameras[0].token}/").status_code == 404


@pytest.mark.parametrize("who", ["guard", "handler"])
def test_guard_and_handler_confirm_and_then_the_outage_counts_from_the_report(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, who: str, time_machine: object
) -> None:
    scan(client, cameras[0])
    assert not Outage.objects.exists()
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)  # type: ignore[attr-defined]
    client.force_login(getattr(cast, who))
    assert "確認故障" in client.get("/maintenance/faults/F115-0001/").content.decode()
    client.post(reverse("maintenance:fault-confirm", args=["F115-0001"]))
    assert Fault.objects.get().status == FaultStatus.OPEN
    assert Outage.objects.get().since == now
    answer = client.post(reverse("maintenance:fault-confirm", args=["F115-0001"]), follow=True)
    assert "目前是「待處理」，不能確認故障" in str([str(message) for message in answer.context["messages"]])


def test_the_handler_says_why_it_is_no_fault(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    scan(client, cameras[0])
    client.force_login(cast.handler)
    address = reverse("maintenance:fault-dismiss", args=["F115-0001"])
    answer = client.post(address, {"reason": ""}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["請填寫判定非故障的理由。"]
    page = client.post(address, {"reason": "現場查看畫面正常"}, follow=True).content.decode()
    assert "現場查看畫面正常" in page
    assert Fault.objects.get().status == FaultStatus.DISMISSED
    assert Entry.objects.get(verb=Verb.FAULT_DISMISSED).detail == {"reason": "現場查看畫面正常"}


def test_others_neither_confirm_nor_dismiss(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    scan(client, cameras[0])
    fault = Fault.objects.get()
    for who, act, answer in (
        ("guard", "dismiss", 403),
        ("supervisor", "confirm", 403),
        ("principal", "confirm", 403),
        ("teacher", "confirm", 404),
    ):
        client.force_login(getattr(cast, who))
        assert client.post(reverse(f"maintenance:fault-{act}", args=[fault.number])).status_code == answer
    with pytest.raises(FaultError):
        confirm_fault(fault_id=fault.pk, user=cast.supervisor, now=now)
    with pytest.raises(FaultError):
        dismiss_fault(fault_id=fault.pk, reason="誤報", user=cast.guard, now=now)
    fault.refresh_from_db()
    assert (fault.status, fault.measures) == (FaultStatus.UNCONFIRMED, "")
