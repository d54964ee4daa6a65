"""What people called the files of a copy goes when the personal data of its case does (伍、五)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import sentence, verify
from retention.choices import CopyState
from retention.models import CopyFile, EvidenceCopy, Hold
from retention.services.copies import finish_copy, give_up, open_upload, receive_part
from retention.services.copy_destruction import destroy_copies
from tests.copies.ending import signed
from tests.copies.making import content_of, file_of, parts_of
from tests.retention.keeping import checked
from tests.review.conftest import approved, at_principal, case, content, signs
from tests.review.test_erasing import a_year_after, closed, erase, texts

if TYPE_CHECKING:
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast

__all__ = ["approved", "at_principal", "case", "content", "signs"]

NAME = "高𣕑宇跌倒"


def uploaded(hold: Hold, camera: Camera, cast: Cast, now: dt.datetime, *, given_up: bool = False) -> EvidenceCopy:
    plain = file_of(5000)
    copy = open_upload(
        hold_id=hold.pk,
        content=content_of(hold, [camera]),
        name=f"{NAME}.mp4",
        size=len(plain),
        user=cast.handler,
        now=now,
    )
    if given_up:
        return give_up(copy_id=copy.pk, reason="選錯檔案", user=cast.handler, now=now)
    for number, part in parts_of(plain).items():
        receive_part(copy_id=copy.pk, number=number, plain=part, user=cast.handler, now=now)
    return finish_copy(copy.pk, now)


def test_names_of_files_go_and_the_ledger_says_so(
    approved: ReviewRequest, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    hold = Hold.objects.get()
    kept, wrong = (uploaded(hold, cameras[0], cast, now, given_up=given_up) for given_up in (False, True))
    over = closed(approved, cast, now)
    due = dt.datetime.combine(kept.due_on, dt.time(9), now.tzinfo)
    signed(cast, due, kept)
    checked(cameras[0], 20, due)
    destroy_copies(due)
    assert EvidenceCopy.objects.get(pk=kept.pk).state == CopyState.DESTROYED
    assert len([text for text in texts(EvidenceCopy, CopyFile) if NAME in text]) == 3

    erase(over, cast)

    assert not [text for text in texts(EvidenceCopy, CopyFile) if NAME in text]
    said = [sentence(entry) for entry in Entry.objects.filter(verb=Verb.COPY_ERASED).order_by("sequence")]
    assert said == [f"總務主任 方瑀彤依計畫伍、五銷毀{copy} 之檔名" for copy in (kept, wrong)]
    assert a_year_after(over) > due
    assert verify().ok
