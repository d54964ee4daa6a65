"""What the school wrote on the cases of the story: a letter in each of its states; and one event of 肆、一, long over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from accounts.services import set_report_hours
from ledger.services import SYSTEM
from printing.rules import local_date, roc_year
from requests.choices import Asker, Delivery, LetterKind, Status
from requests.models import ReviewRequest
from requests.services import correspondence
from requests.services.misuses import Noticed, close_misuse, go_on_with_misuse, record_misuse

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def write(people: dict[str, User], cameras: dict[str, Camera], now: dt.datetime) -> None:
    """Let 承辦人 have written what was due."""
    handler = people["handler"]
    refused = ReviewRequest.objects.get(status=Status.REFUSED)
    returned = ReviewRequest.objects.get(status=Status.RETURNED)
    on_paper = ReviewRequest.objects.get(asker=Asker.GUARDIAN)
    _write(on_paper, LetterKind.RECEIPT, handler, on_paper.received_at or now)
    _write(returned, LetterKind.CORRECTION, handler, _after(returned, now))
    written_at = _after(refused, now)
    letter = _write(refused, LetterKind.REFUSAL, handler, written_at)
    number = f"瑞豐國小總字第{roc_year(local_date(written_at))}0001201號"
    given = {"letter_id": letter, "actor": handler, "now": written_at}
    correspondence.record_sending(number=number, sent_on=local_date(written_at), **given)  # type: ignore[arg-type]
    correspondence.record_delivery(
        letter_id=letter, manner=Delivery.HAND, delivered_on=local_date(written_at), actor=handler, now=written_at
    )
    waits = ReviewRequest.objects.filter(status=Status.APPROVED, viewings=None).first()
    if waits is not None:
        text = correspondence.fresh_text(waits, LetterKind.GRANT, now)
        correspondence.save_draft(case_id=waits.pk, kind=LetterKind.GRANT, text=text, actor=handler, now=now)
    _an_event(people, cameras["C28"], now - 40 * DAY)


def _write(case: ReviewRequest, kind: LetterKind, handler: User, moment: dt.datetime) -> int:
    text = correspondence.fresh_text(case, kind, moment)
    draft = correspondence.save_draft(case_id=case.pk, kind=kind, text=text, actor=handler, now=moment)
    return correspondence.issue(letter_id=draft.pk, actor=handler, now=moment).pk


def _after(case: ReviewRequest, now: dt.datetime) -> dt.datetime:
    """An hour after the last act on the case."""
    acts = case.approvals.order_by("-at")
    return min(acts[0].at + HOUR, now) if acts else now


def _an_event(people: dict[str, User], camera: Camera, moment: dt.datetime) -> None:
    """A screen that was filmed with a telephone: asked to delete it, reported, closed a week later."""
    set_report_hours(security=1, breach=72, actor=SYSTEM, now=moment - DAY)
    what = "警衛室值班時，一名訪客以手機翻拍監視畫面約十秒，經值班人員當場制止。"
    noticed = Noticed(noticed_by=people["guard"].name, noticed_at=moment, what=what, camera=camera)
    measures = "當場請訪客刪除影片並確認；警衛室螢幕加裝防窺片，螢幕改向內側。"
    event = record_misuse(noticed=noticed, measures=measures, actor=people["handler"], now=moment + HOUR / 2)
    go_on_with_misuse(
        misuse_id=event.pk, measures=measures, informed="畫面中無可辨識之人員，免告知。",
        security_reported_at=moment + HOUR * 3 / 4, breach_reported_at=None, actor=people["handler"], now=moment + HOUR,
    )  # fmt: skip
    close_misuse(
        misuse_id=event.pk, conclusion="影片已刪除，未外流；已於警衛勤前教育宣導。", actor=people["supervisor"],
        now=moment + 7 * DAY,
    )  # fmt: skip
