from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, register_converter

from retention import views
from retention.rules import COPY_NUMBER

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app_name = "retention"


class CopyNumber:
    """The number of a copy in an address: E115-0012."""

    regex = COPY_NUMBER

    def to_python(self, value: str) -> str:
        """Return the number as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the number as it stands."""
        return value


register_converter(CopyNumber, "copy")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("hand-checks/new/", views.new_hand_check, name="hand-check-new"),
    path("holds/", views.hold_list, name="holds"),
    path("holds/export.<slug:kind>", views.export_holds, name="hold-export"),
    path("holds/emergency/", views.keep_in_emergency, name="emergency"),
    path("holds/legal/", views.propose_legal_hold, name="legal-new"),
    path("holds/<int:hold_id>/", views.hold, name="hold"),
    path("holds/<int:hold_id>/confirm/", views.confirm_hold, name="hold-confirm"),
    path("holds/<int:hold_id>/release/", views.release_hold, name="hold-release"),
    path("holds/<int:hold_id>/legal/", views.propose_for_hold, name="hold-legal"),
    path("holds/<int:hold_id>/review/", views.review_hold, name="hold-review"),
    path("holds/<int:hold_id>/copies/new/", views.copy_from_folder, name="hold-copy"),
    path("holds/<int:hold_id>/copies/new/upload/", views.copy_to_upload, name="hold-copy-upload"),
    path("holds/<int:hold_id>/copies/new/medium/", views.copy_to_safe, name="hold-copy-medium"),
    path("copies/", views.list_copies, name="copies"),
    path("copies/export.<slug:kind>", views.export_copies, name="copy-export"),
    path("copies/<copy:number>/", views.copy_page, name="copy"),
    path("copies/<copy:number>/upload/", views.upload_page, name="copy-upload"),
    path("copies/<copy:number>/parts/<int:part>/", views.take_part, name="copy-part"),
    path("copies/<copy:number>/file/", views.take_file, name="copy-file"),
    path("copies/<copy:number>/give-up/", views.give_up_copy, name="copy-give-up"),
    path("copies/<copy:number>/move/", views.move_copy, name="copy-move"),
    path("copies/<copy:number>/open/", views.open_copy, name="copy-open"),
    path("copies/<copy:number>/readings/<uuid:token>/", views.reading_page, name="copy-reading"),
    path("copies/<copy:number>/readings/<uuid:token>/all.zip", views.copy_zip, name="copy-zip"),
    path("copies/<copy:number>/readings/<uuid:token>/files/<int:position>/", views.copy_bytes, name="copy-bytes"),
    path("proposals/<int:proposal_id>/", views.proposal, name="proposal"),
    path("backups/", views.backup_list, name="backups"),
    path("backups/<int:task_id>/close/", views.close_backup, name="backup-close"),
    path("copies/due/", views.copies_due, name="copies-due"),
    path("copies/accept/", views.accept_copies, name="copies-accept"),
    path("copies/lists/", views.copy_lists, name="copy-lists"),
    path("copies/lists/export.<slug:kind>", views.export_copy_lists, name="copy-list-export"),
    path("copies/lists/new/", views.new_copy_list, name="copy-list-new"),
    path("copies/lists/<int:list_id>/", views.copy_list, name="copy-list"),
    path("copies/lists/<int:list_id>/sign/", views.sign_copy_list, name="copy-list-sign"),
    path("copies/lists/<int:list_id>/return/", views.return_copy_list, name="copy-list-return"),
    path("copies/lists/<int:list_id>/withdraw/", views.withdraw_copy_list, name="copy-list-withdraw"),
    path("copies/lists/<int:list_id>/record.pdf", views.copy_list_pdf, name="copy-list-pdf"),
    path("copies/lists/<int:list_id>/items/<int:item_id>/destroy/", views.destroy_medium, name="copy-item-destroy"),
    path("copies/lists/<int:list_id>/items/<int:item_id>/photo/", views.medium_photo, name="copy-item-photo"),
    path("copies/<copy:number>/dispute/", views.dispute_copy, name="copy-dispute"),
    path("copies/<copy:number>/undispute/", views.settle_dispute, name="copy-undispute"),
    path("cameras/<str:code>/", views.camera, name="camera"),
    path("coverage.json", views.coverage_json, name="coverage"),
    path("sources/", views.source_list, name="sources"),
    path("sources/new/", views.new_source, name="source-new"),
    path("sources/<int:source_id>/", views.source, name="source"),
    path("sources/<int:source_id>/propose/", views.propose, name="source-propose"),
    path("sources/<int:source_id>/confirm/", views.confirm, name="source-confirm"),
    path("sources/<int:source_id>/accept/", views.accept, name="source-accept"),
    path("sources/<int:source_id>/read-only/", views.end_deletion, name="source-read-only"),
    path("sources/<int:source_id>/retire/", views.retire, name="source-retire"),
    path("sources/<int:source_id>/folders/<int:row_id>/", views.map_folder, name="source-folder"),
    path("destructions/", views.destruction_list, name="destructions"),
    path("destructions/export.<slug:kind>", views.export_destructions, name="destruction-export"),
    path("destructions/<int:destruction_id>/", views.destruction, name="destruction"),
    path("destructions/<int:destruction_id>.pdf", views.destruction_pdf, name="destruction-pdf"),
    path("destructions/<int:destruction_id>.txt", views.manifest_text, name="destruction-manifest"),
]
