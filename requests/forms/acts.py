"""The small forms of a case: one act each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.forms import SeveralField
from accounts.models import User
from requests.choices import Answer, RecusalGround

if TYPE_CHECKING:
    from collections.abc import Iterable


def offer_people(field: Any, people: Iterable[User]) -> None:
    """Let a choice field offer exactly these people, each under title and name."""
    titles = {one.pk: getattr(one, "title", "") for one in people}
    field.queryset = User.objects.filter(pk__in=titles).order_by("name")
    field.label_from_instance = lambda one: f"{titles[one.pk]} {one.name}".strip()


class _WithPeople(forms.Form):
    """A form with one field of people; `people` are whom it offers."""

    people_field = "person"

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self.fields[self.people_field], people)


class ConsultForm(_WithPeople):
    """會辦."""

    person = forms.ModelChoiceField(
        label="會辦對象",
        queryset=User.objects.none(),
        empty_label="請選擇",
        error_messages={"required": "請選擇會辦對象。"},
    )
    question = forms.CharField(
        label="會辦事項",
        max_length=200,
        help_text="例如：請學務處就是否涉及霸凌通報表示意見。",
        error_messages={"required": "請填寫會辦事項。"},
    )


class OpinionForm(forms.Form):
    """The answer to a 會辦."""

    opinion = forms.CharField(
        label="會辦意見",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="沒有意見時，請填「無意見」。",
        error_messages={"required": "請填寫會辦意見；沒有意見時請填「無意見」。"},
    )


class ExtendForm(forms.Form):
    """展延."""

    reason = forms.CharField(
        label="展延理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="會一併通知申請人，請勿寫入他人個資。",
        error_messages={"required": "請填寫展延理由。"},
    )


class RecuseForm(_WithPeople):
    """迴避 of oneself or of a colleague who is a party."""

    person = forms.ModelChoiceField(
        label="迴避人",
        queryset=User.objects.none(),
        empty_label="請選擇",
        error_messages={"required": "請選擇迴避人。"},
    )
    ground = forms.TypedChoiceField(
        label="迴避事由",
        choices=RecusalGround.choices,
        coerce=RecusalGround,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇迴避事由。"},
    )
    note = forms.CharField(label="說明", max_length=200, required=False)


class RestrictForm(_WithPeople):
    """限制案: its named readers."""

    people_field = "readers"

    readers = SeveralField(
        label="得閱覽人員",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "請至少勾選一位得閱覽人員。"},
    )


class LinkForm(forms.Form):
    """同一事件."""

    other_number = forms.CharField(
        label="另一案的案號",
        max_length=12,
        help_text="例如：115-0003",
        error_messages={"required": "請填寫另一案的案號。"},
    )


class StandingForm(forms.Form):
    """申請人身分查驗 of who asks for a child (ruling 7): only the answers are kept."""

    identity_checked = forms.BooleanField(label="身分已查驗", required=False, help_text="已核對申請人身分證件正本")
    guardianship_confirmed = forms.BooleanField(label="監護關係已向註冊組確認", required=False)
    protection_order = forms.TypedChoiceField(
        label="有無保護令或會面限制",
        choices=[(Answer.NO, "無"), (Answer.YES, "有（本案改列限制案，僅簽核人員可閱覽）")],
        coerce=Answer,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇有無保護令或會面限制。"},
    )


class SignedFormForm(forms.Form):
    """The 附錄1 the applicant signed on paper."""

    scan = forms.FileField(
        label="申請人簽名的附錄1",
        help_text="掃描或拍照，PDF、JPEG 或 PNG，10 MB 以內",
        error_messages={"required": "請選擇申請人簽名的附錄1 檔案。"},
    )


class DisputeForm(forms.Form):
    """Objecting to a paper signature recorded in one's name."""

    reason = forms.CharField(
        label="異議理由", max_length=200, error_messages={"required": "請填寫異議理由，例如：未曾於該日核章。"}
    )


class IdentityForm(forms.Form):
    """Why the whole 身分證號 is asked for; the reason becomes an entry, so it names nobody."""

    reason = forms.CharField(
        label="查看理由",
        max_length=60,
        help_text="例如：核對到場者身分。理由會登錄，請勿寫入姓名或證號。",
        error_messages={"required": "請填寫查看理由。"},
    )
