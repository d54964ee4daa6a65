"""符合情形報告: explained, signed by 承辦人, then by 處室主管; what is signed stays as it was (陸、三; ruling 29)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import DeputyReason
from accounts.services import end_post, name_deputy
from ledger.models import Entry
from ledger.services import verify
from reports.choices import Conformity, ReportAction, ReportState
from reports.models import ComplianceReport
from reports.rules import CLAUSES, OWN_RULES, Span
from reports.selectors.reporting import frozen_results, results_of, span_of
from reports.services.reporting import ReportError, check_report, explain, open_report, return_report, sign_report
from reports.transitions import ORDER, WrongOrder, follows
from tests.printing import reader
from tests.reports.clauses import fault, well_kept
from tests.retention.keeping import ask
from work.models import Notice

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
SAID = {"explanation": "承辦人請假，由代理人補辦。", "measures": "已指定代理人，每週一查核。"}
EVERYTHING = {duty.key: SAID for duty in (*CLAUSES, *OWN_RULES)}
PROOF = {"proof_password": "Ruifeng-108-demo"}


@pytest.fixture
def span(now: dt.datetime) -> Span:
    """The week that ended yesterday, with a camera broken for longer than that."""
    return Span(now.date() - 7 * DAY, now.date() - DAY)


@pytest.fixture
def report(cast: Cast, cameras: list[Camera], now: dt.datetime, span: Span) -> ComplianceReport:
    well_kept(cast, cameras, now - 30 * DAY)
    fault(well_place(cast, cameras, now - 30 * DAY))
    return open_report(span=span, actor=cast.handler, now=now)


def well_place(cast: Cast, cameras: list[Camera], at: dt.datetime):  # type: ignore[no-untyped-def] # a Place
    from tests.reports.clauses import Place  # noqa: PLC0415

    return Place(cast, cameras, at)
