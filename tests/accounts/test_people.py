"""人員: the administrator adds, appoints, ends and disables; each act is in the ledger; nobody does so to himself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.choices import DeputyReason, Role
from accounts.models import Appointment, Deputy, OneTimeLink, User
from accounts.policies import holds, roles_of
from ledger.choices import SENTENCES, Verb
from ledger.models import Entry
from reports.choices import MoveKind
from reports.models import Handover
from reports.services.staff import Leaving, let_go
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

TODAY = {"since_0": "115", "since_1": "11", "since_2": "23"}


def said() -> str:
    """The newest entry's sentence."""
    entry = Entry.objects.latest("sequence")
    return SENTENCES[Verb(entry.verb)].format(actor=entry.actor, subject=entry.subject, **entry.detail)


@pytest.fixture
def admin(cast: Cast, desk: Desk) -> Client:
    desk.sign_in(cast.administrator)
    return desk.client


def test_a_post_is_given_and_ended(cast: Cast, desk: Desk, admin: Client) -> None:
    url = reverse("accounts:post-new", args=[cast.teacher.pk])
    assert "派任許喆安的職務" in desk.text(admin.get(url))

    admin.post(url, {"role": "handler", "title": "事務組長", "office": "總務處", **TODAY})
    assert roles_of(cast.teacher, desk.now.date()) == {Role.STAFF, Role.HANDLER}
    given = Appointment.objects.latest("pk").pk
    assert said() == f"資訊組長 Maria Santos派任事務組長 許喆安（teacher）（承辦人，職務 {given}）"

    for post in cast.teacher.appointments.all():
        end = reverse("accounts:post-end", args=[post.pk])
        assert post.title in desk.text(admin.get(end))
        assert admin.post(end).status_code == 302
    assert roles_of(cast.teacher, desk.now.date()) == frozenset()
    assert cast.teacher.appointments.get().until == dt.date(2026, 11, 22)
    assert said().startswith("資訊組長 Maria Santos結束五年三班導師 許喆安的職務（職務 ")


def test_a_post_that_has_ended_is_not_made_longer_by_ending_it(cast: Cast, desk: Desk, admin: Client) -> None:
    cast.teacher.appointments.update(until=desk.now.date() - dt.timedelta(days=30))
    post, entries = cast.teacher.appointments.get(), Entry.objects.count()

    answer = admin.post(reverse("accounts:post-end", args=[post.pk]))

    assert "這個職務已結束。" in desk.text(answer)
    assert cast.teacher.appointments.get().until == post.until
    assert Entry.objects.count() == entries


def test_disabling_closes_everything_the_same_minute_and_keeps_the_records(
    cast: Cast, desk: Desk, admin: Client
) -> None:
    session = Client()
    session.post("/accounts/login/", {"login": "supervisor", "password": PASSWORD})
    day = dt.timedelta(days=1)
    rows = [
        (cast.principal, cast.supervisor, DeputyReason.LEAVE, desk.now - day),
        (cast.principal, cast.supervisor, DeputyReason.LEAVE, desk.now + day),
        (cast.supervisor, cast.dean, DeputyReason.LEAVE, desk.now - day),
        (cast.supervisor, cast.dean, DeputyReason.VACANT, desk.now - day),
    ]
    for principal, deputy, reason, since in rows:
        Deputy.objects.create(principal=principal, deputy=deputy, reason=reason, since=since, until=desk.now + 2 * day)
    admin.post(reverse("accounts:link-issue", args=[cast.supervisor.pk]))
    url = reverse("reports:departure", args=[cast.supervisor.pk])
    assert "立即登出所有裝置" in desk.text(admin.get(url))

    gone = {"kind": "leaving", "successor": cast.dean.pk, "posts": "taken"}
    assert admin.post(url, gone).status_code == 302

    assert session.get("/accounts/me/").status_code == 302
    assert roles_of(User.objects.get(pk=cast.supervisor.pk), desk.now.date()) == frozenset()
    assert [row.reason for row in Deputy.objects.filter(until__gt=desk.now)] == [DeputyReason.VACANT]
    assert not OneTimeLink.objects.filter(expires_at__gt=desk.now).exists()
    row = Handover.objects.get()
    assert said() == f"資訊組長 Maria Santos登錄總務主任 方瑀彤離職，工作移交總務主任 陳煒騏（職務異動 {row.pk}）"
    assert Entry.objects.filter(verb=Verb.ACCOUNT_DISABLED, subject="總務主任 方瑀彤（supervisor）").count() == 1
    assert "這個帳號已停用。" in desk.text(admin.post(url, gone))
    assert "已停用" in desk.text(admin.get(reverse("accounts:person", args=[cast.supervisor.pk])))
    with pytest.raises(services.PeopleError, match="不能派任職務"):
        services.give_post(
            person_id=cast.supervisor.pk,
            role=Role.STAFF,
            title="教師",
            office="",
            since=desk.now.date(),
            actor=cast.administrator,
            now=desk.now,
        )


ACTS = ("accounts:post-new", "reports:departure")


@pytest.mark.parametrize("name", ACTS)
def test_nobody_changes_the_own_posts_or_account(cast: Cast, desk: Desk, admin: Client, name: str) -> None:
    url = reverse(name, args=[cast.administrator.pk])
    own_post = reverse("accounts:post-end", args=[cast.administrator.appointments.get().pk])

    himself = Leaving(cast.administrator.pk, MoveKind.LEAVING, None)

    assert admin.post(url).status_code == admin.post(own_post).status_code == 403
    for act in (
        lambda: let_go(leaving=himself, actor=cast.administrator, now=desk.now),
        lambda: services.end_post(
            appointment_id=cast.administrator.appointments.get().pk, actor=cast.administrator, now=desk.now
        ),
    ):
        with pytest.raises(services.NotAllowed, match="不能變更自己的職務或帳號"):
            act()


@pytest.mark.parametrize("who", ["teacher", "guard", "supervisor", "principal", "auditor"])
def test_who_does_not_keep_accounts_sees_no_list_of_people(cast: Cast, desk: Desk, who: str) -> None:
    desk.sign_in(getattr(cast, who))

    for name, args in [("people", []), ("person", [cast.handler.pk])]:
        assert desk.client.get(reverse(f"accounts:{name}", args=args)).status_code == 404
    for name, status in zip(ACTS, (404, 403), strict=True):
        assert desk.client.post(reverse(name, args=[cast.teacher.pk])).status_code == status


def test_who_is_not_signed_in_or_no_longer_in_use_holds_no_role(cast: Cast, desk: Desk) -> None:
    today = desk.now.date()

    assert roles_of(AnonymousUser(), today) == frozenset()  # type: ignore[arg-type]
    User.objects.filter(pk=cast.principal.pk).update(expires_on=today - dt.timedelta(days=1))
    assert roles_of(cast.principal, today) == frozenset()
    assert holds(cast.handler, Role.HANDLER, today)


def test_the_handler_sees_the_list_and_changes_nobody(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)

    assert desk.client.get(reverse("accounts:people")).status_code == 200
    page = desk.text(desk.client.get(reverse("accounts:person", args=[cast.teacher.pk])))
    assert "發給單次連結" in page
    assert "離職、調職或停用" not in page
    for name in ACTS:
        assert desk.client.post(reverse(name, args=[cast.teacher.pk])).status_code == 403
    with pytest.raises(services.NotAllowed, match="只有系統管理人員"):
        services.give_post(
            person_id=cast.teacher.pk, role=Role.PRINCIPAL, title="校長", office="", since=desk.now.date(),
            actor=cast.handler, now=desk.now,
        )  # fmt: skip


def test_the_own_page_shows_posts_and_takes_the_undertaking_once(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.guard)
    page = desk.text(desk.client.get(reverse("accounts:me")))
    assert "警衛（警衛室）" in page
    assert "設定代理人" not in page
    url = reverse("accounts:undertaking")

    unread = desk.client.post(url, {})
    signed = desk.client.post(url, {"is_read": "on"})
    again = desk.client.post(url, {"is_read": "on"})

    assert "請先閱讀並勾選同意，再簽署。" in desk.text(unread)
    assert signed.status_code == 302
    assert again.status_code == 200
    undertaking = cast.guard.undertakings.get()
    assert undertaking.signed_on == dt.date(2026, 11, 23)
    assert "離職或調職後" in undertaking.text
    assert said() == f"警衛 巴奈・古拉斯簽署保密切結 {cast.guard.undertakings.get().pk}"
