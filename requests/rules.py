"""Arithmetic of a case: its number, its 身分證號, how it is shown. Pure functions, no database."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from printing.rules import TAIPEI
from requests.choices import CODED, Asker, Need, Priority, Status, Verdict
from retention.rules import anniversary
from work.rules import END_OF_DAY, after_working_days, next_working_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from work.rules import Calendar

LONG_PERIOD = dt.timedelta(hours=2)
OBJECTION_PERIOD = dt.timedelta(days=7)
"""How long one may object to a paper signature recorded in one's name (ruling 4)."""
LETTER_VALUES = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33),
        strict=True,
    )
)
SHAPE = re.compile(r"[A-Z][A-Z0-9][0-9]{8}")
NEW_NUMBER = re.compile(r"[A-Z][1289][0-9]{8}")
OLD_RESIDENCE_NUMBER = re.compile(r"[A-Z][A-D][0-9]{8}")


def case_number(roc_year: int, serial: int) -> str:
    """Return for instance 115-0037."""
    return f"{roc_year}-{serial:04d}"


def looks_like_identity_number(text: str) -> bool:
    """Say whether `text` has the shape of a 身分證統一編號 or 居留證號; a passport number has not."""
    return bool(SHAPE.fullmatch(text))


def is_identity_number(text: str) -> bool:
    """Say whether `text` is a 身分證統一編號 or a 居留證號 (new or old) whose checksum is right (domain §3)."""
    if NEW_NUMBER.fullmatch(text):
        second = int(text[1])
    elif OLD_RESIDENCE_NUMBER.fullmatch(text):
        second = LETTER_VALUES[text[1]] % 10
    else:
        return False
    tens, ones = divmod(LETTER_VALUES[text[0]], 10)
    digits = [tens, ones, second, *(int(digit) for digit in text[2:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0


def masked(number: str) -> str:
    """Return for instance A12****789; another document's number shows its last three characters only."""
    if not number:
        return ""
    if is_identity_number(number):
        return f"{number[:3]}****{number[-3:]}"
    return f"****{number[-3:]}"


def is_long_period(starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    """Say whether the period asks for a sentence of explanation (ruling 8: over two hours)."""
    return ends_at - starts_at > LONG_PERIOD


class Shown(NamedTuple):
    """How a case's state is shown: words, tone of the tag, icon."""

    text: str
    tone: str
    icon: str


PLAIN = {
    Status.DRAFT: Shown("草稿", "", "pencil"),
    Status.RETURNED: Shown("待補正", "warn", "exclamation-triangle"),
    Status.REFUSED: Shown("不予核准", "bad", "x-mark"),
    Status.WITHDRAWN: Shown("已撤回", "", "arrow-uturn-left"),
    Status.CLOSED: Shown("已結案", "", "check"),
}


def shown_as(status: Status, step_title: str, *, viewed: bool, viewing: bool, ratifying: bool = False) -> Shown:
    """Return what people read: one function over status, step and what is still owed; never stored."""
    if status in PLAIN:
        return PLAIN[status]
    if viewing:
        return Shown("調閱中", "wait", "video-camera")
    if status == Status.IN_REVIEW:
        return Shown("待補核" if ratifying else f"待{step_title}", "wait", "clock")
    if viewed:
        return Shown("已調閱", "ok", "check-circle")
    return Shown("部分核准，待調閱" if status == Status.PARTLY_APPROVED else "已核准，待調閱", "ok", "check-circle")


DRAFT_KEPT = dt.timedelta(days=7)
"""How long a draft nobody sends is kept."""
ENTERED_AT_MOST = dt.timedelta(days=30)
"""How long after its receipt a request on paper may still be typed in (代填, ruling 7)."""
NEEDS_OF: Mapping[Asker, tuple[Need, ...]] = {
    Asker.STAFF: (Need.OWN, Need.CHILD, Need.DUTY),
    Asker.GUARDIAN: (Need.CHILD,),
    Asker.REPRESENTATIVE: (Need.CHILD,),
    Asker.PUPIL: (Need.OWN,),
    Asker.AGENCY: (Need.AGENCY,),
}
"""Why each kind of applicant may need footage (伍、一; ruling 6)."""


WORKING_DAYS: Mapping[Priority, int] = {Priority.MOST_URGENT: 1, Priority.URGENT: 3, Priority.ORDINARY: 6}
"""Within how many working days a letter is answered that sets no 限期 of its own (文書處理手冊; domain §2.2)."""
LETTER_DAYS = 3
"""Within how many working days an officer's letter follows, where the plan does not say (ruling 11)."""
FOUR_ITEMS = (("legal_basis", "法令依據"), ("purpose", "調閱目的"), ("scope", "範圍"), ("use", "用途"))
"""What a public body's letter must state (伍、二), by the column that holds it."""


def letter_due_at(
    received_at: dt.datetime, priority: Priority, reply_by: dt.date | None, calendar: Calendar
) -> dt.datetime:
    """Return until when a public body's letter is to be answered: its own 限期, else what its 速別 means (ruling 11)."""
    if reply_by is not None:
        return dt.datetime.combine(reply_by, END_OF_DAY, TAIPEI)
    return after_working_days(received_at, WORKING_DAYS[priority], calendar)


def may_be_received(received_at: dt.datetime, now: dt.datetime) -> bool:
    """Say whether a request on paper may be typed in at `now` as received at `received_at`: not later, not long ago."""
    return now - ENTERED_AT_MOST <= received_at <= now


CONSENT_RECORDED_WITHIN = dt.timedelta(days=1)
"""How long after it was given an oral consent may still be recorded."""


def may_be_consented(consented_at: dt.datetime, now: dt.datetime) -> bool:
    """Say whether a consent given at `consented_at` may be recorded at `now`: not of the future, not of long ago."""
    return now - CONSENT_RECORDED_WITHIN <= consented_at <= now


def ratify_by(consented_on: dt.date, calendar: Calendar) -> dt.datetime:
    """Return until when the chain follows an oral consent (補核): the end of the next working day (ruling 10)."""
    return dt.datetime.combine(next_working_day(consented_on, calendar), END_OF_DAY, TAIPEI)


VIEWINGS_ENTERED_AT_MOST = dt.timedelta(days=30)
"""How long after a viewing its paper row may still be entered (事後補登)."""


def was_held_lately(started_at: dt.datetime, ended_at: dt.datetime, now: dt.datetime) -> bool:
    """Say whether a viewing on paper may be entered at `now`: over, in the order of time, not long ago."""
    return now - VIEWINGS_ENTERED_AT_MOST <= started_at <= ended_at <= now


def is_coded(need: str, duty_basis: str) -> bool:
    """Say whether a request on these grounds is a 限制案 from the start (domain §6.3)."""
    return need == Need.DUTY and duty_basis in CODED


def plain_number(text: str) -> str:
    """Return a 身分證號 as it is compared and kept: half-width capitals without blanks and hyphens."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


PRIVACY = (
    ("機關名稱", "{agency}{contact}。"),
    (
        "蒐集之目的",
        "辦理監視錄影系統影像之調閱申請：確認申請人身分、聯絡、審核、陪同調閱、登記備查及影像留存（{plan}）。",
    ),
    (
        "個人資料之類別",
        "姓名、職稱或身分、聯絡電話、調閱單位、與當事人關係、身分證號或其他證件號碼（有填寫時）、簽名（紙本申請時），"
        "以及申請事由與附件所載資料。請勿提供病歷、健康檢查等與本案無關的資料。",
    ),
    (
        "利用之期間、地區、對象及方式",
        "期間：申請單及登記簿自結案起至少保存 {years} 年（計畫伍、五），期滿依規定程序銷毀。地區：中華民國境內。"
        "對象：本校辦理、審核、核定、會辦及陪同調閱之人員，以及依法有權查核或調取之機關。"
        "方式：以電腦（證件號碼加密儲存）及紙本處理，每次查閱、列印均留下紀錄。",
    ),
    (
        "您依個人資料保護法第3條得行使之權利及方式",
        "您得向本校承辦人以口頭或書面請求查詢或閱覽、製給複製本、補充或更正、停止蒐集處理或利用、刪除；"
        "依法應保存之期間內，申請單及登記簿得不予刪除（同法第11條）。",
    ),
    (
        "不提供時對您權益之影響",
        "您可自由選擇是否提供；未填寫必要欄位時，本校無從確認身分與調閱範圍，須請您補正或無法准許調閱。{number}",
    ),
)
"""What 個人資料保護法第8條第1項 has an agency tell whose data it collects, in the order of its six points."""
NUMBER_IS_REQUIRED = "身分證號為必填。"
NUMBER_IS_OPTIONAL = "身分證號得不填寫，不影響申請。"


def privacy_notice(
    *, agency: str, contact: str, plan: str, years: int, number: str = NUMBER_IS_OPTIONAL
) -> list[tuple[str, str]]:
    """Return heading and text of the six points of 個人資料保護法第8條第1項, from the school's and its plan's data.

    number: what is said about leaving 身分證號 out.
    """
    words = {"agency": agency, "contact": contact, "plan": plan, "years": years, "number": number}
    return [(heading, text.format(**words)) for heading, text in PRIVACY]


def footage_needed_until(
    verdict: Verdict | None,
    *,
    decided_at: dt.datetime | None,
    withdrawn_at: dt.datetime | None,
    closed_at: dt.datetime | None,
    appeal_days: int,
    withdrawn_days: int,
) -> dt.datetime | None:
    """Return until when a case needs its 暫時留存 (ruling 14); None while it is neither closed nor withdrawn.

    After full approval nothing follows 結案; after any other decision, whoever may appeal has the plan's days.
    """
    if withdrawn_at is not None:
        return withdrawn_at + dt.timedelta(days=withdrawn_days)
    if closed_at is None or decided_at is None or verdict == Verdict.EVERYTHING:
        return closed_at
    return max(closed_at, decided_at + dt.timedelta(days=appeal_days))


def erasable_from(over_on: dt.date, years: int) -> dt.date:
    """Return the first day on which the term of 伍、五 is over for a case closed or withdrawn on `over_on`.

    The day it began is not counted and the last one counts whole (民法第120條第2項、第121條).
    """
    return anniversary(over_on, years) + dt.timedelta(days=1)


ERASED = "個資已依計畫伍、五銷毀"
"""What stands in place of the personal data of a case that two people erased after its term."""


def own_words(opinion: str) -> str:
    """Return the opinion without the phrases that give no reason: 「如擬」 alone refuses nobody."""
    return opinion.strip().strip("。").removeprefix("如擬").strip("。， ")


CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What a 查詢碼 is made of: nothing that is read for something else (0 and O, 1 and I and L)."""
CODE_LENGTH = 12


def code_in_groups(code: str) -> str:
    """Return a 查詢碼 as it is printed, for instance 7Q4K-M2XR-9TCA."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def plain_case_number(text: str) -> str:
    """Return a case number as it is kept, of one typed with full-width digits, blanks or another dash."""
    return re.sub(r"[\s]", "", re.sub(r"[‐‑–—−－]", "-", unicodedata.normalize("NFKC", text)))
