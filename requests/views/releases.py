"""交付複製本: prepared, handed over, its 簽收單, and what became of it (rulings 9, 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from files.services import open_stored
from ledger import services as ledger
from ledger.choices import Verb
from printing.views import furniture, pdf_response
from requests import policies, selectors
from requests.documents.receipts import render_receipt
from requests.forms.releases import (
    DropReleaseForm,
    EarlyParcelForm,
    EndReleaseForm,
    HandForm,
    ParcelForm,
    ReceiptForm,
)
from requests.services import releases
from requests.services.records import case_url
from requests.views.agency.paging import form_page
from requests.views.confirming import Page, act_page, opened, proof_of_person
from requests.views.filling import stored

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import CopyRelease, ReviewRequest

PREPARE = "先下載留存檔，寫入新的媒體並貼上標籤，再登錄於此；備妥後列印簽收單，交付時由領取人簽名。"
EARLY = "公文未到前，僅限生命、身體之立即危險，由校長或其代理人准許；事由與准許人會印在簽收單上。"


@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, number: str) -> HttpResponse:
    """備妥 what the decision allows."""
    case, user, now = opened(request, number)
    policies.require_handler(user, case, "交付複製本", now)
    if hindrances := selectors.may_hand_over(case, now):
        messages.error(request, "".join(hindrances))
        return redirect("review:case", number=number)
    form = ParcelForm(accounts.typed(request, now), case=case)
    page = Page("備妥交付之複製本", "備妥", PREPARE, done=f"已備妥，請列印簽收單並於交付時登錄 {number}")
    return act_page(
        request, case, form, page,
        lambda: releases.prepare_release(
            case_id=case.pk, actor=user, parcel=releases.Parcel(**form.parcel()), now=now
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def prepare_early(request: HttpRequest, number: str) -> HttpResponse:
    """先行交付: 校長 allows it before the letter came, after a proof of person (rulings 5, 11)."""
    case, user, now = opened(request, number)
    policies.require_may_allow_early(user, case, now)
    if hindrances := selectors.may_hand_over_early(case, now):
        messages.error(request, "".join(hindrances))
        return redirect("review:case", number=number)
    form = EarlyParcelForm(accounts.typed(request, now), case=case)
    page = Page("准許先行交付複製本", "准許並備妥", EARLY, done=f"已准許先行交付 {number}，請承辦人交付")
    return act_page(
        request, case, form, page,
        lambda: releases.prepare_early_release(
            case_id=case.pk, actor=user, parcel=releases.Parcel(**form.parcel()), danger=form.cleaned_data["danger"], now=now
        ),
        proof=proof_of_person(request, case, now),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, number: str, order: int) -> HttpResponse:
    """交付, for a signature on the screen or on the printed 簽收單."""
    case, release, user, now = _opened(request, number, order)
    policies.require_handler(user, case, "交付複製本", now)
    if not release.is_open:
        messages.info(request, f"{release} 已完成或已取消")
        return redirect("review:case", number=number)
    form = HandForm(accounts.typed(request, now), request.FILES or None, release=release, initial=_receiver(case))

    def act() -> object:
        signed: dict[str, Any] = {}
        for name in ("signature", "receipt"):
            if kept := stored(form.cleaned_data.get(name), now):
                signed[name] = kept[0]
        receiver = releases.Receiver(**form.receiver())
        return releases.hand_over(release_id=release.pk, actor=user, receiver=receiver, now=now, **signed)

    page = Page("交付複製本", "登錄交付", done=f"已登錄 {release}")
    return form_page(
        request, form, page, act, template="requests/releases/hand.html", leads_to=lambda _: case_url(case), case=case,
        release=release,
    )  # fmt: skip


def _receiver(case: ReviewRequest) -> dict[str, str]:
    """Return who is expected to receive it: the officer who came, else the body or the applicant."""
    visit = selectors.visit_of(case)
    if visit is not None:
        return {"name": visit.officer, "unit": case.unit, "badge": visit.badge}
    return {"unit": case.unit} if selectors.letter_of(case) else {"name": case.applicant_name, "unit": case.unit}


@require_http_methods(["GET", "POST"])
def keep_receipt(request: HttpRequest, number: str, order: int) -> HttpResponse:
    """存入簽收單, or the slip of what was sent."""
    case, release, user, now = _opened(request, number, order)
    policies.require_handler(user, case, "存入簽收單", now)
    form = ReceiptForm(accounts.typed(request, now), request.FILES or None)
    page = Page("存入簽收單", "存入", "已簽名的簽收單，或郵件回執、遞送紀錄。", done=f"已存入 {release} 的簽收單")

    def keep() -> object:
        [receipt] = stored(form.cleaned_data["receipt"], now)
        return releases.keep_receipt(release_id=release.pk, actor=user, receipt=receipt, now=now)

    return act_page(request, case, form, page, keep)


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, number: str, order: int) -> HttpResponse:
    """取消交付."""
    case, release, user, now = _opened(request, number, order)
    policies.require_handler(user, case, "取消交付", now)
    form = DropReleaseForm(accounts.typed(request, now))
    page = Page("取消交付", "取消交付", "已寫入的媒體請清除或另行保管。", done=f"已取消 {release}", is_danger=True)
    return act_page(
        request, case, form, page,
        lambda: releases.drop_release(release_id=release.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: str, order: int) -> HttpResponse:
    """繳回 or 銷毀."""
    case, release, user, now = _opened(request, number, order)
    policies.require_handler(user, case, "登錄交付後續", now)
    form = EndReleaseForm(accounts.typed(request, now), initial={"ended_on": timezone.localdate(now)})
    page = Page("登錄繳回或銷毀", "登錄", done=f"已登錄 {release} 的後續")
    return act_page(
        request, case, form, page,
        lambda: releases.end_release(release_id=release.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_GET
def receipt(request: HttpRequest, number: str, order: int) -> HttpResponse:
    """簽收單 as PDF, empty cells for ink while nothing was handed over; an entry stands before it is drawn."""
    case, release, user, now = _opened(request, number, order)
    policies.require_works_on(user, case, now)
    ledger.append_reading(
        verb=Verb.RELEASE_PRINTED, actor=accounts.in_words(user, now), subject=str(case), now=now,
        detail={"order": str(release.order)},
    )  # fmt: skip
    signature = b""
    if release.signature:
        with open_stored(release.signature) as drawn:
            signature = drawn.read()
    paper = furniture(printed_by=user.name, now=now, path=reverse("review:case", args=[number]), reference=number)
    return pdf_response(render_receipt(release, signature, paper), f"簽收單 {number}-{order}.pdf")


def _opened(request: HttpRequest, number: str, order: int) -> tuple[ReviewRequest, CopyRelease, User, dt.datetime]:
    """Return the case, which is recorded as read, and its release. Raises Http404."""
    case, user, now = opened(request, number)
    release = case.releases.select_related("copy", "signature").filter(order=order).first()
    if release is None:
        raise Http404
    release.review_request = case
    return case, release, user, now
