"""One-time links for everybody who has not signed in yet: a slip each, shown once; nobody's set password is touched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role
from accounts.models import OneTimeLink, User
from accounts.selectors import in_words
from accounts.services import NotAllowed, issue_links, make_person
from ledger.choices import Verb
from ledger.models import Entry
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from tests.conftest import Cast

PAGE = "/accounts/people/links/"


def invited(name: str, username: str, cast: Cast, now: dt.datetime) -> User:
    return make_person(
        name=name, username=username, role=Role.STAFF, title="教師", office="", since=now.date(),
        actor=in_words(cast.administrator, now), now=now,
    )  # fmt: skip


def test_each_gets_a_slip_of_his_own_that_opens_the_account_once(
    client: Client, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    client.force_login(cast.administrator)
    assert "沒有等待開通的帳號" in client.get(PAGE).content.decode()
    people = [invited("邱瓈寬", "chiu", cast, now), invited("高𣕑宇", "kao", cast, now)]
    page = client.get(PAGE).content.decode()
    assert page.count("checked") == len(people), "who sets a school up hands out all of them"
    assert "teacher" not in page
    chosen = {"people": [one.pk for one in people]}
    assert client.post(PAGE, chosen).status_code == 422, "a proof of person is asked for"
    assert not OneTimeLink.objects.exists()

    paper = client.post(PAGE, chosen | {"proof_password": PASSWORD}).content.decode()

    links = re.findall(r"<code>http://[^/]+(/accounts/link/[^<]+)</code>", paper)
    assert len(set(links)) == len(people)
    assert "邱瓈寬" in client.get(links[0]).content.decode() + paper
    assert Entry.objects.filter(verb=Verb.LINK_ISSUED).count() == len(people)


def test_a_password_that_is_set_is_opened_by_nobody_in_bulk(
    client: Client, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    waiting = invited("邱瓈寬", "chiu", cast, now)
    for chosen in ([waiting.pk, cast.principal.pk], [987654], [cast.administrator.pk]):
        with pytest.raises(NotAllowed):
            issue_links(person_ids=chosen, actor=cast.administrator, now=now)
    with pytest.raises(NotAllowed):
        issue_links(person_ids=[waiting.pk], actor=cast.handler, now=now)
    client.force_login(cast.administrator)
    answer = client.post(PAGE, {"people": [cast.principal.pk], "proof_password": PASSWORD})
    assert "名單中有人已開通帳號或不在名單上" in answer.content.decode()
    assert "請至少勾選一人。" in client.post(PAGE, {"proof_password": PASSWORD}).content.decode()
    assert not OneTimeLink.objects.exists()
