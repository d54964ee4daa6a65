"""Shapes of who leaves, whose post goes over, and of what was signed about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from accounts.choices import Role
from accounts.forms import Looks
from accounts.forms.people import ACCOUNT_HINT, TITLE_HINT
from accounts.models import Appointment, User
from accounts.selectors import people_in_use
from printing.rules import local_date
from printing.widgets import PaperTextField, RocDateField
from reports.choices import MoveKind, PostAfter
from work.forms import ACCEPTED, CheckedFileField

if TYPE_CHECKING:
    import datetime as dt

DAYS = "請填 30 至 730 之間的日數，或留白。"


class SomebodyElse(forms.ModelChoiceField):  # type: ignore[type-arg] # generic for type checkers only
    """A person in use, shown with the title."""

    def __init__(self, *, label: str, required: bool = True) -> None:
        super().__init__(User.objects.none(), label=label, required=required, empty_label="請選擇")

    def label_from_instance(self, obj: User) -> str:
        """Return title and name."""
        return f"{getattr(obj, 'title', '')} {obj.name}".strip()


class LeavingForm(Looks, forms.Form):
    """離職、調職或停用帳號"""

    submit: ClassVar[str] = ""
    hints: ClassVar = {
        "successor": "未結的會辦、陪同、限制案閱覽、代填中的申請、故障與經管的財產由此人接續。沒有未完成的工作時可不選。",
        "posts": "承辦人、處室主管及校長不可無人擔任。出缺代理先訂180日，可在「設定代理人」調整。",
    }

    kind = forms.ChoiceField(
        label="種類",
        choices=[("", "請選擇"), *((one.value, one.label) for one in MoveKind if one != MoveKind.HANDOVER)],
    )
    successor = SomebodyElse(label="承接人", required=False)
    posts = forms.ChoiceField(label="其職務", choices=PostAfter.choices, initial=PostAfter.OTHERS)

    def __init__(self, *args: Any, person: User, actor: User, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = people_in_use(local_date(now)).exclude(pk__in=[person.pk, actor.pk])
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]


class HandPostForm(Looks, forms.Form):
    """職務交接: which post, to whom, from when."""

    submit: ClassVar[str] = ""
    hints: ClassVar = {
        "day": "當日零時起由接任人擔任；未結案件、備份工作、故障與留存媒體同時移交。",
        "staff_title": "交接後若沒有其他職務，以教職員身分保留帳號時的職稱。",
    }

    post = forms.ModelChoiceField(label="職務", queryset=Appointment.objects.none(), empty_label="請選擇")
    successor = SomebodyElse(label="接任人")
    day = RocDateField(label="交接日")
    staff_title = PaperTextField(label="移交人交接後的職稱", max_length=40, initial="教師")

    def __init__(self, *args: Any, person: User, actor: User, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, initial={"day": local_date(now)}, **kwargs)
        others = people_in_use(local_date(now)).exclude(pk__in=[person.pk, actor.pk])
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]
        posts = person.appointments.filter(until=None, since__lt=local_date(now)).select_related("user")
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class CallOffForm(Looks, forms.Form):
    """取消交接"""

    submit: ClassVar[str] = ""
    hints: ClassVar = {"reason": "移交人與接任人都看得到。"}

    reason = PaperTextField(label="取消的理由", max_length=200)


class SignedPaperForm(Looks, forms.Form):
    """The scan of what was signed on paper: of one of the two papers that stand on one page."""

    submit = "存入簽名的掃描檔"
    hints: ClassVar = {"scan": ACCEPTED}

    paper = forms.CharField(widget=forms.HiddenInput)
    scan = CheckedFileField(label="簽名後的掃描檔")

    def __init__(self, paper: str, *args: Any) -> None:
        super().__init__(*args, auto_id=f"{paper}-%s", initial={"paper": paper})


class ApplicationForm(Looks, forms.Form):
    """帳號申請"""

    submit: ClassVar[str] = ""
    hints: ClassVar = {
        "username": ACCOUNT_HINT,
        "title": TITLE_HINT,
        "office": "例如：總務處。",
        "expires_on": "代理、實習、稽核等臨時帳號請填；當日仍可使用，次日起停用。",
        "reason": "例如：新任事務組長。",
    }

    name = PaperTextField(label="姓名", max_length=60)
    username = forms.CharField(label="帳號", max_length=60, widget=forms.TextInput({"autocapitalize": "none"}))
    role = forms.ChoiceField(label="角色", choices=[("", "請選擇"), *Role.choices])
    title = PaperTextField(label="職稱", max_length=40)
    office = PaperTextField(label="處室", max_length=40, required=False)
    since = RocDateField(label="起始日")
    expires_on = RocDateField(label="到期日", required=False)
    reason = PaperTextField(label="申請理由", max_length=200)

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": day}, **kwargs)


class DecisionForm(Looks, forms.Form):
    """核准或不核准"""

    submit: ClassVar[str] = ""

    decision = forms.ChoiceField(label="決定", choices=[("", "請選擇"), ("approve", "核准"), ("refuse", "不核准")])
    reason = PaperTextField(label="不核准的理由", max_length=200, required=False)


class ExpiryForm(Looks, forms.Form):
    """Until when an account is in use."""

    submit: ClassVar[str] = ""
    hints: ClassVar = {"expires_on": "當日仍可使用，次日起停用；留白表示不設到期日。"}

    expires_on = RocDateField(label="到期日", required=False)


class StaffingForm(Looks, forms.Form):
    """Whether a person is on the permanent staff."""

    submit: ClassVar[str] = ""
    hints: ClassVar = {"is_outside": "只是註記，不影響申請調閱；承辦人與核章人員在案件頁看得到。"}

    is_outside = forms.BooleanField(label="非編制內（代理、兼課、志工等）", required=False)


class IdleDaysForm(Looks, forms.Form):
    """After how many days an account nobody uses is suspended."""

    submit: ClassVar[str] = ""
    hints: ClassVar = {"days": "30 至 730 日；留白為 180 日。暫停前14日通知本人與系統管理人員。"}

    days = forms.IntegerField(
        label="久未使用暫停日數",
        min_value=30,
        max_value=730,
        required=False,
        widget=forms.NumberInput({"class": "input input--short", "inputmode": "numeric"}),
        error_messages={"invalid": DAYS, "min_value": DAYS, "max_value": DAYS},
    )


class NothingForm(Looks, forms.Form):
    """A confirm page that asks for nothing but the button."""

    submit: ClassVar[str] = ""
