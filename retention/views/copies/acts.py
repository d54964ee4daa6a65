"""What is done to a copy that is neither opened nor destroyed: 放棄, 移動媒體."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.selectors import typed
from retention import policies
from retention.forms import GiveUpForm, MoveForm
from retention.services.copies import give_up, move_medium
from retention.views.copies.gates import known_copy
from retention.views.doing import Page, act

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from retention.models import EvidenceCopy


def _opened(request: HttpRequest, number: str, what: str) -> tuple[EvidenceCopy, User, dt.datetime]:
    shown, user, now = known_copy(request, number)
    policies.require(policies.makes_copies(user, shown.copy.hold, now), policies.COPY_MAKERS, what)
    return shown.copy, user, now


@require_http_methods(["GET", "POST"])
def give_up_copy(request: HttpRequest, number: str) -> HttpResponse:
    """放棄 a copy on its way."""
    copy, user, now = _opened(request, number, "放棄留存檔")
    form, url = GiveUpForm(typed(request, now)), reverse("retention:copy", args=[number])
    text = "已接收的部分隨即銷毀，編號保留並註明理由；本案仍須製作留存檔或說明原因（計畫伍、三）。"
    page = Page(f"放棄 {number}", "放棄這份留存檔", url, number, text, f"已放棄 {number}", is_danger=True)
    return act(
        request, form, page, lambda: give_up(copy_id=copy.pk, reason=form.cleaned_data["reason"], user=user, now=now)
    )


@require_http_methods(["GET", "POST"])
def move_copy(request: HttpRequest, number: str) -> HttpResponse:
    """移動媒體: where it lies from now on."""
    copy, user, now = _opened(request, number, "移動留存媒體")
    form, url = MoveForm(typed(request, now)), reverse("retention:copy", args=[number])
    text = (
        f"{copy.get_medium_kind_display()} {copy.medium_serial}，目前存放於{copy.kept_at}。移動前後的地點列入保管紀錄。"
    )
    page = Page(f"移動媒體 {number}", "登錄移動", url, number, text, f"已登錄移動 {number}")
    return act(
        request,
        form,
        page,
        lambda: move_medium(copy_id=copy.pk, kept_at=form.cleaned_data["kept_at"], user=user, now=now),
    )
