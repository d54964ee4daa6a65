"""Closed lists about recordings: holds, findings, layouts, passes, what is owed and who was reminded."""

from __future__ import annotations

from django.db import models


class HoldKind(models.TextChoices):
    """The two holds (ruling 14)."""

    TEMPORARY = "temporary", "暫時留存"
    LEGAL = "legal", "法定留存"


class FindingKind(models.TextChoices):
    """What a check found against the plan."""

    BELOW_MINIMUM = "below_minimum", "影像保存不足最低日數"
    ABOVE_MAXIMUM = "above_maximum", "影像逾最高期限未銷毀"
    NOT_CHECKED = "not_checked", "逾一週未查核主機"
    GAP = "gap", "影像缺漏且無中斷紀錄"
    WILL_BE_SHORT = "will_be_short", "影像保存日數即將不足"
    SOURCE_AWAY = "source_away", "影像資料夾無法讀取"
    UNKNOWN_FOLDER = "unknown_folder", "無法對應攝影機的資料夾"
    ODD_NAME = "odd_name", "無法辨認的檔名"
    WRONG_CLOCK = "wrong_clock", "檔名時間不合理（主機時鐘）"
    NOT_DESTROYED = "not_destroyed", "銷毀未執行"
    NO_COPY = "no_copy", "未製作留存檔而影像已屆覆蓋"
    UNCONFIRMED_HOLD = "unconfirmed_hold", "緊急留存逾期未確認"
    REVIEW_OVERDUE = "review_overdue", "法定留存逾期未檢討"
    COPY_LEFT = "copy_left", "留存檔逾期未銷毀"
    COPIES_REFUSED = "copies_refused", "留存檔銷毀未執行"
    LIST_UNSIGNED = "list_unsigned", "銷毀清冊逾期未補簽"
    COPY_DAMAGED = "copy_damaged", "留存檔與完成時不符"


class FootageState(models.TextChoices):
    """The footage clock's five states (ruling 12), from facts only."""

    UNKEPT = "unkept", "未留存"
    NOTIFIED = "notified", "已通知留存、尚未備份"
    BACKED_UP = "backed_up", "已備份"
    OVERWRITTEN = "overwritten", "已覆蓋"
    NO_FOOTAGE = "no_footage", "無影像"


class LayoutKind(models.TextChoices):
    """How a recorder names its files. Each is data: a pattern and a time zone (`rules.layouts.KNOWN`)."""

    FRIGATE = "frigate", "Frigate"
    MOTIONEYE = "motioneye", "motionEye"
    PATTERN = "pattern", "自訂樣式"


class DeletedBy(models.TextChoices):
    """Whose deletion a folder of recordings is subject to (house, invariant 7)."""

    RECORDER = "recorder", "主機自行循環覆蓋，本系統只讀取"
    PRODUCT = "product", "只由本系統刪除"


class PassResult(models.TextChoices):
    """What came of one pass over a source."""

    DONE = "done", "已銷毀"
    NOTHING = "nothing", "無屆期影像"
    REFUSED = "refused", "未執行"
    PARTLY = "partly", "部分未完成"


class Doubt(models.TextChoices):
    """Why the ground for destroying is not sure (house, invariant 5)."""

    OTHERS_DELETE = "others_delete", "資料夾的影像不是只由本系統刪除"
    AWAY = "away", "資料夾無法讀取（未掛載或離線）"
    MARKER = "marker", "資料夾的標記檔不屬於本系統"
    EMPTY = "empty", "資料夾內沒有任何影像"
    OLD_DATABASE = "old_database", "資料庫比資料夾的標記舊（可能由備份還原）"
    RESTORED = "restored", "資料庫由備份還原，尚未經人確認"
    CLOCK = "clock", "系統時間與上次執行不連續，且沒有其他依據可佐證"
    BLAST = "blast", "一次應銷毀的數量超過安全上限"
    DISK = "disk", "無法寫入銷毀清單"
    MANIFEST = "manifest", "未完成的銷毀清單遺失或不符"


class Verdict(models.TextChoices):
    """What the retention decision says of one recording."""

    WITHIN = "within", "未屆期"
    YOUNG = "young", "未滿最低保存日數"
    HELD = "held", "留存中"
    ODD = "odd", "檔名時間不合理"
    DUE = "due", "屆期"


class DayState(models.TextChoices):
    """One camera's local day, as the heat map shows it."""

    COMPLETE = "complete", "完整"
    PARTIAL = "partial", "部分缺漏"
    MISSING = "missing", "無影像"
    EXPLAINED = "explained", "無影像，有原因"
    SEEN = "seen", "人工查核可播放"
    UNKNOWN = "unknown", "尚未查核"
    GONE = "gone", "已覆蓋"
    NOT_YET = "not_yet", "尚未啟用"


class HoldOrigin(models.TextChoices):
    """What a hold was placed for, when not for a case (then it is empty, as in the rows of before)."""

    EMERGENCY = "emergency", "緊急留存"
    PROPOSAL = "proposal", "提出法定留存"
    SHELL = "shell", "主機指令"


class EmergencyReason(models.TextChoices):
    """Why footage is kept in an emergency: neutral words, nobody's name (domain §4)."""

    INJURY = "injury", "受傷"
    CONFLICT = "conflict", "衝突"
    THEFT = "theft", "失竊"
    INTRUSION = "intrusion", "闖入"
    OTHER = "other", "其他"


class ReleaseGround(models.TextChoices):
    """Why a person ends a 暫時留存."""

    NOT_NEEDED = "not_needed", "已無留存必要"
    ELSEWHERE = "elsewhere", "他案已留存"
    MISTAKE = "mistake", "誤按"


class ProposalKind(models.TextChoices):
    """What 處室主管 proposes about a hold and 校長 decides."""

    LEGAL = "legal", "法定留存"
    RELEASE = "release", "解除法定留存"


class ProposalDecision(models.TextChoices):
    """What became of a proposal."""

    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"


class BackupOutcome(models.TextChoices):
    """How a 備份工作 ended (ruling 13)."""

    COPIED = "copied", "已備份"
    NO_FOOTAGE = "no_footage", "無影像"
    OVERWRITTEN = "overwritten", "已覆蓋"
    WITHDRAWN = "withdrawn", "已撤回"
    ELSEWHERE = "elsewhere", "他案已留存"
    RELEASED = "released", "留存已解除"
    OURS = "ours", "影像只由本系統刪除"


CLOSED_BY_HAND = (
    BackupOutcome.NO_FOOTAGE,
    BackupOutcome.OVERWRITTEN,
    BackupOutcome.WITHDRAWN,
    BackupOutcome.ELSEWHERE,
)
"""The recorded reasons for which a case may owe no copy (ruling 13); the others follow from something else."""


class ReminderKind(models.TextChoices):
    """What somebody was reminded of; a row each, so that nobody is reminded twice."""

    BACKUP_DAILY = "backup_daily", "備份工作（每日）"
    BACKUP_72_HOURS = "backup_72_hours", "備份工作（覆蓋前 72 小時）"
    BACKUP_24_HOURS = "backup_24_hours", "備份工作（覆蓋前 24 小時）"
    BACKUP_TOO_LATE = "backup_too_late", "備份工作（已屆覆蓋）"
    CONFIRM = "confirm", "緊急留存待確認"
    CONFIRM_OVERDUE = "confirm_overdue", "緊急留存逾期未確認"
    REVIEW_30_DAYS = "review_30_days", "法定留存檢討（30 日前）"
    REVIEW_14_DAYS = "review_14_days", "法定留存檢討（14 日前）"
    REVIEW_7_DAYS = "review_7_days", "法定留存檢討（7 日前）"
    REVIEW_OVERDUE = "review_overdue", "法定留存逾期未檢討"
