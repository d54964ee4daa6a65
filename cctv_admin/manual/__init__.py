"""The manual, docs/manual/*.md: read from there, drawn under 說明, printed as cards."""

from __future__ import annotations

from cctv_admin.manual.cards import CARDS, things_of
from cctv_admin.manual.pages import INDEX, MANUAL, Entry, Group, Page, contents, page_of
from cctv_admin.manual.rendering import html_of

__all__ = ["CARDS", "INDEX", "MANUAL", "Entry", "Group", "Page", "contents", "html_of", "page_of", "things_of"]
