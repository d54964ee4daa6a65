"""Closed lists of the requests room."""

from __future__ import annotations

from enum import Enum

from django.db import models

from retention.choices import BackupOutcome


class Answer(models.TextChoices):
    """An answer to a question that may also not have been asked yet (empty)."""

    YES = "yes", "是"
    NO = "no", "否"


class Need(models.TextChoices):
    """為何需要: the one question that tells which rules apply (ruling 6)."""

    OWN = "own", "我本人的權益"
    CHILD = "child", "我的孩子（監護人、法定代理人）"
    DUTY = "duty", "職務需要"
    AGENCY = "agency", "公務機關來文"


class DutyBasis(models.TextChoices):
    """依據 of a 職務需要 (ruling 6)."""

    BULLYING = "bullying", "霸凌防制"
    GENDER = "gender", "性別平等事件"
    SAFETY = "safety", "校安通報"
    DISCIPLINE = "discipline", "輔導與管教"
    PROPERTY = "property", "公物或財物損失"
    OTHER = "other", "其他職務"


CODED = frozenset({DutyBasis.BULLYING, DutyBasis.GENDER})
"""Cases on these grounds begin as 限制案 (domain §6.3)."""


class Asker(models.TextChoices):
    """Who asks (伍、一): staff in the browser, everybody else on paper, typed in by 承辦人 (代填, ruling 7)."""

    STAFF = "staff", "教職員工"
    GUARDIAN = "guardian", "監護人"
    REPRESENTATIVE = "representative", "法定代理人"
    PUPIL = "pupil", "學生"
    AGENCY = "agency", "公務機關"


BY_FORM = tuple(asker for asker in Asker if asker != Asker.AGENCY)
"""Who asks by 附錄1; a public body asks by letter (伍、二)."""
FOR_A_CHILD = frozenset({Asker.GUARDIAN, Asker.REPRESENTATIVE})
"""Whose standing towards the child is asked for before 陳核 (ruling 7)."""


class ReaderGround(models.TextChoices):
    """Why somebody is a named reader of a 限制案 (得閱覽人員), and so how long he reads it."""

    NAMED = "named", "指定"
    SEAT = "seat", "職務"
    ASKED = "asked", "會辦"


class IdentityDocument(models.TextChoices):
    """What kind of number stands under 身分證號."""

    NATIONAL = "national", "身分證或居留證"
    OTHER = "other", "護照或其他證件"


class Status(models.TextChoices):
    """What is stored of a case; how it is shown is `rules.shown_as`."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "審核中"
    RETURNED = "returned", "待補正"
    APPROVED = "approved", "已核准"
    PARTLY_APPROVED = "partly_approved", "部分核准"
    REFUSED = "refused", "不予核准"
    WITHDRAWN = "withdrawn", "已撤回"
    CLOSED = "closed", "已結案"


DECIDED = frozenset({Status.APPROVED, Status.PARTLY_APPROVED, Status.REFUSED})
"""Where the last step of the plan leaves a case."""
OVER = frozenset({Status.WITHDRAWN, Status.CLOSED})
"""Where nothing is to be done on a case any more; a withdrawn one needs no 結案."""
NOT_OVER = tuple(status for status in Status if status not in OVER and status != Status.DRAFT)
"""A case that was sent and is not over."""


class Action(models.TextChoices):
    """What a person can do to a case (rulings 1, 3, 4)."""

    SUBMIT = "submit", "送出申請"
    RESUBMIT = "resubmit", "補正後送出"
    PROPOSE = "propose", "陳核"
    APPROVE = "approve", "核准"
    PARTLY_APPROVE = "partly_approve", "部分核准"
    REFUSE = "refuse", "不予核准"
    RETURN_TO_APPLICANT = "return_to_applicant", "退回補正"
    RETURN_TO_PREVIOUS = "return_to_previous", "退回前一關"
    RECALL = "recall", "抽回"
    OBJECT = "object", "對紙本核章提出異議"
    WITHDRAW = "withdraw", "撤回"
    EXTEND = "extend", "展延"
    CONSULT = "consult", "會辦"
    RECUSE = "recuse", "迴避"
    CLOSE = "close", "結案"
    CONSENT = "consent", "登錄口頭同意"
    GO_ON = "go_on", "逾期未補正，續行審核"


class Proposal(models.TextChoices):
    """What a proposing step proposes; printed in its cell (ruling 19)."""

    APPROVE = "approve", "擬准"
    PARTLY_APPROVE = "partly_approve", "擬部分准"
    REFUSE = "refuse", "擬不准"


class Verdict(Enum):
    """How much of a request an act grants, or proposes to grant."""

    EVERYTHING = "everything"
    PART = "part"
    NOTHING = "nothing"


class SigningManner(models.TextChoices):
    """How a step was signed; the last line of its cell."""

    ONLINE = "online", "線上簽核"
    PAPER = "paper", "紙本核章"


class ViewingManner(models.TextChoices):
    """方式: how a granted request is met (ruling 9)."""

    ACCOMPANIED = "accompanied", "由學校派員陪同到場檢視"
    TOLD = "told", "由學校檢視後告知結果"


class RecusalGround(models.TextChoices):
    """Why a person does not act on a case (迴避, ruling 2; 行程法 §32、§33)."""

    PARTY = "party", "為本案當事人"
    REPRESENTATIVE = "representative", "為當事人之監護人、法定代理人或代理人"
    RELATIVE = "relative", "為當事人之配偶或親屬"
    OWN = "own", "自行迴避"


class ConsentGround(models.TextChoices):
    """For what footage may be shown on an oral consent, before the chain decides (rulings 10, 11)."""

    MISSING = "missing", "走失"
    INJURED = "injured", "受傷送醫"
    INTRUDER = "intruder", "外人闖入"
    OFFICER = "officer", "公務機關現場（員警）"


EMERGENCIES = (ConsentGround.MISSING, ConsentGround.INJURED, ConsentGround.INTRUDER)
"""For what 校內緊急調閱 is meant (ruling 10); the other ground is an officer's (ruling 11)."""


class ViewingKind(models.TextChoices):
    """On what a viewing rests."""

    GRANTED = "granted", "調閱"
    EMERGENCY = "emergency", "校內緊急調閱"


class ViewingOutcome(models.TextChoices):
    """How a viewing ended."""

    HELD = "held", "完成調閱"
    STOPPED = "stopped", "提前中止"


class NoFootage(models.TextChoices):
    """Why there was nothing to see (domain §6.2)."""

    NOT_COVERED = "not_covered", "攝影機未涵蓋"
    FAULT = "fault", "故障"
    OVERWRITTEN = "overwritten", "逾保存期限，已覆蓋"
    CLOCK = "clock", "主機校時誤差"
    REPAIR = "repair", "設備送修"


class AppointmentState(models.TextChoices):
    """What became of a viewing that was arranged."""

    PLANNED = "planned", "已約定"
    HELD = "held", "已調閱"
    MOVED = "moved", "已改期"
    CANCELLED = "cancelled", "已取消"
    NOT_HELD = "not_held", "未調閱"


class CorrectedColumn(models.TextChoices):
    """What of a row of the register can be set right by a new row."""

    PRESENT = "present", "在場人"
    ESCORT = "escort", "陪同人員"
    TIMES = "times", "調閱起迄"
    PLACE = "place", "調閱地點"
    REMARKS = "remarks", "備註"


class ManagementPurpose(models.TextChoices):
    """For what somebody looks without a case (ruling 18)."""

    TEST = "test", "測試播放"
    CLOCK = "clock", "確認校時"
    EMERGENCY = "emergency", "緊急狀況"


class RefusalGround(models.TextChoices):
    """不予核准之依據: a refusal names at least one and states facts (domain §1.4). Codes are only ever added."""

    PDPA_10_1 = (
        "PDPA10-1",
        "個人資料保護法第10條但書第1款（妨害國家安全、外交及軍事機密、整體經濟利益或其他國家重大利益）",
    )
    PDPA_10_2 = "PDPA10-2", "個人資料保護法第10條但書第2款（妨害公務機關執行法定職務）"
    PDPA_10_3 = "PDPA10-3", "個人資料保護法第10條但書第3款（妨害該蒐集機關或第三人之重大利益）"
    FOI_18_1 = "FOI18-1", "政府資訊公開法第18條第1項第1款（依法規應秘密或限制、禁止公開）"
    FOI_18_2 = "FOI18-2", "政府資訊公開法第18條第1項第2款（有礙犯罪偵查、追訴或危害他人）"
    FOI_18_3 = "FOI18-3", "政府資訊公開法第18條第1項第3款（決定前之內部準備作業）"
    FOI_18_4 = "FOI18-4", "政府資訊公開法第18條第1項第4款（監督、檢查等資料，有礙實施目的）"
    FOI_18_6 = "FOI18-6", "政府資訊公開法第18條第1項第6款（侵害個人隱私）"
    ARCHIVES_18_2 = "ARC18-2", "檔案法第18條第2款（有關犯罪資料）"
    ARCHIVES_18_6 = "ARC18-6", "檔案法第18條第6款（依法令或契約有保密義務）"
    ARCHIVES_18_7 = "ARC18-7", "檔案法第18條第7款（維護公共利益或第三人之正當權益）"
    APA_46_3 = "APA46-3", "行政程序法第46條第2項第3款（涉及個人隱私，依法規有保密必要）"
    APA_46_4 = "APA46-4", "行政程序法第46條第2項第4款（有侵害第三人權利之虞）"
    APA_46_5 = "APA46-5", "行政程序法第46條第2項第5款（有嚴重妨礙有關社會治安、公共安全之虞）"
    GENDER = "GEA", "性別平等教育法及校園性別事件防治準則（當事人身分保密）"
    BULLYING = "BUL", "校園霸凌防制準則（當事人身分保密）"
    CHILD_69 = "CYA69", "兒童及少年福利與權益保障法第69條（不得揭露足以識別身分之資訊）"
    CRIMINAL_245 = "CCP245", "刑事訴訟法第245條（偵查不公開）"
    PLAN_5_1 = "PLAN5-1", "本校計畫伍、一（非因個人權益維護所必要，或非校內人員）"
    OVERWRITTEN = "PROC-1", "逾保存期限，影像已覆蓋"
    UNSPECIFIC = "PROC-2", "未指明特定調閱時段或攝影機"
    NO_INTEREST = "PROC-3", "非當事人或利害關係人"
    NOT_CORRECTED = "PROC-4", "逾期未補正"


NO_COPY = (BackupOutcome.NO_FOOTAGE, BackupOutcome.OVERWRITTEN, BackupOutcome.ELSEWHERE)
"""For what recorded reason a case may be closed without a copy of its own (ruling 13)."""


class Priority(models.TextChoices):
    """速別 of a letter."""

    MOST_URGENT = "most_urgent", "最速件"
    URGENT = "urgent", "速件"
    ORDINARY = "ordinary", "普通件"


class Secrecy(models.TextChoices):
    """密等 of a letter. One that has any stays on paper: only a stub of it is kept."""

    NONE = "none", "普通"
    RESTRICTED = "restricted", "密"
    CONFIDENTIAL = "confidential", "機密"
    SECRET = "secret", "極機密"
    TOP_SECRET = "top_secret", "絕對機密"


class LetterManner(models.TextChoices):
    """來文方式; fax and e-document count (ruling 11)."""

    PAPER = "paper", "紙本公文"
    FAX = "fax", "傳真"
    ELECTRONIC = "electronic", "電子公文"


class LetterReminderKind(models.TextChoices):
    """Of what somebody is reminded while a letter is owed."""

    DAILY = "daily", "每日催辦"
    OVERDUE = "overdue", "逾期"


class SeizedItem(models.TextChoices):
    """What a public body took away."""

    RECORDER = "recorder", "監視主機"
    DISK = "disk", "硬碟"


class ReleaseManner(models.TextChoices):
    """How a copy is handed over."""

    IN_PERSON = "in_person", "當面交付"
    POST = "post", "郵寄或遞送"


class ReleaseEnd(models.TextChoices):
    """What became of a copy that was handed over."""

    RETURNED = "returned", "已繳回"
    DESTROYED = "destroyed", "對方已銷毀"


class ErasureBasis(models.TextChoices):
    """On what the personal data of a case is erased after its term (伍、五; ruling 17)."""

    APPROVED = "approved", "依檔案銷毀核准文號"
    UNFILED = "unfiled", "未歸檔，依計畫伍、五"


class LetterKind(models.TextChoices):
    """What a drafted letter says (domain §6.4); to whom follows from the case: a person, or a public body (函覆)."""

    RECEIPT = "receipt", "收件回條"
    CORRECTION = "correction", "補正通知"
    EXTENSION = "extension", "展延通知"
    GRANT = "grant", "核准通知"
    PARTIAL = "partial", "部分提供說明"
    REFUSAL = "refusal", "駁回通知"
    NO_FOOTAGE = "no-footage", "無影像說明"


ANSWERS = (LetterKind.GRANT, LetterKind.PARTIAL, LetterKind.REFUSAL, LetterKind.NO_FOOTAGE)
"""Letters that answer a request; of a public body's, one of them is the 函覆 without which its case is not closed."""


class Delivery(models.TextChoices):
    """送達方式."""

    HAND = "hand", "當面交付"
    MAIL = "mail", "掛號郵寄"
    E_DOCUMENT = "e-document", "電子公文交換"
    COLLECTED = "collected", "機關派員領取"
    ONLINE = "online", "申請人線上查閱"
