"""What may be done to a folder of recordings: one confirm page for each act, all drawn by one template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms import ProofForm
from accounts.selectors import in_words, plan_on, typed
from accounts.services.proof import NotProven, prove
from printing.rules import local_date
from retention import policies, services
from retention.choices import DeletedBy
from retention.forms import AcceptForm, ConfirmForm, MapForm, ReasonForm, RetireForm
from retention.models import FootageSource
from retention.services.asking import ask_for_deletion
from retention.services.trials import Trial, trial_of
from retention.views.gates import source_reader

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@dataclass(frozen=True)
class Page:
    """What the confirm page of an act says; with `trial` it shows what would go, with `proof` it asks who one is."""

    heading: str
    button: str
    done: str
    text: str = ""
    is_danger: bool = False
    trial: Trial | None = None
    proof: ProofForm | None = None


def _opened(request: HttpRequest, source_id: int) -> tuple[FootageSource, policies.SourcePowers, User, dt.datetime]:
    user, now, today = source_reader(request)
    source = get_object_or_404(FootageSource, pk=source_id, retired_on=None)
    return source, policies.powers_over(user, source, today), user, now


def _act(
    request: HttpRequest, source: FootageSource, form: forms.Form, page: Page, now: dt.datetime, act: Callable[[], object]
) -> HttpResponse:  # fmt: skip
    """Show the page of an act, or do it and go back to the folder; a refusal stands beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            if page.proof is not None:
                prove(request, page.proof, now)
            act()
        except NotProven as refusal:
            if page.proof is not None:
                page.proof.add_error(refusal.field, str(refusal))
        except services.SourceError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, page.done)
            return redirect("retention:source", source.pk)
    is_wrong = bool(form.errors or (page.proof and page.proof.errors))
    context = {"source": source, "form": form, "page": page, "proof": page.proof, "trial": page.trial}
    return render(request, "retention/source_act.html", context, status=422 if is_wrong else 200)


def _proof(request: HttpRequest, now: dt.datetime) -> ProofForm:
    return ProofForm(request=request, minutes=plan_on(local_date(now)).proof_minutes, now=now)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, source_id: int) -> HttpResponse:
    """提出由本系統刪除."""
    source, powers, user, now = _opened(request, source_id)
    policies.require_power(allowed=powers.proposes, who="承辦人、處室主管及系統管理", act="提出由本系統刪除")
    form = ReasonForm(typed(request, now))
    text = (
        "提出後，須由另一位人員（處室主管或校長）看過第一次執行將銷毀的影像並確認，才會開始刪除；在此之前本系統只讀取。"
        "請先關閉主機本身的循環刪除或逾期清除，否則留存中的影像仍可能被主機刪除。"
    )
    page = Page("提出由本系統刪除", "提出", f"已提出「{source.name}」改由本系統刪除，等待另一位人員確認", text)
    return _act(
        request, source, form, page, now,
        lambda: ask_for_deletion(source_id=source.pk, user=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, source_id: int) -> HttpResponse:
    """確認由本系統刪除: another person sees what the first pass would destroy, and says what day it is."""
    source, powers, user, now = _opened(request, source_id)
    who = "提出人以外的處室主管或校長"
    policies.require_power(allowed=powers.confirms, who=who, act="確認由本系統刪除（須先有人提出）")
    trial = trial_of(source, now)
    form = ConfirmForm(typed(request, now), now=now, files=trial.files)
    text = f"{source.proposed_by}提出由本系統刪除這個資料夾的影像，事由：{source.confirm_reason}。請核對下列第一次執行將銷毀的影像。"
    done = f"已確認「{source.name}」由本系統刪除，首次執行至多銷毀 {trial.files} 檔"
    page = Page(
        "確認由本系統刪除", f"確認由本系統刪除，首次銷毀 {trial.files} 檔", done, text, is_danger=True, trial=trial,
        proof=_proof(request, now),
    )  # fmt: skip
    return _act(
        request, source, form, page, now,
        lambda: services.confirm_deletion(source_id=source.pk, actor=in_words(user, now), now=now, **form.said),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, source_id: int) -> HttpResponse:
    """確認可以執行, after a pass refused for the clock or the amount: one confirmed date."""
    source, powers, user, now = _opened(request, source_id)
    policies.require_power(allowed=powers.accepts, who="承辦人、處室主管及校長", act="確認可以執行由本系統刪除的資料夾")
    trial = trial_of(source, now)
    form = AcceptForm(typed(request, now), now=now, files=trial.files)
    text = "確認後，下一次執行（每日凌晨）以您填的日期佐證主機時間，並至多銷毀下列檔數。確認在 48 小時內、用於一次執行有效。"
    done = f"已確認「{source.name}」可以執行，下一次至多銷毀 {trial.files} 檔"
    page = Page(
        "確認可以執行", f"確認可以執行，至多 {trial.files} 檔", done, text, is_danger=True, trial=trial,
        proof=_proof(request, now),
    )  # fmt: skip
    return _act(
        request, source, form, page, now,
        lambda: services.accept_pass(source_id=source.pk, actor=in_words(user, now), now=now, **form.said),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end_deletion(request: HttpRequest, source_id: int) -> HttpResponse:
    """改為只讀取: one act of one person, for it keeps more, never less."""
    source, powers, user, now = _opened(request, source_id)
    policies.require_power(
        allowed=powers.stops, who="承辦人、處室主管、校長及系統管理", act="改為只讀取由本系統刪除的資料夾"
    )
    form = ReasonForm(typed(request, now))
    text = "改為只讀取後，本系統不再刪除這個資料夾的任何影像；逾最高期限的影像會列為未符合事項。再改由本系統刪除，須重新由二人提出及確認。"
    page = Page("改為只讀取", "改為只讀取", f"「{source.name}」已改為只讀取", text)
    if source.deleted_by != DeletedBy.PRODUCT:
        page = Page(
            "撤回提出",
            "撤回提出",
            f"已撤回「{source.name}」由本系統刪除的提出",
            "撤回後繼續只讀取；再提出時重新由二人確認。",
        )
    return _act(
        request, source, form, page, now,
        lambda: services.end_deletion(source_id=source.pk, actor=in_words(user, now), now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, source_id: int) -> HttpResponse:
    """停用影像資料夾."""
    source, powers, user, now = _opened(request, source_id)
    policies.require_power(allowed=powers.keeps, who="承辦人及系統管理", act="停用影像資料夾")
    form = RetireForm(typed(request, now), initial={"on": local_date(now)})
    text = "停用後不再掃描、也不再刪除這個資料夾；檔案不會變動，執行與銷毀紀錄保留。資料夾內逾最高期限的影像，請另依計畫肆、四處理。"
    page = Page("停用影像資料夾", "停用", f"已停用影像資料夾「{source.name}」", text, is_danger=True)
    return _act(
        request, source, form, page, now,
        lambda: services.retire_source(source_id=source.pk, actor=in_words(user, now), now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def map_folder(request: HttpRequest, source_id: int, row_id: int) -> HttpResponse:
    """對照攝影機: whose recordings a folder holds."""
    source, powers, user, now = _opened(request, source_id)
    policies.require_power(allowed=powers.keeps, who="承辦人及系統管理", act="對照攝影機資料夾")
    row = get_object_or_404(source.folder_cameras.select_related("camera"), pk=row_id)
    form = MapForm(typed(request, now), initial={"camera": row.camera.code if row.camera else ""})
    text = f"資料夾「{row.folder}」錄的是哪一支攝影機？對照後，這些影像計入該攝影機的保存日數，其留存也保護這個資料夾。先前對照的攝影機若有留存，仍一併保護。"
    page = Page("對照攝影機", "儲存對照", f"已對照資料夾「{row.folder}」", text)
    return _act(
        request, source, form, page, now,
        lambda: services.map_folder(
            source_id=source.pk, folder=row.folder, actor=in_words(user, now), now=now, **form.cleaned_data
        ),
    )  # fmt: skip
