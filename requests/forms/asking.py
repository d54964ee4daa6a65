"""附錄1 in the browser: the eight things of ruling 8, labelled as on the paper."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms

from accounts.forms import SeveralField
from cameras.models import Camera, Place
from cameras.selectors import cameras_in_use, cameras_that_recorded
from files.models import StoredFile
from printing.rules import local_date, long_date
from printing.widgets import AsksNicely, PaperTextField, gregorian_note
from requests import rules
from requests.choices import CODED, Asker, DutyBasis, IdentityDocument, Need
from requests.forms.days import day_choices
from requests.forms.kept import ASKED, hides_number
from requests.widgets import OTHER, FootageEndField, FootageMomentField, Later
from retention.selectors import footage_days
from work.forms import ACCEPTED, CheckedFileField

if TYPE_CHECKING:
    from accounts.models import SchoolPlan
    from requests.models import ReviewRequest

LONGEST_KEPT = dt.timedelta(days=366)
"""A camera retired within this time is still offered: its footage may be on the recorder."""
CODED_HINT = f"選擇「{'」或「'.join(basis.label for basis in DutyBasis if basis in CODED)}」時，本案自送出起為限制案，只有指定的人員看得到。"


class ReviewRequestForm(AsksNicely, forms.Form):
    """What an applicant fills in, or 承辦人 for one who asked on paper."""

    need = forms.ChoiceField(
        label="為何需要", widget=forms.RadioSelect, error_messages={"required": "請選擇為何需要調閱。"}
    )
    duty_basis = forms.ChoiceField(
        label="依據", choices=DutyBasis.choices, widget=forms.RadioSelect, help_text=CODED_HINT,
        error_messages={"required": "請選擇職務需要的依據。"},
    )  # fmt: skip
    duty_reference = PaperTextField(
        label="案號", max_length=40, required=False, help_text="校安通報序號或案件編號，沒有時免填"
    )
    relation = PaperTextField(label="與當事人關係", max_length=40, help_text="例如：本人、導師、監護人")
    cameras = SeveralField(
        label="攝影機地點", queryset=Camera.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    places = SeveralField(
        label="不確定是哪一支", queryset=Place.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_at = FootageMomentField(
        label="調閱監視畫面時段　起", help_text="先列出仍有影像的日期；時間以 24 小時制填寫，例如 1235",
        error_messages={"required": "請填寫調閱監視畫面時段開始的日期與時間。"},
    )  # fmt: skip
    ends_at = FootageEndField(
        label="調閱監視畫面時段　至", error_messages={"required": "請填寫調閱監視畫面時段結束的時間。"}
    )
    long_period_reason = PaperTextField(
        label="超過兩小時之理由", max_length=200, required=False, help_text="調閱時段超過兩小時才需要填寫，一句話即可"
    )
    reason = PaperTextField(
        label="申請事由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="請說明發生什麼事、為何需要看這段影像。請勿附病歷或健康資料；提到學生時可用班級座號或代號。",
    )
    subject = PaperTextField(
        label="當事人", max_length=40, required=False, help_text="班級座號或代號即可，不必寫姓名，例如：五年三班 12 號"
    )
    attachment = CheckedFileField(label="附件", help_text=ACCEPTED)
    drop_attachments = SeveralField(
        label="移除附件", queryset=StoredFile.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    wants_copy = forms.BooleanField(
        label="另請求複製",
        required=False,
        help_text="校內人員原則上僅得調閱，不得複製（計畫伍、一）；勾選後，核定時會明確答覆是否准予複製及理由。",
    )
    phone = PaperTextField(label="聯絡電話", max_length=40)
    unit = PaperTextField(label="調閱單位", max_length=40)
    id_document = forms.ChoiceField(
        label="證件種類", choices=IdentityDocument.choices, initial=IdentityDocument.NATIONAL, required=False
    )
    id_number = PaperTextField(
        label="身分證號", max_length=20, help_text="校內人員可不填，附錄1 會印「校內人員，帳號驗證」"
    )

    def __init__(
        self,
        *args: Any,
        now: dt.datetime,
        plan: SchoolPlan,
        asker: Asker | None = Asker.STAFF,
        case: ReviewRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """`plan` is the school's of this day; `asker` None when the form itself asks.

        case: the draft to change, or the sent case to correct or to ask again for. A 身分證號 that is not shown again is
        kept while nothing else is typed.
        """
        super().__init__(*args, **kwargs)
        self.now, self.plan, self.who_asks = now, plan, asker
        self.kept_number = case.id_number if case is not None and hides_number(case) else ""
        working = cameras_in_use(local_date(now) - LONGEST_KEPT).filter(installed_on__lte=local_date(now))
        self._field("cameras").queryset = working
        self._field("places").queryset = Place.objects.filter(cameras__in=working).distinct()
        self._field("starts_at").widget.offer(day_choices(footage_days(now, plan.minimum_days), local_date(now)))
        self._field("need").choices = [(need.value, need.label) for need in rules.NEEDS_OF[asker or Asker.STAFF]]
        if case is not None and case.number is None:
            self._field("drop_attachments").queryset = case.attachments.all()
        self._ask_for()

    def _ask_for(self) -> None:
        """Set what must be answered, given the other answers."""
        self._field("duty_basis").required = not self.is_bound or self["need"].value() == Need.DUTY
        self._field("id_number").required = self.who_asks in self.plan.id_number_required_for
        if self.kept_number:
            number = self._field("id_number")
            number.required, number.help_text = False, f"已登錄 {rules.masked(self.kept_number)}，不變更時留空"
        elif self.who_asks != Asker.STAFF or self._field("id_number").required:
            self._field("id_number").help_text = ""

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def by_place(self) -> list[tuple[Place, list[Camera]]]:
        """Return the cameras grouped by place, as the page draws them: place first (ruling 8)."""
        groups: dict[Place, list[Camera]] = {}
        for camera in self._field("cameras").queryset:
            groups.setdefault(camera.place, []).append(camera)
        return list(groups.items())

    def _chosen(self, name: str) -> set[str]:
        return {str(getattr(one, "pk", one)) for one in self[name].value() or []}

    @property
    def chosen_cameras(self) -> set[str]:
        """The keys of the ticked cameras, as text, for the page to draw them ticked again."""
        return self._chosen("cameras")

    @property
    def chosen_places(self) -> set[str]:
        """The keys of the places ticked as 「不確定」, as text."""
        return self._chosen("places")

    @property
    def open_places(self) -> set[str]:
        """The keys of the places to draw unfolded: where something is ticked, else the first."""
        groups = self.by_place()
        ticked = {str(place.pk) for place, group in groups if any(str(one.pk) in self.chosen_cameras for one in group)}
        return ticked | self.chosen_places or {str(place.pk) for place, _ in groups[:1]}

    @property
    def is_prefilled(self) -> bool:
        """Say whether the line of 聯絡電話 and 調閱單位 may stay folded."""
        return all(self[name].value() for name in ("phone", "unit"))

    def clean_id_number(self) -> str:
        """Return the number; a 身分證統一編號 or 居留證號 must have its shape and checksum, another document's is free."""
        number = rules.plain_number(str(self.cleaned_data["id_number"]))
        if not number:
            return self.kept_number
        if self.cleaned_data.get("id_document") == IdentityDocument.OTHER:
            return number
        if not rules.looks_like_identity_number(number):
            raise forms.ValidationError(
                "身分證或居留證號碼為英文字母加數字共十碼，例如 A123456789；護照或其他證件請改選證件種類。"
            )
        if not rules.is_identity_number(number):
            raise forms.ValidationError("身分證號的檢查碼不符，請再核對一次；護照或其他證件請改選證件種類。")
        return number

    def clean_id_document(self) -> str:
        """Return the kind of document, by default the one everybody has."""
        return str(self.cleaned_data["id_document"] or IdentityDocument.NATIONAL)

    def clean(self) -> dict[str, Any]:
        """Raise what only several answers together show: missing before impossible before what a rule forbids."""
        data = super().clean() or {}
        if data.get("need") != Need.DUTY:
            data["duty_basis"] = data["duty_reference"] = ""
            self.errors.pop("duty_basis", None)
            self.errors.pop("duty_reference", None)
        if self.errors.pop("places", None) and "cameras" not in self.errors:
            self.add_error("cameras", "請重新選擇攝影機地點。")  # the page draws both as one
        if not (data.get("cameras") or data.get("places")) and "cameras" not in self.errors:
            self.add_error("cameras", "請至少選擇一支攝影機；不確定時請勾選該地點的「不確定，請承辦人協助」。")
        self._join_end(data)
        self._check_cameras(data)
        self._check_period(data)
        return data

    def _join_end(self, data: dict[str, Any]) -> None:
        """An end on the day of the start, or the next, needs the start."""
        start, end = data.get("starts_at"), data.get("ends_at")
        if isinstance(end, Later):
            data["ends_at"] = end.after(start) if start else None

    def _check_cameras(self, data: dict[str, Any]) -> None:
        """A camera retired before the asked day, or hung after it, has no footage of it; one retired since still may."""
        start = data.get("starts_at")
        if start is None or start >= self.now:
            return
        day = local_date(start)
        recorded = set(cameras_that_recorded(day).values_list("pk", "place_id"))
        if not recorded:
            self.add_error("starts_at", f"{long_date(day)}還沒有任何攝影機，請確認日期。")
            return
        working, places = {camera for camera, _ in recorded}, {place for _, place in recorded}
        for camera in data.get("cameras") or ():
            if camera.pk not in working:
                when = "前已停用" if camera.retired_on and camera.retired_on < day else "之後才啟用"
                if camera.replaces and day < camera.installed_on:
                    when += f"（接替 {camera.replaces.code}）"
                self.add_error("cameras", f"攝影機 {camera.code} 在調閱時段{when}，請改選其他攝影機或確認日期。")
        for place in data.get("places") or ():
            if place.pk not in places:
                self.add_error("cameras", f"{place.name}在{long_date(day)}沒有攝影機，請改選其他地點或確認日期。")

    def _check_period(self, data: dict[str, Any]) -> None:
        start, end = data.get("starts_at"), data.get("ends_at")
        if start is None or end is None:
            return
        if start >= self.now:
            self.add_error("starts_at", "調閱時段不能在未來，請確認日期與時間。")
        elif end <= start:
            self.add_error("ends_at", "結束須晚於開始；跨過午夜時，請選擇「開始的隔天」。")
        elif end > self.now:
            self.add_error("ends_at", "結束時間不能在未來，請確認日期與時間。")
        elif rules.is_long_period(start, end) and data.get("long_period_reason") == "":
            self.add_error("long_period_reason", "調閱時段超過兩小時，請用一句話說明理由。")

    def content(self) -> dict[str, Any]:
        """Return what was filled in, by the names of `services.drafts.Content`; call after `is_valid()`."""
        return {name: self.cleaned_data[name] for name in ASKED}

    def notes(self) -> list[str]:
        """Return what the next page should say about how the answers were read."""
        typed = [self[name].value() for name in ("starts_at", "ends_at")]
        said = (gregorian_note(boxes) for choice, *boxes, _ in typed if choice == OTHER)
        return [note for note in dict.fromkeys(said) if note]
