"""離職、調職, 職務交接: the administrator's confirm pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.selectors import typed
from printing.rules import long_date
from reports import policies
from reports.choices import MoveKind, PostAfter
from reports.forms import CallOffForm, HandPostForm, LeavingForm
from reports.models import Handover
from reports.selectors.staff import is_planned
from reports.services import staff
from reports.views.staff.acting import ActPage, act, of_another

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

LEAVES = (
    "送出後停用{name}（{username}）的帳號，並立即登出所有裝置；職務與代理同時結束，未結的工作移交承接人。"
    "既有紀錄與保密切結保留。下一頁列印離職保密切結，簽名後將掃描檔存入。"
)
STAYS = "送出後，{post}由{name}續任，原訂{day}由{successor}接任的安排取消；移交人與接任人都會收到通知。要交接時，請重新登錄。"
GOES_OVER = "職務於交接日移給接任人，未結案件、備份工作、故障與留存媒體列入移交清冊，由移交人、接收人及監交人簽名。{name}保留一般教職員可見的頁面。"


@require_http_methods(["GET", "POST"])
def departure(request: HttpRequest, pk: int) -> HttpResponse:
    """離職、調職或停用帳號: access ends the same minute, the work goes to a named person (肆、二)."""
    now = timezone.now()
    person, actor = of_another(request, pk, now)

    def do(given: dict[str, Any]) -> HttpResponse:
        successor = given["successor"]
        leaving = staff.Leaving(
            pk, MoveKind(given["kind"]), successor.pk if successor else None, PostAfter(given["posts"])
        )
        row = staff.let_go(leaving=leaving, actor=actor, now=now)
        messages.success(
            request, f"已停用{person.name}的帳號，並登出其所有裝置。請列印離職保密切結，簽名後存入掃描檔。"
        )
        return redirect("reports:handover", pk=row.pk)

    text = LEAVES.format(name=person.name, username=person.username)
    page = ActPage(
        "離職、調職或停用帳號", reverse("accounts:person", args=[pk]), person.name, text, "停用帳號並移交工作"
    )
    return act(request, page, LeavingForm(typed(request, now), person=person, actor=actor, now=now), do, now)


@require_http_methods(["GET", "POST"])
def hand_over_post(request: HttpRequest, pk: int) -> HttpResponse:
    """職務交接: a post to another person from a day on (ruling 25)."""
    now = timezone.now()
    person, actor = of_another(request, pk, now)

    def do(given: dict[str, Any]) -> HttpResponse:
        row = staff.hand_post(
            post_id=given["post"].pk, successor_id=given["successor"].pk, day=given["day"],
            staff_title=given["staff_title"], actor=actor, now=now,
        )  # fmt: skip
        messages.success(request, "已登錄職務交接。請列印移交清冊，三人簽名後存入掃描檔。")
        return redirect("reports:handover", pk=row.pk)

    text = GOES_OVER.format(name=person.name)
    page = ActPage("職務交接", reverse("accounts:person", args=[pk]), person.name, text, "登錄職務交接")
    return act(request, page, HandPostForm(typed(request, now), person=person, actor=actor, now=now), do, now)


@require_http_methods(["GET", "POST"])
def call_off_handover(request: HttpRequest, pk: int) -> HttpResponse:
    """取消交接 that was planned: until its day, by who might have planned it."""
    user, now = cast("User", request.user), timezone.now()
    row = get_object_or_404(Handover.objects.select_related("person", "successor"), pk=pk)
    if not policies.may_see_handover(user, row, now):
        raise Http404
    policies.require(allowed=policies.may_call_off(user, row, now), why="交接由移交人、接任人以外的系統管理人員取消。")
    back = reverse("reports:handover", args=[pk])
    if request.method == "GET" and not is_planned(row, now):
        messages.error(request, "只有尚未生效的職務交接可以取消。")
        return redirect(back)

    def do(given: dict[str, Any]) -> HttpResponse:
        staff.call_off(handover_id=pk, reason=given["reason"], actor=user, now=now)
        messages.success(request, f"已取消{row.post}的交接，並通知移交人與接任人。")
        return redirect(back)

    text = STAYS.format(
        post=row.post, name=row.person.name, successor=row.successor_name, day=long_date(row.effective_on)
    )
    page = ActPage("取消交接", back, str(row), text, "取消這次交接")
    return act(request, page, CallOffForm(typed(request, now)), do, now)
