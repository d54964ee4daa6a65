"""What is filled in about the end of copies: 銷毀清冊, 登錄銷毀 of a medium, 爭議註記, 確認可以執行."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.template.defaultfilters import filesizeformat

from printing.rules import short_date, short_moment
from printing.widgets import AsksNicely, choice_card
from retention.choices import OF_MEDIA, ListKind
from retention.forms.keeping import NO_NAMES
from retention.forms.sources import AcceptForm
from retention.selectors import due_of
from work.forms.uploads import ACCEPTED, CheckedFileField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from retention.models import EvidenceCopy
    from retention.selectors import Judged

WHY = {
    ListKind.EARLY: f"為何已無保存必要（計畫伍、三）。{NO_NAMES}",
    ListKind.MISTAKE: f"誤製的情形，例如：攝影機選錯。{NO_NAMES}",
}


def copy_card(copy: EvidenceCopy) -> SafeString:
    """Return what a copy is, in two lines, to be ticked."""
    cameras = "、".join(f"{camera.code} {camera.name}" for camera in copy.cameras.all())
    period = f"{short_moment(copy.starts_at)} 至 {short_moment(copy.ends_at)}"
    what = copy.get_medium_kind_display() or filesizeformat(copy.size).replace("\xa0", " ")
    kind = f"（{copy.get_kind_display()}）" if copy.original_id else ""
    return choice_card(f"{copy.number}{kind}", f"{cameras}｜{period}｜{what}｜應銷毀日 {short_date(due_of(copy))}")


class NewListForm(AsksNicely, forms.Form):
    """造具銷毀清冊: which copies, and why where it is not their day."""

    copies = forms.MultipleChoiceField(label="留存檔", widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label="事由", max_length=200)

    def __init__(self, *arguments: Any, kind: ListKind, offered: Sequence[Judged], **options: Any) -> None:
        super().__init__(*arguments, **options)
        copies: Any = self.fields["copies"]
        copies.choices = [(str(one.copy.pk), copy_card(one.copy)) for one in offered]
        self.initial["copies"] = [str(one.copy.pk) for one in offered] if kind != ListKind.EARLY else []
        if kind == ListKind.DUE:
            del self.fields["reason"]
        else:
            self.fields["reason"].help_text = WHY[kind]

    @property
    def said(self) -> dict[str, Any]:
        """What the service is told."""
        keys = [int(key) for key in self.cleaned_data["copies"]]
        return {"copies": keys, "reason": self.cleaned_data.get("reason", "")}


class SignListForm(forms.Form):
    """簽署: nothing to fill in but who one is."""


class EndListForm(AsksNicely, forms.Form):
    """退回 or 撤回."""

    reason = forms.CharField(label="理由", max_length=150, help_text=NO_NAMES)


class DisputeForm(AsksNicely, forms.Form):
    """爭議註記, and its end."""

    reason = forms.CharField(label="事由", max_length=150, help_text=NO_NAMES)


class MediumForm(AsksNicely, forms.Form):
    """登錄銷毀 of a medium: how, with a photo of what is left."""

    method = forms.ChoiceField(label="銷毀方法", choices=OF_MEDIA, widget=forms.RadioSelect)
    photo = CheckedFileField(
        label="銷毀後照片", help_text=f"{ACCEPTED}；只拍媒體，請勿拍到人", asked_for="請選擇銷毀後照片。"
    )
    note = forms.CharField(label="說明", max_length=200, required=False, help_text=NO_NAMES)


class AcceptCopiesForm(AcceptForm):
    """確認可以執行: today's date, and how many copies nobody signed for may go."""

    @property
    def said(self) -> dict[str, Any]:
        """What the service is told."""
        return {"copies" if name == "seen_files" else name: value for name, value in self.cleaned_data.items()}

    def clean_seen_files(self) -> int:
        """Refuse a number that has become another since it was shown."""
        copies: int = self.cleaned_data["seen_files"]
        if copies != self.shown:
            raise forms.ValidationError(
                f"未簽署而屆期的留存檔已由 {copies} 件變為 {self.shown} 件，請重新核對後再送出。"
            )
        return copies
