"""System checks of the printing room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import checks

from printing.documents.errors import FontMissingError
from printing.documents.fonts import PACKAGE, font_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig


@checks.register()
def kai_fonts_are_installed(
    app_configs: Sequence[AppConfig] | None,
    **kwargs: object,
) -> list[checks.CheckMessage]:
    """Warn when 全字庫正楷體 is not installed: every page works, only papers cannot be printed."""
    try:
        font_files()
    except FontMissingError as error:
        return [checks.Warning(str(error), hint=f"apt install {PACKAGE}", id="printing.W001")]
    return []
