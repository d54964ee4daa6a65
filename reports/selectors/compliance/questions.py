"""常見查核問題: what an auditor or a parent asks (domain §6.5), each with a short answer and the page that shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING

from accounts.choices import Feature
from accounts.policies import posts_on
from cameras.selectors import outages_during
from maintenance.choices import Restriction
from maintenance.models import Fault
from printing.rules import roc_year, short_date, short_moment, start_of_day
from reports.rules import Question
from reports.rules.clauses import NAMED
from reports.rules.periods import ONE_DAY
from requests.selectors import missing_items
from requests.selectors.over_periods import days_late
from retention.models import Hold
from retention.selectors.over_periods import readings_between

if TYPE_CHECKING:
    from cameras.models import Outage
    from reports.selectors.compliance.asked import Asked

DEFAULT_HOURS = 24


@dataclass(frozen=True, slots=True)
class Wondering:
    """What the questions leave open: which day, within how many hours."""

    day: dt.date
    hours: int = DEFAULT_HOURS


def questions(asked: Asked, wondering: Wondering) -> list[Question]:
    """Return the nine questions with their answers, in the order people ask them."""
    return [
        _down(asked, wondering.day), _preserved(asked, wondering.hours), _seen(asked), _copies(asked), _letters(asked), _replies(asked),
        _days(asked), _accounts(asked), _brands(asked),
    ]  # fmt: skip


def _down(asked: Asked, day: dt.date) -> Question:
    text = f"{short_date(day)} 哪些攝影機中斷、自何時起、何人知悉？"
    outages = _outages_on(asked, day)
    faults = _faults_named(asked, {number for one in outages for number in one.numbers})
    said = "；".join(_outage(one, faults) for one in outages[:NAMED])
    more = f"；等 {len(outages)} 筆" if len(outages) > NAMED else ""
    return Question(text, f"{said}{more}。" if outages else "當日沒有影像中斷之紀錄。", "maintenance:outage-list")


def _outages_on(asked: Asked, day: dt.date) -> list[Outage]:
    start, end = start_of_day(day), start_of_day(day + ONE_DAY)
    if asked.first <= day <= asked.last:
        return [one for one in asked.outages if one.since < end and (one.until is None or one.until > start)]
    return list(outages_during(start, end).select_related("camera"))


def _faults_named(asked: Asked, numbers: set[str]) -> dict[str, Fault]:
    """Return the faults outages go by; what was not broken in the period is asked for."""
    known = {fault.number: fault for fault in asked.faults if fault.number in numbers}
    others = Fault.objects.filter(number__in=numbers - known.keys()) if numbers - known.keys() else ()
    return known | {fault.number: fault for fault in others}


def _outage(outage: Outage, faults: dict[str, Fault]) -> str:
    known = [faults[number] for number in outage.numbers if number in faults]
    who = "、".join(f"{one.number} 於 {short_moment(one.reported_at)} {_told_by(one)}" for one in known)
    until = f"至 {short_moment(outage.until)}" if outage.until else "未恢復"
    return f"{outage.camera.code} 自 {short_moment(outage.since)} {until}（{outage.get_cause_display()}{f'，{who}' if who else ''}）"


def _told_by(fault: Fault) -> str:
    return f"由{fault.get_origin_display()}得知"


def _preserved(asked: Asked, hours: int) -> Question:
    text = f"收件後 {hours} 小時內是否已留存影像？"
    cases = asked.received
    keys = [case.draft_key for case in cases]
    held = dict(Hold.objects.filter(case_key__in=keys).order_by("-placed_at").values_list("case_key", "placed_at"))
    made = asked.first_copies
    limit = dt.timedelta(hours=hours)
    in_time = sum(_is_within(held.get(case.draft_key), case.received_at, limit) for case in cases)
    copied = sum(_is_within(made.get(case.draft_key), case.received_at, limit) for case in cases)
    answer = (
        f"期間內收件 {len(cases)} 件：{in_time} 件於 {hours} 小時內通知留存，{copied} 件於 {hours} 小時內完成留存檔。"
    )
    return Question(text, answer, "retention:copies")


def _is_within(at: dt.datetime | None, since: dt.datetime | None, limit: dt.timedelta) -> bool:
    return at is not None and since is not None and at - since <= limit


def _seen(asked: Asked) -> Question:
    viewings = sum(asked.is_within(one.started_at) for case in asked.cases for one in case.viewings.all())
    readings = readings_between(asked.start, asked.end).count()
    answer = (
        f"期間內調閱 {viewings} 次、播放或下載留存檔 {readings} 次；何人調閱、何人核定、何人在場，逐次載於調閱登記簿。"
    )
    query = f"since_0={roc_year(asked.first)}&since_1={asked.first.month}&since_2={asked.first.day}"
    return Question("何人看過某段影像、何人核定、何人在場？", answer, "reports:register", query=query)


def _copies(asked: Asked) -> Question:
    files, media, made, gone = (asked.copies[name] for name in ("files", "media", "made", "destroyed"))
    answer = (
        f"目前保存檔案 {files} 件、標籤媒體 {media} 件；期間內製作 {made} 件、銷毀 {gone} 件。"
        "存放處所、保存依據、應銷毀日及銷毀人，逐件載於留存檔及銷毀清冊。"
    )
    return Question("有哪些留存檔、存放何處、為何仍保存、何時由何人銷毀？", answer, "retention:copies")


def _letters(asked: Asked) -> Question:
    letters = [case.agency_letter for case in asked.of_bodies if asked.is_within(case.received_at)]
    owed = sum(not letter.is_here for letter in letters)
    without_basis = sum(letter.is_here and "法令依據" in missing_items(letter) for letter in letters)
    answer = f"期間內 {len(letters)} 件：未載明法令依據 {without_basis} 件，尚未收到公文 {owed} 件。"
    return Question("公務機關申請有幾件未載法令依據或沒有公文？", answer, "reports:compliance", query="#c5.2")


def _replies(asked: Asked) -> Question:
    days = asked.days_to_reply(asked.cases)
    late = sum(days_late(case, asked.start, asked.at) is not None for case in asked.cases)
    answer = f"核定 {len(days)} 件" + (f"，平均 {mean(days):.1f} 日、最長 {max(days)} 日" if days else "")
    page, query = (
        ("reports:statistics", "") if Feature.STATISTICS in asked.features else ("reports:compliance", "#c5.1")
    )
    return Question("平均及最長處理日數、逾期案件各為何？", f"{answer}；逾處理期限 {late} 件。", page, query=query)


def _days(asked: Asked) -> Question:
    keeping = asked.keeping
    short = sum(not is_enough for _, is_enough in keeping)
    said = "；".join(words for words, _ in keeping[:NAMED]) or "沒有使用中之主機"
    return Question("各主機實際保存日數是否達計畫所定？", f"{said}。不足或未查核 {short} 項。", "retention:overview")


def _accounts(asked: Asked) -> Question:
    year = roc_year(asked.today)
    text = f"{year}年度哪些帳號尚未清查？"
    review = next((one for one in asked.reviews if one.year == year), None)
    people = {post.user_id for post in posts_on(asked.today)}
    done = set(review.lines.exclude(verdict="").values_list("person", flat=True)) if review else set()
    left = len(people - done)
    signed = f"，{short_date(review.signed_at)} 簽署" if review and review.signed_at else "，尚未簽署"
    begun = f"本年度已開始清查{signed}" if review else "本年度尚未開始清查"
    return Question(text, f"{begun}；使用中帳號 {len(people)} 個，尚未清查 {left} 個。", "reports:reviews")


def _brands(asked: Asked) -> Question:
    in_use = [one for one in asked.equipment if one.scrapped_on is None]
    listed = [one for one in in_use if one.restriction == Restriction.YES]
    unsure = sum(bool(one.warnings) for one in in_use if not one.restriction)
    without = sum(not one.approval_number for one in listed)
    answer = f"使用中限制廠牌設備 {len(listed)} 項，其中 {without} 項未登錄列管核准文號；另 {unsure} 項廠牌待認定。"
    return Question("仍有哪些大陸廠牌設備、依何核准使用？", answer, "maintenance:equipment-list", query="warned=1")
