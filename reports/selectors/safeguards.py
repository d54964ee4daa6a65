"""個人資料保護法施行細則第12條第2項: the eleven measures, each with what this installation can show for it today.

Evidence is counted, never about a case: who reads it may be no reader of a 限制案. What the product does not keep is said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import Role
from accounts.models import Undertaking
from cameras import selectors as cameras
from ledger import selectors as ledger
from ledger.models import Checkpoint, Entry
from maintenance import selectors as maintenance
from printing.rules import long_date, long_moment
from reports import policies
from requests import policies as review
from requests.policies.misuses import misuses_for
from retention import selectors as retention
from work.selectors import duties, overdue_duties

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from accounts.models import User

LOG_DAYS = 183
"""附表十 and 分級辦法: logs are kept half a year at least; the ledger has no act that removes an entry."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of evidence; `page` is the route that shows it, empty for who may not open it, `is_lacking` when it is bad."""

    text: str
    page: str = ""
    is_lacking: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the eleven: its number and words in the rule, how the product does it, and what shows it."""

    number: int
    title: str
    way: str
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks and when; the duties are asked once."""

    user: User
    now: dt.datetime
    day: dt.date
    runs: dict[str, Evidence]

    def run(self, name: str) -> Evidence:
        """Return when a duty last ran."""
        return self.runs[name]


def safeguards(user: User, now: dt.datetime) -> list[Measure]:
    """Return the eleven measures in the rule's order, with today's evidence as `user` may see it."""
    asked = _Asked(user, now, timezone.localdate(now), _runs(now))
    return [
        Measure(number, title, way, evidence(asked)) for number, (title, way, evidence) in enumerate(MEASURES, start=1)
    ]


def _runs(now: dt.datetime) -> dict[str, Evidence]:
    late = {duty.name for duty in overdue_duties(now)}
    found = {}
    for duty in duties():
        when = (
            f"{long_moment(duty.last_started_at)}，{duty.last_failure or duty.last_result}"
            if duty.last_started_at
            else "尚未執行"
        )
        is_lacking = bool(duty.last_failure) or duty.name in late or duty.last_started_at is None
        found[duty.name] = Evidence(f"例行工作「{duty.title}」上次執行：{when}", "reports:rules", is_lacking)
    return found


def _people(asked: _Asked) -> list[Evidence]:
    roles = Counter(post.role for post in people.posts_on(asked.day))
    needed = (Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.ADMINISTRATOR, Role.AUDITOR)
    page = "accounts:people" if people.may_see_people(asked.user, asked.day) else ""
    counted = "、".join(f"{role.label} {roles[role]} 人" for role in needed)
    lacking = [role.label for role in needed if not roles[role]]
    told = [Evidence(f"目前派任：{counted}", page)]
    return [*told, Evidence(f"尚無人擔任{'、'.join(lacking)}", page, is_lacking=True)] if lacking else told


def _scope(asked: _Asked) -> list[Evidence]:
    in_use, recorders = cameras.cameras_in_use(asked.day).count(), cameras.recorders_in_use(asked.day).count()
    return [
        Evidence("個人資料檔案公開事項（個人資料保護法第17條）", "reports:personal-data"),
        Evidence(f"使用中攝影機 {in_use} 支、主機 {recorders} 台，逐支登錄設置目的與涵蓋範圍", "cameras:list"),
    ]


def _risks(asked: _Asked) -> list[Evidence]:
    found = len(retention.open_findings(asked.user, asked.now))
    return [
        Evidence(f"系統逐日查核發現、尚未改善之事項 {found} 件", "retention:overview", is_lacking=bool(found)),
        asked.run("cctv_admin.tasks.raise_alarms"),
        Evidence("書面之風險評估由學校辦理，本系統不保存"),
    ]


def _incidents(asked: _Asked) -> list[Evidence]:
    plan = accounts.plan_on(asked.day)
    clocks = [
        f"{what} {hours} 小時"
        for what, hours in (("資通安全事件", plan.security_report_hours), ("個資外洩", plan.breach_report_hours))
        if hours
    ]
    told = Evidence(f"通報時限：{'、'.join(clocks) or '計畫未定'}", "reports:plan")
    if not review.is_in_chain(asked.user, asked.now):
        return [told, Evidence("不當使用或洩密事件由辦理人員登錄、主管結案")]
    events = misuses_for(asked.user, asked.now)
    is_open = events.filter(closed_at=None).count()
    return [Evidence(f"登錄之不當使用或洩密事件 {events.count()} 件，處理中 {is_open} 件", "review:misuses"), told]


def _procedures(asked: _Asked) -> list[Evidence]:
    plan = accounts.plan_on(asked.day)
    return [
        Evidence(f"{plan.title}，{long_date(plan.effective_from)}起適用；簽核 {plan.steps.count()} 關", "reports:plan"),
        Evidence("蒐集時之告知（個人資料保護法第8條）", "review:privacy"),
        Evidence(
            f"影像至遲 {plan.maximum_years} 年內銷毀；申請單及登記簿至少保存 {plan.paper_years} 年", "reports:rules"
        ),
    ]


def _security(asked: _Asked) -> list[Evidence]:
    here = {post.user_id for post in people.posts_on(asked.day)}
    signed = Undertaking.objects.filter(user__in=here).values("user").distinct().count()
    page = "accounts:people" if people.may_see_people(asked.user, asked.day) else ""
    return [
        Evidence(
            f"使用中帳號 {len(here)} 個，均為個人帳號；已簽保密切結 {signed} 人", page, is_lacking=signed < len(here)
        ),
        Evidence("身分證號、案件快照、書函草稿及事件經過加密儲存；身分證號顯示時遮罩，全文須填事由並留紀錄"),
        Evidence("留存檔以各自的金鑰加密，金鑰以資料庫以外之金鑰包覆", "retention:overview"),
    ]


def _training(asked: _Asked) -> list[Evidence]:
    return [
        Evidence("派任時簽署保密切結，調閱前告知調閱須知", "review:viewing-notice-blank"),
        Evidence("教育訓練之課程與時數由學校辦理，本系統不保存"),
    ]


def _equipment(asked: _Asked) -> list[Evidence]:
    last, due = maintenance.last_inspected_on(), maintenance.next_due(asked.day)
    faults = maintenance.unfinished_faults().count()
    is_late = last is None or (due is not None and due < asked.day)
    checked = (
        f"上次定期檢查：{long_date(last) if last else '尚無'}；下次應於{long_date(due) if due else '首次檢查後訂定'}前"
    )
    return [
        Evidence(checked, "maintenance:inspection-list", is_lacking=is_late),
        Evidence(f"未結案之故障 {faults} 件", "maintenance:fault-list"),
    ]


def _audit(asked: _Asked) -> list[Evidence]:
    newest = Checkpoint.objects.first()
    said = f"簽章查核點最近一次：{long_moment(newest.at)}，至第 {newest.size} 筆" if newest else "尚無簽章查核點"
    told = [
        Evidence(said, "reports:checkpoints", is_lacking=newest is None),
        asked.run("reports.tasks.publish_checkpoint"),
    ]
    page = "reports:administration" if policies.may_read_ledger(asked.user, asked.now) else ""
    return [*told, Evidence("系統管理人員及主機操作人員之行為另列一頁，供稽核及校長閱覽，不能修改或刪除", page)]


def _records(asked: _Asked) -> list[Evidence]:
    first = Entry.objects.order_by("sequence").values_list("sequence", "at").first()
    if first is None:
        return [Evidence("尚無存取紀錄", is_lacking=True)]
    days = (asked.now - first[1]).days
    page = "reports:ledger" if policies.may_read_ledger(asked.user, asked.now) else ""
    half_a_year = "，已逾六個月" if days >= LOG_DAYS else "，啟用未滿六個月，自啟用起全部保存"
    return [
        Evidence(
            f"存取紀錄共 {ledger.length()} 筆，最早為{long_date(first[1])}第 {first[0]} 筆，已保存 {days} 日{half_a_year}",
            page,
            is_lacking=first[0] != 1,
        ),
        Evidence("查詢、閱覽、列印、下載、播放個人資料均先記錄再顯示；無法記錄時不顯示", page),
    ]


def _improvement(asked: _Asked) -> list[Evidence]:
    return [
        asked.run("retention.tasks.check_minimum_retention"),
        asked.run("retention.tasks.enforce_maximum_retention"),
        asked.run("cctv_admin.tasks.back_up"),
    ]


MEASURES: tuple[tuple[str, str, Callable[[_Asked], list[Evidence]]], ...] = (
    ("配置管理之人員及相當資源", "職務以派任定之，各有其人及代理順位。", _people),
    ("界定個人資料之範圍", "保有之檔案、攝影機及其設置目的逐項登錄。", _scope),
    ("個人資料之風險評估及管理機制", "每日查核保存日數、期限及系統狀態，未符合者列管至改善。", _risks),
    ("事故之預防、通報及應變機制", "不當使用或洩密事件逐件登錄處置、通報及告知（計畫肆、一）。", _incidents),
    ("個人資料蒐集、處理及利用之內部管理程序", "依本校計畫申請、審核、核定、陪同調閱、登記及銷毀。", _procedures),
    ("資料安全管理及人員管理", "個人帳號、最小權限、加密、遮罩；切結於離職後仍保存（計畫肆、二）。", _security),
    ("認知宣導及教育訓練", "以切結、調閱須知及各頁說明宣導。", _training),
    ("設備安全管理", "定期檢查保養、故障列管、設備列帳（計畫陸）。", _equipment),
    ("資料安全稽核機制", "存取紀錄逐筆相連並每日簽章，外部保存之查核點可以核對。", _audit),
    ("使用紀錄、軌跡資料及證據保存", "存取紀錄只能新增，沒有修改、刪除的功能，也沒有保存期限。", _records),
    ("個人資料安全維護之整體持續改善", "例行工作之結果及未符合事項為改善之依據。", _improvement),
)
"""Words of 施行細則第12條第2項, how the product does it, and where its evidence comes from."""
