"""Pages: 影像保存, a camera's days, hand checks, holds, 備份工作, 留存檔, folders of recordings, what was destroyed in them."""

from __future__ import annotations

from retention.views.backups import (
    backup_list,
    close_backup,
)
from retention.views.cameras import (
    camera,
    coverage_json,
)
from retention.views.copies import (
    copy_bytes,
    copy_from_folder,
    copy_page,
    copy_to_safe,
    copy_to_upload,
    copy_zip,
    give_up_copy,
    list_copies,
    move_copy,
    open_copy,
    reading_page,
    take_file,
    take_part,
    upload_page,
)
from retention.views.copy_ends import (
    accept_copies,
    copies_due,
    destroy_medium,
    dispute_copy,
    medium_photo,
    settle_dispute,
)
from retention.views.destructions import (
    destruction,
    destruction_list,
    destruction_pdf,
    manifest_text,
)
from retention.views.emergency import (
    keep_in_emergency,
)
from retention.views.holds import (
    confirm_hold,
    hold,
    hold_list,
    release_hold,
    review_hold,
)
from retention.views.legal import (
    proposal,
    propose_for_hold,
    propose_legal_hold,
)
from retention.views.list_exports import export_copies, export_copy_lists, export_destructions, export_holds
from retention.views.lists import (
    copy_list,
    copy_list_pdf,
    copy_lists,
    new_copy_list,
    return_copy_list,
    sign_copy_list,
    withdraw_copy_list,
)
from retention.views.overview import (
    new_hand_check,
    overview,
)
from retention.views.source_acts import (
    accept,
    confirm,
    end_deletion,
    map_folder,
    propose,
    retire,
)
from retention.views.sources import (
    new_source,
    source,
    source_list,
)

__all__ = [
    "accept",
    "accept_copies",
    "backup_list",
    "camera",
    "close_backup",
    "confirm",
    "confirm_hold",
    "copies_due",
    "copy_bytes",
    "copy_from_folder",
    "copy_list",
    "copy_list_pdf",
    "copy_lists",
    "copy_page",
    "copy_to_safe",
    "copy_to_upload",
    "copy_zip",
    "coverage_json",
    "destroy_medium",
    "destruction",
    "destruction_list",
    "destruction_pdf",
    "dispute_copy",
    "end_deletion",
    "export_copies",
    "export_copy_lists",
    "export_destructions",
    "export_holds",
    "give_up_copy",
    "hold",
    "hold_list",
    "keep_in_emergency",
    "list_copies",
    "manifest_text",
    "map_folder",
    "medium_photo",
    "move_copy",
    "new_copy_list",
    "new_hand_check",
    "new_source",
    "open_copy",
    "overview",
    "proposal",
    "propose",
    "propose_for_hold",
    "propose_legal_hold",
    "reading_page",
    "release_hold",
    "retire",
    "return_copy_list",
    "review_hold",
    "settle_dispute",
    "sign_copy_list",
    "source",
    "source_list",
    "take_file",
    "take_part",
    "upload_page",
    "withdraw_copy_list",
]
