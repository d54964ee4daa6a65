"""What every page knows: the school, the warnings that must always be seen, the menu of the role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from accounts.models import School

if TYPE_CHECKING:
    from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """Return `school`, `is_demo` and `is_plain_http` for the page frame."""
    return {"school": School.objects.first(), "is_demo": settings.DEMO, "is_plain_http": settings.ALLOW_HTTP}
