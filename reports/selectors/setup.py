"""設定進度: what a school still lacks before its first case, read off the records; nobody ticks anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.choices import SIGNS, Feature, Role
from accounts.policies import posts_on
from accounts.selectors import has_feature, plan_on, school_if_any
from cameras.selectors import cameras_in_use, recorders_in_use
from ledger.selectors import keys_are_kept
from printing.rules import local_date
from reports.rules import PAIRS, unmet_pairs
from retention.selectors import newest_checks, sources_in_use
from work.selectors import has_mailed, mail_is_configured

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from accounts.models import Appointment, PlanStep, SchoolPlan
    from cameras.models import Recorder
    from reports.rules import Pair

KEEPS = frozenset({Role.ADMINISTRATOR})
LOOKS_AFTER = frozenset({Role.HANDLER, Role.ADMINISTRATOR})
CHECKS = frozenset({Role.HANDLER})
ALWAYS = frozenset({Role.HANDLER, Role.GUARD})
"""Whatever the chain: somebody receives, and somebody watches (rulings, introduction)."""


@dataclass(frozen=True, slots=True)
class Doing:
    """A page on which something is done, and whose roles may open it."""

    label: str
    route: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class SetUpStep:
    """One thing a school needs: whether it is there, how it stands, whose it is, and where it is done."""

    title: str
    is_done: bool
    standing: str
    who: str
    doings: tuple[Doing, ...]

    def open_to(self, roles: Collection[Role]) -> list[Doing]:
        """Return the pages a person with `roles` may open."""
        return [one for one in self.doings if one.roles & frozenset(roles)]


@dataclass(frozen=True, slots=True)
class SetUp:
    """Every step, and the rules of two people this school cannot keep (ruling 2)."""

    steps: Sequence[SetUpStep]
    unmet: Sequence[Pair]

    @property
    def missing(self) -> list[SetUpStep]:
        """The steps that are not done."""
        return [one for one in self.steps if not one.is_done]


def setup_of(now: dt.datetime) -> SetUp:
    """Return how far the school is set up."""
    today = local_date(now)
    posts, plan, recorders = posts_on(today), plan_on(today), list(recorders_in_use(today))
    chain = list(plan.steps.all())
    steps = [
        _school(), _plan(plan, chain), _posts(posts, chain), _accounts(posts),
        _cameras(recorders, today), _footage(recorders), _mail(), _keys(),
    ]  # fmt: skip
    return SetUp(steps, unmet_of(posts))


def unmet_of(posts: Collection[Appointment]) -> list[Pair]:
    """Return the rules of two people that those who hold `posts` cannot keep, of what the school uses."""
    holders: dict[Role, set[int]] = {role: set() for role in Role}
    for post in posts:
        holders[Role(post.role)].add(post.user_id)
    used = [pair for pair in PAIRS if not pair.feature or has_feature(Feature(pair.feature))]
    return unmet_pairs(used, holders)


def _school() -> SetUpStep:
    school = school_if_any()
    said = (("電話", school.phone), ("地址", school.address)) if school else (("校名", ""),)
    empty = [word for word, value in said if not value]
    standing = f"尚未填寫：{'、'.join(empty)}" if empty or school is None else school.name
    return SetUpStep("學校資料", not empty, standing, "系統管理", (Doing("填寫學校資料", "accounts:school", KEEPS),))


def _plan(plan: SchoolPlan, chain: Sequence[PlanStep]) -> SetUpStep:
    values = f"至少保存 {plan.minimum_days} 日、{plan.maximum_years} 年內銷毀、{len(chain)} 關核定"
    standing = values if plan.confirmed_on else f"{values}（系統內建，尚未確認）"
    doing = Doing("確認計畫數值", "accounts:plan-values", KEEPS)
    return SetUpStep("本校計畫", plan.confirmed_on is not None, standing, "系統管理（依校內會議決議）", (doing,))


def _posts(posts: Collection[Appointment], chain: Sequence[PlanStep]) -> SetUpStep:
    held = {Role(post.role) for post in posts}
    needed = {Role(step.role) for step in chain} | ALWAYS
    lacking = [role.label for role in (*SIGNS, Role.GUARD) if role in needed - held]
    people = len({post.user_id for post in posts})
    standing = f"尚無：{'、'.join(lacking)}" if lacking else f"{people} 人在職，各關與警衛都有人"
    doings = (Doing("匯入人員", "reports:people-import", LOOKS_AFTER), Doing("人員", "accounts:people", LOOKS_AFTER))
    return SetUpStep("人員與職務", not lacking, standing, "系統管理", doings)


def _accounts(posts: Collection[Appointment]) -> SetUpStep:
    needed = {post.user for post in posts if Role(post.role) in (*SIGNS, Role.GUARD)}
    everybody = {post.user for post in posts}
    waiting = [one for one in everybody if not one.has_usable_password()]
    urgent = [one for one in waiting if one in needed]
    standing = f"{len(waiting)} 人尚未自訂密碼" if waiting else "都已開通"
    if urgent:
        standing += f"，其中 {len(urgent)} 人辦理簽核或警衛工作"
    doing = Doing("發給單次連結", "accounts:links", KEEPS)
    return SetUpStep(
        "帳號開通", bool(needed) and not urgent, standing if needed else "尚無人員", "系統管理發給，本人開通", (doing,)
    )


def _cameras(recorders: Sequence[Recorder], today: dt.date) -> SetUpStep:
    count = cameras_in_use(today).count()
    standing = (
        f"{len(recorders)} 部主機、{count} 支攝影機" if count else "尚無攝影機" if recorders else "尚無主機與攝影機"
    )
    doings = (
        Doing("新增主機", "cameras:new-recorder", LOOKS_AFTER),
        Doing("匯入攝影機", "cameras:import", LOOKS_AFTER),
    )
    return SetUpStep("主機與攝影機", bool(count), standing, "承辦人或系統管理", doings)


def _footage(recorders: Sequence[Recorder]) -> SetUpStep:
    watched = {source.recorder_id for source in sources_in_use()} | set(newest_checks())
    lacking = [one.code for one in recorders if one.pk not in watched]
    standing = (
        f"尚未查核：{'、'.join(lacking)}" if lacking else "每部主機都已查核或登錄資料夾" if recorders else "尚無主機"
    )
    doings = (
        Doing("登錄影像查核", "retention:hand-check-new", CHECKS),
        Doing("登錄影像資料夾", "retention:source-new", LOOKS_AFTER),
    )
    who = "承辦人；改由本系統刪除須另一人確認"
    return SetUpStep("影像保存日數", bool(recorders) and not lacking, standing, who, doings)


def _mail() -> SetUpStep:
    if not mail_is_configured():
        standing, is_done = "未設定寄信，通知只在站內顯示（選用）", True
    elif has_mailed():
        standing, is_done = "已寄出過通知", True
    else:
        standing, is_done = "已設定寄信，尚未寄出過", False
    return SetUpStep("寄信", is_done, standing, "系統管理", (Doing("測試寄信", "reports:mail-test", KEEPS),))


def _keys() -> SetUpStep:
    is_done = keys_are_kept()
    standing = (
        "已另存，並與備份分開保管"
        if is_done
        else "尚未另存，或另存後又換過金鑰：請在主機執行 manage.py backup --keys。沒有金鑰檔，備份無法還原"
    )
    return SetUpStep("金鑰另存", is_done, standing, "系統管理（在主機上）", ())
