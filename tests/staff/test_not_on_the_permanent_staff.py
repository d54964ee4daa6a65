"""非編制內 (代理, 兼課, 志工) is a mark, not a refusal: set by 系統管理, read by the chain (伍、一; ruling 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts import services as accounts
from ledger import services as ledger
from ledger.models import Entry
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from requests.models import ReviewRequest
    from tests.conftest import Cast

MARK = "非編制內"


def test_who_keeps_the_accounts_sets_the_mark_and_takes_it_away(
    client: Client, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.administrator)
    page, person = (
        reverse("reports:staffing", args=[cast.teacher.pk]),
        reverse("accounts:person", args=[cast.teacher.pk]),
    )
    assert MARK not in client.get(person).content.decode()
    assert "請輸入密碼" in client.post(page, {"is_outside": "on"}).content.decode()
    marked = client.post(page, {"is_outside": "on", "proof_password": PASSWORD}, follow=True).content.decode()
    assert f"<span>{MARK}</span>" in marked
    entry = Entry.objects.latest("sequence")
    assert ledger.sentence(entry).endswith("許喆安（teacher）為非編制內")
    cast.teacher.refresh_from_db()
    assert not cast.teacher.is_permanent_staff
    client.post(page, {"proof_password": PASSWORD})
    cast.teacher.refresh_from_db()
    assert cast.teacher.is_permanent_staff


@pytest.mark.parametrize("person", ["handler", "principal", "teacher"])
def test_nobody_else_does(cast: Cast, now: dt.datetime, person: str) -> None:
    with pytest.raises(accounts.NotAllowed):
        accounts.mark_staffing(person_id=cast.colleague.pk, is_permanent=False, actor=getattr(cast, person), now=now)


def test_the_chain_reads_it_on_the_case_and_the_applicant_does_not(
    client: Client, cast: Cast, case: ReviewRequest, now: dt.datetime, at_now: None
) -> None:
    page = reverse("review:case", args=[case.number])

    def is_shown(name: str) -> bool:
        client.force_login(getattr(cast, name))
        return MARK in client.get(page).content.decode()

    assert not is_shown("handler")
    accounts.mark_staffing(person_id=cast.teacher.pk, is_permanent=False, actor=cast.administrator, now=now)
    assert [name for name in ("teacher", "handler", "supervisor", "principal") if is_shown(name)] == [
        "handler", "supervisor", "principal",
    ]  # fmt: skip
