"""職務代理: named by the person, or by the administrator for who is away; with order, period, reason; ended early."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts import services
from accounts.choices import DeputyReason, Role
from accounts.models import Deputy
from accounts.selectors import signatory_for
from accounts.services.deputies import BadPeriod
from ledger.choices import SENTENCES, Verb
from ledger.models import Entry
from ledger.services import SYSTEM

if TYPE_CHECKING:
    from accounts.models import User
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

MINE = "/accounts/deputies/"


def typed(deputy: User, *, order: int = 1, reason: str = "official_trip", until_day: str = "25") -> dict[str, str]:
    return {
        "deputy": str(deputy.pk),
        "order": str(order),
        "reason": reason,
        **{f"since_{number}": part for number, part in enumerate(("115", "11", "23", "08:00"))},
        **{f"until_{number}": part for number, part in enumerate(("115", "11", until_day, "17:00"))},
    }


def said() -> str:
    entry = Entry.objects.latest("sequence")
    return SENTENCES[Verb(entry.verb)].format(actor=entry.actor, subject=entry.subject, **entry.detail)


def test_the_principal_names_a_deputy_who_signs_from_now_and_ends_it_early(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.principal)
    assert "目前沒有代理人。" in desk.text(desk.client.get(MINE))

    named = desk.client.post(MINE, typed(cast.dean))

    assert named.headers["Location"] == MINE
    row = Deputy.objects.get()
    assert row.since == desk.now, "a beginning in the past counts from now"
    whom = "第1順位 教務主任 陳煒騏，公出（115/11/23 09:00 至 115/11/25 17:00）"
    assert said() == f"校長 蘇翊甯設定校長 蘇翊甯的代理人：{whom}（職務代理 {row.pk}）"
    assert "代理中" in desk.text(desk.client.get(MINE))
    assert signatory_for(cast.dean, Role.PRINCIPAL, desk.now, excluded=set()) is not None

    desk.wait(10)
    assert desk.client.post(reverse("accounts:deputy-end", args=[row.pk])).headers["Location"] == MINE
    assert signatory_for(cast.dean, Role.PRINCIPAL, desk.now, excluded=set()) is None
    assert said() == f"校長 蘇翊甯結束陳煒騏代理蘇翊甯（職務代理 {row.pk}）"
    assert "這項代理已經結束。" in desk.text(
        desk.client.post(reverse("accounts:deputy-end", args=[row.pk]), follow=True)
    )


def test_a_deputyship_that_has_not_begun_is_taken_back_whole(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.principal)
    tomorrow = {**typed(cast.dean), "since_2": "24"}
    desk.client.post(MINE, tomorrow)
    row = Deputy.objects.get()
    assert "未開始" in desk.text(desk.client.get(MINE))

    desk.client.post(reverse("accounts:deputy-end", args=[row.pk]))

    assert not Deputy.objects.exists()


def test_the_administrator_names_deputies_for_who_is_away_but_never_himself(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    url = reverse("accounts:person-deputies", args=[cast.principal.pk])
    assert "蘇翊甯的代理人" in desk.text(desk.client.get(url))

    assert desk.client.post(url, typed(cast.dean)).headers["Location"] == url
    assert desk.client.post(url, typed(cast.administrator, order=2)).status_code == 200
    services.appoint(
        user=cast.administrator, role=Role.STAFF, title="教師", since=desk.now.date(), actor=SYSTEM, now=desk.now
    )
    with pytest.raises(services.NotAllowed, match="不能指定自己"):
        name(cast, desk, deputy=cast.administrator, order=2)


@pytest.mark.parametrize("who", ["teacher", "guard", "auditor"])
def test_who_holds_no_post_of_the_chain_has_no_deputies(cast: Cast, desk: Desk, who: str) -> None:
    desk.sign_in(getattr(cast, who))

    assert desk.client.get(MINE).status_code == 404


def test_nobody_changes_somebody_elses_deputies(cast: Cast, desk: Desk) -> None:
    row = name(cast, desk, actor=cast.principal)
    desk.sign_in(cast.supervisor)

    assert desk.client.get(reverse("accounts:person-deputies", args=[cast.principal.pk])).status_code == 404
    assert desk.client.post(reverse("accounts:deputy-end", args=[row.pk])).status_code == 404
    with pytest.raises(services.NotAllowed):
        services.end_deputy(deputy_row_id=row.pk, actor=cast.supervisor, now=desk.now)
    with pytest.raises(services.NotAllowed):
        name(cast, desk, actor=cast.supervisor, order=2)


def name(cast: Cast, desk: Desk, **changes: object) -> Deputy:
    asked: dict[str, object] = {
        "principal_id": cast.principal.pk,
        "order": 1,
        "reason": DeputyReason.OFFICIAL_TRIP,
        "since": desk.now,
        "until": desk.now + dt.timedelta(days=1),
        "actor": cast.administrator,
        "now": desk.now,
    }
    deputy: User = changes.pop("deputy", cast.dean)  # type: ignore[assignment]
    return services.name_deputy(**{**asked, "deputy_id": deputy.pk, **changes})  # type: ignore[arg-type]


def test_order_person_and_period_do_not_meet(cast: Cast, desk: Desk) -> None:
    name(cast, desk)
    day = dt.timedelta(days=1)

    with pytest.raises(services.PeopleError, match="同一順位或同一位代理人"):
        name(cast, desk, deputy=cast.supervisor)
    with pytest.raises(services.PeopleError, match="同一順位或同一位代理人"):
        name(cast, desk, order=2)
    with pytest.raises(services.PeopleError, match="結束時間"):
        name(cast, desk, deputy=cast.supervisor, order=2, until=desk.now)
    name(cast, desk, deputy=cast.supervisor, order=2)
    name(cast, desk, since=desk.now + day, until=desk.now + 2 * day)


def test_a_deputy_is_another_member_of_staff(cast: Cast, desk: Desk) -> None:
    with pytest.raises(services.PeopleError, match="另一個人"):
        name(cast, desk, deputy=cast.principal)
    with pytest.raises(services.PeopleError, match="在職的教職員"):
        name(cast, desk, deputy=cast.guard)


def test_vacancy_is_for_a_post_its_holder_has_left(cast: Cast, desk: Desk) -> None:
    with pytest.raises(services.PeopleError, match="出缺"):
        name(cast, desk, reason=DeputyReason.VACANT)
    cast.principal.appointments.update(until=desk.now.date() - dt.timedelta(days=1))
    with pytest.raises(services.PeopleError, match="出缺"):
        name(cast, desk)

    name(cast, desk, reason=DeputyReason.VACANT)

    signatory = signatory_for(cast.dean, Role.PRINCIPAL, desk.now, excluded=set())
    assert signatory is not None
    assert signatory.note == "校長出缺"


def test_who_has_left_the_post_does_not_name_who_follows(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.principal)
    card = reverse("accounts:deputies")
    page = desk.text(desk.client.get(MINE))
    assert "出缺" not in page, "one's own post is not vacant"
    assert card in desk.text(desk.client.get(reverse("accounts:me")))
    cast.principal.appointments.update(until=desk.now.date() - dt.timedelta(days=1))
    cast.principal.appointments.create(role=Role.STAFF, title="教師", since=desk.now.date())

    assert card not in desk.text(desk.client.get(reverse("accounts:me")))
    assert desk.client.post(MINE, typed(cast.dean, reason="vacant")).status_code == 404
    with pytest.raises(services.NotAllowed):
        name(cast, desk, reason=DeputyReason.VACANT, actor=cast.principal)
    assert signatory_for(cast.dean, Role.PRINCIPAL, desk.now, excluded=set()) is None

    row = name(cast, desk, reason=DeputyReason.VACANT)
    with pytest.raises(services.NotAllowed):
        services.end_deputy(deputy_row_id=row.pk, actor=cast.principal, now=desk.now)


def test_a_form_with_errors_says_what_to_do(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.principal)

    page = desk.text(desk.client.post(MINE, {**typed(cast.dean, until_day="22"), "reason": ""}))
    late = desk.text(desk.client.post(MINE, typed(cast.dean, until_day="22")))

    assert "請選擇事由。" in page
    assert "也晚於現在的結束時間" in late


def test_one_person_may_stand_in_during_leave_and_where_the_principal_must_keep_out(
    cast: Cast, now: dt.datetime
) -> None:
    def name(reason: DeputyReason) -> Deputy:
        return services.name_deputy(
            principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=reason, since=now,
            until=now + dt.timedelta(days=1), actor=cast.principal, now=now,
        )  # fmt: skip

    name(DeputyReason.LEAVE)
    name(DeputyReason.RECUSAL)
    for reason in (DeputyReason.RECUSAL, DeputyReason.OFFICIAL_TRIP):
        with pytest.raises(BadPeriod, match="已有同一順位或同一位代理人"):
            name(reason)
    usual = signatory_for(cast.dean, Role.PRINCIPAL, now, excluded=set())
    instead = signatory_for(cast.dean, Role.PRINCIPAL, now, excluded={cast.principal.pk})
    assert usual is not None
    assert instead is not None
    assert (usual.note, instead.note) == ("校長請假", "校長迴避")
