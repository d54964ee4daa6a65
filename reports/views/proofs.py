"""Pages: checkpoints of the ledger, the foot of a paper typed in, and one's own entries proven to be in the book."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from ledger import selectors
from ledger import services as ledger
from ledger.models import Checkpoint, Entry
from reports import policies
from reports.forms import FootForm
from reports.selectors import checkpoints, foot_of, provable_entries
from requests.policies import get_case, is_entry_for_applicant

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


@require_GET
def checkpoints_page(request: HttpRequest) -> HttpResponse:
    """Every day's signed checkpoint, and whether the foot of a printed page is of this book."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_ledger(user, now) or policies.may_read_register(user, now))
    form = FootForm(request.GET if "code" in request.GET else None)
    finding, is_checked = "", form.is_bound and form.is_valid()
    if is_checked:
        found = ledger.compare_foot(f"{form.cleaned_data['size']} {form.cleaned_data['code']}")
        finding = found.reason if found else ""
    rows = [(one, foot_of(one)) for one in checkpoints()]
    context = {
        "rows": rows,
        "form": form,
        "finding": finding,
        "is_checked": is_checked,
        "is_beyond": is_checked and form.cleaned_data["size"] > selectors.length(),
        "key": ledger.our_verifier_key(),
    }
    return render(request, "reports/checkpoints.html", context)


@require_GET
def checkpoint_file(request: HttpRequest, size: int) -> HttpResponse:
    """One checkpoint as the signed text that `verify_ledger --checkpoint` reads."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_ledger(user, now) or policies.may_read_register(user, now))
    checkpoint = get_object_or_404(Checkpoint, size=size)
    return _file(checkpoint.note, f"checkpoint-{size}.txt", "text/plain; charset=utf-8")


@require_GET
def proofs_page(request: HttpRequest, number: str) -> HttpResponse:
    """The entries about a case, each to be taken away as a proof, for its own applicant (plan 伍、四)."""
    user, now = cast("User", request.user), timezone.now()
    case = get_case(user, number, now)
    policies.require(allowed=policies.may_prove(user, case))
    rows = [(entry, ledger.sentence(entry)) for entry in provable_entries(case)]
    return render(request, "reports/proofs.html", {"case": case, "rows": rows, "key": ledger.our_verifier_key()})


@require_GET
def proof_file(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """The small file that shows one entry to be in the book, and no other entry."""
    user, now = cast("User", request.user), timezone.now()
    case = get_case(user, number, now)
    policies.require(allowed=policies.may_prove(user, case))
    entry = Entry.objects.filter(sequence=sequence, subject=str(case)).first()
    if entry is None or not is_entry_for_applicant(entry.verb, entry.detail):
        raise Http404
    proof = json.dumps(ledger.prove_entry(sequence, now).as_dict(), ensure_ascii=False, indent=1)
    return _file(proof, f"entry-{sequence}.json", "application/json")


@require_GET
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks such a file offline."""
    source = (Path(settings.BASE_DIR) / "docs" / "verify_entry.py").read_text(encoding="utf-8")
    return _file(source, "verify_entry.py", "text/x-python; charset=utf-8")


def _file(content: str, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
