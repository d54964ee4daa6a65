"""Closed lists of the requests room."""

from __future__ import annotations

from django.db import models


class Need(models.TextChoices):
    """為何需要: the one question that tells which rules apply (ruling 6)."""

    OWN = "own", "我本人的權益"
    CHILD = "child", "我的孩子（監護人、法定代理人）"
    DUTY = "duty", "職務需要"
    AGENCY = "agency", "公務機關來文"


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


class Action(models.TextChoices):
    """What a person can do to a case (ruling 1)."""

    SUBMIT = "submit", "送出申請"
    RESUBMIT = "resubmit", "補正後送出"
    PROPOSE = "propose", "陳核"
    APPROVE = "approve", "核准"
    REFUSE = "refuse", "不予核准"
    RETURN_TO_APPLICANT = "return_to_applicant", "退回補正"
    RETURN_TO_PREVIOUS = "return_to_previous", "退回前一關"
    WITHDRAW = "withdraw", "撤回"


class Proposal(models.TextChoices):
    """What a proposing step proposes; printed in its cell (ruling 19)."""

    APPROVE = "approve", "擬准"
    REFUSE = "refuse", "擬不准"
