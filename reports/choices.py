"""Closed lists of what looks across rooms."""

from __future__ import annotations

from django.db import models


class PaperKind(models.TextChoices):
    """What is printed in the background because it is long; the value is the kind of its job."""

    REGISTER = "reports.register", "調閱登記簿"
    FORMS = "reports.forms", "附錄1"

    @property
    def unit(self) -> str:
        """What its progress is counted in."""
        return "頁" if self is PaperKind.REGISTER else "件"


class MoveKind(models.TextChoices):
    """Why somebody's work goes to another: the post moves on, or the person leaves the school."""

    HANDOVER = "handover", "職務交接"
    LEAVING = "leaving", "離職"
    TRANSFER = "transfer", "調職"
    CLOSING = "closing", "停用帳號"


class PostAfter(models.TextChoices):
    """What becomes of the posts of who leaves."""

    OTHERS = "others", "同一職務另有他人擔任，不必接任"
    TAKEN = "taken", "由承接人接任"
    VACANT = "vacant", "出缺，由承接人代理"


class SignedPaper(models.TextChoices):
    """What is signed on paper when somebody leaves or a post goes over (肆、二; ruling 25)."""

    ROSTER = "roster", "移交清冊"
    ACKNOWLEDGEMENT = "acknowledgement", "離職保密切結"


class ApplicationState(models.TextChoices):
    """Where an application for an account stands."""

    WAITING = "waiting", "待核准"
    APPROVED = "approved", "已核准"
    REFUSED = "refused", "不核准"


class Verdict(models.TextChoices):
    """What the yearly review found of an account."""

    CONFIRMED = "confirmed", "維持"
    CHANGED = "changed", "應調整權限"
    ENDED = "ended", "應停用"


class Conformity(models.TextChoices):
    """How a duty of the plan was met in a period (the auditor's words)."""

    KEPT = "kept", "符合"
    BROKEN = "broken", "未符合"
    NOT_APPLICABLE = "not_applicable", "不適用"


class Part(models.TextChoices):
    """Whose rule it is: the plan's, or one the school added by switching something on (ruling 29)."""

    PLAN = "plan", "計畫規定"
    OWN = "own", "校內自訂"


class ReportState(models.TextChoices):
    """Where the sign-off of a report stands."""

    DRAFT = "draft", "待承辦人簽署"
    CHECKED = "checked", "待處室主管簽署"
    SIGNED = "signed", "已簽核"


class ReportAction(models.TextChoices):
    """What people do to a report."""

    EXPLAIN = "explain", "儲存說明"
    CHECK = "check", "簽署並送處室主管"
    RETURN = "return", "退回承辦人"
    SIGN = "sign", "簽核報告"
