"""Pages: 通知 and 假日; and the page of an import, which a room above fills in."""

from __future__ import annotations

from work.views.addresses import address
from work.views.exports import Export, export
from work.views.filling import filled
from work.views.imports import Importing, import_page
from work.views.pages import holidays, notices, open_notice, read_all, remove_holiday
from work.views.paging import KeyedPage, page_by_key

__all__ = [
    "Export",
    "Importing",
    "KeyedPage",
    "address",
    "export",
    "filled",
    "holidays",
    "import_page",
    "notices",
    "open_notice",
    "page_by_key",
    "read_all",
    "remove_holiday",
]
