"""帳號申請 → 核准 → 建立; temporary accounts; suspended and in use again (附表十: 帳號管理)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import services as accounts
from accounts.choices import Role
from accounts.models import Appointment, User
from accounts.policies import roles_of
from ledger import services as ledger
from ledger.models import Entry
from reports.choices import ApplicationState
from reports.models import AccountApplication
from reports.services.staff import StaffError, Wanted, apply_for_account, approve_account, refuse_account
from tests.ledger.test_witnesses_of_every_room import found
from work.models import Notice

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
WANTED = Wanted(
    name="邱瓈寬", username="Chiu", role=Role.STAFF, title="代理教師", office="輔導室", since=dt.date(2026, 11, 23),
    expires_on=dt.date(2027, 1, 31), reason="代理產假",
)  # fmt: skip


def said() -> str:
    return ledger.sentence(Entry.objects.latest("sequence"))


def test_an_account_is_asked_for_by_one_and_approved_by_another(cast: Cast, now: dt.datetime) -> None:
    row = apply_for_account(wanted=WANTED, actor=cast.administrator, now=now)
    assert said() == f"資訊組長 Maria Santos申請教職員帳號（帳號申請 {row.pk}）"
    assert not User.objects.filter(username="chiu").exists()
    assert {one.recipient for one in Notice.objects.filter(subject=str(row))} == {cast.supervisor, cast.principal}
    for actor in (cast.administrator, cast.handler, cast.guard):
        with pytest.raises(PermissionDenied):
            approve_account(application_id=row.pk, actor=actor, now=now)

    approve_account(application_id=row.pk, actor=cast.supervisor, now=now)

    person = User.objects.get(username="chiu")
    assert said() == f"總務主任 方瑀彤核准帳號申請 {row.pk}"
    assert roles_of(person, now.date()) == {Role.STAFF}
    assert not person.has_usable_password()
    assert roles_of(person, dt.date(2027, 2, 1)) == frozenset(), "a temporary account ends by itself"
    with pytest.raises(StaffError, match="已核准"):
        approve_account(application_id=row.pk, actor=cast.principal, now=now)
    assert found() == ""


def test_nobody_approves_what_he_asked_for(cast: Cast, now: dt.datetime) -> None:
    row = apply_for_account(wanted=WANTED, actor=cast.supervisor, now=now)
    with pytest.raises(PermissionDenied):
        approve_account(application_id=row.pk, actor=cast.supervisor, now=now)
    with pytest.raises(StaffError, match="請填寫不核准的理由"):
        refuse_account(application_id=row.pk, reason=" ", actor=cast.principal, now=now)

    refuse_account(application_id=row.pk, reason="已有他人代理", actor=cast.principal, now=now)

    assert AccountApplication.objects.get().state == ApplicationState.REFUSED
    assert Notice.objects.filter(recipient=cast.supervisor, text="您的帳號申請未獲核准").exists()
    assert not User.objects.filter(username="chiu").exists()
    assert found() == ""


def test_while_nobody_could_approve_the_administrator_sets_the_school_up(cast: Cast, now: dt.datetime) -> None:
    Appointment.objects.filter(user__in=[cast.supervisor, cast.principal]).delete()

    apply_for_account(wanted=WANTED, actor=cast.administrator, now=now)
    assert User.objects.filter(username="chiu").exists()
    assert AccountApplication.objects.get().decided_name == "設校時無其他核准人"

    apply_for_account(wanted=replace(WANTED, username="other"), actor=cast.handler, now=now)
    assert not User.objects.filter(username="other").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "teacher"}, "已有人使用"),
        ({"username": "邱老師"}, "小寫英文字母"),
        ({"expires_on": dt.date(2026, 11, 22)}, "到期日不可早於"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, now: dt.datetime, change: dict[str, object], sentence: str) -> None:
    with pytest.raises(accounts.PeopleError, match=sentence):
        apply_for_account(wanted=replace(WANTED, **change), actor=cast.handler, now=now)  # type: ignore[arg-type]
    apply_for_account(wanted=WANTED, actor=cast.handler, now=now)
    with pytest.raises(StaffError, match="已有待核准的申請"):
        apply_for_account(wanted=WANTED, actor=cast.supervisor, now=now)
    with pytest.raises(PermissionDenied):
        apply_for_account(wanted=replace(WANTED, username="another"), actor=cast.teacher, now=now)


def test_an_end_is_set_taken_away_and_never_in_the_past(cast: Cast, now: dt.datetime) -> None:
    today = now.date()
    accounts.set_expiry(person_id=cast.auditor.pk, day=today, actor=cast.administrator, now=now)
    assert said() == "資訊組長 Maria Santos訂定黃鈺淇（auditor）的帳號到期日：115年11月23日（一）"
    with pytest.raises(accounts.PeopleError, match="不可早於今天"):
        accounts.set_expiry(person_id=cast.auditor.pk, day=today - DAY, actor=cast.administrator, now=now)
    with pytest.raises(accounts.NotAllowed):
        accounts.set_expiry(person_id=cast.auditor.pk, day=None, actor=cast.handler, now=now)

    accounts.set_expiry(person_id=cast.auditor.pk, day=None, actor=cast.administrator, now=now)
    assert User.objects.get(pk=cast.auditor.pk).expires_on is None


def test_a_suspended_account_is_put_in_use_again_with_its_posts(cast: Cast, now: dt.datetime) -> None:
    assert accounts.suspend_account(person_id=cast.guard.pk, reason="逾180日未使用", now=now)
    assert not accounts.suspend_account(person_id=cast.guard.pk, reason="逾180日未使用", now=now)
    assert roles_of(User.objects.get(pk=cast.guard.pk), now.date()) == frozenset()

    accounts.enable_account(person_id=cast.guard.pk, actor=cast.administrator, now=now)

    assert roles_of(User.objects.get(pk=cast.guard.pk), now.date()) == {Role.GUARD}
    with pytest.raises(accounts.PeopleError, match="使用中"):
        accounts.enable_account(person_id=cast.guard.pk, actor=cast.administrator, now=now)
    User.objects.filter(pk=cast.guard.pk).update(is_active=False, expires_on=now.date() - DAY)
    with pytest.raises(accounts.PeopleError, match="請先改訂到期日"):
        accounts.enable_account(person_id=cast.guard.pk, actor=cast.administrator, now=now)


def test_the_pages_take_an_application_from_asking_to_the_account(
    cast: Cast, client: Client, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.handler)
    form = {
        "name": "邱瓈寬", "username": "chiu", "role": "staff", "title": "輔導組長", "office": "輔導室", "reason": "新任",
        "since_0": "115", "since_1": "11", "since_2": "23",
    }  # fmt: skip
    wrong = client.post(
        reverse("reports:application-new"), form | {"name": "邱😀寬", "proof_password": "Ruifeng-108-demo"}
    )
    assert "列印用的楷體沒有「😀」" in wrong.content.decode()
    client.post(reverse("reports:application-new"), form | {"proof_password": "Ruifeng-108-demo"})
    row = AccountApplication.objects.get()
    page = reverse("reports:application", args=[row.pk])
    assert client.post(page, {"decision": "approve"}).status_code == 403

    client.force_login(cast.principal)
    proof = {"proof_password": "Ruifeng-108-demo"}
    assert "請選擇決定" in client.post(page, proof).content.decode()
    assert "不核准的理由" in client.post(page, proof | {"decision": "refuse"}).content.decode()
    assert client.post(page, proof | {"decision": "approve"}).status_code == 302
    assert User.objects.filter(username="chiu").exists()
