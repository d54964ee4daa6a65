"""What may be done to a case beside signing it: one confirm page for each act, all drawn by one template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import selectors as accounts
from files.services import store
from requests import policies, selectors
from requests.choices import Answer, RecusalGround
from requests.forms import (
    ConsultForm,
    DisputeForm,
    ExtendForm,
    IdentityForm,
    LinkForm,
    OpinionForm,
    RecuseForm,
    RestrictForm,
    SignedFormForm,
    StandingForm,
)
from requests.services import chain, consultations, extensions, incidents, recusals, secrecy, standing
from requests.services.chain.recall import recallable
from requests.services.errors import ReviewError
from requests.views import papers
from requests.views.confirming import Page, act_page, opened

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, number: str) -> HttpResponse:
    """抽回 one's own last act."""
    case, user, now = opened(request, number)
    if recallable(case, user, now) is None:
        messages.error(request, str(chain.NotRecallable()))
        return redirect("review:case", number=number)
    page = Page("抽回簽核", "抽回", "抽回後案件回到您這一關，原來的簽核不再有效；紀錄仍會保留。", is_danger=True)
    return act_page(request, case, None, page, lambda: chain.recall(case_id=case.pk, actor=user, now=now))


@require_http_methods(["GET", "POST"])
def go_on(request: HttpRequest, number: str) -> HttpResponse:
    """逾期未補正，續行審核."""
    case, user, now = opened(request, number)
    step = selectors.step_that_returned(case)
    if step is None or chain.goes_on_as(case, user, now) is None:
        messages.error(request, str(chain.NotOverdue()))
        return redirect("review:case", number=number)
    text = f"補正期限已過，申請人尚未補正。續行後案件回到「{step.title}」，依現有資料擬辦、核定；申請人會收到通知，不能再線上補正。"
    page = Page("逾期未補正，續行審核", "續行審核", text, done=f"已續行審核 {number}")
    return act_page(request, case, None, page, lambda: chain.go_on(case_id=case.pk, actor=user, now=now))


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """展延, once."""
    case, user, now = opened(request, number)
    policies.require_works_on(user, case, now)
    form = ExtendForm(accounts.typed(request, now))
    days = case.plan.extension_days if case.plan else 0
    text = f"處理期限得展延一次，加 {days} 日（比照個資法第13條），並附理由通知申請人。影像的留存不受影響。"
    page = Page("展延處理期限", "展延", text)
    return act_page(
        request, case, form, page,
        lambda: extensions.extend(case_id=case.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def consult(request: HttpRequest, number: str) -> HttpResponse:
    """會辦 another office."""
    case, user, now = opened(request, number)
    step = selectors.current_step(case)
    if step is None:
        messages.info(request, f"{number} 目前沒有待簽核的關卡，不能會辦")
        return redirect("review:case", number=number)
    policies.require_signatory(user, case, step, now)
    form = ConsultForm(accounts.typed(request, now), people=consultations.consultable(case, user, now))
    restricted = "本案為限制案，會辦對象在核定前列為得閱覽人員。" if case.is_restricted else ""
    text = f"會辦不停止處理期限，也不影響您簽核；會辦對象在核定前可以看到本案內容。{restricted}"
    return act_page(
        request, case, form, Page("會辦", "送會辦", text, done=f"已送會辦 {number}"),
        lambda: consultations.consult(
            case_id=case.pk, person_id=form.cleaned_data["person"].pk, question=form.cleaned_data["question"],
            actor=user, now=now,
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: str, consultation_id: int) -> HttpResponse:
    """Answer what one was asked."""
    case, user, now = opened(request, number)
    asked = case.consultations.filter(pk=consultation_id, person=user).first()
    if asked is None:
        raise Http404
    form = OpinionForm(accounts.typed(request, now))
    page = Page("回覆會辦", "回覆會辦", f"{asked.asked_by}請您就下列事項表示意見：{asked.question}")
    return act_page(
        request, case, form, page,
        lambda: consultations.answer_consultation(
            consultation_id=asked.pk, actor=user, opinion=form.cleaned_data["opinion"], now=now
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def recuse(request: HttpRequest, number: str) -> HttpResponse:
    """迴避: oneself, or a colleague who is a party."""
    case, user, now = opened(request, number)
    policies.require_works_on(user, case, now)
    initial = {"person": user.pk, "ground": RecusalGround.OWN}
    form = RecuseForm(accounts.typed(request, now), initial=initial, people=recusals.colleagues(case, now))
    text = "登錄後，此人不能辦理也看不到本案，由次一順位代理人（事由：迴避）接手，且不能撤銷。當事人或其監護人為本校同仁時，也請在此登錄；系統不會通知該員。"
    return act_page(
        request, case, form, Page("登錄迴避", "登錄迴避", text, is_danger=True),
        lambda: recusals.recuse(
            case_id=case.pk, person_id=form.cleaned_data["person"].pk, ground=form.cleaned_data["ground"],
            note=form.cleaned_data["note"], actor=user, now=now,
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def restrict(request: HttpRequest, number: str) -> HttpResponse:
    """限制案: name who may know."""
    case, user, now = opened(request, number)
    policies.require_works_on(user, case, now)
    chosen = secrecy.readers_now(case, now) if case.is_restricted else selectors.chain_people(case, now)
    people = secrecy.may_be_readers(case, now)
    form = RestrictForm(accounts.typed(request, now), initial={"readers": chosen}, people=people)
    heading = "得閱覽人員" if case.is_restricted else "設為限制案"
    text = "只有勾選的人員與申請人知道本案存在；其他人在清單、登記簿都看不到，統計只計入件數。設定後不能改回一般案件。"
    return act_page(
        request, case, form, Page(heading, "設定限制案", text),
        lambda: secrecy.restrict(case_id=case.pk, actor=user, readers=form.cleaned_data["readers"], now=now),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, number: str) -> HttpResponse:
    """同一事件."""
    case, user, now = opened(request, number)
    policies.require_works_on(user, case, now)
    form = LinkForm(accounts.typed(request, now))
    text = "多人就同一件事申請時，將案件連結，影像只需留存一份。申請人不會因此看到彼此的案件。"
    return act_page(
        request, case, form, Page("連結同一事件", "連結同一事件", text),
        lambda: incidents.link_cases(case_id=case.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def check_standing(request: HttpRequest, number: str) -> HttpResponse:
    """申請人身分查驗 of who asks for a child."""
    case, user, now = opened(request, number)
    policies.require_handler(user, case, "查驗申請人身分", now)
    initial = {
        "identity_checked": case.identity_checked,
        "guardianship_confirmed": case.guardianship_confirmed,
        "protection_order": Answer(case.protection_order) if case.protection_order else None,
    }
    form = StandingForm(accounts.typed(request, now), initial=initial)
    text = "陳核前請完成下列查驗。系統只記錄結果，不保存證件影本。"
    return act_page(
        request, case, form, Page("申請人身分查驗", "儲存查驗結果", text, done=f"已儲存 {number} 的查驗結果"),
        lambda: standing.check_standing_of(case_id=case.pk, actor=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def keep_signed_form(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the 附錄1 the applicant signed."""
    case, user, now = opened(request, number)
    policies.require_handler(user, case, "存入簽名的附錄1", now)
    form = SignedFormForm(accounts.typed(request, now), request.FILES or None)
    page = Page(
        "存入申請人簽名的附錄1",
        "存入",
        "存入後，附錄1 的申請人欄會印「紙本簽名存卷」。",
        done=f"已存入 {number} 簽名的附錄1",
    )

    def keep() -> object:
        scan = store(upload=form.cleaned_data["scan"], now=now)
        return standing.keep_signed_form(case_id=case.pk, actor=user, scan=scan, now=now)

    return act_page(request, case, form, page, keep)


@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, number: str, approval_id: int) -> HttpResponse:
    """Object to a paper signature recorded in one's name."""
    case, user, now = opened(request, number)
    approval = case.approvals.filter(pk=approval_id).first()
    if approval is None or not chain.may_dispute(approval, user, now):
        raise Http404
    form = DisputeForm(accounts.typed(request, now))
    text = "提出異議後，這次紙本核章與其後的簽核不再有效，案件回到該關重新簽核。"
    page = Page("對紙本核章提出異議", "提出異議", text, is_danger=True)
    return act_page(
        request, case, form, page,
        lambda: chain.dispute_paper_signature(
            approval_id=approval.pk, actor=user, reason=form.cleaned_data["reason"], now=now
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Show the whole 身分證號 once, or print 附錄1 with it, after the reason is an entry (forms.md)."""
    case, user, now = opened(request, number)
    if not policies.may_see_identity(user, case, now):
        raise policies.NotTheHandler("查看身分證號")
    form = IdentityForm(accounts.typed(request, now))
    shown = ""
    if request.method == "POST" and form.is_valid():
        try:
            shown = secrecy.reveal_identity(case_id=case.pk, actor=user, now=now, **form.cleaned_data)
            if request.POST.get("then") == "print":
                return papers.printed(case, user, now, full_identity=True)
        except ReviewError as refusal:
            form.add_error(None, str(refusal))
    context = {"case": case, "form": form, "shown": shown}
    return render(request, "requests/identity.html", context, status=422 if form.errors else 200)
