"""Fixed sample data for /dev/ui/: every component in every state. Everybody here is invented (ruling 28)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, ButtonHolder, Div, Fieldset, Layout, Row, Submit
from django import forms

from cctv_admin.menu import Link
from printing.rules import TAIPEI
from printing.widgets import AsksNicely, Chips, ClockField, FoldedGroups, RocDateField, RocMomentField, choice_card
from requests.widgets import FootageEndField
from retention.choices import FootageState
from retention.rules import FootageClock

if TYPE_CHECKING:
    from django.http import QueryDict

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)
RECORDED = dt.datetime(2026, 11, 11, 12, 35, tzinfo=TAIPEI)
OVERWRITTEN = dt.datetime(2026, 11, 25, 12, 35, tzinfo=TAIPEI)

FOOTAGE_BRIEFS = [
    FootageClock(FootageState.UNKEPT, overwritten_at=OVERWRITTEN, is_estimate=True),
    FootageClock(FootageState.NOTIFIED, overwritten_at=OVERWRITTEN + dt.timedelta(days=6)),
    FootageClock(FootageState.NOTIFIED, overwritten_at=RECORDED),
    FootageClock(FootageState.NOTIFIED, is_safe=True),
    FootageClock(FootageState.BACKED_UP, "E115-0012", is_safe=True),
    FootageClock(FootageState.OVERWRITTEN),
    FootageClock(FootageState.NO_FOOTAGE, "故障（F115-0008）"),
]

CAMERAS = [
    ("忠孝樓", [("C07", "C07 五年級走廊（東側）"), ("C12", "C12 忠孝樓川堂樓梯口")]),
    ("操場", [("C15", "C15 操場東側"), ("unsure", "不確定，請承辦人協助")]),
]


class SampleForm(AsksNicely, forms.Form):
    """One field of every kind the house uses."""

    why = forms.ChoiceField(
        label="為何需要",
        widget=forms.RadioSelect,
        choices=[
            ("self", choice_card("我本人的權益", "例如財物遺失、車輛碰撞")),
            ("child", choice_card("我的孩子", "監護人、法定代理人")),
            ("duty", choice_card("職務需要", "請填單位與依據")),
        ],
        error_messages={"required": "請選擇為何需要調閱。"},
    )
    office = forms.ChoiceField(
        label="調閱單位",
        choices=[("", "請選擇"), ("1", "教務處"), ("2", "學務處")],
    )
    places = forms.MultipleChoiceField(
        label="攝影機地點",
        widget=forms.CheckboxSelectMultiple,
        choices=CAMERAS,
        error_messages={"required": "請至少選擇1支攝影機。"},
    )
    start = RocMomentField(label="調閱監視畫面時段（起）", help_text="可貼上整個日期，例如115年11月11日")
    ends = FootageEndField(label="調閱監視畫面時段（至）", required=False)
    reported_on = RocDateField(label="報案日期", required=False)
    clock = ClockField(label="發現時間", required=False, help_text="24小時制，例如12:35或1235")
    reason = forms.CharField(
        label="申請事由",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="請勿附病歷或健康資料",
    )
    phone = forms.CharField(label="聯絡電話", max_length=40)
    attachment = forms.FileField(label="附件", required=False, help_text="PDF或照片，10 MB以內")
    opinion = forms.MultipleChoiceField(
        label="常用意見",
        required=False,
        widget=Chips,
        choices=[("1", "如擬"), ("2", "依個資法規定辦理"), ("3", "請先備份影像")],
    )
    grounds = forms.MultipleChoiceField(
        label="不予核准之依據",
        required=False,
        widget=FoldedGroups,
        choices=[
            ("常用", [("1", "未指明特定調閱時段或攝影機"), ("2", "非當事人或利害關係人")]),
            ("其他法令依據", [("3", "刑事訴訟法第245條（偵查不公開）")]),
        ],
    )
    password = forms.CharField(
        label="密碼",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="確認是您本人",
    )
    accepts = forms.BooleanField(
        label="我已閱讀並同意附錄1第1點注意事項", error_messages={"required": "請先同意附錄1第1點注意事項。"}
    )
    version = forms.CharField(widget=forms.HiddenInput, initial="3")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.attrs = {"aria-label": "全部欄位"}
        self.helper.layout = Layout(
            Fieldset("調閱內容", "why", "office", "places", "start", "ends", Row("reported_on", "clock"), "reason"),
            Fieldset("聯絡與附件", "phone", "attachment", "opinion", "grounds"),
            Div(HTML('<p class="sub2">以下在確認頁才會出現。</p>'), css_class="group"),
            "password",
            "accepts",
            "version",
            ButtonHolder(Submit("send", "送出申請")),
        )


class SampleRow(forms.Form):
    """A row of a formset."""

    item = forms.CharField(label="財產名稱", required=False)
    number = forms.CharField(label="財產編號", required=False)


SampleRows = forms.formset_factory(SampleRow, extra=2)


def sample_rows() -> forms.BaseFormSet[SampleRow]:
    """Return two empty rows with one button."""
    rows = SampleRows(prefix="rows")
    rows.helper = FormHelper()  # type: ignore[attr-defined]
    rows.helper.attrs = {"aria-label": "表單組"}  # type: ignore[attr-defined]
    rows.helper.add_input(Submit("save", "儲存清單"))  # type: ignore[attr-defined]
    return rows


class Samples:
    """Contents of the components that show records."""

    tags: ClassVar = [
        ("草稿", "", "pencil"),
        ("待承辦人擬辦", "wait", ""),
        ("待補正", "warn", ""),
        ("准予調閱", "ok", ""),
        ("不予核准", "bad", ""),
        ("調閱中", "wait", "video-camera"),
        ("已結案", "", "check-circle"),
    ]
    summary: ClassVar = [("申請人", "許喆安（五年三班導師）"), ("與當事人關係", "導師"), ("案號（選填）", "")]
    cameras: ClassVar = [
        {
            "code": "C07",
            "name": "五年級走廊（東側）",
            "place": "忠孝樓",
            "url": "#",
            "kind": "ok",
            "coverage": "錄影完整",
        },
        {
            "code": "C12",
            "name": "忠孝樓川堂樓梯口",
            "place": "忠孝樓",
            "url": "#",
            "kind": "warn",
            "coverage": "缺2分鐘（12:41–12:43）",
            "gaps": [(40, 13)],
        },
        {
            "code": "C15",
            "name": "操場東側",
            "place": "操場",
            "url": "",
            "kind": "bad",
            "coverage": "無影像（故障115-0008）",
            "gaps": [(0, 100)],
        },
        {
            "code": "C16",
            "name": "操場西側",
            "place": "操場",
            "url": "",
            "kind": "",
            "coverage": "尚未查核，請承辦人確認",
        },
    ]
    checks: ClassVar = [
        {"text": "涉及個人權益維護所必要", "is_met": True},
        {"text": "時段限於事件前後必要範圍", "is_met": True},
        {"text": "畫面含其他學生", "is_met": False, "note": "如需複製，須先遮蔽無關學生"},
    ]
    steps: ClassVar = [
        {"state": "done", "title": "提出申請", "who": "五年三班導師 許喆安", "at": NOW - dt.timedelta(days=4)},
        {
            "state": "done",
            "title": "承辦人擬辦",
            "who": "事務組長 游承堃",
            "at": NOW - dt.timedelta(days=3),
            "quote": "擬准。攝影機與時段已核對。",
        },
        {
            "state": "returned",
            "title": "處室主管審核",
            "who": "教務主任 陳煒騏",
            "acting_for": "總務主任請假",
            "at": NOW - dt.timedelta(days=2),
            "quote": "請補充事由。",
        },
        {"state": "now", "title": "校長核定", "who": "校長 蘇翊甯（您）", "waited": "2天19小時"},
        {"state": "todo", "title": "到場調閱", "note": "須於11月25日12:35前完成"},
        {"state": "todo", "title": "結案"},
    ]
    entries: ClassVar = [
        {"at": NOW, "text": "校長 蘇翊甯 開啟案件"},
        {"at": NOW - dt.timedelta(days=3), "text": "事務組長 游承堃 陳核：擬准"},
    ]
    records: ClassVar = [
        {
            "number": "115-0037",
            "url": "#",
            "subject": "午休走廊推擠受傷",
            "at": NOW,
            "status": "待校長核定",
            "kind": "wait",
        },
        {"number": "115-0036", "url": "#", "subject": "腳踏車遺失", "at": NOW, "status": "准予調閱", "kind": "ok"},
    ]
    cell: ClassVar = ["校長公出", "教務主任　陳煒騏　代", "准予調閱", "115年11月23日 09:12", "線上簽核"]


def samples(query: QueryDict) -> dict[str, object]:
    """Return the context of the style guide; `?state=errors` shows the forms as they come back with errors."""
    view = query.get("view", "mine")
    data = {"form-start_0": "115", "form-clock": "25:61", "form-phone": "03-0000000", "form-version": "3"}
    return {
        "footage_briefs": FOOTAGE_BRIEFS,
        "handling_briefs": [NOW + dt.timedelta(days=days) for days in (11, 3, 0, -2)],
        "form": SampleForm(data if query.get("state") == "errors" else None, prefix="form"),
        "rows": sample_rows(),
        "samples": Samples,
        "now": NOW,
        "recorded": RECORDED,
        "overwritten": OVERWRITTEN,
        "later": OVERWRITTEN + dt.timedelta(days=6),
        "today": NOW.date(),
        "views": [
            Link("待我處理", "?view=mine#results", 2, "true" if view == "mine" else ""),
            Link("全部", "?view=all#results", 0, "true" if view == "all" else ""),
        ],
        "shown": Samples.records[: 1 if query.get("before") else 2],
        "newer_url": f"?view={view}" if query.get("before") else "",
        "older_url": "" if query.get("before") else f"?view={view}&before=36",
    }
