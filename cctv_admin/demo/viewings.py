"""Viewings of every kind: arranged for today, urgent and waiting for 補核, on paper, corrected; and looks without a case."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from files.services import store
from printing.documents import Furniture
from printing.rules import TAIPEI
from reports.documents import render_register
from requests.choices import Answer, ConsentGround, CorrectedColumn, ManagementPurpose, NoFootage, Status
from requests.models import ReviewRequest
from requests.services import viewings

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera
    from files.models import StoredFile

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def tell(people: dict[str, User], cameras: dict[str, Camera], now: dt.datetime) -> None:
    """Let what follows the cases of the story happen."""
    _correct_the_oldest(people, now)
    _arrange(people, now)
    _enter_from_paper(people, now)
    _urgent(people, cameras, now)
    _look(people, cameras, now)


def _at(moment: dt.datetime, hour: int, minute: int) -> dt.datetime:
    return moment.astimezone(TAIPEI).replace(hour=hour, minute=minute, second=0, microsecond=0)


def _correct_the_oldest(people: dict[str, User], now: dt.datetime) -> None:
    """One more person was there than the row says."""
    case = ReviewRequest.objects.filter(status=Status.APPROVED, viewings__isnull=False).earliest("pk")
    viewing = case.viewings.get()
    viewings.correct_row(
        viewing_id=viewing.pk, column=CorrectedColumn.PRESENT, right=f"{viewing.people_present}、健康中心護理師",
        reason="漏登在場人", actor=people["handler"], now=min((viewing.ended_at or now) + DAY, now),
    )  # fmt: skip


def _arrange(people: dict[str, User], now: dt.datetime) -> None:
    case = ReviewRequest.objects.filter(status=Status.APPROVED, viewings=None).latest("pk")
    at = (now + 2 * HOUR).replace(minute=0, second=0, microsecond=0)
    escorts = [people["handler"], people["guard"]]
    wanted = viewings.Arrangement(at=at, place="總務處", escorts=escorts, visitors=1)
    viewings.arrange(case_id=case.pk, wanted=wanted, actor=people["handler"], now=now - HOUR)


def _enter_from_paper(people: dict[str, User], now: dt.datetime) -> None:
    """The system was down, so the row was written on paper; 主管 has still to sign for it."""
    case = ReviewRequest.objects.filter(status=Status.PARTLY_APPROVED).latest("pk")
    began = _at((case.decided_at or now) + DAY, 10, 20)
    row = viewings.PaperRow(
        started_at=began, ended_at=began + HOUR / 3, escort=people["handler"], place="警衛室", identity_checked=True,
        people_present=f"{case.applicant_title}{case.applicant_name}", told_not_to_film=True,
        reason="校園停電，先以紙本登記", scan=_scan(now),
        ending=viewings.Ending(saw_footage=Answer.NO, no_footage=NoFootage.NOT_COVERED, finding="車輛停放處在畫面外。"),
    )  # fmt: skip
    viewings.back_enter(case_id=case.pk, row=row, actor=people["handler"], now=began + DAY)


def _scan(now: dt.datetime) -> StoredFile:
    """A blank page of the register stands for the scanned one."""
    page = render_register([], "瑞豐國小", Furniture("", now, "", "", is_demo=True))
    return store(upload=SimpleUploadedFile("登記簿.pdf", page, "application/pdf"), now=now)


def _urgent(people: dict[str, User], cameras: dict[str, Camera], now: dt.datetime) -> None:
    """16:40 yesterday: a child did not come to the day care; 承辦人 had gone home, 總務主任 looked with the teacher."""
    at = _at(now - DAY, 16, 40)
    teacher = people["teacher2"]
    viewing = viewings.begin_emergency(
        wanted=viewings.Emergency(
            applicant=teacher, applicant_name="", relation="導師", cameras=[cameras["C22"], cameras["C25"]],
            starts_at=_at(at, 15, 50), ends_at=_at(at, 16, 30), reason="二年一班 7 號放學後未到安親班，須確認由何門離校。",
        ),
        consent=viewings.Consent(
            ground=ConsentGround.MISSING, consented_by=people["principal"], consented_at=at - HOUR / 20
        ),
        presence=viewings.Presence(people_present=f"二年一班導師{teacher.name}", told_not_to_film=True, place="警衛室"),
        operator=people["supervisor"],
        now=at,
    )  # fmt: skip
    ending = viewings.Ending(finding="16:07 由側門隨家屬步行離校。")
    viewings.end_viewing(
        viewing_id=viewing.pk, escort=people["supervisor"], remarks="", ending=ending, now=at + HOUR / 5
    )


def _look(people: dict[str, User], cameras: dict[str, Camera], now: dt.datetime) -> None:
    at = _at(now - 3 * DAY, 8, 5)
    viewings.record_look(
        purpose=ManagementPurpose.CLOCK, reason="主機校時後確認時間", cameras=[cameras["C01"], cameras["C22"]],
        started_at=at, ended_at=at + HOUR / 12, form_key=uuid.uuid4(), user=people["guard"], now=at + HOUR / 6,
    )  # fmt: skip
