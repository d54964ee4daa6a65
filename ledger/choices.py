"""Every act the ledger can record: one verb, one printable sentence.

A sentence may use `{actor}`, `{subject}` and the words of the entry's `detail`; it never names a third party.
Verbs and sentences are only ever added: what was written must stay readable.
"""

from __future__ import annotations

from string import Formatter

from django.db import models

OPERATOR = "主機操作人員"
"""How who acts at the shell is named, before the machine's own name for him."""


class Verb(models.TextChoices):
    """Dotted verbs, `room.act`; the label is the act's name in lists."""

    # accounts
    SIGNED_IN = "accounts.signed_in", "登入"
    SIGN_IN_FAILED = "accounts.sign_in_failed", "登入失敗"
    SIGNED_OUT = "accounts.signed_out", "登出"
    ACCOUNT_MADE = "accounts.account_made", "建立帳號"
    LINK_ISSUED = "accounts.link_issued", "發出單次連結"
    LINK_USED = "accounts.link_used", "使用單次連結"
    PASSWORD_CHANGED = "accounts.password_changed", "變更密碼"
    DEPUTY_SET = "accounts.deputy_set", "設定代理人"
    DEPUTY_ENDED = "accounts.deputy_ended", "結束代理"
    PLAN_MADE = "accounts.plan_made", "訂定計畫"
    PLAN_CHANGED = "accounts.plan_changed", "變更計畫"
    PLAN_CONFIRMED = "accounts.plan_confirmed", "確認計畫數值"
    SCHOOL_FOUNDED = "accounts.school_founded", "設立學校資料"
    SCHOOL_CHANGED = "accounts.school_changed", "變更學校資料"
    FEATURE_SWITCHED = "accounts.feature_switched", "開關附加功能"
    POST_GIVEN = "accounts.post_given", "派任職務"
    POST_ENDED = "accounts.post_ended", "結束職務"
    POST_KEPT = "accounts.post_kept", "續任職務"
    ACCOUNT_DISABLED = "accounts.account_disabled", "停用帳號"
    MEANS_ADDED = "accounts.means_added", "新增驗證方式"
    MEANS_REMOVED = "accounts.means_removed", "移除驗證方式"
    UNDERTAKING_SIGNED = "accounts.undertaking_signed", "簽署保密切結"
    UNLOCKED = "accounts.unlocked", "解除鎖定"
    SESSIONS_ENDED = "accounts.sessions_ended", "登出其他裝置"
    DEVICE_REGISTERED = "accounts.device_registered", "登錄警衛室裝置"
    DEVICE_WITHDRAWN = "accounts.device_withdrawn", "撤銷警衛室裝置"
    DEVICE_CODE_SET = "accounts.device_code_set", "設定個人識別碼"
    DEVICE_CODE_WITHDRAWN = "accounts.device_code_withdrawn", "廢止個人識別碼"
    SIGNED_IN_AT_DEVICE = "accounts.signed_in_at_device", "於警衛室裝置登入"
    ACCOUNT_SUSPENDED = "accounts.account_suspended", "暫停帳號"
    ACCOUNT_ENABLED = "accounts.account_enabled", "恢復帳號"
    ACCOUNT_EXPIRY_SET = "accounts.account_expiry_set", "訂定帳號到期日"
    ACCOUNT_STAFFING_MARKED = "accounts.account_staffing_marked", "註記編制內外"
    CONTACT_CHANGED = "accounts.contact_changed", "變更聯絡資料"
    PEOPLE_EXPORTED = "accounts.people_exported", "匯出人員名單"
    # requests
    CASE_SUBMITTED = "requests.submitted", "送出申請"
    CASE_PROPOSED = "requests.proposed", "陳核"
    CASE_DECIDED = "requests.decided", "核定"
    CASE_RETURNED = "requests.returned", "退回"
    CASE_CORRECTED = "requests.corrected", "補正後送出"
    CASE_WENT_ON = "requests.went_on", "逾期未補正，續行審核"
    CASE_WITHDRAWN = "requests.withdrawn", "撤回"
    CASE_RECALLED = "requests.recalled", "抽回"
    CASE_EXTENDED = "requests.extended", "展延"
    CASE_CONSULTED = "requests.consulted", "會辦"
    CASE_ADVISED = "requests.advised", "回覆會辦"
    CASE_RECUSED = "requests.recused", "登錄迴避"
    PAPER_SIGNED = "requests.paper_signed", "登錄紙本核章"
    PAPER_DISPUTED = "requests.paper_disputed", "對紙本核章提出異議"
    SIGNED_FORM_KEPT = "requests.signed_form_kept", "存入申請人簽名之附錄1"
    STANDING_CHECKED = "requests.standing_checked", "查驗申請人身分"
    CASE_RESTRICTED = "requests.restricted", "設定限制案"
    CASE_LINKED = "requests.linked", "列入同一事件"
    CASE_ENTERED = "requests.entered", "代填申請"
    DRAFTS_DISCARDED = "requests.drafts_discarded", "清除逾期草稿"
    IDENTITY_SHOWN = "requests.identity_shown", "顯示身分證號"
    CASE_READ = "requests.read", "查閱案件"
    CASE_PRINTED = "requests.printed", "列印附錄1"
    VIEWING_STARTED = "requests.viewing_started", "開始調閱"
    VIEWING_ENDED = "requests.viewing_ended", "結束調閱"
    REGISTER_READ = "requests.register_read", "查閱調閱登記簿"
    REGISTER_PRINTED = "requests.register_printed", "列印調閱登記簿"
    ORAL_CONSENT = "requests.oral_consent", "登錄口頭同意"
    RATIFICATION_LATE = "requests.ratification_late", "逾期未補核"
    VIEWING_ARRANGED = "requests.viewing_arranged", "約定調閱"
    VIEWING_CALLED_OFF = "requests.viewing_called_off", "處理約定調閱"
    VIEWING_STOPPED = "requests.viewing_stopped", "提前中止調閱"
    VIEWING_BACK_ENTERED = "requests.viewing_back_entered", "事後補登調閱"
    VIEWING_COUNTERSIGNED = "requests.viewing_countersigned", "補登核章"
    VIEWING_CORRECTED = "requests.viewing_corrected", "更正登記"
    MANAGEMENT_VIEWED = "requests.management_viewed", "登錄管理檢視"
    NOTICE_PRINTED = "requests.notice_printed", "列印調閱須知"
    REGISTER_EXPORTED = "requests.register_exported", "匯出調閱登記簿"
    CASE_CLOSED = "requests.closed", "結案"
    CASE_ERASURE_PROPOSED = "requests.erasure_proposed", "提出個資銷毀"
    CASE_ERASURE_DROPPED = "requests.erasure_dropped", "撤銷個資銷毀提案"
    CASE_ERASURE_CONFIRMED = "requests.erasure_confirmed", "確認個資銷毀"
    CASE_ERASED = "requests.erased", "銷毀案件個資"
    LETTER_RECEIVED = "requests.letter_received", "登錄公務機關來文"
    OFFICER_RECEIVED = "requests.officer_received", "登錄公務機關人員到場"
    LETTER_ARRIVED = "requests.letter_arrived", "登錄補送之公文"
    LETTER_SUPPLEMENTED = "requests.letter_supplemented", "登錄補正之來文"
    LETTER_CORRECTED = "requests.letter_corrected", "更正來文登錄"
    NO_REPLY_NEEDED = "requests.no_reply_needed", "登錄來文機關免覆"
    SEIZURE_RECORDED = "requests.seizure_recorded", "登錄扣押"
    SEIZURE_RESTORED = "requests.seizure_restored", "登錄扣押後恢復錄影"
    SEIZURE_RETURNED = "requests.seizure_returned", "登錄扣押物發還"
    RELEASE_PREPARED = "requests.release_prepared", "備妥交付之複製本"
    RELEASE_DROPPED = "requests.release_dropped", "取消交付"
    RELEASE_HANDED = "requests.release_handed", "交付複製本"
    RELEASE_RECEIPT_KEPT = "requests.release_receipt_kept", "存入簽收單"
    RELEASE_ENDED = "requests.release_ended", "登錄交付後續"
    RELEASE_PRINTED = "requests.release_printed", "列印簽收單"
    SECRET_LETTER_RECEIVED = "requests.secret_letter_received", "登錄密件收文"
    SECRET_LETTER_SETTLED = "requests.secret_letter_settled", "登錄密件辦畢"
    LETTER_SAVED = "requests.letter_saved", "儲存書函草稿"
    LETTER_DROPPED = "requests.letter_dropped", "作廢書函草稿"
    LETTER_ISSUED = "requests.letter_issued", "發出書函"
    LETTER_SENT = "requests.letter_sent", "登錄發文字號"
    LETTER_DELIVERED = "requests.letter_delivered", "登錄書函送達"
    LETTER_ON_PAPER = "requests.letter_on_paper", "登錄紙本函覆"
    LETTER_PRINTED = "requests.letter_printed", "列印書函"
    MISUSE_RECORDED = "requests.misuse_recorded", "登錄不當使用或洩密事件"
    MISUSE_CHANGED = "requests.misuse_changed", "更新不當使用或洩密事件"
    MISUSE_CLOSED = "requests.misuse_closed", "結束不當使用或洩密事件"
    MISUSE_READ = "requests.misuse_read", "查閱不當使用或洩密事件"
    MISUSE_PRINTED = "requests.misuse_printed", "列印不當使用或洩密事件"
    TRACKING_CODE_MADE = "requests.tracking_code_made", "產生查詢碼"
    CASE_TRACKED = "requests.tracked", "以查詢碼查詢辦理情形"
    CASE_HANDED = "requests.handed", "移交案件待辦"
    CASES_EXPORTED = "requests.cases_exported", "匯出案件清單"
    # maintenance
    FAULT_HANDED = "maintenance.fault_handed", "移交故障"
    INSPECTION_RECORDED = "maintenance.inspection_recorded", "登錄檢查"
    INSPECTION_RECHECKED = "maintenance.inspection_rechecked", "登錄複查"
    INSPECTIONS_PRINTED = "maintenance.inspections_printed", "列印附錄2"
    WORK_LIST_STARTED = "maintenance.work_list_started", "開始逐項檢查"
    ITEM_CHECKED = "maintenance.item_checked", "登錄檢查項目"
    WORK_LIST_DROPPED = "maintenance.work_list_dropped", "不採用逐項檢查"
    SHIFT_SET = "maintenance.shift_set", "訂定班別"
    SHIFT_ENDED = "maintenance.shift_ended", "停用班別"
    DAILY_CHECKED = "maintenance.daily_checked", "每日檢查"
    DAILY_CHECK_BACK_ENTERED = "maintenance.daily_check_back_entered", "事後補登每日檢查"
    HANDOVER_SEEN = "maintenance.handover_seen", "知悉交接事項"
    FAULT_REPORTED = "maintenance.fault_reported", "回報故障"
    FAULT_CONFIRMED = "maintenance.fault_confirmed", "確認故障"
    FAULT_DISMISSED = "maintenance.fault_dismissed", "判定非故障"
    FAULT_REPAIRED = "maintenance.fault_repaired", "故障修復"
    FAULT_ASSIGNED = "maintenance.fault_assigned", "故障派工"
    FAULT_PASSED = "maintenance.fault_passed", "複驗合格"
    FAULT_FAILED = "maintenance.fault_failed", "複驗不合格"
    FAULT_GAPS_CHANGED = "maintenance.fault_gaps_changed", "更新影像缺漏時段"
    EQUIPMENT_ENTERED = "maintenance.equipment_entered", "設備列帳"
    EQUIPMENT_CHANGED = "maintenance.equipment_changed", "變更設備資料"
    EQUIPMENT_MOVED = "maintenance.equipment_moved", "設備異動"
    EQUIPMENT_SCRAPPED = "maintenance.equipment_scrapped", "設備報廢"
    FAULTS_EXPORTED = "maintenance.faults_exported", "匯出故障紀錄"
    OUTAGES_EXPORTED = "maintenance.outages_exported", "匯出影像中斷"
    INSPECTIONS_EXPORTED = "maintenance.inspections_exported", "匯出檢查紀錄"
    EQUIPMENT_EXPORTED = "maintenance.equipment_exported", "匯出設備帳"
    EQUIPMENT_PRINTED = "maintenance.equipment_printed", "列印財產清冊"
    STOCK_TAKE_OPENED = "maintenance.stock_take_opened", "開始盤點"
    STOCK_TAKE_TICKED = "maintenance.stock_take_ticked", "登錄盤點結果"
    STOCK_TAKE_CLOSED = "maintenance.stock_take_closed", "盤點陳核"
    STOCK_TAKE_RETURNED = "maintenance.stock_take_returned", "盤點退回"
    STOCK_TAKE_SIGNED = "maintenance.stock_take_signed", "盤點覆核"
    STOCK_TAKE_PRINTED = "maintenance.stock_take_printed", "列印盤點清冊"
    # cameras
    RECORDER_ADDED = "cameras.recorder_added", "新增主機"
    RECORDER_RETIRED = "cameras.recorder_retired", "停用主機"
    CAMERA_ADDED = "cameras.camera_added", "新增攝影機"
    CAMERA_CHANGED = "cameras.camera_changed", "變更攝影機"
    CAMERA_RETIRED = "cameras.camera_retired", "停用攝影機"
    CAMERA_REPLACED = "cameras.camera_replaced", "更換攝影機"
    CAMERAS_EXPORTED = "cameras.cameras_exported", "匯出攝影機清冊"
    OUTAGE_OPENED = "cameras.outage_opened", "影像中斷"
    OUTAGE_CLOSED = "cameras.outage_closed", "影像恢復"
    OUTAGE_MERGED = "cameras.outage_merged", "合併影像中斷"
    OUTAGE_CHANGED = "cameras.outage_changed", "變更影像中斷"
    OUTAGE_WITHDRAWN = "cameras.outage_withdrawn", "撤銷影像中斷"
    TOKEN_RENEWED = "cameras.token_renewed", "更換貼紙代碼"
    # retention
    HOLD_PLACED = "retention.hold_placed", "留存影像"
    HOLD_RELEASED = "retention.hold_released", "解除留存"
    HOLD_CODED = "retention.hold_coded", "留存改列限制案"
    HOLD_ERASED = "retention.hold_erased", "銷毀留存之申請人姓名"
    HOLD_CONFIRMED = "retention.hold_confirmed", "確認緊急留存"
    HOLD_PROPOSED = "retention.hold_proposed", "提出法定留存"
    HOLD_MADE_LEGAL = "retention.hold_made_legal", "核定法定留存"
    HOLD_RELEASE_PROPOSED = "retention.hold_release_proposed", "提出解除法定留存"
    HOLD_PROPOSAL_AGREED = "retention.hold_proposal_agreed", "同意留存提案"
    HOLD_PROPOSAL_REFUSED = "retention.hold_proposal_refused", "不同意留存提案"
    HOLD_REVIEWED = "retention.hold_reviewed", "檢討法定留存"
    BACKUP_OPENED = "retention.backup_opened", "開立備份工作"
    BACKUP_CLOSED = "retention.backup_closed", "結束備份工作"
    COPY_STARTED = "retention.copy_started", "開始製作留存檔"
    COPY_MADE = "retention.copy_made", "完成留存檔"
    COPY_GIVEN_UP = "retention.copy_given_up", "放棄未完成之留存檔"
    COPY_PLAYED = "retention.copy_played", "播放留存檔"
    COPY_DOWNLOADED = "retention.copy_downloaded", "下載留存檔"
    COPY_REFUSED = "retention.copy_refused", "拒絕存取留存檔"
    COPY_DAMAGED = "retention.copy_damaged", "留存檔驗證不符"
    COPY_SOUND = "retention.copy_sound", "留存檔驗證相符"
    COPY_MOVED = "retention.copy_moved", "變更留存媒體存放地點"
    COPY_DISPUTED = "retention.copy_disputed", "註記留存檔有爭議"
    COPY_UNDISPUTED = "retention.copy_undisputed", "解除留存檔爭議註記"
    COPY_LIST_OPENED = "retention.copy_list_opened", "造具銷毀清冊"
    COPY_LIST_SIGNED = "retention.copy_list_signed", "簽署銷毀清冊"
    COPY_LIST_RETURNED = "retention.copy_list_returned", "退回銷毀清冊"
    COPY_LIST_WITHDRAWN = "retention.copy_list_withdrawn", "撤回銷毀清冊"
    COPY_LIST_COUNTERSIGNED = "retention.copy_list_countersigned", "補簽銷毀清冊"
    COPY_TAKEN_OFF = "retention.copy_taken_off", "移出銷毀清冊"
    COPY_MEDIUM_REGISTERED = "retention.copy_medium_registered", "登錄媒體銷毀"
    COPY_LIST_PRINTED = "retention.copy_list_printed", "列印銷毀清冊"
    COPY_KEY_DESTROYED = "retention.copy_key_destroyed", "銷毀留存檔金鑰"
    COPY_DESTROYED = "retention.copy_destroyed", "銷毀留存檔"
    COPY_DESTROYED_AGAIN = "retention.copy_destroyed_again", "還原後再次銷毀留存檔"
    COPIES_ACCEPTED = "retention.copies_accepted", "確認留存檔銷毀可以執行"
    COPY_ERASED = "retention.copy_erased", "銷毀留存檔之檔名"
    COPY_STORE_ADOPTED = "retention.copy_store_adopted", "確認留存檔存放處"
    BACKUP_REOPENED = "retention.backup_reopened", "重新開立備份工作"
    HAND_CHECK_RECORDED = "retention.hand_check_recorded", "登錄影像查核"
    HOLDS_EXPORTED = "retention.holds_exported", "匯出留存清單"
    COPIES_EXPORTED = "retention.copies_exported", "匯出留存檔清單"
    COPY_LISTS_EXPORTED = "retention.copy_lists_exported", "匯出銷毀清冊"
    DESTRUCTIONS_EXPORTED = "retention.destructions_exported", "匯出影像銷毀紀錄"
    FINDING_OPENED = "retention.finding_opened", "發現未符合"
    FINDING_CHANGED = "retention.finding_changed", "未符合情形變動"
    FINDING_CLOSED = "retention.finding_closed", "未符合已改善"
    SOURCE_REGISTERED = "retention.source_registered", "登錄影像資料夾"
    SOURCE_RETIRED = "retention.source_retired", "停用影像資料夾"
    FOLDER_MAPPED = "retention.folder_mapped", "對照攝影機資料夾"
    DELETION_PROPOSED = "retention.deletion_proposed", "提出由本系統刪除"
    DELETION_CONFIRMED = "retention.deletion_confirmed", "確認由本系統刪除"
    DELETION_ENDED = "retention.deletion_ended", "改為只讀取"
    PASS_ACCEPTED = "retention.pass_accepted", "確認銷毀可以執行"
    DESTRUCTION_PLANNED = "retention.destruction_planned", "擬定影像銷毀清單"
    DESTRUCTION_DONE = "retention.destruction_done", "銷毀影像"
    DESTRUCTION_PRINTED = "retention.destruction_printed", "列印影像銷毀紀錄"
    # reports
    SEARCHED = "reports.searched", "搜尋"
    PAPER_FETCHED = "reports.paper_fetched", "下載列印檔"
    PERSON_LEFT = "reports.person_left", "登錄離職或調職"
    POST_HANDED = "reports.post_handed", "登錄職務交接"
    WORK_HANDED = "reports.work_handed", "移交工作"
    HANDOVER_DROPPED = "reports.handover_dropped", "職務交接未執行"
    HANDOVER_CALLED_OFF = "reports.handover_called_off", "取消職務交接"
    HANDOVER_PRINTED = "reports.handover_printed", "列印移交文件"
    HANDOVER_PAPER_KEPT = "reports.handover_paper_kept", "存入簽名之移交文件"
    HANDOVER_PAPER_FETCHED = "reports.handover_paper_fetched", "下載簽名之移交文件"
    ACCOUNT_APPLIED = "reports.account_applied", "申請帳號"
    ACCOUNT_APPROVED = "reports.account_approved", "核准帳號"
    ACCOUNT_REFUSED = "reports.account_refused", "不核准帳號"
    REVIEW_OPENED = "reports.review_opened", "開始帳號清查"
    REVIEW_MARKED = "reports.review_marked", "登錄帳號清查結果"
    REVIEW_CHECKED = "reports.review_checked", "送簽帳號清查"
    REVIEW_SIGNED = "reports.review_signed", "簽署帳號清查"
    REPORT_OPENED = "reports.report_opened", "開始符合情形報告"
    REPORT_EXPLAINED = "reports.report_explained", "填寫說明與改善措施"
    REPORT_CHECKED = "reports.report_checked", "送簽符合情形報告"
    REPORT_RETURNED = "reports.report_returned", "退回符合情形報告"
    REPORT_SIGNED = "reports.report_signed", "簽核符合情形報告"
    # work
    HOLIDAY_CHANGED = "work.holiday_changed", "變更假日"
    MAIL_TESTED = "work.mail_tested", "測試寄信"
    DUTY_RUN = "work.duty_run", "例行工作"
    BACKUP_MADE = "work.backup_made", "製作備份"
    KEYS_WRITTEN = "work.keys_written", "另存金鑰"
    KEY_MADE = "work.key_made", "啟用新金鑰"
    KEY_ROTATED = "work.key_rotated", "改以新金鑰加密"
    KEY_REMOVED = "work.key_removed", "移除舊金鑰"
    BACKUP_RESTORED = "work.backup_restored", "由備份還原"
    # files
    FILE_STORED = "files.stored", "存入附件"
    FILE_READ = "files.read", "下載附件"


ABOUT_KEYS = [Verb.KEY_MADE.value, Verb.KEYS_WRITTEN.value]
"""The newest of these says whether the keys lie elsewhere; an index of its own finds it."""

SENTENCES: dict[Verb, str] = {
    Verb.SIGNED_IN: "{actor}登入系統",
    Verb.SIGN_IN_FAILED: "帳號「{subject}」登入失敗",
    Verb.SIGNED_OUT: "{actor}登出系統",
    Verb.ACCOUNT_MADE: "{actor}建立{person}的帳號並派任（{role}，{subject}）",
    Verb.LINK_ISSUED: "{actor}發出{subject}的單次連結",
    Verb.LINK_USED: "{actor}以單次連結開通{subject}",
    Verb.PASSWORD_CHANGED: "{actor}變更密碼",
    Verb.DEPUTY_SET: "{actor}設定{principal}的代理人：{deputy}，{reason}（{subject}）",
    Verb.DEPUTY_ENDED: "{actor}結束{deputy}代理{principal}（{subject}）",
    Verb.PLAN_MADE: "{actor}訂定{subject}：{title}，{since}起生效",
    Verb.PLAN_CHANGED: "{actor}變更{subject}",
    Verb.PLAN_CONFIRMED: "{actor}確認{subject}的數值",
    Verb.SCHOOL_FOUNDED: "{actor}設立{subject}：{name}",
    Verb.SCHOOL_CHANGED: "{actor}變更{subject}：{fields}",
    Verb.FEATURE_SWITCHED: "{actor}{word}附加功能「{feature}」（{subject}）",
    Verb.POST_GIVEN: "{actor}派任{person}（{role}，{subject}）",
    Verb.POST_ENDED: "{actor}結束{person}的職務（{subject}）",
    Verb.POST_KEPT: "{actor}取消{person}職務的終止日，續任（{subject}）",
    Verb.ACCOUNT_DISABLED: "{actor}停用{subject}的帳號",
    Verb.MEANS_ADDED: "{actor}新增{subject}",
    Verb.MEANS_REMOVED: "{actor}移除{subject}",
    Verb.UNDERTAKING_SIGNED: "{actor}簽署{subject}",
    Verb.UNLOCKED: "{actor}確認身分，解除鎖定",
    Verb.SESSIONS_ENDED: "{actor}登出其他裝置（{count} 個登入）",
    Verb.DEVICE_REGISTERED: "{actor}登錄{subject}",
    Verb.DEVICE_WITHDRAWN: "{actor}撤銷{subject}",
    Verb.DEVICE_CODE_SET: "{actor}設定個人識別碼",
    Verb.DEVICE_CODE_WITHDRAWN: "{actor}廢止帳號「{subject}」的個人識別碼",
    Verb.SIGNED_IN_AT_DEVICE: "{actor}於{device}以個人識別碼登入",
    Verb.ACCOUNT_SUSPENDED: "{actor}暫停{subject}的帳號：{reason}",
    Verb.ACCOUNT_ENABLED: "{actor}恢復{subject}的帳號",
    Verb.ACCOUNT_EXPIRY_SET: "{actor}訂定{subject}的帳號到期日：{day}",
    Verb.ACCOUNT_STAFFING_MARKED: "{actor}註記{subject}為{word}",
    Verb.CONTACT_CHANGED: "{actor}變更{subject}的聯絡資料",
    Verb.PEOPLE_EXPORTED: "{actor}匯出{subject}",
    Verb.CASE_SUBMITTED: "{actor}送出{subject}",
    Verb.CASE_PROPOSED: "{actor}就{subject}{word}並陳核",
    Verb.CASE_DECIDED: "{actor}核定{subject}：{word}",
    Verb.CASE_RETURNED: "{actor}退回{subject}予{to}",
    Verb.CASE_CORRECTED: "{actor}補正後送出{subject}",
    Verb.CASE_WENT_ON: "{actor}因逾期未補正續行審核{subject}",
    Verb.CASE_WITHDRAWN: "{actor}撤回{subject}",
    Verb.CASE_RECALLED: "{actor}抽回{subject}之「{word}」",
    Verb.CASE_EXTENDED: "{actor}展延{subject}之處理期限至 {until}",
    Verb.CASE_CONSULTED: "{actor}將{subject}會辦{office}",
    Verb.CASE_ADVISED: "{actor}回覆{subject}之會辦",
    Verb.CASE_RECUSED: "{actor}登錄{subject}之迴避：{ground}",
    Verb.PAPER_SIGNED: "{actor}登錄{signatory}於 {at} 就{subject}紙本核章：{word}",
    Verb.PAPER_DISPUTED: "{actor}對{subject}之紙本核章登錄提出異議",
    Verb.SIGNED_FORM_KEPT: "{actor}存入{subject}申請人簽名之附錄1",
    Verb.STANDING_CHECKED: "{actor}查驗{subject}申請人身分",
    Verb.CASE_RESTRICTED: "{actor}設定{subject}為限制案，得閱覽人員 {count} 人",
    Verb.CASE_LINKED: "{actor}將{subject}列入{incident}",
    Verb.CASE_ENTERED: "{actor}代填{subject}（{asker}）",
    Verb.DRAFTS_DISCARDED: "清除逾期草稿 {subject}",
    Verb.IDENTITY_SHOWN: "{actor}顯示{subject}之身分證號：{reason}",
    Verb.CASE_READ: "{actor}查閱{subject}",
    Verb.CASE_PRINTED: "{actor}列印{subject}附錄1（{form}）",
    Verb.VIEWING_STARTED: "{actor}陪同{subject}開始調閱",
    Verb.VIEWING_ENDED: "{actor}陪同{subject}結束調閱",
    Verb.REGISTER_READ: "{actor}查閱{subject}",
    Verb.REGISTER_PRINTED: "{actor}列印{subject}",
    Verb.ORAL_CONSENT: "{actor}登錄{subject}經{who}於 {at} 口頭同意：{ground}",
    Verb.RATIFICATION_LATE: "{subject} 之緊急調閱逾補核期限 {until}，尚未核定",
    Verb.VIEWING_ARRANGED: "{actor}約定{subject}於 {at} 調閱，地點 {place}",
    Verb.VIEWING_CALLED_OFF: "{actor}將{subject}於 {at} 之約定調閱改為{word}",
    Verb.VIEWING_STOPPED: "{actor}陪同{subject}提前中止調閱",
    Verb.VIEWING_BACK_ENTERED: "{actor}事後補登{subject}於 {at} 之調閱：{reason}",
    Verb.VIEWING_COUNTERSIGNED: "{actor}就{subject}於 {at} 之事後補登核章",
    Verb.VIEWING_CORRECTED: "{actor}更正{subject}於調閱登記簿之{column}",
    Verb.MANAGEMENT_VIEWED: "{actor}登錄{subject}：{purpose}，{cameras}，{minutes} 分鐘，{reason}",
    Verb.NOTICE_PRINTED: "{actor}列印{subject}之調閱須知",
    Verb.REGISTER_EXPORTED: "{actor}匯出{subject}",
    Verb.CASE_CLOSED: "{actor}將{subject}結案（{word}）",
    Verb.CASE_ERASURE_PROPOSED: "{actor}提出{subject}：{count} 件，{basis}",
    Verb.CASE_ERASURE_DROPPED: "{actor}撤銷{subject}的提案",
    Verb.CASE_ERASURE_CONFIRMED: "{actor}確認{subject}：{count} 件，{basis}",
    Verb.CASE_ERASED: "{actor}依計畫伍、五銷毀{subject}之個人資料（{erasure}）",
    Verb.LETTER_RECEIVED: "{actor}登錄{subject}：{body}來文 {number}",
    Verb.OFFICER_RECEIVED: "{actor}登錄{subject}：{body}人員到場，公文應於 {until} 前補送",
    Verb.LETTER_ARRIVED: "{actor}登錄{subject}補送之公文：{body} {number}",
    Verb.LETTER_SUPPLEMENTED: "{actor}登錄{subject}補正之來文：{body} {number}",
    Verb.LETTER_CORRECTED: "{actor}更正{subject}之來文登錄：{body} {number}",
    Verb.NO_REPLY_NEEDED: "{actor}登錄{subject}來文機關免覆",
    Verb.SEIZURE_RECORDED: "{actor}登錄{subject}：{recorder}{item}，{document}",
    Verb.SEIZURE_RESTORED: "{actor}登錄{subject}後恢復錄影：{at} 起",
    Verb.SEIZURE_RETURNED: "{actor}登錄{subject}之扣押物發還，發還日 {on}",
    Verb.RELEASE_PREPARED: "{actor}就{subject}備妥交付 {order}：{copy}，{medium}",
    Verb.RELEASE_DROPPED: "{actor}取消{subject}之交付 {order}",
    Verb.RELEASE_HANDED: "{actor}{manner}{subject}之交付 {order}：{copy}，{medium}",
    Verb.RELEASE_RECEIPT_KEPT: "{actor}存入{subject}交付 {order} 之簽收單",
    Verb.RELEASE_ENDED: "{actor}登錄{subject}交付 {order} 之複製本{word}",
    Verb.RELEASE_PRINTED: "{actor}列印{subject}交付 {order} 之簽收單",
    Verb.SECRET_LETTER_RECEIVED: "{actor}登錄{subject}",
    Verb.SECRET_LETTER_SETTLED: "{actor}登錄{subject}辦畢",
    Verb.LETTER_SAVED: "{actor}儲存{subject}之{kind}草稿",
    Verb.LETTER_DROPPED: "{actor}作廢{subject}之{kind}草稿",
    Verb.LETTER_ISSUED: "{actor}發出{subject}之{kind}",
    Verb.LETTER_SENT: "{actor}登錄{subject}之{kind}發文：{on}，{number}",
    Verb.LETTER_DELIVERED: "{actor}登錄{subject}之{kind}送達：{on}，{manner}",
    Verb.LETTER_ON_PAPER: "{actor}登錄{subject}之{kind}另以紙本或公文系統辦理：{on}，{number}",
    Verb.LETTER_PRINTED: "{actor}列印{subject}之{kind}（{form}）",
    Verb.MISUSE_RECORDED: "{actor}登錄{subject}",
    Verb.MISUSE_CHANGED: "{actor}更新{subject}",
    Verb.MISUSE_CLOSED: "{actor}將{subject}結案",
    Verb.MISUSE_READ: "{actor}查閱{subject}",
    Verb.MISUSE_PRINTED: "{actor}列印{subject}",
    Verb.TRACKING_CODE_MADE: "{actor}產生{subject}之查詢碼",
    Verb.CASE_TRACKED: "{actor}查詢{subject}之辦理情形",
    Verb.INSPECTION_RECORDED: "{actor}登錄{subject}：{word}",
    Verb.INSPECTION_RECHECKED: "{actor}登錄{subject}複查",
    Verb.INSPECTIONS_PRINTED: "{actor}列印{subject}",
    Verb.WORK_LIST_STARTED: "{actor}開始{subject}",
    Verb.ITEM_CHECKED: "{actor}登錄{subject}：{items}",
    Verb.WORK_LIST_DROPPED: "{actor}不採用{subject}",
    Verb.SHIFT_SET: "{actor}訂定{subject}：{terms}，{since}起適用",
    Verb.SHIFT_ENDED: "{actor}停用{subject}，適用至 {until}",
    Verb.DAILY_CHECKED: "{actor}完成{subject}：{word}",
    Verb.DAILY_CHECK_BACK_ENTERED: "{actor}事後補登{subject}：{word}（{reason}）",
    Verb.HANDOVER_SEEN: "{actor}知悉{subject}的交接事項",
    Verb.FAULT_REPORTED: "{actor}回報{subject}：{symptom}",
    Verb.FAULT_CONFIRMED: "{actor}確認{subject}為故障",
    Verb.FAULT_DISMISSED: "{actor}判定{subject}非故障：{reason}",
    Verb.FAULT_REPAIRED: "{actor}登錄{subject}已修復",
    Verb.CASE_HANDED: "{actor}將{subject}的個人待辦移交{to}",
    Verb.FAULT_HANDED: "{actor}將{subject}移交{to}承辦",
    Verb.FAULT_ASSIGNED: "{actor}將{subject}派工：{to}",
    Verb.FAULT_PASSED: "{actor}登錄{subject}複驗合格，結案",
    Verb.FAULT_FAILED: "{actor}登錄{subject}複驗不合格：{reason}",
    Verb.FAULT_GAPS_CHANGED: "{actor}更新{subject}的影像缺漏時段：{gaps}",
    Verb.EQUIPMENT_ENTERED: "{actor}將財產編號 {number} 列帳（{subject}）",
    Verb.EQUIPMENT_CHANGED: "{actor}變更{subject}：{fields}",
    Verb.EQUIPMENT_MOVED: "{actor}登錄{subject}異動，異動日 {on}",
    Verb.EQUIPMENT_SCRAPPED: "{actor}登錄{subject}報廢，報廢日 {on}，文號 {number}",
    Verb.CASES_EXPORTED: "{actor}匯出{subject}",
    Verb.FAULTS_EXPORTED: "{actor}匯出{subject}",
    Verb.OUTAGES_EXPORTED: "{actor}匯出{subject}",
    Verb.INSPECTIONS_EXPORTED: "{actor}匯出{subject}",
    Verb.HOLDS_EXPORTED: "{actor}匯出{subject}",
    Verb.COPIES_EXPORTED: "{actor}匯出{subject}",
    Verb.COPY_LISTS_EXPORTED: "{actor}匯出{subject}",
    Verb.DESTRUCTIONS_EXPORTED: "{actor}匯出{subject}",
    Verb.EQUIPMENT_EXPORTED: "{actor}匯出{subject}",
    Verb.EQUIPMENT_PRINTED: "{actor}列印{subject}",
    Verb.STOCK_TAKE_OPENED: "{actor}開始{subject}，應盤 {count} 件",
    Verb.STOCK_TAKE_TICKED: "{actor}登錄{subject}：{word}",
    Verb.STOCK_TAKE_CLOSED: "{actor}完成{subject}並陳核，差異 {differences} 件",
    Verb.STOCK_TAKE_RETURNED: "{actor}退回{subject}：{reason}",
    Verb.STOCK_TAKE_SIGNED: "{actor}覆核{subject}",
    Verb.STOCK_TAKE_PRINTED: "{actor}列印{subject}",
    Verb.RECORDER_ADDED: "{actor}新增{subject}",
    Verb.RECORDER_RETIRED: "{actor}停用{subject}，停用日 {on}",
    Verb.CAMERA_ADDED: "{actor}新增{subject}",
    Verb.CAMERA_CHANGED: "{actor}變更{subject}：{fields}",
    Verb.CAMERA_RETIRED: "{actor}停用{subject}，停用日 {on}",
    Verb.CAMERA_REPLACED: "{actor}以{subject}更換{old}，啟用日 {on}",
    Verb.CAMERAS_EXPORTED: "{actor}匯出{subject}",
    Verb.OUTAGE_OPENED: "{actor}登錄{subject}影像中斷：{cause}，{since} 起",
    Verb.OUTAGE_CLOSED: "{actor}登錄{subject}影像恢復：{until} 起",
    Verb.OUTAGE_MERGED: "{actor}將{subject}併入{into}",
    Verb.OUTAGE_CHANGED: "{actor}變更{subject}：{change}",
    Verb.OUTAGE_WITHDRAWN: "{actor}撤銷{subject}：{reason}",
    Verb.TOKEN_RENEWED: "{actor}更換{subject}的貼紙代碼：{reason}",
    Verb.HOLD_PLACED: "{actor}建立{subject}：{cameras}，{reason}",
    Verb.HOLD_RELEASED: "{actor}解除{subject}：{reason}",
    Verb.HOLD_CODED: "{actor}將{subject}改列限制案",
    Verb.HOLD_ERASED: "{actor}依計畫伍、五銷毀{subject}之申請人姓名",
    Verb.HOLD_CONFIRMED: "{actor}確認{subject}：{word}",
    Verb.HOLD_PROPOSED: "{actor}提出{subject}：{basis}（{document}），檢討日 {review}",
    Verb.HOLD_MADE_LEGAL: "{subject} 經核定為法定留存（{document}），檢討日 {review}",
    Verb.HOLD_RELEASE_PROPOSED: "{actor}提出{subject}：{reason}",
    Verb.HOLD_PROPOSAL_AGREED: "{actor}同意{subject}",
    Verb.HOLD_PROPOSAL_REFUSED: "{actor}不同意{subject}：{reason}",
    Verb.HOLD_REVIEWED: "{actor}檢討{subject}，繼續留存，下次檢討日 {review}：{reason}",
    Verb.BACKUP_OPENED: "{subject} 應於 {due} 前完成",
    Verb.BACKUP_CLOSED: "{actor}結束{subject}：{word}",
    Verb.COPY_STARTED: "{actor}開始製作{subject}：{cameras}，{way}",
    Verb.COPY_MADE: "{actor}完成{subject}：{what}",
    Verb.COPY_GIVEN_UP: "{actor}放棄未完成之{subject}：{reason}",
    Verb.COPY_PLAYED: "{actor}播放{subject}，用途：{purpose}",
    Verb.COPY_DOWNLOADED: "{actor}下載{subject}，用途：{purpose}",
    Verb.COPY_REFUSED: "拒絕{actor}存取{subject}：{reason}",
    Verb.COPY_DAMAGED: "驗證{subject}不符：{problem}",
    Verb.COPY_SOUND: "重新驗證{subject}，與完成時相符",
    Verb.COPY_MOVED: "{actor}將{subject}由{place_from}移至{place_to}",
    Verb.COPY_DISPUTED: "{actor}註記{subject}有爭議",
    Verb.COPY_UNDISPUTED: "{actor}解除{subject}之爭議註記：{reason}",
    Verb.COPY_ERASED: "{actor}依計畫伍、五銷毀{subject}之檔名",
    Verb.COPY_LIST_OPENED: "{actor}造具{subject}（{kind}）：{copies}",
    Verb.COPY_LIST_SIGNED: "{actor}以監銷人簽署{subject}",
    Verb.COPY_LIST_RETURNED: "{actor}退回{subject}：{reason}",
    Verb.COPY_LIST_WITHDRAWN: "{actor}撤回{subject}：{reason}",
    Verb.COPY_LIST_COUNTERSIGNED: "{actor}以{part}補簽{subject}",
    Verb.COPY_TAKEN_OFF: "{actor}將 {copy} 移出{subject}：{reason}",
    Verb.COPY_MEDIUM_REGISTERED: "{actor}於{subject}登錄 {copy} 之媒體已{method}",
    Verb.COPY_LIST_PRINTED: "{actor}列印{subject}",
    Verb.COPY_KEY_DESTROYED: "{actor}銷毀{subject}之金鑰（{ground}）",
    Verb.COPY_DESTROYED: "{actor}銷毀{subject}：{ground}，{method}，{people}",
    Verb.COPY_DESTROYED_AGAIN: "{actor}還原後依既有銷毀紀錄再次銷毀 {copy}（{subject}）",
    Verb.COPIES_ACCEPTED: "{actor}確認{subject}：今天是 {day}，同意未簽署而屆期銷毀至多 {copies} 件，{reason}",
    Verb.COPY_STORE_ADOPTED: "{actor}確認{subject}之資料夾屬於本系統：{reason}",
    Verb.BACKUP_REOPENED: "{subject} 因{copy}銷毀重新開立，應於 {due} 前完成",
    Verb.HAND_CHECK_RECORDED: "{actor}查核{subject}：最早可播放 {earliest}，時間誤差 {offset} 秒",
    Verb.FINDING_OPENED: "發現{subject}：{text}",
    Verb.FINDING_CHANGED: "{subject} 情形變動：{text}",
    Verb.FINDING_CLOSED: "{subject} 已改善：{text}",
    Verb.SOURCE_REGISTERED: "{actor}登錄{subject}：{name}（{layout}）",
    Verb.SOURCE_RETIRED: "{actor}停用{subject}，停用日 {on}",
    Verb.FOLDER_MAPPED: "{actor}將{subject}的「{folder}」對照為{camera}",
    Verb.DELETION_PROPOSED: "{actor}提出{subject}改由本系統刪除：{reason}",
    Verb.DELETION_CONFIRMED: "{actor}確認{subject}改由本系統刪除：{reason}",
    Verb.DELETION_ENDED: "{actor}將{subject}改為只讀取：{reason}",
    Verb.PASS_ACCEPTED: "{actor}確認{subject}：今天是 {day}，同意銷毀至多 {files} 檔，{reason}",
    Verb.DESTRUCTION_PLANNED: "{actor}擬定{subject}：{before} 以前 {files} 檔，清單 {sha256}",
    Verb.DESTRUCTION_DONE: "{actor}完成{subject}：銷毀 {gone} 檔，留存 {held} 檔，無法刪除 {failed} 檔",
    Verb.DESTRUCTION_PRINTED: "{actor}列印{subject}",
    Verb.PERSON_LEFT: "{actor}登錄{person}{kind}，工作移交{to}（{subject}）",
    Verb.POST_HANDED: "{actor}登錄{post}自{on}起由{to}接任（{subject}）",
    Verb.WORK_HANDED: "{actor}移交{post}的工作予{to}（{subject}）",
    Verb.HANDOVER_DROPPED: "{actor}因接任人已無該職務，未執行{subject}",
    Verb.HANDOVER_CALLED_OFF: "{actor}取消{post}之交接（{subject}），理由：{reason}",
    Verb.HANDOVER_PRINTED: "{actor}列印{subject}的{paper}",
    Verb.HANDOVER_PAPER_KEPT: "{actor}存入{subject}簽名之{paper}",
    Verb.HANDOVER_PAPER_FETCHED: "{actor}下載{subject}簽名之{paper}",
    Verb.ACCOUNT_APPLIED: "{actor}申請{role}帳號（{subject}）",
    Verb.ACCOUNT_APPROVED: "{actor}核准{subject}",
    Verb.ACCOUNT_REFUSED: "{actor}不核准{subject}：{reason}",
    Verb.REVIEW_OPENED: "{actor}開始{subject}",
    Verb.REVIEW_MARKED: "{actor}登錄{subject}的結果（{count} 個帳號）",
    Verb.REVIEW_CHECKED: "{actor}將{subject}送處室主管簽署",
    Verb.REVIEW_SIGNED: "{actor}簽署{subject}",
    Verb.SEARCHED: "{actor}搜尋{subject}",
    Verb.REPORT_OPENED: "{actor}開始{subject}（{period}）",
    Verb.REPORT_EXPLAINED: "{actor}填寫{subject}之說明與改善措施（{count} 項）",
    Verb.REPORT_CHECKED: "{actor}簽署{subject}並送處室主管：未符合 {count} 項，內容雜湊 {sha256}；{result}",
    Verb.REPORT_RETURNED: "{actor}退回{subject}：{reason}",
    Verb.REPORT_SIGNED: "{actor}簽核{subject}，內容雜湊 {sha256}",
    Verb.PAPER_FETCHED: "{actor}下載{subject}",
    Verb.HOLIDAY_CHANGED: "{actor}變更假日{subject}：{change}",
    Verb.MAIL_TESTED: "{actor}測試寄信：{subject}",
    Verb.DUTY_RUN: "例行工作「{subject}」：{result}",
    Verb.BACKUP_MADE: "{actor}製作備份「{subject}」：存取紀錄至第 {entries} 筆，雜湊 {sha256}",
    Verb.KEYS_WRITTEN: "{actor}將金鑰另存為「{subject}」",
    Verb.KEY_MADE: "{actor}啟用{subject}之新金鑰 {key}，取代 {old}",
    Verb.KEY_ROTATED: "{actor}完成{subject}之更換：{count} 筆資料均已改用新金鑰 {key}",
    Verb.KEY_REMOVED: "{actor}移除{subject}之舊金鑰 {old}",
    Verb.BACKUP_RESTORED: "{actor}以備份「{subject}」還原：{made_at} 製作，存取紀錄至第 {entries} 筆",
    Verb.FILE_STORED: "{actor}存入{subject}",
    Verb.FILE_READ: "{actor}下載{subject}",
}


def verbs() -> list[tuple[str, str]]:
    """Return the choices of the verb column; a function, so that a new verb needs no migration."""
    return Verb.choices


def words_of(verb: Verb) -> frozenset[str]:
    """Return the words `detail` must have for the sentence of `verb`, no more and no less."""
    return _WORDS[verb]


_WORDS = {
    verb: frozenset(name for _, name, _, _ in Formatter().parse(text) if name) - {"actor", "subject"}
    for verb, text in SENTENCES.items()
}
