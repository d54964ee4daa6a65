"""Pages: 留存檔 — the list, one copy, making and bringing one, opening one."""

from __future__ import annotations

from retention.views.copies.acts import give_up_copy, move_copy
from retention.views.copies.bytes import copy_bytes, copy_zip
from retention.views.copies.listing import list_copies
from retention.views.copies.making import copy_from_folder, copy_to_safe, copy_to_upload
from retention.views.copies.one import copy_page
from retention.views.copies.opening import open_copy, reading_page
from retention.views.copies.streaming import take_file
from retention.views.copies.uploading import take_part, upload_page

__all__ = [
    "copy_bytes",
    "copy_from_folder",
    "copy_page",
    "copy_to_safe",
    "copy_to_upload",
    "copy_zip",
    "give_up_copy",
    "list_copies",
    "move_copy",
    "open_copy",
    "reading_page",
    "take_file",
    "take_part",
    "upload_page",
]
