"""說明: the manual, and how to trust the certificate this installation made for itself.

All of it is open without signing in: it holds no personal data, who cannot sign in needs it most, and when the system
stands still the page on paper forms may be the one still open in a browser. Only cards, which cost a print, ask who one is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.choices import Role
from accounts.policies import roles_of
from accounts.selectors import is_at_device, the_school
from cctv_admin.certificate import CertificateFiles, fingerprint
from cctv_admin.manual import CARDS, INDEX, contents, html_of, page_of, things_of
from printing.documents import render as render_paper
from printing.views import furniture, pdf_response

if TYPE_CHECKING:
    from accounts.models import User

FIRST = (
    Role.PRINCIPAL,
    Role.SUPERVISOR,
    Role.HANDLER,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
    Role.GUARD,
    Role.STAFF,
)
"""Of several posts, whose page opens: the one with the most to do here."""


@login_not_required
@require_GET
def manual(request: HttpRequest) -> HttpResponse:
    """說明: opens at the page of the reader's post; without one at the index."""
    roles = _roles(request)
    return redirect("help-page", next((role.value for role in FIRST if role in roles), INDEX))


@login_not_required
@require_GET
def manual_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the manual. Raises Http404 when there is none of that name."""
    try:
        page = page_of(slug)
    except KeyError as unknown:
        raise Http404 from unknown
    prints = request.user.is_authenticated and not is_at_device(request)
    context = {
        "page": page,
        "text": html_of(page),
        "groups": contents(),
        "own": _roles(request),
        "has_card": prints and slug in CARDS,
    }
    return render(request, "help/page.html", context)


@require_GET
def card(request: HttpRequest, role: str) -> HttpResponse:
    """隨身小卡: the five things of a post on one sheet of A5, with the way here as a code."""
    if role not in CARDS:
        raise Http404
    user, school = cast("User", request.user), the_school()
    paper = furniture(printed_by=user.name, now=timezone.now(), path="/")
    context = {"title": Role(role).label, "things": things_of(Role(role)), "school": school}
    return pdf_response(render_paper("help/card.pdf.html", context, paper), f"{Role(role).label}小卡.pdf")


def _roles(request: HttpRequest) -> frozenset[Role]:
    """Return the posts of who reads; none of who has not signed in."""
    return roles_of(request.user, timezone.localdate()) if request.user.is_authenticated else frozenset()


def _own_files() -> CertificateFiles | None:
    """Return the files of the certificate in use when the product made it, None when the school brought its own."""
    files = CertificateFiles.in_folder(settings.TLS_DIR)
    return files if not settings.TLS_CERT and files.authority.exists() else None


@login_not_required
@require_GET
def certificate(request: HttpRequest) -> HttpResponse:
    """安裝憑證: what to download, what to compare, what to tap on each system."""
    files = _own_files()
    return render(request, "help/certificate.html", {"fingerprint": fingerprint(files) if files else ""})


@login_not_required
@require_GET
def authority(request: HttpRequest) -> FileResponse:
    """Hand out the authority people install. Raises Http404 when this installation did not make one."""
    files = _own_files()
    if files is None:
        raise Http404
    return FileResponse(
        files.authority.open("rb"),
        as_attachment=True,
        filename="cctv-authority.crt",
        content_type="application/x-x509-ca-cert",
    )
