"""說明: opens at the reader's page, for everybody and without a session; every page draws, and leads its role where it may go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role
from accounts.models import Appointment
from cctv_admin.manual import CARDS, page_of, things_of
from tests.house.test_manual import SLUGS, attributes
from tests.printing.reader import pages, squeeze

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from django.test import Client

    from accounts.models import School
    from tests.conftest import Cast
    from tests.house.world import World

ROLE_OF = {
    "teacher": Role.STAFF, "guard": Role.GUARD, "handler": Role.HANDLER, "supervisor": Role.SUPERVISOR,
    "principal": Role.PRINCIPAL, "administrator": Role.ADMINISTRATOR, "auditor": Role.AUDITOR,
}  # fmt: skip


def test_help_opens_at_the_index_for_who_has_not_signed_in(client: Client, school: School) -> None:
    assert client.get("/help/").headers["Location"] == "/help/index/"


@pytest.mark.parametrize("person", ROLE_OF)
def test_help_opens_at_the_page_of_the_readers_post(client: Client, cast: Cast, person: str) -> None:
    client.force_login(getattr(cast, person))
    found = client.get("/help/", follow=True)
    assert found.request["PATH_INFO"] == f"/help/{ROLE_OF[person].value}/"
    assert found.content.decode().count("您的職務") == 1


def test_of_several_posts_the_one_with_most_to_do_opens(client: Client, cast: Cast, now: dt.datetime) -> None:
    Appointment.objects.create(user=cast.guard, role=Role.HANDLER, title="代理事務組長", since=now.date())
    client.force_login(cast.guard)
    assert client.get("/help/").headers["Location"] == "/help/handler/"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_of_the_manual_is_drawn_with_its_title_contents_and_pictures(
    client: Client, school: School, slug: str
) -> None:
    page = page_of(slug)
    said = client.get(f"/help/{slug}/").content.decode()
    assert f"<h1>{page.title}</h1>" in said
    for entry in page.headings:
        assert f'href="#{entry.target}"' in said
        assert f'id="{entry.target}"' in said
    assert said.count('<a class="shot"') == len(attributes(slug, "image", "src"))
    assert not re.search(r"\.md[\"#]| style=|\*\*", said)


def test_a_page_outside_the_manual_is_none(client: Client, school: School) -> None:
    for slug in ("README", "pictures", "nothing"):
        assert client.get(f"/help/{slug}/").status_code == 404


def test_what_looks_like_html_in_the_manual_is_shown_as_words(
    client: Client, school: School, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = "# 目錄\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n"
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr("cctv_admin.manual.pages.MANUAL", tmp_path)
    said = client.get("/help/index/").content.decode()
    assert "&lt;script&gt;" in said
    assert "<script>alert" not in said
    assert 'href="javascript' not in said


def test_a_picture_that_was_not_collected_is_told_in_words(
    client: Client, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr("cctv_admin.manual.rendering.static", missing)
    found = client.get("/help/ask/")
    assert found.status_code == 200
    assert "附錄1 的申請頁" in found.content.decode()
    assert '<a class="shot"' not in found.content.decode()


def test_every_page_leads_to_help_and_the_sign_in_page_to_who_cannot(client: Client, cast: Cast) -> None:
    assert 'href="/help/sign-in/"' in client.get("/accounts/login/").content.decode()
    client.force_login(cast.teacher)
    assert '<a href="/help/">說明</a>' in client.get("/").content.decode()


@pytest.mark.once
@pytest.mark.usefixtures("only_statuses")
@pytest.mark.parametrize("person", ROLE_OF)
def test_the_page_of_a_role_leads_only_where_that_role_may_go(client: Client, world: World, person: str) -> None:
    client.force_login(getattr(world.cast, person))
    links = {href for href in attributes(ROLE_OF[person].value, "link_open", "href") if href.startswith("/")}
    assert {href: status for href in links if (status := client.get(href).status_code) != 200} == {}


@pytest.mark.parametrize("role", CARDS)
def test_a_card_is_one_sheet_that_says_five_things(client: Client, cast: Cast, role: Role) -> None:
    client.force_login(cast.principal)
    (sheet,) = pages(client.get(f"/help/cards/{role.value}.pdf").content)
    said = squeeze(sheet.extract_text())
    assert f"{role.label}的五件事" in said
    for thing in things_of(role):
        assert squeeze(thing)[:12] in said
    assert sheet.images or sheet.rects or sheet.curves  # the code


def test_cards_are_offered_to_who_may_print_them(client: Client, cast: Cast) -> None:
    assert "列印隨身小卡" not in client.get("/help/guard/").content.decode()
    client.force_login(cast.guard)
    assert "/help/cards/guard.pdf" in client.get("/help/guard/").content.decode()
    assert "小卡" not in client.get("/help/handler/").content.decode().partition("<article")[0]
    client.force_login(cast.handler)
    assert "/help/cards/staff.pdf" in client.get("/print/").content.decode()
