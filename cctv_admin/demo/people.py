"""The people of the sample school: invented, with the characters real rosters have."""

from __future__ import annotations

import datetime as dt

from accounts.choices import Feature, Role
from accounts.models import User
from accounts.rules import Step
from accounts.selectors import plan_on
from accounts.services import appoint, decide_plan, found_school, sign_undertaking
from ledger import services as ledger
from ledger.choices import OPERATOR, Verb
from ledger.services import SYSTEM, Actor
from printing.rules import local_date

PASSWORD = "Ruifeng-108-demo"  # noqa: S105 the published password of the demonstration

PEOPLE: tuple[tuple[str, str, Role, str, str], ...] = (
    ("teacher", "許喆安", Role.STAFF, "五年三班導師", "教務處"),
    ("teacher2", "林𠮷祥", Role.STAFF, "二年一班導師", "教務處"),
    ("teacher3", "Emily O'Brien", Role.STAFF, "外籍英語教師", "教務處"),
    ("handler", "游承堃", Role.HANDLER, "事務組長", "總務處"),
    ("supervisor", "方瑀彤", Role.SUPERVISOR, "總務主任", "總務處"),
    ("dean", "陳煒騏", Role.STAFF, "教務主任", "教務處"),
    ("principal", "蘇翊甯", Role.PRINCIPAL, "校長", "校長室"),
    ("guard", "巴奈・古拉斯", Role.GUARD, "警衛", "警衛室"),
    ("administrator", "羅湘喬", Role.ADMINISTRATOR, "資訊組長", "教務處"),
    ("auditor", "黃鈺淇", Role.AUDITOR, "稽核", "桃園市政府教育局"),
)


PLAN_FROM = dt.date(2019, 6, 17)
"""Since when the school's plan is in force."""


def make_school(began: dt.datetime, plan_from: dt.date = PLAN_FROM) -> dict[str, User]:
    """Found 瑞豐國小 with its plan at `began`, appoint everybody from that day on, with the 保密切結 of who has to do with footage, and put the keys aside; return people by account name.

    The plan is in force from `plan_from` on, not later than `began`.
    """
    found_school(
        name="桃園市八德區瑞豐國民小學", short_name="瑞豐國小", phone="03-0000000", features=Feature,
        address="334 桃園市八德區示範路1號", effective_from=plan_from, actor=SYSTEM, now=began,
    )  # fmt: skip
    people = {}
    for username, name, role, title, office in PEOPLE:
        person = people[username] = User.objects.create_user(username, name, PASSWORD, phone="03-0000000")
        since = local_date(began)
        appoint(user=person, role=role, title=title, office=office, since=since, actor=SYSTEM, now=began)
        if role != Role.STAFF:
            sign_undertaking(user=person, now=began)
    chain = [Step(Role(one.role), one.title, one.paper_label) for one in plan_on(local_date(began)).steps.all()]
    decide_plan(user=people["administrator"], effective_from=local_date(began), values={}, steps=chain, now=began)
    shell = Actor(name=f"{OPERATOR} root")
    ledger.append(verb=Verb.KEYS_WRITTEN, actor=shell, subject="keys.age", detail={}, now=began)
    return people
