"""Holds, copies, 銷毀清冊 and 影像銷毀紀錄 as sheets: one row each, saying to whom what its list says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.rules import short_date, short_moment

if TYPE_CHECKING:
    import datetime as dt

    from retention.models import Destruction, DestructionList
    from retention.selectors import ShownCopy, ShownHold

WITHHELD = "（限制閱覽）"
HOLD_HEADINGS = (
    "留存編號", "種類", "攝影機", "影像起", "影像迄", "案號", "留存時間", "留存人", "檢討日", "解除時間", "解除人", "解除理由",
)  # fmt: skip
COPY_HEADINGS = (
    "編號", "型式", "狀態", "攝影機", "影像起", "影像迄", "案號", "製作人", "完成時間", "位元組", "SHA-256", "媒體標籤",
    "存放地點", "應銷毀日", "銷毀時間",
)  # fmt: skip
LIST_HEADINGS = (
    "編號", "種類", "狀態", "造冊時間", "件數", "已銷毀件數", "執行人", "執行人簽署", "監銷人", "監銷人簽署", "事由",
)  # fmt: skip
DESTRUCTION_HEADINGS = (
    "編號", "影像資料夾", "影像起", "影像迄", "應銷毀檔數", "已銷毀檔數", "已銷毀位元組", "因留存未銷毀", "無法刪除", "擬定時間",
    "完成時間", "清單雜湊（SHA-256）",
)  # fmt: skip


def hold_row(shown: ShownHold) -> tuple[str, ...]:
    """Return the row under `HOLD_HEADINGS`; who may not know its case is told neither case nor people."""
    hold, known = shown.hold, shown.is_known
    return (
        str(hold.pk), hold.get_kind_display(), "、".join(camera.code for camera in hold.cameras.all()),
        short_moment(hold.starts_at), short_moment(hold.ends_at), hold.reference if known else WITHHELD,
        short_moment(hold.placed_at), hold.placed_by if known else "", _day(hold.review_on),
        _moment(hold.released_at), hold.released_by if known else "", hold.release_reason if known else "",
    )  # fmt: skip


def copy_row(shown: ShownCopy) -> tuple[str, ...]:
    """Return the row under `COPY_HEADINGS`; of which case it is stands there for who may know."""
    copy = shown.copy
    return (
        copy.number, copy.get_medium_display(), "與完成時不符" if shown.is_damaged else copy.get_state_display(),
        "、".join(camera.code for camera in copy.cameras.all()), short_moment(copy.starts_at), short_moment(copy.ends_at),
        copy.hold.reference if shown.is_known else WITHHELD, copy.made_by, _moment(copy.finished_at),
        str(shown.size or ""), copy.sha256, copy.medium_serial, copy.kept_at, short_date(copy.due_on),
        _moment(copy.destroyed_at),
    )  # fmt: skip


def list_row(row: DestructionList) -> tuple[str, ...]:
    """Return the row under `LIST_HEADINGS`."""
    return (
        str(row.pk), row.get_kind_display(), row.get_state_display(), short_moment(row.opened_at),
        str(row.total), str(row.done),  # type: ignore[attr-defined] # counted by `selectors.lists`
        row.executor, _moment(row.executor_at), row.witness, _moment(row.witness_at), row.reason,
    )  # fmt: skip


def destruction_row(row: Destruction) -> tuple[str, ...]:
    """Return the row under `DESTRUCTION_HEADINGS`."""
    numbers = (row.planned_files, row.destroyed_files, row.destroyed_size, row.held_files, row.failed_files)
    return (
        str(row.pk), row.source.name, short_moment(row.first_at), short_moment(row.last_at), *map(str, numbers),
        short_moment(row.planned_at), _moment(row.finished_at), row.manifest_sha256,
    )  # fmt: skip


def _moment(moment: dt.datetime | None) -> str:
    return short_moment(moment) if moment else ""


def _day(day: dt.date | None) -> str:
    return short_date(day) if day else ""
