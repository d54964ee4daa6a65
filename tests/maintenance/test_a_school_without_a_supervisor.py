"""Three people must do: 承辦人, 校長, a guard (rulings, introduction; ruling 2). What wants a second person has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.choices import Feature, Role
from accounts.models import Appointment
from maintenance.choices import StockTakeStatus, TickResult
from maintenance.models import Inspection, StockTakeItem
from maintenance.services import (
    StockTakeError,
    close_stock_take,
    open_stock_take,
    repair_fault,
    sign_stock_take,
    tick_item,
)
from tests.conftest import switch_on
from tests.maintenance.equipment import enter
from tests.maintenance.looking import inspect
from tests.roc import roc
from work.models import Notice

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture(autouse=True)
def no_supervisor(cast: Cast) -> None:
    Appointment.objects.filter(role=Role.SUPERVISOR).update(role=Role.STAFF)


def test_the_principal_rechecks_what_was_wrong(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    row = inspect(cast.handler, now, picture_is_clear=False, remarks="畫面模糊")
    repair_fault(fault_id=row.faults.get().pk, measures="已調整", repaired_at=now, user=cast.handler, now=now)
    client.force_login(cast.principal)
    page = reverse("maintenance:inspection", args=[row.pk])
    assert "登錄複查" in client.get(page).content.decode()
    client.post(page, roc("rechecked_on", now.date()))
    assert Inspection.objects.get().rechecker == cast.principal.name


def test_the_principal_is_asked_for_the_stock_take_and_signs_it(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    switch_on(Feature.STOCK_TAKE)
    enter(cast.handler, now)
    open_stock_take(year=115, user=cast.handler, now=now)
    tick_item(
        item_id=StockTakeItem.objects.get().pk, result=TickResult.PRESENT, found_at="", remark="", user=cast.handler, now=now
    )  # fmt: skip
    close_stock_take(year=115, conclusion="", user=cast.handler, now=now)
    assert "待您覆核" in Notice.objects.get(recipient=cast.principal).text
    with pytest.raises(StockTakeError, match="由校長覆核"):
        sign_stock_take(year=115, user=cast.handler, now=now)
    assert sign_stock_take(year=115, user=cast.principal, now=now).status == StockTakeStatus.SIGNED
