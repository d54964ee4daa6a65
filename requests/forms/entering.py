"""代填: what 承辦人 types in for somebody who asked on paper (ruling 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts import selectors as accounts
from accounts.models import User
from accounts.policies import appointments_on
from printing.rules import local_date
from printing.widgets import PaperTextField, RocMomentField
from requests import rules
from requests.choices import BY_FORM, FOR_A_CHILD, Answer, Asker
from requests.forms.asking import ReviewRequestForm
from requests.forms.kept import initial_again, initial_from

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ReviewRequest

ENTERED = ("asker", "applicant_name", "received_at", "identity_checked", "guardianship_confirmed", "protection_order")


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    """A person with an account, shown with the title that tells two of one name apart."""

    def show_titles(self, day: dt.date) -> None:
        """Read the titles of everybody on `day`, in one query."""
        self.titles = {post.user_id: post.title for post in appointments_on(day)}

    def label_from_instance(self, person: User) -> str:
        """Return for instance 許喆安（五年三班導師）."""
        title = self.titles.get(person.pk)
        return f"{person.name}（{title}）" if title else person.name


class EnteringForm(ReviewRequestForm):
    """附錄1 as 承辦人 types it in: who asked, when it was received, then what everybody fills in."""

    asker = forms.ChoiceField(
        label="申請人身分", choices=[(asker.value, asker.label) for asker in BY_FORM], widget=forms.RadioSelect
    )
    account = PersonField(
        label="教職員工帳號",
        queryset=User.objects.none(),
        required=False,
        empty_label="沒有帳號",
        help_text="選擇後，本人可在線上看到案件與結果，並依規定迴避",
    )
    applicant_name = PaperTextField(
        label="申請人",
        max_length=60,
        help_text="紙本上的姓名；已選擇帳號時免填",
        error_messages={"required": "請填寫申請人姓名。"},
    )
    received_at = RocMomentField(label="收件日期時間", help_text="收到紙本申請的時間，處理期限自此起算")
    identity_checked = forms.BooleanField(label="身分已查驗", required=False)
    guardianship_confirmed = forms.BooleanField(label="監護關係已向註冊組確認", required=False)
    protection_order = forms.ChoiceField(
        label="有無保護令或會面限制",
        choices=[(Answer.NO.value, "無"), (Answer.YES.value, "有，列為限制案")],
        required=False,
        widget=forms.RadioSelect,
        help_text="還不知道時可以先不選，陳核前再補填。",
    )

    field_order = ("asker", "account", "applicant_name", "received_at")

    def __init__(self, *args: Any, handler: User, **kwargs: Any) -> None:
        super().__init__(*args, asker=None, **kwargs)
        day = local_date(self.now)
        self._field("account").queryset = accounts.people_in_use(day).exclude(pk=handler.pk)
        self._field("account").show_titles(day)

    def _ask_for(self) -> None:
        """為何需要 follows from who asks, except for staff; 身分證號 is asked of whom the plan names."""
        super()._ask_for()
        asker = self["asker"].value() or ""
        has_account = asker == Asker.STAFF and bool(self["account"].value())
        self._field("applicant_name").required = not (self.is_bound and has_account)
        self._field("need").required = not self.is_bound or asker == Asker.STAFF
        self._field("id_number").required = not self.kept_number and asker in self.plan.id_number_required_for

    def clean(self) -> dict[str, Any]:
        """Add what follows from who asks before everything else is looked at together."""
        data = self.cleaned_data
        asker = data.get("asker")
        if asker and asker != Asker.STAFF:
            data["need"], data["account"] = rules.NEEDS_OF[Asker(asker)][0], None
        if asker not in FOR_A_CHILD:
            data["identity_checked"] = data["guardianship_confirmed"] = False
            data["protection_order"] = ""
        self._check_received(data)
        return super().clean()

    def _check_received(self, data: dict[str, Any]) -> None:
        received_at = data.get("received_at")
        if received_at is None or rules.may_be_received(received_at, self.now):
            return
        if received_at > self.now:
            self.add_error("received_at", "收件時間不能在未來，請確認日期與時間。")
        else:
            days = rules.ENTERED_AT_MOST.days
            self.add_error(
                "received_at", f"收件時間最多回溯 {days} 日，請確認日期；更早的紙本申請，請由申請人重新提出。"
            )

    def entry(self) -> dict[str, Any]:
        """Return who asked on paper, by the names of `services.drafts.Entry`; call after `is_valid()`."""
        return {name: self.cleaned_data[name] for name in (*ENTERED, "account")}


def initial_entry(case: ReviewRequest) -> dict[str, Any]:
    """Return the initial values for a request on paper that was typed in: a draft to change."""
    return initial_from(case) | {name: getattr(case, name) for name in ENTERED} | {"account": case.applicant_id}


def initial_entry_again(case: ReviewRequest, now: dt.datetime) -> dict[str, Any]:
    """Return the initial values of 同案由再申請 for a request on paper: received now, standing to be asked anew."""
    who = {"asker": case.asker, "applicant_name": case.applicant_name, "received_at": now}
    return initial_again(case) | who
