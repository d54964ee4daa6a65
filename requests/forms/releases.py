"""What is filled in when a copy is handed over (rulings 9, 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from files.services import FileRefused
from printing.rules import short_moment
from printing.widgets import AsksNicely, PaperTextField, RocDateField
from requests.choices import Asker, ReleaseEnd, ReleaseManner
from requests.selectors import beyond_grant, copies_to_hand_over
from retention.choices import MediumKind
from retention.models import EvidenceCopy
from work.forms import ACCEPTED, CheckedFileField

if TYPE_CHECKING:
    from requests.models import CopyRelease, ReviewRequest


class ParcelForm(AsksNicely, forms.Form):
    """備妥: of which of the school's copies, on which medium, how it travels."""

    copy = forms.ModelChoiceField(
        EvidenceCopy.objects.none(), label="本校留存檔", widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": "請選擇由哪一份留存檔製作。"},
    )  # fmt: skip
    medium_kind = forms.TypedChoiceField(
        label="交付之媒體",
        choices=MediumKind.choices,
        coerce=MediumKind,
        initial=MediumKind.USB,
        widget=forms.RadioSelect,
    )
    medium_label = PaperTextField(label="媒體標籤", max_length=60, help_text="貼在媒體上的編號，例如：交付-115-01")
    manner = forms.TypedChoiceField(
        label="交付方式", choices=ReleaseManner.choices, coerce=ReleaseManner, initial=ReleaseManner.IN_PERSON,
        widget=forms.RadioSelect,
    )  # fmt: skip
    is_encrypted = forms.BooleanField(
        label="已加密", required=False, help_text="郵寄或遞送者必須加密；當面交付者可不加密，保留原始格式並附播放程式"
    )
    password_told = PaperTextField(
        label="密碼告知方式",
        max_length=100,
        required=False,
        help_text="加密時填寫，例如：以電話告知承辦人。請勿填寫密碼。",
    )

    beyond = PaperTextField(
        label="交付超出准許範圍之理由", max_length=100, required=False,
        help_text="僅於所選留存檔超出准許範圍時填寫，會印於簽收單；能先製作裁切或遮蔽版時，請改交付該版",
    )  # fmt: skip

    def __init__(self, *args: Any, case: ReviewRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        copies = copies_to_hand_over(case).prefetch_related("cameras")
        more = {copy.pk: beyond_grant(case, copy) for copy in copies}
        field: Any = self.fields["copy"]
        field.queryset = copies
        field.label_from_instance = lambda copy: _choice(copy, more[copy.pk])
        field.initial = next((copy for copy in copies if not more[copy.pk]), copies.first())
        if not any(more.values()):
            del self.fields["beyond"]

    def parcel(self) -> dict[str, Any]:
        """Return what travels, by the names of `services.releases.Parcel`."""
        names = ("medium_kind", "medium_label", "manner", "is_encrypted", "password_told")
        said = {name: self.cleaned_data[name] for name in names}
        return said | {"copy_id": self.cleaned_data["copy"].pk, "beyond": self.cleaned_data.get("beyond", "")}


def _choice(copy: EvidenceCopy, more: list[str]) -> str:
    """Say of a copy which period it shows, and what of it was not granted."""
    period = f"{short_moment(copy.starts_at)} 至 {short_moment(copy.ends_at)}"
    return "，".join([f"{copy.number}（{copy.get_kind_display()}）{period}", *more])


class EarlyParcelForm(ParcelForm):
    """先行交付 before the letter came."""

    danger = PaperTextField(
        label="生命、身體立即危險之事由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="印於簽收單，例如：有人遭擄，須立即追查車輛去向",
    )  # fmt: skip
    field_order = ("danger",)


class DrawnField(CheckedFileField):
    """A signature drawn on the screen; without script there is no box to draw in, and the paper is signed."""

    def accept(self, content_type: str) -> None:
        """Raise FileRefused for what is no drawing."""
        if content_type != "image/png":
            raise FileRefused("請在簽名框內簽名，或改存已簽名的簽收單。")


class HandForm(AsksNicely, forms.Form):
    """交付: who received it; in person signed on the screen or on paper."""

    name = PaperTextField(label="領取人姓名", max_length=60)
    unit = PaperTextField(label="單位", max_length=60, required=False)
    badge = PaperTextField(label="服務證號", max_length=40, required=False, help_text="已查驗服務證")
    postal_number = PaperTextField(label="郵件號碼或遞送單號", max_length=40)
    signature = DrawnField(label="螢幕簽名")
    receipt = CheckedFileField(label="已簽名的簽收單", help_text=f"掃描檔或照片，{ACCEPTED}")

    def __init__(self, *args: Any, release: CopyRelease, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if release.manner == ReleaseManner.POST:
            for name in ("badge", "signature", "receipt"):
                del self.fields[name]
            return
        del self.fields["postal_number"]
        if release.review_request.asker == Asker.AGENCY:
            self.fields["badge"].required = self.fields["unit"].required = True
        else:
            del self.fields["badge"]

    def receiver(self) -> dict[str, Any]:
        """Return who received it, by the names of `services.releases.Receiver`."""
        names = ("name", "unit", "badge", "postal_number")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ReceiptForm(forms.Form):
    """存入簽收單."""

    receipt = CheckedFileField(
        label="簽收單或回執", help_text=f"掃描檔或照片，{ACCEPTED}", asked_for="請選擇簽收單或回執的檔案。"
    )


class DropReleaseForm(AsksNicely, forms.Form):
    """取消交付."""

    reason = PaperTextField(label="取消的理由", max_length=200)


class EndReleaseForm(AsksNicely, forms.Form):
    """What became of it."""

    end = forms.TypedChoiceField(
        label="後續", choices=ReleaseEnd.choices, coerce=ReleaseEnd, widget=forms.RadioSelect,
        error_messages={"required": "請選擇已繳回或已銷毀。"},
    )  # fmt: skip
    ended_on = RocDateField(label="日期")
    note = PaperTextField(label="說明", max_length=200, required=False, help_text="例如：機關來文字號、收回人")
