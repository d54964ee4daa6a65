"""What 個人資料保護法第8條 has the school tell whoever asks."""

from __future__ import annotations

PRIVACY = (
    ("機關名稱", "{agency}{contact}。"),
    (
        "蒐集之目的",
        "辦理監視錄影系統影像之調閱申請：確認申請人身分、聯絡、審核、陪同調閱、登記備查及影像留存（{plan}）。",
    ),
    (
        "個人資料之類別",
        "姓名、職稱或身分、聯絡電話、調閱單位、與當事人關係、身分證號或其他證件號碼（有填寫時）、簽名（紙本申請時），"
        "以及申請事由與附件所載資料。請勿提供病歷、健康檢查等與本案無關的資料。",
    ),
    (
        "利用之期間、地區、對象及方式",
        "期間：申請單及登記簿自結案起至少保存 {years} 年（計畫伍、五），期滿依規定程序銷毀。地區：中華民國境內。"
        "對象：本校辦理、審核、核定、會辦及陪同調閱之人員，以及依法有權查核或調取之機關。"
        "方式：以電腦（證件號碼加密儲存）及紙本處理，每次查閱、列印均留下紀錄。",
    ),
    (
        "您依個人資料保護法第3條得行使之權利及方式",
        "您得向本校承辦人以口頭或書面請求查詢或閱覽、製給複製本、補充或更正、停止蒐集處理或利用、刪除；"
        "依法應保存之期間內，申請單及登記簿得不予刪除（同法第11條）。",
    ),
    (
        "不提供時對您權益之影響",
        "您可自由選擇是否提供；未填寫必要欄位時，本校無從確認身分與調閱範圍，須請您補正或無法准許調閱。{number}",
    ),
)
"""What 個人資料保護法第8條第1項 has an agency tell whose data it collects, in the order of its six points."""
NUMBER_IS_REQUIRED = "身分證號為必填。"
NUMBER_IS_OPTIONAL = "身分證號得不填寫，不影響申請。"


def privacy_notice(
    *, agency: str, contact: str, plan: str, years: int, number: str = NUMBER_IS_OPTIONAL
) -> list[tuple[str, str]]:
    """Return heading and text of the six points of 個人資料保護法第8條第1項, from the school's and its plan's data.

    number: what is said about leaving 身分證號 out.
    """
    words = {"agency": agency, "contact": contact, "plan": plan, "years": years, "number": number}
    return [(heading, text.format(**words)) for heading, text in PRIVACY]
