"""Every address × every role in one table; a new address fails here until somebody has thought about it.

`in` sends to the sign-in page, `->` is a redirect, `no` is 403 (may know that it is there), `-` is 404 (may not), `post`
is 405 (an address for POST only), a number is that status.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse
    from django.test import Client

    from tests.house.world import World

pytestmark = pytest.mark.once
ROLES = ("anonymous", "teacher", "colleague", "handler", "supervisor", "principal", "guard", "administrator", "auditor")
WORDS = {"ok": 200, "->": 302, "no": 403, "-": 404, "post": 405}
SIGN_IN = "/accounts/login/"

# name                          path                                           anon teac coll hand supe prin guar admi audi
TABLE = """
home                            /                                              in   ok   ok   ok   ok   ok   ok   ok   ok
health                          /health/                                       ok   ok   ok   ok   ok   ok   ok   ok   ok
manifest                        /manifest.webmanifest                          ok   ok   ok   ok   ok   ok   ok   ok   ok
style_guide                     /dev/ui/                                       in   -    -    -    -    -    -    -    -
help                            /help/                                         ->   ->   ->   ->   ->   ->   ->   ->   ->
help-page                       /help/guard/                                   ok   ok   ok   ok   ok   ok   ok   ok   ok
help-page                       /help/nothing/                                 -    -    -    -    -    -    -    -    -
help-card                       /help/cards/guard.pdf                          in   ok   ok   ok   ok   ok   ok   ok   ok
help-card                       /help/cards/handler.pdf                        in   -    -    -    -    -    -    -    -
help-certificate                /help/certificate/                             ok   ok   ok   ok   ok   ok   ok   ok   ok
help-authority                  /help/certificate/authority.crt                -    -    -    -    -    -    -    -    -
accounts:me                     /accounts/me/                                  in   ok   ok   ok   ok   ok   ok   ok   ok
accounts:contact                /accounts/me/contact/                          in   ok   ok   ok   ok   ok   ok   ok   ok
accounts:undertaking            /accounts/me/undertaking/                      in   post post post post post post post post
accounts:device-code            /accounts/me/code/                             in   -    -    -    -    -    ok   -    -
accounts:unlock                 /accounts/locked/                              in   ->   ->   ->   ->   ->   ->   ->   ->
accounts:device-sign-in         /accounts/guard/                               -    -    -    -    -    -    -    -    -
accounts:devices                /accounts/devices/                             in   no   no   no   no   no   no   ok   no
accounts:device-new             /accounts/devices/new/                         in   no   no   no   no   no   no   ok   no
accounts:device-withdraw        /accounts/devices/{device}/withdraw/           in   no   no   no   no   no   no   ok   no
accounts:device-code-withdraw   /accounts/people/{guard}/code/withdraw/        in   -    -    no   -    -    -    ok   -
accounts:school                 /accounts/school/                              in   no   no   no   no   no   no   ok   no
accounts:extras                 /accounts/school/extras/                       in   no   no   no   no   no   no   ok   no
accounts:plan-values            /accounts/plan/values/                         in   no   no   no   no   no   no   ok   no
accounts:links                  /accounts/people/links/                        in   no   no   no   no   no   no   ok   no
accounts:report-hours           /accounts/plan/report-hours/                   in   no   no   no   no   no   no   ok   no
accounts:deputies               /accounts/deputies/                            in   -    -    ok   ok   ok   -    -    -
accounts:deputy-end             /accounts/deputies/{deputy}/end/               in   post post post post post post post post
maintenance:fault-export        /maintenance/faults/export.csv                 in   -    -    ok   ok   ok   ok   ok   ok
maintenance:outage-export       /maintenance/outages/export.ods                in   -    -    ok   ok   ok   ok   ok   ok
maintenance:inspection-export   /maintenance/inspections/export.csv            in   -    -    ok   ok   ok   ok   ok   ok
accounts:people                 /accounts/people/                              in   -    -    ok   -    -    -    ok   -
accounts:person                 /accounts/people/{person}/                     in   -    -    ok   -    -    -    ok   -
accounts:post-new               /accounts/people/{person}/posts/new/           in   -    -    no   -    -    -    ok   -
accounts:link-issue             /accounts/people/{person}/link/                in   -    -    ok   -    -    -    ok   -
accounts:person-deputies        /accounts/people/{person}/deputies/            in   -    -    -    -    -    -    -    -
accounts:post-end               /accounts/posts/{post}/end/                    in   -    -    no   -    -    -    ok   -
accounts:link                   /accounts/link/unknown/                        410  410  410  410  410  410  410  410  410
account_login                   /accounts/login/                               ok   ->   ->   ->   ->   ->   ->   ->   ->
account_logout                  /accounts/logout/                              in   ok   ok   ok   ok   ok   ok   ok   ok
account_inactive                /accounts/inactive/                            ok   ok   ok   ok   ok   ok   ok   ok   ok
account_reauthenticate          /accounts/reauthenticate/                      in   ok   ok   ok   ok   ok   ok   ok   ok
account_change_password         /accounts/password/change/                     in   ok   ok   ok   ok   ok   ok   ok   ok
usersessions_list               /accounts/sessions/                            in   ok   ok   ok   ok   ok   ok   ok   ok
mfa_index                       /accounts/mfa/                                 in   ok   ok   ok   ok   ok   ok   ok   ok
mfa_authenticate                /accounts/mfa/authenticate/                    in   ->   ->   ->   ->   ->   ->   ->   ->
mfa_reauthenticate              /accounts/mfa/reauthenticate/                  in   ->   ->   ->   ->   ->   ->   ->   ->
mfa_activate_totp               /accounts/mfa/totp/activate/                   in   ->   ->   ->   ->   ->   ->   ->   ->
mfa_deactivate_totp             /accounts/mfa/totp/deactivate/                 in   ->   ->   ->   ->   ->   ->   ->   ->
mfa_view_recovery_codes         /accounts/mfa/recovery-codes/                  in   ->   ->   ->   ->   ->   ->   ->   ->
mfa_generate_recovery_codes     /accounts/mfa/recovery-codes/generate/         in   ->   ->   ->   ->   ->   ->   ->   ->
mfa_download_recovery_codes     /accounts/mfa/recovery-codes/download/         in   ->   ->   ->   ->   ->   ->   ->   ->
mfa_list_webauthn               /accounts/mfa/webauthn/                        in   ok   ok   ok   ok   ok   ok   ok   ok
mfa_add_webauthn                /accounts/mfa/webauthn/add/                    in   ->   ->   ->   ->   ->   ->   ->   ->
mfa_reauthenticate_webauthn     /accounts/mfa/webauthn/reauthenticate/         in   ->   ->   ->   ->   ->   ->   ->   ->
mfa_remove_webauthn             /accounts/mfa/webauthn/keys/1/remove/          in   ->   ->   ->   ->   ->   ->   ->   ->
mfa_edit_webauthn               /accounts/mfa/webauthn/keys/1/edit/            in   ->   ->   ->   ->   ->   ->   ->   ->
review:list                     /requests/                                     in   ok   ok   ok   ok   ok   ok   ok   ok
review:export                   /requests/export.ods                           in   no   no   ok   ok   ok   no   no   no
review:export                   /requests/export.csv?view=waiting              in   no   no   ok   ok   ok   no   no   no
review:export                   /requests/export.csv?q=115                     in   no   no   ok   ok   ok   no   no   no
review:export                   /requests/export.xls                           in   no   no   -    -    -    no   no   no
review:new                      /requests/new/                                 in   ok   ok   ok   ok   ok   no   ok   no
review:draft                    /requests/drafts/{draft}/                      in   ok   -    -    -    -    -    -    -
review:check                    /requests/drafts/{draft}/check/                in   ok   -    -    -    -    -    -    -
review:enter                    /requests/enter/                               in   no   no   ok   no   no   no   no   no
review:draft                    /requests/drafts/{entry}/                      in   -    -    ok   -    -    -    -    -
review:check                    /requests/drafts/{entry}/check/                in   -    -    ok   -    -    -    -    -
review:submitted                /requests/{entered}/submitted/                 in   -    -    ok   ok   ok   -    -    -
review:again                    /requests/{waiting}/again/                     in   ok   -    no   no   no   -    -    -
review:again                    /requests/{entered}/again/                     in   -    -    ok   no   no   -    -    -
review:withdraw                 /requests/{entered}/withdraw/                  in   -    -    ok   no   no   -    -    -
review:appendix-1-blank         /requests/appendix-1.pdf                       in   ok   ok   ok   ok   ok   ok   ok   ok
review:privacy                  /requests/privacy.pdf                          in   ok   ok   ok   ok   ok   ok   ok   ok
review:case                     /requests/{waiting}/                           in   ok   -    ok   ok   ok   -    -    -
review:case                     /requests/{approved}/                           in   ok   -    ok   ok   ok   -    -    -
review:case                     /requests/115-9999/                            in   -    -    -    -    -    -    -    -
review:submitted                /requests/{waiting}/submitted/                 in   ok   -    ok   ok   ok   -    -    -
review:correct                  /requests/{returned}/correct/                  in   ok   -    no   no   no   -    -    -
review:withdraw                 /requests/{waiting}/withdraw/                  in   ok   -    no   no   no   -    -    -
review:sign                     /requests/{waiting}/sign/                      in   no   -    ok   no   no   -    -    -
review:sign                     /requests/{approved}/sign/                     in   ->   -    ->   ->   ->   -    -    -
review:paper                    /requests/{waiting}/paper/                     in   no   -    ok   no   no   -    -    -
review:dispute                  /requests/{waiting}/approvals/1/dispute/       in   -    -    -    -    -    -    -    -
review:recall                   /requests/{waiting}/recall/                    in   ->   -    ->   ->   ->   -    -    -
review:go-on                    /requests/{returned}/go-on/                    in   ->   -    ->   ->   ->   -    -    -
review:extend                   /requests/{waiting}/extend/                    in   no   -    ok   ok   ok   -    -    -
review:consult                  /requests/{waiting}/consult/                   in   no   -    ok   no   no   -    -    -
review:answer                   /requests/{waiting}/consultations/1/           in   -    -    -    -    -    -    -    -
review:recuse                   /requests/{waiting}/recuse/                    in   no   -    ok   ok   ok   -    -    -
review:restrict                 /requests/{waiting}/restrict/                  in   no   -    ok   ok   ok   -    -    -
review:link                     /requests/{waiting}/link/                      in   no   -    ok   ok   ok   -    -    -
review:close                    /requests/{granted}/close/                     in   no   -    ok   no   no   -    -    -
review:close                    /requests/{approved}/close/                    in   no   -    ->   no   no   -    -    -
review:expired                  /requests/expired/                             in   no   no   ok   ok   ok   no   no   no
review:erasure                  /requests/erasures/{erasure}/                  in   -    -    ok   ok   ok   -    -    -
review:erasure-drop             /requests/erasures/{erasure}/drop/             in   -    -    ok   ok   ok   -    -    -
review:standing                 /requests/{waiting}/standing/                  in   no   -    ok   no   no   -    -    -
review:signed-form              /requests/{waiting}/signed-form/               in   no   -    ok   no   no   -    -    -
review:identity                 /requests/{waiting}/identity/                  in   ok   -    ok   ok   ok   -    -    -
review:appendix-1               /requests/{waiting}/appendix-1.pdf             in   ok   -    ok   ok   ok   -    -    -
review:appendix-1               /requests/{approved}/appendix-1.pdf            in   ok   -    ok   ok   ok   -    -    -
review:attachment               /requests/{waiting}/attachments/{attachment}/  in   ok   -    ok   ok   ok   -    -    -
review:agency                   /requests/agency/                              in   no   no   ok   ok   ok   no   no   no
review:agency-new               /requests/agency/new/                          in   no   no   ok   no   no   no   no   no
review:agency-officer           /requests/agency/officer/                      in   no   no   ok   no   no   no   no   no
review:agency-secret            /requests/agency/secret/                       in   no   no   ok   no   no   no   no   no
review:agency-settle            /requests/agency/secret/{stub}/settle/         in   no   no   ok   no   no   no   no   no
review:seizure-new              /requests/agency/seizures/new/                 in   no   no   ok   no   no   no   no   no
review:seizure-restore          /requests/agency/seizures/{seizure}/restore/   in   no   no   ok   no   no   no   no   no
review:seizure-return           /requests/agency/seizures/{seizure}/return/    in   no   no   ok   no   no   no   no   no
review:seizure-receipt          /requests/agency/seizures/{seizure}/receipt/   in   no   no   ok   ok   ok   no   no   no
review:case                     /requests/{officer}/                           in   -    -    ok   ok   ok   -    -    -
review:case                     /requests/{body}/                              in   -    -    ok   ok   ok   -    -    -
review:agency-letter            /requests/{letter}/letter/                     in   -    -    ok   no   no   -    -    -
review:no-reply                 /requests/{letter}/no-reply/                   in   -    -    ok   no   no   -    -    -
review:release-new              /requests/{body}/releases/new/                 in   -    -    ok   no   no   -    -    -
review:release-early            /requests/{officer}/releases/early/            in   -    -    no   no   ok   -    -    -
review:release-hand             /requests/{body}/releases/2/hand/              in   -    -    ok   no   no   -    -    -
review:release-keep             /requests/{body}/releases/1/keep/              in   -    -    ok   no   no   -    -    -
review:release-drop             /requests/{body}/releases/2/drop/              in   -    -    ok   no   no   -    -    -
review:release-end              /requests/{body}/releases/1/end/               in   -    -    ok   no   no   -    -    -
review:release-receipt          /requests/{body}/releases/2/receipt.pdf        in   -    -    ok   ok   ok   -    -    -
review:viewing-start            /requests/{approved}/viewings/start/           in   no   -    ok   ok   ok   -    -    -
review:emergency                /requests/emergency/                           in   no   no   ok   ok   ok   no   no   no
review:case-emergency           /requests/{waiting}/emergency/                 in   no   -    ok   ok   ok   -    -    -
review:viewing-arrange          /requests/{approved}/viewings/arrange/         in   no   -    ok   ok   ok   -    -    -
review:viewing-back-enter       /requests/{approved}/viewings/back-enter/      in   no   -    ok   no   no   -    -    -
review:viewing                  /requests/{approved}/viewings/{viewing}/       in   ok   -    ok   ok   ok   -    -    -
review:viewing-correct          /requests/{approved}/viewings/{late}/correct/  in   no   -    ok   ok   ok   -    -    -
review:viewing-countersign      /requests/{approved}/viewings/{late}/countersign/ in   no   -    ok   ok   ok   -    -    -
review:viewing-notice           /requests/{approved}/viewings/{viewing}/notice.pdf in   no   -    ok   ok   ok   -    -    -
review:viewing-call-off         /requests/{approved}/appointments/{appointment}/call-off/ in   no   -    ok   ok   ok   -    -    -
review:viewing-calendar         /requests/{approved}/appointments/{appointment}.ics in   ok   -    ok   ok   ok   -    -    -
review:viewing-notice-blank     /requests/viewing-notice.pdf                   in   ok   ok   ok   ok   ok   ok   ok   ok
review:looks                    /requests/looks/                               in   -    -    ok   ok   ok   ok   -    ok
review:look-new                 /requests/looks/new/                           in   -    -    ok   ok   ok   ok   -    no
review:viewing-end              /requests/{approved}/viewings/{viewing}/end/   in   no   -    ok   ok   ok   -    -    -
review:letters                  /requests/{approved}/letters/                  in   ok   -    ok   ok   ok   -    -    -
review:letters                  /requests/{waiting}/letters/                   in   -    -    ok   ok   ok   -    -    -
review:letter-new               /requests/{approved}/letters/new/grant/        in   no   -    ok   no   no   -    -    -
review:letter-new               /requests/{approved}/letters/new/refusal/      in   no   -    ->   no   no   -    -    -
review:letter-on-paper          /requests/{approved}/letters/elsewhere/        in   no   -    ->   no   no   -    -    -
review:letter                   /requests/{waiting}/letters/{letter_draft}/    in   -    -    ok   ok   ok   -    -    -
review:letter                   /requests/{approved}/letters/{issued}/         in   ok   -    ok   ok   ok   -    -    -
review:letter                   /requests/{entered}/letters/{receipt}/         in   -    -    ok   ok   ok   -    -    -
review:letter-issue             /requests/{waiting}/letters/{letter_draft}/issue/ in -   -    ok   no   no   -    -    -
review:letter-drop              /requests/{waiting}/letters/{letter_draft}/drop/ in -    -    ok   no   no   -    -    -
review:letter-sending           /requests/{approved}/letters/{issued}/sending/ in   no   -    ok   no   no   -    -    -
review:letter-delivery          /requests/{approved}/letters/{issued}/delivery/ in  no   -    ok   no   no   -    -    -
review:letter-pdf               /requests/{approved}/letters/{issued}/letter.pdf in ok   -    ok   ok   ok   -    -    -
review:letter-odt               /requests/{approved}/letters/{issued}/letter.odt in ok   -    ok   ok   ok   -    -    -
review:letter-code              /requests/{entered}/letters/{receipt}/code.pdf in   post post post post post post post post
review:misuses                  /requests/misuses/                             in   no   no   ok   ok   ok   no   no   no
review:misuse-new               /requests/misuses/new/                         in   no   no   ok   ok   ok   no   no   no
review:misuse                   /requests/misuses/{misuse}/                    in   -    -    ok   ok   ok   -    -    -
review:misuse-go-on             /requests/misuses/{misuse}/measures/           in   -    -    ok   ok   ok   -    -    -
review:misuse-close             /requests/misuses/{misuse}/close/              in   -    -    no   ok   ok   -    -    -
review:misuse-pdf               /requests/misuses/{misuse}/record.pdf          in   -    -    ok   ok   ok   -    -    -
track                           /track/                                        ok   ok   ok   ok   ok   ok   ok   ok   ok
maintenance:appendix-2          /maintenance/appendix-2.pdf                    in   no   no   ok   ok   ok   ok   ok   ok
maintenance:appendix-2          /maintenance/appendix-2.pdf?blank=1            in   no   no   ok   ok   ok   ok   ok   ok
maintenance:equipment-list      /maintenance/equipment/                        in   -    -    ok   ok   ok   -    ok   ok
maintenance:equipment-pdf       /maintenance/equipment.pdf                     in   -    -    ok   ok   ok   -    ok   ok
maintenance:equipment-new       /maintenance/equipment/new/                    in   -    -    ok   no   no   -    no   no
maintenance:equipment-import    /maintenance/equipment/import/                 in   -    -    ok   no   no   -    no   no
maintenance:equipment-template  /maintenance/equipment/import/template.ods     in   -    -    ok   no   no   -    no   no
maintenance:equipment-export    /maintenance/equipment/export.ods              in   -    -    ok   ok   ok   -    ok   ok
maintenance:equipment           /maintenance/equipment/{equipment}/            in   -    -    ok   ok   ok   -    ok   ok
maintenance:equipment-edit      /maintenance/equipment/{equipment}/edit/       in   -    -    ok   no   no   -    no   no
maintenance:equipment-move      /maintenance/equipment/{equipment}/move/       in   -    -    ok   no   no   -    no   no
maintenance:equipment-scrap     /maintenance/equipment/{equipment}/scrap/      in   -    -    ok   no   no   -    no   no
maintenance:stock-takes         /maintenance/equipment/stock-takes/            in   -    -    ok   ok   ok   -    ok   ok
maintenance:stock-take-pdf      /maintenance/equipment/stock-takes/{taken}.pdf in   -    -    ok   ok   ok   -    ok   ok
maintenance:stock-take          /maintenance/equipment/stock-takes/{taken}/    in   -    -    ok   ok   ok   -    ok   ok
maintenance:stock-take          /maintenance/equipment/stock-takes/{closed}/   in   -    -    ok   ok   ok   -    ok   ok
maintenance:stock-take-item     /maintenance/equipment/stock-takes/{taken}/items/{item}/ in   -    -    ok   no   no   -    no   no
maintenance:stock-take-close    /maintenance/equipment/stock-takes/{taken}/close/ in   -    -    ok   no   no   -    no   no
maintenance:stock-take-close    /maintenance/equipment/stock-takes/{closed}/close/ in   -    -    no   no   no   -    no   no
maintenance:stock-take-sign     /maintenance/equipment/stock-takes/{closed}/sign/ in   -    -    no   ok   no   -    no   no
maintenance:stock-take-return   /maintenance/equipment/stock-takes/{closed}/return/ in   -    -    no   ok   no   -    no   no
maintenance:fault-list          /maintenance/faults/                           in   ok   ok   ok   ok   ok   ok   ok   ok
maintenance:fault-new           /maintenance/faults/new/                       in   ok   ok   ok   ok   ok   ok   ok   ok
maintenance:fault-new-camera    /maintenance/faults/new/{camera}/              in   ok   ok   ok   ok   ok   ok   ok   ok
maintenance:fault               /maintenance/faults/{fault}/                   in   -    -    ok   ok   ok   ok   ok   ok
maintenance:fault-confirm       /maintenance/faults/{fault}/confirm/           in   post post post post post post post post
maintenance:fault-dismiss       /maintenance/faults/{fault}/dismiss/           in   post post post post post post post post
maintenance:fault-new-recorder  /maintenance/faults/new/recorder/{recorder}/   in   ok   ok   ok   ok   ok   ok   ok   ok
maintenance:fault               /maintenance/faults/{done}/                    in   -    -    ok   ok   ok   ok   ok   ok
maintenance:fault-assign        /maintenance/faults/{fault}/assign/            in   -    -    ok   no   no   no   no   no
maintenance:fault-recheck       /maintenance/faults/{done}/recheck/            in   post post post post post post post post
maintenance:fault-photo         /maintenance/faults/{done}/photos/{photo}/     in   -    -    ok   ok   ok   ok   ok   ok
maintenance:fault-photo         /maintenance/faults/{fault}/photos/{photo}/    in   -    -    -    -    -    -    -    -
maintenance:camera-faults       /maintenance/cameras/{camera}/                 in   -    -    ok   ok   ok   ok   ok   ok
maintenance:outage-list         /maintenance/outages/                          in   -    -    ok   ok   ok   ok   ok   ok
maintenance:outage-new          /maintenance/outages/new/                      in   -    -    ok   no   no   no   no   no
maintenance:outage-end          /maintenance/outages/{outage}/end/             in   -    -    ok   no   no   no   no   no
maintenance:outage-withdraw     /maintenance/outages/{outage}/withdraw/        in   -    -    ok   no   no   no   no   no
maintenance:stickers            /maintenance/stickers/                         in   -    -    ok   no   no   no   ok   no
maintenance:stickers-pdf        /maintenance/stickers.pdf?cameras={camera}&start=1 in   -    -    ok   no   no   no   ok   no
maintenance:sticker-renew       /maintenance/stickers/{camera}/renew/          in   -    -    ok   no   no   no   ok   no
maintenance:inspection-list     /maintenance/inspections/                      in   -    -    ok   ok   ok   ok   ok   ok
maintenance:inspection-new      /maintenance/inspections/new/                  in   -    -    ok   no   no   no   no   no
maintenance:inspection          /maintenance/inspections/{inspection}/         in   -    -    ok   ok   ok   ok   ok   ok
maintenance:attached            /maintenance/inspections/{inspection}/attached.pdf in   -    -    ok   ok   ok   ok   ok   ok
maintenance:calendar            /maintenance/calendar/                         in   -    -    ok   ok   ok   ok   ok   ok
maintenance:calendar-file       /maintenance/calendar/inspections.ics          in   -    -    ok   ok   ok   ok   ok   ok
maintenance:work-list-start     /maintenance/checklists/start/                 in   post post post post post post post post
maintenance:work-list           /maintenance/checklists/{sheet}/               in   -    -    ok   ok   ok   ok   ok   ok
maintenance:work-camera         /maintenance/checklists/{sheet}/cameras/{camera}/ in   -    -    ok   no   no   ok   no   no
maintenance:work-photo          /maintenance/checklists/{sheet}/cameras/{camera}/photo/ in   -    -    ok   ok   ok   ok   ok   ok
maintenance:work-rest           /maintenance/checklists/{sheet}/rest/          in   post post post post post post post post
maintenance:work-recorder       /maintenance/checklists/{sheet}/recorders/{recorder}/ in   -    -    ok   no   no   ok   no   no
maintenance:work-system         /maintenance/checklists/{sheet}/system/        in   -    -    ok   no   no   ok   no   no
maintenance:work-finish         /maintenance/checklists/{sheet}/finish/        in   -    -    ok   no   no   no   no   no
maintenance:work-drop           /maintenance/checklists/{sheet}/drop/          in   post post post post post post post post
maintenance:daily-list          /maintenance/daily/                            in   -    -    ok   ok   ok   ok   ok   ok
maintenance:daily-check         /maintenance/daily/{today}/{shift}/            in   -    -    ok   ok   ok   ok   ok   ok
maintenance:daily-check         /maintenance/daily/{today}/{waits}/            in   -    -    ok   ok   ok   ok   ok   ok
maintenance:daily-check         /maintenance/daily/today/{shift}/              in   -    -    -    -    -    -    -    -
maintenance:handover-seen       /maintenance/daily/checks/{check}/seen/        in   post post post post post post post post
maintenance:shift-list          /maintenance/shifts/                           in   -    -    ok   ok   ok   ok   ok   ok
maintenance:shift-end           /maintenance/shifts/{shift}/end/               in   -    -    ok   no   no   no   no   no
sticker                         /c/{token}/                                    ok   ok   ok   ok   ok   ok   ok   ok   ok
sticker                         /c/ABCDEFGHJK/                                 -    -    -    -    -    -    -    -    -
cameras:list                    /cameras/                                      in   -    -    ok   ok   ok   ok   ok   ok
cameras:new                     /cameras/new/                                  in   -    -    ok   no   no   no   ok   no
cameras:import                  /cameras/import/                               in   -    -    ok   no   no   no   ok   no
cameras:template                /cameras/import/template.ods                   in   -    -    ok   no   no   no   ok   no
cameras:export                  /cameras/export.ods                            in   -    -    ok   ok   ok   ok   ok   ok
cameras:new-recorder            /cameras/recorders/new/                        in   -    -    ok   no   no   no   ok   no
cameras:retire-recorder         /cameras/recorders/{recorder}/retire/          in   -    -    ok   no   no   no   ok   no
cameras:camera                  /cameras/{camera}/                             in   -    -    ok   ok   ok   ok   ok   ok
cameras:edit                    /cameras/{camera}/edit/                        in   -    -    ok   no   no   no   ok   no
cameras:replace                 /cameras/{camera}/replace/                     in   -    -    ok   no   no   no   ok   no
cameras:retire                  /cameras/{camera}/retire/                      in   -    -    ok   no   no   no   ok   no
retention:overview              /retention/                                    in   -    -    ok   ok   ok   ok   ok   ok
retention:hand-check-new        /retention/hand-checks/new/                    in   -    -    ok   no   no   ok   no   no
retention:holds                 /retention/holds/                              in   -    -    ok   ok   ok   ok   ok   ok
retention:emergency             /retention/holds/emergency/                    in   ok   ok   ok   ok   ok   ok   ok   no
retention:legal-new             /retention/holds/legal/                        in   -    -    no   ok   no   -    -    -
retention:hold                  /retention/holds/{hold}/                       in   -    -    ok   ok   ok   -    -    -
retention:hold                  /retention/holds/{legal}/                      in   -    -    ok   ok   ok   -    -    -
retention:hold-confirm          /retention/holds/{hold}/confirm/               in   -    -    ok   ok   no   -    -    -
retention:hold-release          /retention/holds/{hold}/release/               in   -    -    ok   ok   no   -    -    -
retention:hold-release          /retention/holds/{legal}/release/              in   -    -    no   ok   no   -    -    -
retention:hold-legal            /retention/holds/{hold}/legal/                 in   -    -    no   ok   no   -    -    -
retention:hold-review           /retention/holds/{legal}/review/               in   -    -    no   ok   no   -    -    -
retention:proposal              /retention/proposals/{proposal}/               in   -    -    ok   ok   ok   -    -    -
retention:proposal              /retention/proposals/{decided}/                in   -    -    ok   ok   ok   -    -    -
retention:backups               /retention/backups/                            in   -    -    ok   ok   ok   -    -    -
retention:backup-close          /retention/backups/{backup}/close/             in   -    -    ok   ok   no   -    -    -
retention:copies                /retention/copies/                             in   -    -    ok   ok   ok   -    -    ok
retention:copies                /retention/copies/?medium=medium               in   -    -    ok   ok   ok   -    -    ok
retention:copy                  /retention/copies/{copy}/                      in   -    -    ok   ok   ok   -    -    ok
retention:copy                  /retention/copies/{coming}/                    in   -    -    ok   ok   ok   -    -    ok
retention:copy                  /retention/copies/{stick}/                     in   -    -    ok   ok   ok   -    -    ok
retention:copy                  /retention/copies/E115-9999/                   in   -    -    -    -    -    -    -    -
retention:copy-upload           /retention/copies/{coming}/upload/             in   -    -    ok   ->   ->   -    -    no
retention:copy-part             /retention/copies/{coming}/parts/1/            in   post post post post post post post post
retention:copy-file             /retention/copies/{coming}/file/               post post post post post post post post post
retention:copy-give-up          /retention/copies/{coming}/give-up/            in   -    -    ok   ok   no   -    -    no
retention:copy-move             /retention/copies/{stick}/move/                in   -    -    ok   ok   no   -    -    no
retention:copy-open             /retention/copies/{copy}/open/                 in   -    -    ok   ok   ok   -    -    no
retention:copy-reading          /retention/copies/{copy}/readings/{played}/    in   -    -    ok   410  410  -    -    no
retention:copy-reading          /retention/copies/{copy}/readings/{fetched}/   in   -    -    ok   410  410  -    -    no
retention:copy-zip              /retention/copies/{copy}/readings/{fetched}/all.zip in   -    -    ok   410  410  -    -    no
retention:copy-zip              /retention/copies/{copy}/readings/{played}/all.zip in   -    -    -    410  410  -    -    no
retention:copy-bytes            /retention/copies/{copy}/readings/{played}/files/1/ in   -    -    ok   410  410  -    -    no
retention:copy-bytes            /retention/copies/{copy}/readings/{played}/files/2/ in   -    -    -    410  410  -    -    no
retention:hold-copy             /retention/holds/{hold}/copies/new/            in   -    -    ok   ok   no   -    -    -
retention:hold-copy-upload      /retention/holds/{hold}/copies/new/upload/     in   -    -    ok   ok   no   -    -    -
retention:hold-copy-medium      /retention/holds/{hold}/copies/new/medium/     in   -    -    ok   ok   no   -    -    -
retention:copies-due            /retention/copies/due/                         in   -    -    ok   ok   ok   -    -    ok
retention:copies-accept         /retention/copies/accept/                      in   -    -    ok   ok   no   -    -    no
retention:copy-lists            /retention/copies/lists/                       in   -    -    ok   ok   ok   -    -    ok
retention:copy-list-new         /retention/copies/lists/new/                   in   -    -    ok   ok   no   -    -    no
retention:copy-list-new         /retention/copies/lists/new/?kind=early        in   -    -    ok   ok   no   -    -    no
retention:copy-list-new         /retention/copies/lists/new/?kind=mistake&copy={old_copy} in   -    -    ok   ok   no   -    -    no
retention:copy-list-new         /retention/copies/lists/new/?kind=mistake&copy=E1 in   -    -    -    -    no   -    -    no
retention:copy-list             /retention/copies/lists/{list}/                in   -    -    ok   ok   ok   -    -    ok
retention:copy-list             /retention/copies/lists/{signed}/              in   -    -    ok   ok   ok   -    -    ok
retention:copy-list             /retention/copies/lists/{gone}/                in   -    -    ok   ok   ok   -    -    ok
retention:copy-list             /retention/copies/lists/{owed}/                in   -    -    ok   ok   ok   -    -    ok
retention:copy-list-sign        /retention/copies/lists/{list}/sign/           in   -    -    no   ok   ok   -    -    no
retention:copy-list-sign        /retention/copies/lists/{owed}/sign/           in   -    -    ok   ok   no   -    -    no
retention:copy-list-return      /retention/copies/lists/{list}/return/         in   -    -    no   ok   ok   -    -    no
retention:copy-list-withdraw    /retention/copies/lists/{list}/withdraw/       in   -    -    ok   no   no   -    -    no
retention:copy-list-pdf         /retention/copies/lists/{list}/record.pdf      in   -    -    ok   ok   ok   -    -    ok
retention:copy-item-destroy     /retention/copies/lists/{signed}/items/{medium}/destroy/ in   -    -    ok   no   no   -    -    no
retention:copy-item-photo       /retention/copies/lists/{gone}/items/{crushed}/photo/ in   -    -    ok   ok   ok   -    -    ok
retention:copy-item-photo       /retention/copies/lists/{signed}/items/{medium}/photo/ in   -    -    -    -    -    -    -    -
retention:copy-dispute          /retention/copies/{old_copy}/dispute/          in   -    -    ok   ok   no   -    -    no
retention:copy-undispute        /retention/copies/{disputed}/undispute/        in   -    -    no   ok   ok   -    -    no
retention:camera                /retention/cameras/{camera}/                   in   -    -    ok   ok   ok   ok   ok   ok
retention:coverage              /retention/coverage.json                       in   -    -    ok   ok   ok   ok   ok   ok
retention:hold-export           /retention/holds/export.csv                    in   -    -    ok   ok   ok   no   no   no
retention:copy-export           /retention/copies/export.ods                   in   -    -    ok   ok   ok   -    -    ok
retention:copy-export           /retention/copies/export.csv?state=made        in   -    -    ok   ok   ok   -    -    ok
retention:copy-list-export      /retention/copies/lists/export.csv             in   -    -    ok   ok   ok   -    -    ok
retention:destruction-export    /retention/destructions/export.csv             in   -    -    ok   ok   ok   -    ok   ok
retention:sources               /retention/sources/                            in   -    -    ok   ok   ok   -    ok   ok
retention:source-new            /retention/sources/new/                        in   -    -    ok   no   no   -    ok   no
retention:source                /retention/sources/{source}/                   in   -    -    ok   ok   ok   -    ok   ok
retention:source                /retention/sources/{ours}/                     in   -    -    ok   ok   ok   -    ok   ok
retention:source-propose        /retention/sources/{source}/propose/           in   -    -    ok   ok   no   -    ok   no
retention:source-propose        /retention/sources/{ours}/propose/             in   -    -    no   no   no   -    no   no
retention:source-confirm        /retention/sources/{source}/confirm/           in   -    -    no   ok   ok   -    no   no
retention:source-confirm        /retention/sources/{ours}/confirm/             in   -    -    no   no   no   -    no   no
retention:source-accept         /retention/sources/{source}/accept/            in   -    -    no   no   no   -    no   no
retention:source-accept         /retention/sources/{ours}/accept/              in   -    -    ok   ok   ok   -    no   no
retention:source-read-only      /retention/sources/{ours}/read-only/           in   -    -    ok   ok   ok   -    ok   no
retention:source-retire         /retention/sources/{source}/retire/            in   -    -    ok   no   no   -    ok   no
retention:source-folder         /retention/sources/{source}/folders/{folder}/  in   -    -    ok   no   no   -    ok   no
retention:destructions          /retention/destructions/                       in   -    -    ok   ok   ok   -    ok   ok
retention:destruction           /retention/destructions/{destruction}/         in   -    -    ok   ok   ok   -    ok   ok
retention:destruction-pdf       /retention/destructions/{destruction}.pdf      in   -    -    ok   ok   ok   -    ok   ok
retention:destruction-manifest  /retention/destructions/{destruction}.txt      in   -    -    ok   ok   ok   -    ok   ok
work:notices                    /notices/                                      in   ok   ok   ok   ok   ok   ok   ok   ok
work:read-all                   /notices/read/                                 in   post post post post post post post post
work:open-notice                /notices/{notice}/open/                        in   post post post post post post post post
work:holidays-now               /holidays/                                     in   -    -    ok   ok   ok   -    ok   ok
work:holidays                   /holidays/115/                                 in   -    -    ok   ok   ok   -    ok   ok
work:remove-holiday             /holidays/2026-10-10/remove/                   in   post post post post post post post post
reports:ledger                  /ledger/                                       in   no   no   no   no   ok   no   ok   ok
reports:administration          /ledger/administration/                        in   no   no   no   no   ok   no   ok   ok
reports:personal-data           /privacy/files/                                in   ok   ok   ok   ok   ok   ok   ok   ok
reports:personal-data-pdf       /privacy/files.pdf                             in   ok   ok   ok   ok   ok   ok   ok   ok
reports:measures                /privacy/measures/                             in   no   no   ok   ok   ok   no   ok   ok
reports:measures-pdf            /privacy/measures.pdf                          in   no   no   ok   ok   ok   no   ok   ok
reports:register                /ledger/register/                              in   no   no   ok   ok   ok   no   no   ok
reports:register-pdf            /ledger/register.pdf                           in   no   no   ok   ok   ok   no   no   ok
reports:register-pdf            /ledger/register.pdf?blank=1                   in   no   no   ok   ok   ok   no   ok   no
reports:register-sheet          /ledger/register.ods                           in   no   no   ok   ok   ok   no   no   ok
reports:checkpoints             /ledger/checkpoints/                           in   no   no   ok   ok   ok   no   ok   ok
reports:checkpoint              /ledger/checkpoints/999999.txt                 in   no   no   -    -    -    no   -    -
reports:verifier                /ledger/proofs/verify_entry.py                 in   ok   ok   ok   ok   ok   ok   ok   ok
reports:proofs                  /ledger/proofs/{approved}/                     in   ok   -    no   no   no   -    -    -
reports:proof                   /ledger/proofs/{approved}/1.json               in   -    -    no   no   no   -    -    -
reports:print                   /print/                                        in   no   no   ok   ok   ok   no   ok   no
reports:papers                  /print/papers/                                 in   no   no   ok   ok   ok   no   no   ok
reports:paper                   /print/papers/{paper}.pdf                      in   -    -    -    -    -    -    -    -
reports:paper-register          /print/papers/register/                        in   post post post post post post post post
reports:paper-forms             /print/forms/                                  in   no   no   ok   ok   ok   no   no   no
reports:plan                    /plan/                                         in   ok   ok   ok   ok   ok   ok   ok   ok
reports:rules                   /rules/                                        in   ok   ok   ok   ok   ok   ok   ok   ok
reports:rules-trial             /rules/trial/                                  in   no   no   ok   ok   ok   no   ok   ok
reports:search                  /search/                                       in   ok   ok   ok   ok   ok   ok   ok   ok
reports:search                  /search/?q=115-                                in   ok   ok   ok   ok   ok   ok   ok   ok
reports:search                  /search/?q={waiting}                           in   ->   ok   ->   ->   ->   ok   ok   ok
reports:search                  /search/?q={camera}                            in   ok   ok   ->   ->   ->   ->   ->   ->
reports:setup                   /setup/                                        in   no   no   ok   ok   ok   no   ok   no
reports:mail-test               /setup/mail/                                   in   no   no   no   no   no   no   ok   no
reports:people-import           /people/import/                                in   -    -    ok   -    -    -    ok   -
reports:people-template         /people/import/template.ods                    in   -    -    ok   -    -    -    ok   -
reports:people-export           /people/export.csv                             in   -    -    ok   -    -    -    ok   -
reports:departure               /people/{person}/departure/                    in   no   no   no   no   no   no   ok   no
reports:post-handover           /people/{person}/post-handover/                in   no   no   no   no   no   no   ok   no
reports:expiry                  /people/{person}/expiry/                       in   no   no   no   no   no   no   ok   no
reports:staffing                /people/{person}/staffing/                     in   no   no   no   no   no   no   ok   no
reports:enable                  /people/{person}/enable/                       in   no   no   no   no   no   no   ok   no
reports:idle-days               /plan/idle-days/                               in   no   no   no   no   no   no   ok   no
reports:handovers               /people/handovers/                             in   no   no   ok   ok   ok   no   ok   no
reports:handover                /people/handovers/{departed}/                  in   -    -    ok   ok   ok   -    ok   -
reports:handover                /people/handovers/{post_handover}/             in   -    -    ok   ok   ok   -    ok   ok
reports:handover-call-off       /people/handovers/{post_handover}/call-off/    in   -    -    no   no   no   -    ok   no
reports:handover-call-off       /people/handovers/{departed}/call-off/         in   -    -    no   no   no   -    ->   -
reports:roster                  /people/handovers/{departed}/roster.pdf        in   -    -    no   ok   ok   -    no   -
reports:roster                  /people/handovers/{post_handover}/roster.pdf   in   -    -    no   ok   ok   -    no   ok
reports:acknowledgement         /people/handovers/{departed}/acknowledgement.pdf in   -    -    ok   ok   ok   -    ok   -
reports:acknowledgement         /people/handovers/{post_handover}/acknowledgement.pdf in   -    -    -    -    -    -    -    no
reports:signed-paper            /people/handovers/{departed}/signed/acknowledgement/ in   -    -    ok   ok   ok   -    ok   -
reports:signed-paper            /people/handovers/{departed}/signed/roster/    in   -    -    -    -    -    -    -    -
reports:former-paper            /people/handovers/{departed}/signed/acknowledgement/{former_paper}/ in   -    -    ok   ok   ok   -    ok   -
reports:former-paper            /people/handovers/{departed}/signed/roster/{former_paper}/ in   -    -    -    -    -    -    -    -
reports:applications            /people/applications/                          in   no   no   ok   ok   ok   no   ok   no
reports:application-new         /people/applications/new/                      in   no   no   ok   ok   ok   no   ok   no
reports:application             /people/applications/{application}/            in   no   no   ok   ok   ok   no   ok   no
reports:reviews                 /people/reviews/                               in   no   no   ok   ok   ok   no   ok   ok
reports:review                  /people/reviews/{account_review}/              in   no   no   ok   ok   ok   no   ok   ok
reports:review-pdf              /people/reviews/{account_review}.pdf           in   no   no   ok   ok   ok   no   ok   ok
reports:compliance              /reports/compliance/                           in   no   no   ok   ok   ok   no   no   ok
reports:compliance-pdf          /reports/compliance.pdf                        in   no   no   ok   ok   ok   no   no   ok
reports:compliance-report       /reports/compliance/{report}/                  in   no   no   ok   ok   ok   no   no   ok
reports:compliance-report       /reports/compliance/{checked}/                 in   no   no   ok   ok   ok   no   no   ok
reports:compliance-report-pdf   /reports/compliance/{checked}.pdf              in   no   no   ok   ok   ok   no   no   ok
reports:statistics              /reports/statistics/                           in   no   no   ok   ok   ok   no   no   ok
reports:statistics-pdf          /reports/statistics.pdf                        in   no   no   ok   ok   ok   no   no   ok
reports:statistics-sheet        /reports/statistics.ods                        in   no   no   ok   ok   ok   no   no   ok
"""


POSTS = """
accounts:device-code            /accounts/me/code/                             in   -    -    -    -    -    ok   -    -
accounts:device-new             /accounts/devices/new/                         in   no   no   no   no   no   no   ok   no
accounts:device-withdraw        /accounts/devices/{device}/withdraw/           in   no   no   no   no   no   no   ok   no
accounts:device-code-withdraw   /accounts/people/{guard}/code/withdraw/        in   -    -    no   -    -    -    ok   -
accounts:school                 /accounts/school/                              in   no   no   no   no   no   no   ok   no
accounts:extras                 /accounts/school/extras/                       in   no   no   no   no   no   no   ok   no
accounts:plan-values            /accounts/plan/values/                         in   no   no   no   no   no   no   ok   no
accounts:links                  /accounts/people/links/                        in   no   no   no   no   no   no   ok   no
reports:mail-test               /setup/mail/                                   in   no   no   no   no   no   no   422  no
accounts:report-hours           /accounts/plan/report-hours/                   in   no   no   no   no   no   no   ok   no
accounts:deputy-end             /accounts/deputies/{deputy}/end/               in   -    -    -    ->   -    -    ->   -
maintenance:fault-confirm       /maintenance/faults/{fault}/confirm/           in   -    -    ->   no   no   ->   no   no
maintenance:fault-dismiss       /maintenance/faults/{fault}/dismiss/           in   -    -    ->   no   no   no   no   no
maintenance:fault-assign        /maintenance/faults/{fault}/assign/            in   -    -    ok   no   no   no   no   no
maintenance:fault-recheck       /maintenance/faults/{done}/recheck/            in   -    -    422  422  no   422  no   no
maintenance:outage-new          /maintenance/outages/new/                      in   -    -    ok   no   no   no   no   no
maintenance:outage-end          /maintenance/outages/{outage}/end/             in   -    -    ok   no   no   no   no   no
maintenance:outage-withdraw     /maintenance/outages/{outage}/withdraw/        in   -    -    ok   no   no   no   no   no
maintenance:sticker-renew       /maintenance/stickers/{camera}/renew/          in   -    -    ok   no   no   no   ok   no
maintenance:equipment-new       /maintenance/equipment/new/                    in   -    -    ok   no   no   -    no   no
maintenance:equipment-import    /maintenance/equipment/import/                 in   -    -    ok   no   no   -    no   no
maintenance:equipment-edit      /maintenance/equipment/{equipment}/edit/       in   -    -    ok   no   no   -    no   no
maintenance:equipment-move      /maintenance/equipment/{equipment}/move/       in   -    -    ok   no   no   -    no   no
maintenance:equipment-scrap     /maintenance/equipment/{equipment}/scrap/      in   -    -    ok   no   no   -    no   no
maintenance:stock-takes         /maintenance/equipment/stock-takes/            in   -    -    ok   no   no   -    no   no
maintenance:stock-take          /maintenance/equipment/stock-takes/{taken}/    in   -    -    -    no   no   -    no   no
maintenance:stock-take-item     /maintenance/equipment/stock-takes/{taken}/items/{item}/ in   -    -    ok   no   no   -    no   no
maintenance:stock-take-close    /maintenance/equipment/stock-takes/{taken}/close/ in   -    -    ok   no   no   -    no   no
maintenance:stock-take-sign     /maintenance/equipment/stock-takes/{closed}/sign/ in   -    -    no   ok   no   -    no   no
maintenance:stock-take-return   /maintenance/equipment/stock-takes/{closed}/return/ in   -    -    no   ok   no   -    no   no
maintenance:inspection-new      /maintenance/inspections/new/                  in   -    -    ok   no   no   no   no   no
maintenance:work-list-start     /maintenance/checklists/start/                 in   -    -    ->   no   no   no   no   no
maintenance:work-camera         /maintenance/checklists/{sheet}/cameras/{camera}/ in   -    -    ok   no   no   ok   no   no
maintenance:work-rest           /maintenance/checklists/{sheet}/rest/          in   -    -    ->   no   no   ->   no   no
maintenance:work-recorder       /maintenance/checklists/{sheet}/recorders/{recorder}/ in   -    -    ok   no   no   ok   no   no
maintenance:work-system         /maintenance/checklists/{sheet}/system/        in   -    -    ok   no   no   ok   no   no
maintenance:work-finish         /maintenance/checklists/{sheet}/finish/        in   -    -    ok   no   no   no   no   no
maintenance:work-drop           /maintenance/checklists/{sheet}/drop/          in   -    -    ->   no   no   no   no   no
maintenance:daily-check         /maintenance/daily/{today}/{waits}/            in   -    -    ok   no   no   ok   no   no
maintenance:handover-seen       /maintenance/daily/checks/{check}/seen/        in   -    -    ->   no   no   ->   no   no
maintenance:shift-list          /maintenance/shifts/                           in   -    -    ok   no   no   no   no   no
maintenance:shift-end           /maintenance/shifts/{shift}/end/               in   -    -    ok   no   no   no   no   no
work:open-notice                /notices/{notice}/open/                        in   ->   -    -    -    -    -    -    -
work:remove-holiday             /holidays/2026-10-10/remove/                   in   -    -    ->   no   no   -    ->   no
reports:paper-register          /print/papers/register/                        in   no   no   ->   ->   ->   no   no   ->
reports:paper-forms             /print/forms/                                  in   no   no   ok   ok   ok   no   no   no
review:sign                     /requests/{waiting}/sign/                      in   no   -    ok   no   no   -    -    -
review:withdraw                 /requests/{returned}/withdraw/                 in   ->   -    no   no   no   -    -    -
review:emergency                /requests/emergency/                           in   no   no   ok   ok   ok   no   no   no
review:case-emergency           /requests/{waiting}/emergency/                 in   no   -    ok   ok   ok   -    -    -
review:viewing-back-enter       /requests/{approved}/viewings/back-enter/      in   no   -    ok   no   no   -    -    -
review:viewing-countersign      /requests/{approved}/viewings/{late}/countersign/ in   no   -    no   ->   ->   -    -    -
review:look-new                 /requests/looks/new/                           in   -    -    ok   ok   ok   ok   -    no
review:viewing-start            /requests/{approved}/viewings/start/           in   no   -    ok   ok   ok   -    -    -
review:agency-new               /requests/agency/new/                          in   no   no   ok   no   no   no   no   no
review:agency-officer           /requests/agency/officer/                      in   no   no   ok   no   no   no   no   no
review:agency-secret            /requests/agency/secret/                       in   no   no   ok   no   no   no   no   no
review:agency-settle            /requests/agency/secret/{stub}/settle/         in   no   no   ok   no   no   no   no   no
review:seizure-new              /requests/agency/seizures/new/                 in   no   no   ok   no   no   no   no   no
review:seizure-restore          /requests/agency/seizures/{seizure}/restore/   in   no   no   ok   no   no   no   no   no
review:seizure-return           /requests/agency/seizures/{seizure}/return/    in   no   no   ok   no   no   no   no   no
review:agency-letter            /requests/{letter}/letter/                     in   -    -    ok   no   no   -    -    -
review:no-reply                 /requests/{letter}/no-reply/                   in   -    -    ok   no   no   -    -    -
review:release-new              /requests/{body}/releases/new/                 in   -    -    ok   no   no   -    -    -
review:release-early            /requests/{officer}/releases/early/            in   -    -    no   no   ok   -    -    -
review:release-hand             /requests/{body}/releases/2/hand/              in   -    -    ok   no   no   -    -    -
review:release-keep             /requests/{body}/releases/1/keep/              in   -    -    ok   no   no   -    -    -
review:release-drop             /requests/{body}/releases/2/drop/              in   -    -    ok   no   no   -    -    -
review:release-end              /requests/{body}/releases/1/end/               in   -    -    ok   no   no   -    -    -
review:check                    /requests/drafts/{draft}/check/                in   ok   -    -    -    -    -    -    -
review:check                    /requests/drafts/{entry}/check/                in   -    -    ok   -    -    -    -    -
review:enter                    /requests/enter/                               in   no   no   ok   no   no   no   no   no
review:close                    /requests/{granted}/close/                     in   no   -    ok   no   no   -    -    -
review:expired                  /requests/expired/                             in   no   no   ok   ok   ok   no   no   no
review:erasure                  /requests/erasures/{erasure}/                  in   -    -    no   422  422  -    -    -
review:erasure-drop             /requests/erasures/{erasure}/drop/             in   -    -    ok   ok   ok   -    -    -
review:again                    /requests/{waiting}/again/                     in   ok   -    no   no   no   -    -    -
review:withdraw                 /requests/{entered}/withdraw/                  in   -    -    ->   no   no   -    -    -
review:letter-new               /requests/{approved}/letters/new/grant/        in   no   -    ok   no   no   -    -    -
review:letter                   /requests/{waiting}/letters/{letter_draft}/    in   -    -    ok   ok   ok   -    -    -
review:letter-issue             /requests/{waiting}/letters/{letter_draft}/issue/ in -   -    ->   no   no   -    -    -
review:letter-drop              /requests/{waiting}/letters/{letter_draft}/drop/ in -    -    ->   no   no   -    -    -
review:letter-sending           /requests/{approved}/letters/{issued}/sending/ in   no   -    ok   no   no   -    -    -
review:letter-delivery          /requests/{approved}/letters/{issued}/delivery/ in  no   -    ok   no   no   -    -    -
review:letter-code              /requests/{entered}/letters/{receipt}/code.pdf in   -    -    ok   no   no   -    -    -
review:misuse-new               /requests/misuses/new/                         in   no   no   ok   ok   ok   no   no   no
review:misuse-go-on             /requests/misuses/{misuse}/measures/           in   -    -    ok   ok   ok   -    -    -
review:misuse-close             /requests/misuses/{misuse}/close/              in   -    -    no   ok   ok   -    -    -
accounts:link-issue             /accounts/people/{person}/link/                in   -    -    ok   -    -    -    ok   -
reports:departure               /people/{person}/departure/                    in   no   no   no   no   no   no   ok   no
reports:post-handover           /people/{person}/post-handover/                in   no   no   no   no   no   no   ok   no
reports:expiry                  /people/{person}/expiry/                       in   no   no   no   no   no   no   ok   no
reports:staffing                /people/{person}/staffing/                     in   no   no   no   no   no   no   ok   no
reports:enable                  /people/{person}/enable/                       in   no   no   no   no   no   no   ok   no
reports:idle-days               /plan/idle-days/                               in   no   no   no   no   no   no   ok   no
reports:handover                /people/handovers/{departed}/                  in   -    -    ok   ok   ok   -    ok   -
reports:handover-call-off       /people/handovers/{post_handover}/call-off/    in   -    -    no   no   no   -    ok   no
reports:application-new         /people/applications/new/                      in   no   no   ok   ok   ok   no   ok   no
reports:application             /people/applications/{application}/            in   no   no   no   ok   ok   no   no   no
reports:reviews                 /people/reviews/                               in   no   no   ->   no   no   no   no   no
reports:review                  /people/reviews/{account_review}/              in   no   no   no   422  422  no   no   no
reports:compliance              /reports/compliance/                           in   no   no   ->   no   no   no   no   no
reports:compliance-report       /reports/compliance/{report}/                  in   no   no   ->   no   no   no   no   no
cameras:import                  /cameras/import/                               in   -    -    ok   no   no   no   ok   no
cameras:replace                 /cameras/{camera}/replace/                     in   -    -    ok   no   no   no   ok   no
cameras:retire                  /cameras/{camera}/retire/                      in   -    -    ok   no   no   no   ok   no
retention:hand-check-new        /retention/hand-checks/new/                    in   -    -    ok   no   no   ok   no   no
retention:emergency             /retention/holds/emergency/                    in   ok   ok   ok   ok   ok   ok   ok   no
retention:legal-new             /retention/holds/legal/                        in   -    -    no   ok   no   -    -    -
retention:hold-confirm          /retention/holds/{hold}/confirm/               in   -    -    ok   ok   no   -    -    -
retention:hold-release          /retention/holds/{hold}/release/               in   -    -    ok   ok   no   -    -    -
retention:hold-release          /retention/holds/{legal}/release/              in   -    -    no   ok   no   -    -    -
retention:hold-legal            /retention/holds/{hold}/legal/                 in   -    -    no   ok   no   -    -    -
retention:hold-review           /retention/holds/{legal}/review/               in   -    -    no   ok   no   -    -    -
retention:proposal              /retention/proposals/{proposal}/               in   -    -    no   no   ok   -    -    -
retention:backup-close          /retention/backups/{backup}/close/             in   -    -    ok   ok   no   -    -    -
retention:copy-upload           /retention/copies/{coming}/upload/             in   -    -    422  no   no   -    -    no
retention:copy-file             /retention/copies/{coming}/file/               in   -    -    422  ->   ->   -    -    no
retention:copy-give-up          /retention/copies/{coming}/give-up/            in   -    -    ok   ok   no   -    -    no
retention:copy-move             /retention/copies/{stick}/move/                in   -    -    ok   ok   no   -    -    no
retention:copy-open             /retention/copies/{copy}/open/                 in   -    -    ok   ok   ok   -    -    no
retention:hold-copy             /retention/holds/{hold}/copies/new/            in   -    -    ok   ok   no   -    -    -
retention:hold-copy-upload      /retention/holds/{hold}/copies/new/upload/     in   -    -    ok   ok   no   -    -    -
retention:hold-copy-medium      /retention/holds/{hold}/copies/new/medium/     in   -    -    ok   ok   no   -    -    -
retention:copies-accept         /retention/copies/accept/                      in   -    -    ok   ok   no   -    -    no
retention:copy-list-new         /retention/copies/lists/new/                   in   -    -    ok   ok   no   -    -    no
retention:copy-list-sign        /retention/copies/lists/{list}/sign/           in   -    -    no   ok   ok   -    -    no
retention:copy-list-sign        /retention/copies/lists/{owed}/sign/           in   -    -    ok   ok   no   -    -    no
retention:copy-list-return      /retention/copies/lists/{list}/return/         in   -    -    no   ok   ok   -    -    no
retention:copy-list-withdraw    /retention/copies/lists/{list}/withdraw/       in   -    -    ok   no   no   -    -    no
retention:copy-item-destroy     /retention/copies/lists/{signed}/items/{medium}/destroy/ in   -    -    ok   no   no   -    -    no
retention:copy-dispute          /retention/copies/{old_copy}/dispute/          in   -    -    ok   ok   no   -    -    no
retention:copy-undispute        /retention/copies/{disputed}/undispute/        in   -    -    no   ok   ok   -    -    no
retention:source-new            /retention/sources/new/                        in   -    -    ok   no   no   -    ok   no
retention:source-propose        /retention/sources/{source}/propose/           in   -    -    ok   ok   no   -    ok   no
retention:source-confirm        /retention/sources/{source}/confirm/           in   -    -    no   ok   ok   -    no   no
retention:source-accept         /retention/sources/{ours}/accept/              in   -    -    ok   ok   ok   -    no   no
retention:source-read-only      /retention/sources/{ours}/read-only/           in   -    -    ok   ok   ok   -    ok   no
retention:source-retire         /retention/sources/{source}/retire/            in   -    -    ok   no   no   -    ok   no
retention:source-folder         /retention/sources/{source}/folders/{folder}/  in   -    -    ok   no   no   -    ok   no
"""
"""Acts, posted empty: what a person may not do is refused before anything that was typed is looked at."""


def rows(table: str = TABLE) -> Iterator[tuple[str, str, list[str]]]:
    for line in table.strip().splitlines():
        name, path, *cells = line.split()
        yield name, path, cells


def names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Yield the name of every address of the product."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from names(pattern.url_patterns, inner)
        else:
            yield ":".join(filter(None, (namespace, pattern.name or str(pattern.pattern))))


def test_every_address_stands_in_the_table() -> None:
    assert sorted({name for name, *_ in rows()}) == sorted(set(names(get_resolver().url_patterns)))


def in_words(got: HttpResponse) -> str:
    """Return an answer in the table's words."""
    if got.status_code == 302 and got["Location"].startswith(SIGN_IN):
        return "in"
    return next((word for word, code in WORDS.items() if code == got.status_code), str(got.status_code))


def walk(client: Client, world: World, table: str, method: str) -> list[tuple[str, str, list[str]]]:
    """Ask for every address of `table` as everybody; what one answer changed is undone before the next."""
    columns = []
    for role in ROLES:
        if role != "anonymous":
            client.force_login(getattr(world.cast, role))
        column = []
        for _, path, _ in rows(table):
            point = transaction.savepoint()
            column.append(in_words(getattr(client, method)(path.format(**world.paths))))
            transaction.savepoint_rollback(point)
        columns.append(column)
    asked = zip(rows(table), zip(*columns, strict=True), strict=True)
    return [(name, path, list(cells)) for (name, path, _), cells in asked]


@pytest.mark.usefixtures("only_statuses", "sessions_at_hand")
def test_the_table_holds(client: Client, world: World) -> None:
    assert walk(client, world, TABLE, "get") == list(rows(TABLE))


@pytest.mark.usefixtures("only_statuses")
def test_acts_are_refused_to_whom_they_are_not_given(client: Client, world: World) -> None:
    assert walk(client, world, POSTS, "post") == list(rows(POSTS))
