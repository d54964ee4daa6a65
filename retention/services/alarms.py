"""The findings about holds: they say what the rows say, and close when the rows do not say it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.rules import local_date, long_date, short_moment
from retention.choices import FindingKind, ProposalKind
from retention.rules import anniversary
from retention.selectors import cameras_in_words, legal_holds, open_backups, open_proposals, unconfirmed_holds
from retention.services.findings import keep

if TYPE_CHECKING:
    import datetime as dt

    from retention.models import BackupTask, Hold

PAST_REVIEW = "已逾檢討日 {day}，請檢討是否繼續留存（計畫肆、四）"


def keep_no_copy(now: dt.datetime) -> tuple[int, int]:
    """Name every 備份工作 whose footage began to be overwritten without a copy (伍、三); see `keep`."""
    late = {f"備份工作 {task.pk}": no_copy_words(task) for task in open_backups().exclude(too_late_at=None)}
    return keep({FindingKind.NO_COPY: late}, now)


def no_copy_words(task: BackupTask) -> str:
    """Say which footage was not copied in time; no case is named, because everybody who works with the system reads it."""
    hold = task.hold
    period = f"{short_moment(hold.starts_at)} 至 {short_moment(hold.ends_at)}"
    since = short_moment(task.too_late_at) if task.too_late_at else ""
    guess = "（估計）" if task.is_estimate else ""
    return f"{cameras_in_words(hold)} {period} 的影像未製作留存檔，{since} 起已屆覆蓋{guess}（計畫伍、三）"


def keep_unconfirmed(now: dt.datetime) -> tuple[int, int]:
    """Name every emergency hold nobody confirmed in time. It stays kept."""
    late = {f"留存 {hold.pk}": unconfirmed_words(hold) for hold in unconfirmed_holds().filter(confirm_by__lt=now)}
    return keep({FindingKind.UNCONFIRMED_HOLD: late}, now)


def unconfirmed_words(hold: Hold) -> str:
    """Say which emergency hold waits for 承辦人."""
    until = long_date(hold.confirm_by) if hold.confirm_by else ""
    return f"緊急留存 {hold.pk}（{cameras_in_words(hold)}）逾 {until}仍未確認，影像繼續留存"


def keep_reviews(now: dt.datetime) -> tuple[int, int]:
    """Name every 法定留存 past the day of its review. It stays kept."""
    late = {
        f"留存 {hold.pk}": f"法定留存 {hold.pk}（{cameras_in_words(hold)}）{PAST_REVIEW.format(day=long_date(hold.review_on))}"
        for hold in legal_holds().filter(review_on__lt=local_date(now))
        if hold.review_on
    }
    return keep({FindingKind.REVIEW_OVERDUE: late}, now)


def kept_past_the_year(years: int, today: dt.date) -> dict[str, str]:
    """Return the 暫時留存 past the ceiling for which a 法定留存 waits for 校長: nothing is lost while he is away."""
    waiting = [row.hold for row in open_proposals().filter(kind=ProposalKind.LEGAL)]
    past = [hold for hold in waiting if anniversary(local_date(hold.starts_at), years) <= today]
    return {f"留存 {hold.pk}": f"留存 {hold.pk} 已屆最高保存期限，法定留存尚待校長核定" for hold in past}
