"""Pages of what comes due, and what is done to one copy of it: 爭議註記, 登錄銷毀, 確認可以執行."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from accounts.forms import ProofForm
from accounts.selectors import typed
from files import services as files
from files.views import download
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from retention import policies, selectors
from retention.choices import CopyState, CopyVerdict, DestructionMethod, Doubt
from retention.forms import AcceptCopiesForm, DisputeForm, MediumForm
from retention.models import EvidenceCopy
from retention.rules import LISTED_DAYS_AHEAD, ONE_DAY
from retention.services import copy_destruction
from retention.views.doing import Page, act, proof_minutes
from retention.views.gates import list_reader, tabs
from retention.views.lists import opened_list

if TYPE_CHECKING:
    import datetime as dt

    from django.http import FileResponse, HttpRequest, HttpResponse

    from accounts.models import User
    from retention.models import DestructionItem
    from retention.selectors import Judged

PAGE = 25


@require_GET
def copies_due(request: HttpRequest) -> HttpResponse:
    """留存檔屆期, the earliest day first. Of each page what stands past its day, what the law keeps, what comes due."""
    user, now = list_reader(request)
    before, after = (selectors.due_place_of(request.GET.get(name, "")) for name in ("before", "after"))
    page = selectors.due_page(now, PAGE, before=before, after=after)
    last = selectors.last_copy_pass()
    apart = (CopyVerdict.EXCEPTION, CopyVerdict.HELD)
    past, held = ([one for one in page.rows if one.verdict == verdict] for verdict in apart)
    context = {
        "past": past,
        "held": held,
        "coming": [one for one in page.rows if one.verdict not in apart],
        "newer_url": _address("before", page.earlier),
        "older_url": _address("after", page.later),
        "is_paged": bool(page.earlier or page.later),
        "waiting": selectors.lists_for(user, now),
        "last": last,
        "doubts": [(Doubt(key).label, said) for key, said in last.doubts.items()] if last else [],
        "executes": policies.executes(user, now),
        "lifts": policies.lifts_disputes(user, now),
        "today": local_date(now),
        "tabs": tabs(user, local_date(now), "retention:copies-due"),
    }
    return render(request, "retention/copies_due.html", context)


def _address(name: str, place: selectors.DuePlace | None) -> str:
    return f"?{urlencode({name: place.as_text()})}" if place else ""


@require_http_methods(["GET", "POST"])
def accept_copies(request: HttpRequest) -> HttpResponse:
    """確認可以執行, after a run refused for the clock, the amount or an older database: one confirmed date."""
    user, now = list_reader(request)
    policies.require(policies.executes(user, now), policies.LIST_EXECUTOR, "確認留存檔的銷毀可以執行")
    due = selectors.judged(selectors.copies_due_by(local_date(now)), now)
    count = sum(one.verdict == CopyVerdict.DESTROY_BY_SYSTEM for one in due)
    form = AcceptCopiesForm(typed(request, now), now=now, files=count, initial={"seen_files": count})
    proof = ProofForm(request=request, minutes=proof_minutes(now), now=now)
    text = (
        f"確認後，下一次執行（每日凌晨）以您填的日期佐證主機時間，並至多銷毀 {count} 件屆期而未簽署的留存檔。"
        "確認在 48 小時內、用於一次執行有效。資料庫由備份還原後，請先核對法定留存與爭議註記是否都在。"
    )
    page = Page(
        "確認留存檔的銷毀可以執行", f"確認可以執行，至多 {count} 件", reverse("retention:copies-due"), "留存檔屆期", text,
        f"已確認可以執行，下一次至多銷毀 {count} 件未簽署者", is_danger=True,
    )  # fmt: skip
    return act(
        request, form, page, lambda: copy_destruction.accept_copies(user=user, now=now, **form.said), proof=proof
    )


def _item(request: HttpRequest, list_id: int, item_id: int) -> tuple[DestructionItem, User, dt.datetime]:
    row, user, now = opened_list(request, list_id)
    return get_object_or_404(row.items.select_related("copy", "photo", "list"), pk=item_id), user, now


@require_http_methods(["GET", "POST"])
def destroy_medium(request: HttpRequest, list_id: int, item_id: int) -> HttpResponse:
    """登錄銷毀 of a medium: method and photo, by 執行人, with 監銷人 named."""
    item, user, now = _item(request, list_id, item_id)
    if not item.copy.medium_kind:
        raise Http404
    executor = policies.executes(user, now) if user.username != item.list.witness_account else None
    policies.require(executor, "執行人（監銷人除外）", "登錄媒體銷毀")
    form = MediumForm(typed(request, now), request.FILES or None)
    proof = ProofForm(request=request, minutes=proof_minutes(now), now=now)
    text = (
        f"請會同監銷人{item.list.witness or '（尚未簽署）'}銷毀 {item.copy.number}："
        f"{item.copy.get_medium_kind_display()}，標籤 {item.copy.medium_serial}，存放於{item.copy.kept_at}。登錄後無法復原。"
    )
    url = reverse("retention:copy-list", args=[item.list.pk])
    page = Page(
        f"登錄銷毀 {item.copy.number}", f"登錄已銷毀 {item.copy.number}", url, str(item.list), text, is_danger=True
    )

    def register() -> None:
        photo = files.store(upload=form.cleaned_data["photo"], now=now)
        copy_destruction.register_medium(
            item_id=item.pk, method=DestructionMethod(form.cleaned_data["method"]), photo=photo,
            note=form.cleaned_data["note"], user=user, now=now,
        )  # fmt: skip

    return act(request, form, page, register, proof=proof)


@require_GET
def medium_photo(request: HttpRequest, list_id: int, item_id: int) -> FileResponse:
    """The photo of a destroyed medium. Taking it away is an entry."""
    item, user, now = _item(request, list_id, item_id)
    if item.photo is None:
        raise Http404
    answer = download(item.photo)
    subject = f"{item.list} 的{files.in_words(item.photo)}"
    ledger.append_reading(verb=Verb.FILE_READ, actor=accounts.in_words(user, now), subject=subject, now=now)
    return answer


def _copy(request: HttpRequest, number: str) -> tuple[EvidenceCopy, User, dt.datetime]:
    user, now = list_reader(request)
    found = EvidenceCopy.objects.select_related("hold").filter(state=CopyState.FINISHED)
    return get_object_or_404(found, number=number), user, now


@require_http_methods(["GET", "POST"])
def dispute_copy(request: HttpRequest, number: str) -> HttpResponse:
    """註記有爭議: it keeps more, never less."""
    copy, user, now = _copy(request, number)
    policies.require(policies.executes(user, now), policies.LIST_EXECUTOR, "註記留存檔有爭議")
    form = DisputeForm(typed(request, now))
    text = f"註記後 {copy.number} 不論是否已列入銷毀清冊都不銷毀；屆期後列為逾期未銷毀，每日通知校長，直到處室主管或校長解除註記。"
    page = Page(
        f"註記 {copy.number} 有爭議",
        "註記有爭議",
        reverse("retention:copy", args=[copy.number]),
        str(copy),
        text,
        "已註記有爭議",
    )
    return act(
        request, form, page,
        lambda: copy_destruction.dispute_copy(copy_id=copy.pk, user=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def settle_dispute(request: HttpRequest, number: str) -> HttpResponse:
    """解除爭議註記."""
    copy, user, now = _copy(request, number)
    lifter = policies.lifts_disputes(user, now) if policies.may_open_copy(user, copy, now) else None
    policies.require(lifter, policies.LIFTER, "解除爭議註記")
    form = DisputeForm(typed(request, now))
    text = f"{copy.disputed_by}註記的事由：{copy.dispute_reason}。解除後 {copy.number} 依應銷毀日辦理。"
    page = Page(
        f"解除 {copy.number} 的爭議註記",
        "解除爭議註記",
        reverse("retention:copy", args=[copy.number]),
        str(copy),
        text,
        "已解除爭議註記",
    )
    return act(
        request, form, page,
        lambda: copy_destruction.settle_dispute(copy_id=copy.pk, user=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CopyEnd:
    """The end of one copy as its page shows it (`retention/_copy_end.html`): its day, what stops it, its list, one's acts."""

    copy: EvidenceCopy
    judged: Judged | None
    item: DestructionItem | None
    may_list: bool
    may_mistake: bool
    may_dispute: bool
    may_settle: bool


def copy_end(copy: EvidenceCopy, user: User, now: dt.datetime) -> CopyEnd:
    """Return what the page of one copy shows of its end."""
    one = selectors.judged_copy(copy, now)
    is_known, executes = policies.may_open_copy(user, copy, now), bool(policies.executes(user, now))
    is_free = one is not None and one.is_selectable and executes
    soon = selectors.due_of(copy) <= local_date(now) + LISTED_DAYS_AHEAD * ONE_DAY
    return CopyEnd(
        copy=copy,
        judged=one,
        item=selectors.last_item(copy),
        may_list=is_free and soon,
        may_mistake=is_free and is_known,
        may_dispute=one is not None and executes and not one.facts.is_disputed,
        may_settle=one is not None and one.facts.is_disputed and is_known and bool(policies.lifts_disputes(user, now)),
    )
