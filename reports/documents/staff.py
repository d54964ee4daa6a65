"""移交清冊 and 離職保密切結 on paper, for the ink of those who sign (肆、二; ruling 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.documents import Book, render, render_book
from printing.rules import long_date, short_date, short_moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from accounts.models import School
    from printing.documents import Furniture
    from reports.models import AccountReview, Handover, ReviewedAccount
    from reports.selectors.staff import Line

Cells = tuple[str, str, str, str, str, str, str]
COLUMNS = (("項次", 12), ("類別", 24), ("編號", 36), ("內容", 96), ("狀態", 40), ("期限", 37), ("點收", 24))
SIGNERS = ("移交人：", "接收人：", "監交人：")
NOTHING = "（無待移交事項）"
REMINDER = "移交人對在職期間攝錄之影音資料，仍負保密義務（計畫肆、二）。限制案由系統移交閱覽權限，不列入本清冊；應迴避的案件亦不列入。"
SWORN = (
    "本人{person}因{kind}，自{day}起卸除監視錄影系統相關職務，確認下列事項：",
    "一、依監視錄影系統管理實施計畫肆、二，離職或調職後，對在職期間攝錄之影音資料，仍負保密義務。",
    "二、已將持有之影音資料、複製媒體、文件、鑰匙及設備全數移交，未自行留存任何形式之複本。",
    "三、系統帳號及所有登入裝置已停用；不以任何方式再行使用。",
    "四、如有不當使用或洩密情事，願依個人資料保護法及相關法令，負行政及民、刑事責任（計畫肆、一）。",
)


def render_roster(row: Handover, lines: Sequence[Line], school_short_name: str, furniture: Furniture) -> bytes:
    """Return the 移交清冊 as PDF. Raises `printing.documents.FontMissingError`."""
    title = f"{school_short_name}監視錄影系統移交清冊"
    rows = [*_facts(row), *_numbered(lines), ("", "附記", "", REMINDER, "", "", "")]
    return render_book(Book(title, COLUMNS, rows, SIGNERS, f"職務異動編號 {row.pk}"), furniture)


def _facts(row: Handover) -> list[Cells]:
    what = f"{row.post}職務交接" if row.post else row.get_kind_display()
    parts = (("移交人", row.person_name), ("接收人", row.successor_name or "無"))
    kind = ("", "異動", "", what, "", long_date(row.effective_on), "")
    return [kind, *(("", label, "", who, "", "", "") for label, who in parts)]


def _numbered(lines: Sequence[Line]) -> list[Cells]:
    numbered = [(str(position), *line, "") for position, line in enumerate(lines, start=1)]
    return numbered or [("", "", "", NOTHING, "", "", "")]


def render_acknowledgement(row: Handover, school: School, furniture: Furniture) -> bytes:
    """Return the 離職保密切結 as PDF. Raises `printing.documents.FontMissingError`."""
    return render("reports/acknowledgement.pdf.html", acknowledgement_context(row, school), furniture)


def acknowledgement_context(row: Handover, school: School) -> dict[str, object]:
    """Return what the template reads."""
    words = {"person": row.person_name, "kind": row.get_kind_display(), "day": long_date(row.effective_on)}
    return {
        "title": "監視錄影系統離職保密切結書",
        "school": school.name,
        "paragraphs": [part.format(**words) for part in SWORN],
        "to": school.name,
    }


REVIEW_COLUMNS = (
    ("項次", 12),
    ("姓名", 32),
    ("帳號", 36),
    ("職稱", 42),
    ("角色", 36),
    ("最近登入", 30),
    ("到期日", 23),
    ("清查結果", 24),
    ("說明", 34),
)


def render_review(
    review: AccountReview, lines: Iterable[ReviewedAccount], school_short_name: str, furniture: Furniture
) -> bytes:
    """Return the 年度帳號及權限清查 as PDF. Raises `printing.documents.FontMissingError`."""
    rows = [_reviewed(position, line) for position, line in enumerate(lines, start=1)]
    foot = (
        _signed("承辦人", review.checked_name, review.checked_at),
        _signed("處室主管", review.signed_name, review.signed_at),
    )
    title = f"{school_short_name}監視錄影系統{review.year}年度帳號及權限清查"
    note = f"清冊製作 {short_moment(review.opened_at)}"
    return render_book(Book(title, REVIEW_COLUMNS, rows, foot, note), furniture)


def _reviewed(position: int, line: ReviewedAccount) -> tuple[str, ...]:
    used = short_moment(line.last_sign_in) if line.last_sign_in else "未曾登入"
    until = short_date(line.expires_on) if line.expires_on else ""
    verdict = line.get_verdict_display() if line.verdict else ""
    return (str(position), line.name, line.username, line.titles, line.roles, used, until, verdict, line.note)


def _signed(part: str, name: str, at: dt.datetime | None) -> str:
    return f"{part}：{name}　{short_moment(at)} 線上簽署" if at else f"{part}："
