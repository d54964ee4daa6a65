"""壹 to 參、二, and 肆、一二: the plan, its purpose, who manages and watches, who keeps what secret."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from accounts.choices import Role
from accounts.models import Undertaking
from printing.rules import long_date, short_date
from reports.choices import MoveKind
from reports.models import Handover
from reports.rules import Breach, Found, Proof, lost_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Appointment
    from reports.selectors.compliance.asked import Asked

TODAY_ONLY = "系統只保存目前的登錄內容，期間內之變動見存取紀錄。"
WITH_FOOTAGE = frozenset(Role) - {Role.STAFF}
"""Whose post has to do with footage, and who therefore signs a 保密切結."""


def basis(asked: Asked) -> Found:
    """壹: the plan in force, and on what it rests."""
    plan = asked.plan
    if plan is None:
        return Found(breaches=[Breach(f"{long_date(asked.last)}沒有生效之本校計畫")])
    proofs = [Proof(f"{plan.title}，{long_date(plan.effective_from)}起適用", "reports:plan")]
    if not plan.basis.strip():
        return Found(proofs, [Breach("本校計畫未載依據", "reports:plan")])
    return Found([*proofs, *(Proof(line.strip(), "reports:plan") for line in plan.basis.splitlines() if line.strip())])


def purpose(asked: Asked) -> Found:
    """貳: every camera has its purpose."""
    cameras = asked.cameras
    proofs = [
        Proof(f"使用中攝影機 {len(cameras)} 支，逐支登錄設置目的及涵蓋範圍", "cameras:list"),
        Proof("蒐集告知載明目的，且不供人事考核之用", "review:privacy"),
    ]
    breaches = [
        Breach(f"攝影機 {one.code} 未登錄設置目的", "cameras:camera", (one.code,))
        for one in cameras
        if not one.purpose.strip()
    ]
    return Found(proofs, breaches, applies=bool(cameras), note=TODAY_ONLY)


def managed(asked: Asked) -> Found:
    """參、一: somebody held the posts that manage the system, every day: 承辦人, and whoever signs a step of the plan."""
    steps = asked.plan.steps.all() if asked.plan else ()
    managing = {Role.HANDLER, *(Role(step.role) for step in steps)}
    return _posts(asked, [role for role in Role if role in managing])


def guarded(asked: Asked) -> Found:
    """參、二: the system stands in 警衛室, and a guard was appointed every day."""
    found = _posts(asked, (Role.GUARD,))
    for recorder in asked.recorders:
        found.proofs.append(Proof(f"主機 {recorder.code} 存置於{recorder.location or '（未登錄）'}", "cameras:list"))
        if not recorder.location:
            found.breaches.append(Breach(f"主機 {recorder.code} 未登錄存置地點", "cameras:list"))
    return found


def _posts(asked: Asked, roles: Iterable[Role]) -> Found:
    found = Found()
    for role in roles:
        held = [post for post in asked.posts if post.role == role]
        titles = "、".join(sorted({post.title for post in held})) or "無"
        found.proofs.append(Proof(f"{role.label}：{titles}（{len({post.user_id for post in held})} 人）"))
        if days := asked.vacant_days(role):
            found.breaches.append(Breach(f"無人擔任{role.label}：{lost_days(days)}"))
    return found


def confidential(asked: Asked) -> Found:
    """肆、一: what happened that should not have, and who has not signed the 保密切結."""
    events = asked.events
    waiting = sum(event.closed_at is None for event in events)
    holders = [post for post in asked.holders_on(asked.last) if post.role in WITH_FOOTAGE and post.user.is_active]
    lacking = _without_undertaking(holders, asked)
    here = {post.user_id for post in holders}
    proofs = [
        Proof(f"期間內發現或處理之不當使用或洩密事件 {len(events)} 件，處理中 {waiting} 件", "review:misuses"),
        Proof(f"職務與影音資料有關者 {len(here)} 人，已簽保密切結 {len(here - set(lacking))} 人"),
    ]
    breaches = [
        Breach(
            f"{short_date(event.noticed_at)} 發現不當使用或洩密事件一件，"
            + (f"{short_date(event.closed_at)} 結案" if event.closed_at else "處理中"),
            "review:misuse", (event.pk,), misuse=event.pk,
        )
        for event in events
    ]  # fmt: skip
    counted = Counter(lacking.values())
    breaches += [Breach(f"{role} {number} 人未簽保密切結") for role, number in sorted(counted.items())]
    return Found(proofs, breaches)


def _without_undertaking(holders: Iterable[Appointment], asked: Asked) -> dict[int, str]:
    signed = set(Undertaking.objects.filter(signed_on__lte=asked.last).values_list("user", flat=True))
    return {post.user_id: post.get_role_display() for post in holders if post.user_id not in signed}


def departed(asked: Asked) -> Found:
    """肆、二: who left, whether access ended, and whether the 離職保密切結 is there."""
    left = Handover.objects.filter(is_dropped=False, effective_on__range=(asked.first, asked.last))
    rows = list(left.exclude(kind=MoveKind.HANDOVER).select_related("person", "acknowledgement"))
    signed = [row for row in rows if row.acknowledgement_id]
    proofs = [
        Proof(
            f"期間內離職、調職或停用帳號 {len(rows)} 人，離職保密切結已簽名存檔 {len(signed)} 人", "reports:handovers"
        )
    ]
    breaches = [_unsigned(row, asked) for row in rows if row not in signed]
    breaches += [
        Breach(
            f"{short_date(row.effective_on)} {_post_of(row, asked)}離職後帳號仍可使用", "reports:handover", (row.pk,)
        )
        for row in rows
        if row.person.is_active and row.done_at and not asked_again(row)
    ]
    return Found(proofs, breaches, applies=bool(rows))


def _unsigned(row: Handover, asked: Asked) -> Breach:
    words = f"{short_date(row.effective_on)} {_post_of(row, asked)}{row.get_kind_display()}，離職保密切結尚未簽名存檔"
    return Breach(words, "reports:handover", (row.pk,))


def asked_again(row: Handover) -> bool:
    """Say whether the account was opened anew since: then it is in use rightly."""
    enabled = row.person.enabled_at
    return enabled is not None and row.done_at is not None and enabled >= row.done_at


def _post_of(row: Handover, asked: Asked) -> str:
    """Return the role of who left: a report names nobody."""
    roles = dict.fromkeys(post.get_role_display() for post in asked.posts if post.user_id == row.person_id)
    return "、".join(roles) or "人員"
