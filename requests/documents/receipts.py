"""簽收單 on paper: what is handed over, on what ground, each file with its SHA-256, and cells for who receives (ruling 11)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from accounts.selectors import the_school
from printing.documents import render as render_paper
from printing.documents import require_drawable
from printing.rules import short_moment
from requests.choices import Asker, ReleaseManner
from requests.documents.decision import camera_line
from retention.choices import CopyMedium

if TYPE_CHECKING:
    from printing.documents import Furniture
    from requests.models import CopyRelease

TEMPLATE = "requests/release.pdf.html"
NAME = "監視器影像複製本簽收單"
NOTES = (
    "本複製本僅供上列依據所載之目的使用，不得另行複製、散布或作其他利用，並應依個人資料保護法及相關法令妥善保管。",
    "檔案是否完整，得以上列 SHA-256 雜湊值核對；主機專用格式請用所附播放程式開啟。",
    "使用完畢請繳回本校，或自行銷毀並函知本校。",
)


def render_receipt(release: CopyRelease, signature: bytes, furniture: Furniture) -> bytes:
    """Return the 簽收單 as PDF, empty cells where nothing was handed over yet. `signature` is a picture, empty without one.

    Raises what `render_appendix_1` raises.
    """
    context = receipt_context(release, signature)
    require_drawable("".join(text for _, texts in context["facts"] for text in texts))  # type: ignore[attr-defined]
    return render_paper(TEMPLATE, context, furniture)


def receipt_context(release: CopyRelease, signature: bytes = b"") -> dict[str, object]:
    """Return what the template reads: facts, files, who received, who handed over, the notes."""
    return {
        "title": f"{the_school().short_name}{NAME}",
        "number": f"{release.review_request.number}-{release.order}",
        "facts": list(_facts(release).items()),
        "files": [
            (place, one["name"], f"{one['size']:,}", one["sha256"]) for place, one in enumerate(release.files, 1)
        ],
        "received": _received(release),
        "handed_by": release.handed_by,
        "handed_at": short_moment(release.handed_at) if release.handed_at else "",
        "signature": base64.b64encode(signature).decode() if signature else "",
        "notes": NOTES,
    }


def _facts(release: CopyRelease) -> dict[str, list[str]]:
    case, copy = release.review_request, release.copy
    facts = {
        "案號": [str(case.number)],
        "依據": [release.basis],
        "准許人": [release.allowed_name] if release.allowed_name else [],
        "攝影機地點": [camera_line(camera) for camera in copy.cameras.select_related("place").order_by("code")],
        "影像時段": [f"{short_moment(copy.starts_at)} 至 {short_moment(copy.ends_at)}"],
        "本校留存檔": [f"{copy.number}（{copy.get_kind_display()}）"],
        "交付之媒體": [f"{release.get_medium_kind_display()}，標籤 {release.medium_label}"],
        "加密": [f"已加密；密碼告知方式：{release.password_told}" if release.is_encrypted else "未加密"],
        "交付方式": [
            ReleaseManner(release.manner).label + (f"，{release.postal_number}" if release.postal_number else "")
        ],
    }
    if copy.player:
        facts["播放程式"] = [copy.player]
    if copy.medium == CopyMedium.MEDIUM:
        facts["檔案"] = [f"由本校留存媒體 {copy.medium_serial} 複製"]
    return {label: texts for label, texts in facts.items() if texts}


def _received(release: CopyRelease) -> list[tuple[str, str]]:
    """Return the cells of who receives, empty until then; 服務證號 of officers only."""
    at = short_moment(release.handed_at) if release.handed_at and release.manner == ReleaseManner.IN_PERSON else ""
    rows = [("姓名", release.receiver_name), ("單位", release.receiver_unit)]
    if release.review_request.asker == Asker.AGENCY:
        rows.append(("服務證號", release.receiver_badge))
    return [*rows, ("領取時間", at)]
