"""扣押: recorded with its receipt; recording again; given back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from files.services import in_words as file_in_words
from files.services import store
from files.views import download
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors
from requests.forms.agency import GivenBackForm, RestoreForm, SeizureForm
from requests.services import agency
from requests.views.agency.paging import form_page
from requests.views.confirming import Page

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import ReviewRequest, Seizure

NEW = Page(
    "登錄扣押", "登錄扣押", "主機或硬碟被扣押時登錄，並存入扣押收據；錄影因而中斷者，攝影機自扣押時起列為影像中斷（扣押）。", done="已登錄扣押"
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a seizure."""
    user, now = cast("User", request.user), timezone.now()
    policies.require_may_enter(user, now)
    form = SeizureForm(accounts.typed(request, now), request.FILES or None, now=now, initial={"seized_at": now})

    def act() -> Seizure:
        said = dict(form.cleaned_data)
        case = _case(said.pop("case_number"), user, now)
        receipt = store(upload=said.pop("receipt"), now=now)
        return agency.record_seizure(handler=user, seized=agency.Seized(**said, receipt=receipt, case=case), now=now)

    return form_page(request, form, NEW, act)


def _case(number: str, user: User, now: dt.datetime) -> ReviewRequest | None:
    """Return the case of that number, None for none. Raises AgencyRefused for one that `user` may not know of."""
    if not number:
        return None
    found = policies.visible_to(user, now).filter(number=number).first()
    if found is None:
        raise agency.AgencyRefused("找不到這個案號，請確認後再填，例如：115-0003。", field="case_number")
    return found


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, seizure_id: int) -> HttpResponse:
    """恢復錄影."""
    seizure, user, now = _opened(request, seizure_id)
    policies.require_may_enter(user, now)
    form = RestoreForm(accounts.typed(request, now), initial={"restored_at": now})
    page = Page("恢復錄影", "登錄恢復錄影", f"{seizure.body}扣押之{seizure.recorder.name}。", done="已登錄恢復錄影")
    return form_page(
        request, form, page, lambda: agency.restore_recording(seizure_id=seizure.pk, handler=user, now=now, **form.cleaned_data)
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, seizure_id: int) -> HttpResponse:
    """扣押物發還."""
    seizure, user, now = _opened(request, seizure_id)
    policies.require_may_enter(user, now)
    form = GivenBackForm(accounts.typed(request, now), initial={"returned_on": timezone.localdate(now)})
    page = Page("扣押物發還", "登錄發還", f"{seizure.body}扣押之{seizure.recorder.name}。", done="已登錄發還")
    return form_page(
        request, form, page, lambda: agency.record_return(seizure_id=seizure.pk, handler=user, now=now, **form.cleaned_data)
    )  # fmt: skip


@require_GET
def receipt(request: HttpRequest, seizure_id: int) -> FileResponse:
    """Download the receipt; an entry stands before the first byte."""
    seizure, user, now = _opened(request, seizure_id)
    answer = download(seizure.receipt)
    ledger.append_reading(
        verb=Verb.FILE_READ, actor=accounts.in_words(user, now), subject=f"{seizure} {file_in_words(seizure.receipt)}", now=now
    )  # fmt: skip
    return answer


def _opened(request: HttpRequest, seizure_id: int) -> tuple[Seizure, User, dt.datetime]:
    user, now = cast("User", request.user), timezone.now()
    policies.require_may_read_letters(user, now)
    found = selectors.seizures(user, now).filter(pk=seizure_id).first()
    if found is None:
        raise Http404
    return found, user, now
