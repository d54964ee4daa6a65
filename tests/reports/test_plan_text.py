"""本校計畫: the plan's own text, clause by clause, each with the page that fulfils it (ruling 23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.models import SchoolPlan
from reports.rules import PAGES, sections_of

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast


def test_the_plan_has_six_sections_and_their_clauses(cast: Cast) -> None:
    sections = sections_of(SchoolPlan.objects.get().text)
    assert [section.heading[0] for section in sections] == ["壹", "貳", "參", "肆", "伍", "陸"]
    assert [len(section.clauses) for section in sections] == [2, 0, 3, 4, 5, 3]
    assert sections[1].opening.startswith("為維護校園安全")


def test_every_linked_clause_stands_in_the_plan(cast: Cast) -> None:
    clauses = {clause.id for section in sections_of(SchoolPlan.objects.get().text) for clause in section.clauses}
    assert set(PAGES) <= clauses


def test_every_clause_the_school_has_to_keep_leads_to_its_pages(cast: Cast) -> None:
    clauses = [clause for section in sections_of(SchoolPlan.objects.get().text) for clause in section.clauses]
    assert [clause.id for clause in clauses if not clause.pages] == ["壹、一", "壹、二"]
    led = {clause.id: {name for _, name in clause.pages} for clause in clauses}
    assert led["肆、二"] == {"accounts:me", "reports:handovers"}
    assert {"retention:holds", "retention:copy-lists"} <= led["肆、四"]
    assert "retention:copies" in led["伍、三"]
    assert all(reverse(name) for names in led.values() for name in names)


def test_what_stands_before_the_first_section_is_no_clause() -> None:
    assert (
        sections_of("桃園市八德區瑞豐國民小學\n108年6月17日訂定\n\n壹、依據：\n一、函辦理。\n續行")[0].opening == "續行"
    )


def test_the_page_shows_the_text_and_its_links(client: Client, cast: Cast) -> None:
    client.force_login(cast.teacher)
    page = client.get(reverse("reports:plan")).content.decode()
    assert "所攝錄之資料應保存至少14日以上" in page
    assert reverse("review:new") in page
