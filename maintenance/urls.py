from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, re_path

from maintenance import views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

app_name = "maintenance"

urlpatterns: list[URLPattern | URLResolver] = [
    path("appendix-2.pdf", views.appendix_2, name="appendix-2"),
    path("equipment.pdf", views.equipment_pdf, name="equipment-pdf"),
    path("equipment/", views.equipment_list, name="equipment-list"),
    path("equipment/new/", views.new_equipment, name="equipment-new"),
    path("equipment/import/", views.import_equipment, name="equipment-import"),
    path("equipment/import/template.<slug:kind>", views.template_of_equipment, name="equipment-template"),
    path("equipment/export.<slug:kind>", views.export_equipment, name="equipment-export"),
    path("equipment/<int:equipment_id>/", views.equipment, name="equipment"),
    path("equipment/<int:equipment_id>/edit/", views.edit_equipment, name="equipment-edit"),
    path("equipment/<int:equipment_id>/move/", views.move_equipment, name="equipment-move"),
    path("equipment/<int:equipment_id>/scrap/", views.scrap_equipment, name="equipment-scrap"),
    path("equipment/stock-takes/", views.stock_takes, name="stock-takes"),
    path("equipment/stock-takes/<int:year>.pdf", views.stock_take_pdf, name="stock-take-pdf"),
    path("equipment/stock-takes/<int:year>/", views.stock_take, name="stock-take"),
    path("equipment/stock-takes/<int:year>/items/<int:item_id>/", views.stock_take_item, name="stock-take-item"),
    path("equipment/stock-takes/<int:year>/close/", views.close_stock_take, name="stock-take-close"),
    path("equipment/stock-takes/<int:year>/sign/", views.sign_stock_take, name="stock-take-sign"),
    path("equipment/stock-takes/<int:year>/return/", views.return_stock_take, name="stock-take-return"),
    path("faults/", views.fault_list, name="fault-list"),
    path("faults/export.<slug:kind>", views.export_faults, name="fault-export"),
    path("faults/new/", views.choose_camera, name="fault-new"),
    path("faults/new/<str:code>/", views.new_fault, name="fault-new-camera"),
    path("faults/new/recorder/<str:code>/", views.new_recorder_fault, name="fault-new-recorder"),
    path("faults/<str:number>/", views.fault, name="fault"),
    path("faults/<str:number>/confirm/", views.confirm_fault, name="fault-confirm"),
    path("faults/<str:number>/dismiss/", views.dismiss_fault, name="fault-dismiss"),
    path("faults/<str:number>/assign/", views.assign_fault, name="fault-assign"),
    path("faults/<str:number>/recheck/", views.recheck_fault, name="fault-recheck"),
    path("faults/<str:number>/photos/<int:photo_id>/", views.fault_photo, name="fault-photo"),
    path("cameras/<str:code>/", views.camera_faults, name="camera-faults"),
    path("outages/", views.outage_list, name="outage-list"),
    path("outages/export.<slug:kind>", views.export_outages, name="outage-export"),
    path("outages/new/", views.new_outage, name="outage-new"),
    path("outages/<int:outage_id>/end/", views.end_outage, name="outage-end"),
    path("outages/<int:outage_id>/withdraw/", views.withdraw_outage, name="outage-withdraw"),
    path("stickers/", views.sticker_sheet, name="stickers"),
    path("stickers.pdf", views.sticker_sheet_pdf, name="stickers-pdf"),
    path("stickers/<str:code>/renew/", views.renew_sticker, name="sticker-renew"),
    path("inspections/", views.inspection_list, name="inspection-list"),
    path("inspections/export.<slug:kind>", views.export_inspections, name="inspection-export"),
    path("inspections/new/", views.new_inspection, name="inspection-new"),
    path("inspections/<int:inspection_id>/", views.inspection, name="inspection"),
    path("inspections/<int:inspection_id>/attached.pdf", views.attached, name="attached"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/inspections.ics", views.calendar_file, name="calendar-file"),
    path("checklists/start/", views.start_work_list, name="work-list-start"),
    path("checklists/<int:work_list_id>/", views.work_list, name="work-list"),
    path("checklists/<int:work_list_id>/cameras/<str:code>/", views.check_camera, name="work-camera"),
    path("checklists/<int:work_list_id>/cameras/<str:code>/photo/", views.photo, name="work-photo"),
    path("checklists/<int:work_list_id>/rest/", views.check_rest, name="work-rest"),
    path("checklists/<int:work_list_id>/recorders/<str:code>/", views.check_recorder, name="work-recorder"),
    path("checklists/<int:work_list_id>/system/", views.check_system, name="work-system"),
    path("checklists/<int:work_list_id>/finish/", views.finish_work_list, name="work-finish"),
    path("checklists/<int:work_list_id>/drop/", views.drop_work_list, name="work-drop"),
    path("daily/", views.daily_list, name="daily-list"),
    path("daily/<str:day>/<int:shift_id>/", views.daily_check, name="daily-check"),
    path("daily/checks/<int:check_id>/seen/", views.see_handover, name="handover-seen"),
    path("shifts/", views.shift_list, name="shift-list"),
    path("shifts/<int:shift_id>/end/", views.end_shift, name="shift-end"),
]

sticker_urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^[cC]/(?P<token>[0-9A-Za-z]{8,16})/$", views.sticker, name="sticker"),
]
"""What a QR code leads to: upper-case addresses make a smaller code, so both cases are read."""
