"""說明頁面, open to everybody: how to trust the certificate this installation made for itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cctv_admin.certificate import CertificateFiles, fingerprint


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
