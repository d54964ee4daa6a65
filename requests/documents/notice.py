"""調閱須知 (ruling 23): what those present agree to, signed by them; for one viewing, or blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.documents import render, require_drawable
from printing.rules import long_moment, short_moment
from requests.choices import Answer
from requests.documents.decision import camera_line
from requests.selectors import decision_of

if TYPE_CHECKING:
    from printing.documents import Furniture
    from requests.models import ReviewRequest, ViewingSession
    from requests.selectors import Scope

TEMPLATE = "requests/viewing_notice.pdf.html"
SIGNATURES = 6
NO_COPY = "校內人員僅得調閱，不得複製（計畫伍、一）。"
COPY_GRANTED = "准予之複製本由本校另行製作交付，不得自行複製。"
POINTS = (
    "調閱全程由本校派員陪同，並登記於調閱登記簿備查（計畫伍、四）。",
    "僅得檢視核准之攝影機及時段；核准方式及附款依核定結果。",
    "請將行動電話及其他可攝影、錄影、錄音之器材關閉收妥；不得翻拍、錄影、錄音、擷取畫面或以任何方式傳送影像。",
    "畫面中其他人（第三人）之影像、行為及個人資料，不得對外陳述、傳述、張貼或公開。",
    "影像資料僅供申請目的之使用，不得另行複製傳閱散佈播放，並應遵守「個人資料保護法」之規定；違反者由行為人自行負責。",
    "陪同人員發現違反上述事項時，得立即中止調閱，並登記於調閱登記簿。",
)


def render_notice(
    school_short_name: str, furniture: Furniture, *, viewing: ViewingSession | None = None, scope: Scope | None = None
) -> bytes:
    """Return the 調閱須知 as PDF; without a viewing it is a blank one. Raises what `render_appendix_1` raises."""
    facts = _facts(viewing, scope) if viewing and scope else [(label, "") for label in BLANK]
    require_drawable("".join(text for _, text in facts))
    names = _names(viewing) if viewing else []
    rows = [*names, *[""] * (SIGNATURES - len(names))]
    context = {
        "school": school_short_name, "points": points_of(viewing.review_request if viewing else None), "facts": facts,
        "rows": list(enumerate(rows, start=1)),
    }  # fmt: skip
    return render(TEMPLATE, context, furniture)


def points_of(case: ReviewRequest | None) -> list[str]:
    """Return what those present agree to; who is granted a copy is not told that there is none."""
    decision = decision_of(case) if case else None
    is_granted = decision is not None and decision.grants_copy == Answer.YES
    on_copies = COPY_GRANTED if is_granted else NO_COPY
    return [point + on_copies if place == 1 else point for place, point in enumerate(POINTS)]


BLANK = ("案　　號", "攝影機", "影像時段", "調閱時間", "調閱地點", "陪同人員")


def _facts(viewing: ViewingSession, scope: Scope) -> list[tuple[str, str]]:
    period = (
        f"{short_moment(scope.starts_at)} 至 {short_moment(scope.ends_at)}" if scope.starts_at and scope.ends_at else ""
    )
    said = (
        str(viewing.review_request.number),
        "、".join(map(camera_line, scope.cameras)),
        period,
        long_moment(viewing.started_at),
        viewing.place,
        viewing.escort_name,
    )
    return list(zip(BLANK, said, strict=True))


def _names(viewing: ViewingSession) -> list[str]:
    names = viewing.people_present.replace("，", "、").split("、")
    return [name.strip() for name in names if name.strip()]
