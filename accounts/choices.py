"""Closed lists of the accounts room, with the words people see."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What a person may do. Titles (職稱) are data of the appointment; roles are fixed."""

    STAFF = "staff", "教職員"
    GUARD = "guard", "警衛"
    HANDLER = "handler", "承辦人"
    SUPERVISOR = "supervisor", "處室主管"
    PRINCIPAL = "principal", "校長"
    ADMINISTRATOR = "administrator", "系統管理"
    AUDITOR = "auditor", "稽核"


SEATED = frozenset(Role) - {Role.STAFF}
"""The roles one acts by; 教職員 is what everybody else is, and no step of a plan is theirs."""


class StepKind(models.TextChoices):
    """What a step of the approval chain may do (ruling 1)."""

    PROPOSES = "proposes", "擬辦"
    DECIDES = "decides", "核定"


class DeputyReason(models.TextChoices):
    """Why a deputy acts (ruling 3); printed as 「校長公出」. 迴避 counts only for the cases the person must keep out of."""

    OFFICIAL_TRIP = "official_trip", "公出"
    LEAVE = "leave", "請假"
    OFFICIAL_LEAVE = "official_leave", "公假"
    VACANT = "vacant", "出缺"
    RECUSAL = "recusal", "迴避"


class Feature(models.TextChoices):
    """Extras only this product adds; off until a school switches them on (`School.features`)."""

    DAILY_CHECK = "daily_check", "每日檢查"
    STICKERS = "stickers", "攝影機貼紙"
    STOCK_TAKE = "stock_take", "設備盤點"
    STATISTICS = "statistics", "統計"
    REPORT_CLOCKS = "report_clocks", "事件通報時限"


SWITCHED_BY_HAND = (Feature.DAILY_CHECK, Feature.STICKERS, Feature.STOCK_TAKE)
"""The extras a school ticks; 事件通報時限 is on while any hours are set."""
SIGNS = (Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL)
"""Who may sit in a step of the chain (ruling 1)."""
