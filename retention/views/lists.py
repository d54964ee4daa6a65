"""Pages of 銷毀清冊: what there is, one of them, writing one, its two signatures, its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from accounts.forms import ProofForm
from accounts.selectors import typed
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from printing.views import furniture, pdf_response
from retention import policies, selectors
from retention.choices import ListAction, ListKind
from retention.documents import render_copy_list
from retention.forms import EndListForm, NewListForm, SignListForm
from retention.services import copy_destruction
from retention.views.doing import Page, act, act_on, proof_minutes
from retention.views.gates import list_reader, tabs
from retention.views.list_papers import paper_of
from retention.views.list_rows import list_rows
from work.views import page_by_key

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from retention.models import DestructionList

PAGE = 50
OPENED = {ListKind.DUE: "屆期", ListKind.EARLY: "提前", ListKind.MISTAKE: "誤製"}
TEXTS = {
    ListKind.DUE: "下列留存檔 30 日內屆期。由您以執行人造具並簽署，再由另一人以監銷人簽署，屆期當日銷毀（計畫肆、四）。",
    ListKind.EARLY: "案件已結束、留存已解除的留存檔，如無保存之必要得予以銷毀（計畫伍、三）。二人簽署後隨即銷毀，無法復原。",
    ListKind.MISTAKE: "誤製的留存檔由二人簽署後隨即銷毀，無法復原；影像仍須留存時，備份工作會重新開立。",
}


def opened_list(request: HttpRequest, list_id: int) -> tuple[DestructionList, User, dt.datetime]:
    """Return a list, who asks for it and when; 404 for those who have no need of it."""
    user, now = list_reader(request)
    return get_object_or_404(selectors.lists(), pk=list_id), user, now


@require_GET
def copy_lists(request: HttpRequest) -> HttpResponse:
    """Every 銷毀清冊, newest first, on top what waits for one's own signature."""
    user, now = list_reader(request)
    page = page_by_key(request, selectors.lists(), PAGE)
    context = {
        "rows": list_rows(page.rows),
        "newer_url": page.newer_url,
        "older_url": page.older_url,
        "waiting": selectors.lists_for(user, now),
        "executes": policies.executes(user, now),
        "tabs": tabs(user, local_date(now), "retention:copies-due"),
    }
    return render(request, "retention/copy_lists.html", context)


@require_GET
def copy_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """One list: what is on it, who signed, what became of each, and what this person may do."""
    row, user, now = opened_list(request, list_id)
    acts = policies.acts_on_list(user, row, now)
    context = {
        "row": row,
        "items": selectors.shown_items(row, user, now),
        "acts": {action.value for action in acts},
        "registers": bool(policies.executes(user, now)) and user.username != row.witness_account,
        "now": now,
    }
    return render(request, "retention/copy_list.html", context)


@require_http_methods(["GET", "POST"])
def new_copy_list(request: HttpRequest) -> HttpResponse:
    """造具銷毀清冊: what comes due, what is needless, or one copy made by mistake; signed as 執行人 in the same step."""
    user, now = list_reader(request)
    policies.require(policies.executes(user, now), policies.LIST_EXECUTOR, "造具銷毀清冊")
    kind = next((one for one in OPENED if one == request.GET.get("kind")), ListKind.DUE)
    listed = _offered(kind, request.GET.get("copy", ""), user, now)
    offered = [one for one in listed if one.is_selectable]
    form = NewListForm(typed(request, now), kind=kind, offered=offered)
    proof = ProofForm(request=request, minutes=proof_minutes(now), now=now)
    context = {
        "form": form,
        "proof": proof,
        "kind": kind,
        "offered": offered,
        "kept": [(one, copy_destruction.kept_words(one)) for one in listed if not one.is_selectable],
        "text": TEXTS[kind],
        "views": [
            {"label": f"{word}銷毀", "url": f"?kind={each.value}", "current": each == kind}
            for each, word in OPENED.items()
            if each != ListKind.MISTAKE
        ],
    }

    opened: list[DestructionList] = []

    def write() -> None:
        wanted = copy_destruction.WantedList(kind=kind, **form.said)
        opened.append(copy_destruction.open_list(wanted=wanted, user=user, now=now))

    if act_on(request, form, write, proof=proof, done="已造具並簽署銷毀清冊，等待監銷人簽署"):
        return redirect("retention:copy-list", list_id=opened[0].pk)
    is_bad = bool(form.errors or proof.errors)
    return render(request, "retention/new_copy_list.html", context, status=422 if is_bad else 200)


def _offered(kind: ListKind, number: str, user: User, now: dt.datetime) -> list[selectors.Judged]:
    if kind == ListKind.MISTAKE:
        copy = selectors.standing_copies().filter(number=number).first()
        one = selectors.judged_copy(copy, now) if copy and policies.may_open_copy(user, copy, now) else None
        if one is None or one.item:
            raise Http404
        return [one]
    found = selectors.candidates(kind, now)
    if kind == ListKind.DUE:
        return found
    known = policies.holds_known(user, {one.copy.hold_id: one.copy.hold for one in found}.values(), now)
    return [one for one in found if one.copy.hold_id in known]


@require_http_methods(["GET", "POST"])
def sign_copy_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """簽署 as 監銷人, or 補簽 of what the system did: everything on the list is shown again, with a proof of person."""
    row, user, now = opened_list(request, list_id)
    acts = policies.acts_on_list(user, row, now)
    action = next((one for one in (ListAction.SIGN, ListAction.COUNTERSIGN) if one in acts), None)
    if action is None:
        who = policies.LIST_EXECUTOR if row.state == "owed" else policies.LIST_WITNESS
        raise policies.NotYourHold(who, f"簽署{row}（目前{row.get_state_display()}）")
    form = SignListForm(typed(request, now))
    proof = ProofForm(request=request, minutes=proof_minutes(now), now=now)
    do = copy_destruction.sign_list if action == ListAction.SIGN else copy_destruction.countersign_list
    part = "執行人" if row.state == "owed" else "監銷人"
    if act_on(
        request,
        form,
        lambda: do(list_id=row.pk, user=user, now=now),
        proof=proof,
        done=f"已以{part}{action.label}{row}",
    ):
        return redirect("retention:copy-list", list_id=row.pk)
    context = {
        "row": row, "items": selectors.shown_items(row, user, now), "form": form, "proof": proof, "part": part,
        "word": action.label, "signatory": acts[action], "is_after": action == ListAction.COUNTERSIGN,
    }  # fmt: skip
    is_bad = bool(form.errors or proof.errors)
    return render(request, "retention/sign_copy_list.html", context, status=422 if is_bad else 200)


def _end(request: HttpRequest, list_id: int, action: ListAction, who: str, text: str) -> HttpResponse:
    row, user, now = opened_list(request, list_id)
    policies.require(policies.acts_on_list(user, row, now).get(action), who, f"{action.label}{row}")
    form = EndListForm(typed(request, now))
    url = reverse("retention:copy-list", args=[row.pk])
    page = Page(f"{action.label}{row}", f"{action.label}清冊", url, str(row), text, f"已{action.label}{row}")
    return act(
        request, form, page,
        lambda: copy_destruction.end_list(list_id=row.pk, action=action, user=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def return_copy_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """退回 to 執行人."""
    text = "退回後清冊上的留存檔都不銷毀，由執行人依您的理由重新造冊。"
    return _end(request, list_id, ListAction.RETURN, policies.LIST_WITNESS, text)


@require_http_methods(["GET", "POST"])
def withdraw_copy_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """撤回 by 執行人, before 監銷人 signed."""
    text = "撤回後清冊上的留存檔都不銷毀，可另外重新造冊。"
    return _end(request, list_id, ListAction.WITHDRAW, "造冊的執行人", text)


@require_GET
def copy_list_pdf(request: HttpRequest, list_id: int) -> HttpResponse:
    """The list on paper. Printing it is an entry."""
    row, user, now = opened_list(request, list_id)
    ledger.append_reading(
        verb=Verb.COPY_LIST_PRINTED, actor=accounts.in_words(user, now), subject=str(row), now=now
    )  # fmt: skip
    margin = furniture(printed_by=user.name, now=now, path=reverse("retention:copy-list", args=[row.pk]))
    pdf = render_copy_list(paper_of(row), accounts.the_school().short_name, margin)
    return pdf_response(pdf, f"銷毀清冊-{row.pk}.pdf")
