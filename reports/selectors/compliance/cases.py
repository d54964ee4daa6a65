"""伍, 參、二 and 附錄1: who asked, was answered in time, saw what with whom, and what was kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maintenance.rules import add_months
from printing.rules import local_date, short_date, start_of_day
from reports.rules import Breach, Found, Proof, every
from reports.selectors.compliance.asked import by_case, of_findings
from requests.choices import DECIDED, Status
from requests.selectors import missing_items, owes_signed_form
from requests.selectors.over_periods import (
    days_late,
    erased_between,
    is_of_a_body,
    kept_past_term,
    replies_sent,
    secret_letters_between,
    was_erased_early,
)
from retention.choices import FindingKind
from retention.selectors.over_periods import settled_backups

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from reports.selectors.compliance.asked import Asked
    from requests.models import ReviewRequest, ViewingSession

UNENDED = 1
"""A viewing is over within the day; one still running on the next was not written to its end."""
A_YEAR = 12


def viewings_of(case: ReviewRequest, asked: Asked) -> list[ViewingSession]:
    """Return the viewings of a case that began in the period."""
    return [one for one in case.viewings.all() if asked.is_within(one.started_at)]


def by_form(asked: Asked) -> Found:
    """參、二: who was let see has filled in 附錄1, and signed it."""
    viewed = [case for case in asked.cases if viewings_of(case, asked)]
    by_form_viewed = [case for case in viewed if not is_of_a_body(case)]
    lacking = sum(owes_signed_form(case) for case in by_form_viewed)
    lacking += sum(is_of_a_body(case) and not case.agency_letter.is_here for case in viewed)
    how_many = every(len(viewed), lacking, "件")
    proofs = [
        Proof(
            f"期間內收件 {len(asked.received)} 件，調閱 {len(viewed)} 件，{how_many}以簽名之申請單或公文為據",
            "reports:register",
        ),
        Proof("空白附錄1", "review:appendix-1-blank"),
    ]
    breaches = by_case(by_form_viewed, lambda case: "已調閱而尚無申請人簽名之附錄1" if owes_signed_form(case) else None)
    return Found(proofs, breaches, applies=bool(asked.received or viewed))


def answered(asked: Asked) -> Found:
    """伍、一: each request has its reason and its period, and was answered in time (處理期限)."""
    cases = asked.of_people
    days = asked.days_to_reply(cases)
    proofs = [
        Proof(
            f"期間內收件 {sum(asked.is_within(case.received_at) for case in cases)} 件，核定 {len(days)} 件",
            "reports:register",
        ),
        Proof(f"核定所需日數最長 {max(days, default=0)} 日"),
    ]

    def said(case: ReviewRequest) -> str | None:
        if (
            not case.erased_at
            and asked.is_within(case.received_at)
            and not (case.reason and case.starts_at and case.ends_at)
        ):
            return "未載明案由或特定調閱時段"
        return _late(case, asked)

    return Found(proofs, by_case(cases, said), applies=bool(cases))


def _late(case: ReviewRequest, asked: Asked) -> str | None:
    late = days_late(case, asked.start, asked.at)
    if late is None or case.due_at is None:
        return None
    done = "核定" if case.decided_at and case.decided_at < asked.end else "尚未核定"
    by = f"逾 {late} 日" if late else "當日逾時"
    return f"處理期限 {short_date(case.due_at)}，{by}{done}"


def by_letter(asked: Asked) -> Found:
    """伍、二: a body's letter states the four items, and is replied to by letter (函覆)."""
    cases = asked.of_bodies
    replied = replies_sent([case.pk for case in cases])
    secret = list(secret_letters_between(asked.start, asked.end))
    owed = [case for case in cases if not case.agency_letter.is_here]
    proofs = [
        Proof(f"公務機關來文 {len(cases)} 件，已函覆 {len(replied)} 件，待補公文 {len(owed)} 件", "review:agency"),
        Proof(f"密件收文 {len(secret)} 件，以紙本辦理", "review:agency"),
    ]
    breaches = by_case(cases, lambda case: _of_letter(case, replied, asked))
    breaches += [
        Breach(f"{short_date(one.received_at)} 收文之密件逾回覆期限 {short_date(one.reply_by)} 未辦畢", "review:agency")
        for one in secret
        if one.received_at and one.reply_by and (one.settled_on or asked.last) > one.reply_by
    ]
    return Found(proofs, breaches, applies=bool(cases or secret))


def _of_letter(case: ReviewRequest, replied: Mapping[int, dt.date], asked: Asked) -> str | None:
    letter = case.agency_letter
    visit = getattr(case, "officer_visit", None)
    if not letter.is_here:
        is_late = visit is not None and visit.letter_due_at < asked.at and case.status != Status.WITHDRAWN
        return f"未以公文申請，逾補送期限 {short_date(visit.letter_due_at)}" if visit and is_late else None
    is_granted = case.decided_at is not None and case.status != Status.REFUSED
    if is_granted and (lacking := missing_items(letter)):
        return f"來文未載明{'、'.join(lacking)}"
    return _of_reply(case, replied, asked) if case.status != Status.WITHDRAWN and not letter.no_reply_at else None


def _of_reply(case: ReviewRequest, replied: Mapping[int, dt.date], asked: Asked) -> str | None:
    if case.due_at is None or case.due_at >= asked.at:
        return None
    due, sent = local_date(case.due_at), replied.get(case.pk)
    if sent is None or sent > asked.last:
        return f"應於 {short_date(due)} 前函覆，尚未函覆"
    return f"應於 {short_date(due)} 前函覆，遲至 {short_date(sent)}" if sent > due and sent >= asked.first else None


def copied(asked: Asked) -> Found:
    """伍、三: every case that was viewed has the school's copy, or a recorded reason why not."""
    viewed = [case for case in asked.cases if any(one.ended_at for one in viewings_of(case, asked))]
    decided = [case for case in asked.cases if asked.is_within(case.decided_at)]
    keys = [case.draft_key for case in {one.pk: one for one in [*viewed, *decided]}.values()]
    settled, made = settled_backups(keys), [key for key in keys if key in asked.first_copies]
    reasons = sum(bool(case.no_copy_outcome) for case in decided)
    proofs = [
        Proof(
            f"期間內核定或調閱之案件 {len(keys)} 件，已製作留存檔 {len(made)} 件，敘明原因 {reasons} 件",
            "retention:copies",
        ),
        Proof("留存檔加密保存，載有雜湊、保管經過、應銷毀日", "retention:copies"),
    ]

    def said(case: ReviewRequest) -> str | None:
        is_kept = case.no_copy_outcome or case.draft_key in made or case.draft_key in settled
        return None if is_kept else "已調閱而未製作留存檔，亦未敘明原因"

    breaches = by_case(viewed, said) + of_findings(asked.findings(FindingKind.NO_COPY))
    return Found(proofs, breaches, applies=bool(keys or breaches))


def accompanied(asked: Asked) -> Found:
    """伍、四: a member of the school was there, and the book says from when to when; what was urgent was ratified."""
    held = [(case, one) for case in asked.cases for one in viewings_of(case, asked)]
    late = sum(one.entered_at is not None for _, one in held)
    escorted = every(len(held), sum(not one.escort_name.strip() for _, one in held), "次")
    proofs = [
        Proof(
            f"調閱 {len(held)} 次，逐次登記於調閱登記簿，{escorted}有陪同人員；事後補登 {late} 次", "reports:register"
        ),
        Proof("登記簿不能修改或刪除，更正另立一列", "reports:register"),
    ]
    breaches = by_case(asked.cases, lambda case: _of_viewings(case, asked))
    breaches += by_case(asked.cases, lambda case: _of_consent(case, asked))
    return Found(proofs, breaches, applies=bool(held or breaches))


def _of_viewings(case: ReviewRequest, asked: Asked) -> str | None:
    for one in viewings_of(case, asked):
        day = short_date(one.started_at)
        if not one.escort_name.strip():
            return f"{day} 調閱無陪同人員"
        if _is_unended(one, asked):
            return f"{day} 開始之調閱未登記結束"
        if one.entered_at and one.countersigned_at is None:
            return f"{day} 之調閱為事後補登，尚未經主管核章"
    return None


def _is_unended(one: ViewingSession, asked: Asked) -> bool:
    is_running = one.ended_at is None or one.ended_at >= asked.end
    return is_running and (asked.last - local_date(one.started_at)).days >= UNENDED


def _of_consent(case: ReviewRequest, asked: Asked) -> str | None:
    consent = getattr(case, "oral_consent", None)
    if consent is None or not asked.start <= consent.ratify_by < asked.at:
        return None
    if case.decided_at and case.decided_at <= consent.ratify_by:
        return None
    return f"緊急調閱應於 {short_date(consent.ratify_by)} 前補核，" + ("逾期補核" if case.decided_at else "尚未補核")


def papers_kept(asked: Asked) -> Found:
    """伍、五: nothing was erased before its term; what is past it may be."""
    gone = list(erased_between(asked.start, asked.end))
    a_year_before = start_of_day(add_months(asked.last, -A_YEAR * asked.terms.paper_years))
    proofs = [
        Proof(
            f"申請單及登記簿至少保存 {asked.terms.paper_years} 年；期間內屆期銷毀個資 {len(gone)} 件", "review:expired"
        ),
        Proof(f"已滿保存期間、得銷毀者 {kept_past_term(a_year_before)} 件", "review:expired"),
    ]
    breaches = by_case(gone, lambda case: "未滿保存期間即銷毀個資" if was_erased_early(case) else None)
    return Found(proofs, breaches, applies=bool(asked.cases or gone))


def appendix_1(asked: Asked) -> Found:
    """附錄1: filled in and signed step by step; nobody objects to a signature recorded in his name."""
    forms = [case for case in asked.of_people if asked.is_within(case.received_at)]
    signed = [case for case in forms if case.status in DECIDED or case.decided_at]
    proofs = [
        Proof(f"期間內附錄1 {len(forms)} 件，已完成簽核 {len(signed)} 件", "reports:register"),
        Proof("簽核關卡依本校計畫", "reports:plan"),
    ]
    breaches = by_case(
        asked.cases, lambda case: "紙本核章經本人提出異議" if case.objected_acts else None  # type: ignore[attr-defined]
    )  # fmt: skip
    return Found(proofs, breaches, applies=bool(forms or breaches))
