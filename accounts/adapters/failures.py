"""django-axes: what counts as the same name, and that nothing of what was typed is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axes.backends import AxesStandaloneBackend
from axes.exceptions import AxesBackendPermissionDenied
from axes.handlers.database import AxesDatabaseHandler
from django.contrib.auth.hashers import make_password
from django.http import QueryDict

from accounts.rules import fold_account

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

LONGEST_COUNTED_NAME = 60


class FailureCounter(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts in the database: atomic, the same for every process, and it survives a restart.

    A cache would need Redis to be shared and atomic, which one school on one machine has not.
    """

    def user_login_failed(
        self, sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Count a failure. axes would keep the posted fields with it, on a confirm page the opinion on a case too."""
        if request is None:
            return
        kept = request.GET, request.POST
        request.GET, request.POST = QueryDict(), QueryDict()
        try:
            super().user_login_failed(sender, credentials, request, **kwargs)
        finally:
            request.GET, request.POST = kept


class LockGate(AxesStandaloneBackend):  # type: ignore[misc]
    """Refuses a locked-out name after as much work as any other answer takes: its hash is made, and thrown away."""

    def authenticate(
        self, request: HttpRequest, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> None:
        """Raise AxesBackendPermissionDenied for a locked-out name; let the next backend judge the others."""
        try:
            super().authenticate(request, username=username, password=password, **kwargs)
        except AxesBackendPermissionDenied:
            make_password(password)
            raise


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the name a failure counts for: case and blanks make no other account, so they make no other count."""
    typed = (credentials or {}).get("username") or request.POST.get("login") or ""
    return fold_account(str(typed)).replace("\0", "")[:LONGEST_COUNTED_NAME]


def client_in_log(username: str, ip_address: str, *_: object) -> str:
    """Return how axes names a client in the log: by address only; a typed name may be a password."""
    return str(ip_address)
