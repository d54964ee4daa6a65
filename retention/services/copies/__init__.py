"""留存檔: begun, taken in, verified, looked at, checked again (伍、三; house, "Evidence copies")."""

from __future__ import annotations

from retention.services.copies.announcing import FORM_SLACK, Stream, announce_file, one_stream
from retention.services.copies.checking import check_copies, check_copy, check_every_copy, keep_damaged
from retention.services.copies.errors import CopyError, CopyRefused, NotYourCopy, record_refusal
from retention.services.copies.finishing import finish_copy
from retention.services.copies.from_folders import copy_from_folders, job_kind
from retention.services.copies.making import make_copies
from retention.services.copies.media import move_medium
from retention.services.copies.opening import (
    LARGEST,
    LARGEST_IN_ONE_FIELD,
    Content,
    Label,
    is_usable,
    open_from_shell,
    open_upload,
    queue_folder_copy,
    store_medium,
)
from retention.services.copies.reading import mark_damaged, open_reading, plain_range, reading_of
from retention.services.copies.receiving import (
    CopyBusy,
    Received,
    give_up,
    give_up_from_shell,
    keep_stream,
    receive_part,
    received,
    take_stream,
)
from retention.services.copies.store import StoreAway, require_store, token_in_folder, token_of_store

__all__ = [
    "FORM_SLACK",
    "LARGEST",
    "LARGEST_IN_ONE_FIELD",
    "Content",
    "CopyBusy",
    "CopyError",
    "CopyRefused",
    "Label",
    "NotYourCopy",
    "Received",
    "StoreAway",
    "Stream",
    "announce_file",
    "check_copies",
    "check_copy",
    "check_every_copy",
    "copy_from_folders",
    "finish_copy",
    "give_up",
    "give_up_from_shell",
    "is_usable",
    "job_kind",
    "keep_damaged",
    "keep_stream",
    "make_copies",
    "mark_damaged",
    "move_medium",
    "one_stream",
    "open_from_shell",
    "open_reading",
    "open_upload",
    "plain_range",
    "queue_folder_copy",
    "reading_of",
    "receive_part",
    "received",
    "record_refusal",
    "require_store",
    "store_medium",
    "take_stream",
    "token_in_folder",
    "token_of_store",
]
