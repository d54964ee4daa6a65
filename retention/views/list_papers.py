"""What the paper of a 銷毀清冊 is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat

from retention.documents import ItemLine, ListPaper
from retention.selectors import due_of

if TYPE_CHECKING:
    from retention.models import DestructionItem, DestructionList, EvidenceCopy


def paper_of(row: DestructionList) -> ListPaper:
    """Return a list as its paper tells it; no case is named, for papers go from hand to hand."""
    items = row.items.select_related("copy__original", "photo").prefetch_related("copy__cameras__place")
    return ListPaper(
        number=row.pk,
        kind=row.kind,
        word=row.get_kind_display(),
        reason=row.reason,
        executor=(row.executor, row.executor_at) if row.executor_at else None,
        witness=(row.witness, row.witness_at) if row.witness_at else None,
        items=[_line(item) for item in items],
    )


def _line(item: DestructionItem) -> ItemLine:
    copy = item.copy
    photo = "照片存卷" if item.photo else ""
    return ItemLine(
        number=copy.number if not copy.original else f"{copy.number}（遮蔽版）",
        cameras=[f"{camera.place.name}{camera.name}（{camera.code}）" for camera in copy.cameras.all()],
        starts_at=copy.starts_at,
        ends_at=copy.ends_at,
        what=what_it_is(copy),
        sha256=copy.sha256,
        due_on=due_of(copy),
        method=item.get_method_display(),
        destroyed_at=item.destroyed_at,
        remark="，".join(filter(None, (item.why_not, item.note, photo))),
    )


def what_it_is(copy: EvidenceCopy) -> str:
    """Return for instance 檔案 1.5 MB, or 隨身碟 U-01."""
    if copy.medium_kind:
        return f"{copy.get_medium_kind_display()} {copy.medium_serial}"
    return f"檔案 {filesizeformat(copy.size)}".replace("\xa0", " ")
