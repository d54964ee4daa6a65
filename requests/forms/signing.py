"""What a signatory says on the confirm page, and what 承辦人 records of a paper signature (rulings 1, 4, 6, 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.forms import SeveralField
from accounts.models import User
from cameras.models import Camera
from printing.documents import missing_characters
from printing.widgets import Chips, FoldedGroups, RocMomentField
from requests import rules, selectors
from requests.choices import Action, Answer, Need, Proposal, RefusalGround, Verdict, ViewingManner
from requests.forms.acts import offer_people
from requests.transitions import DECISIONS, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

    from accounts.models import PlanStep
    from requests.models import Approval, ReviewRequest

AS_PROPOSED = "如擬"
PHRASES = (AS_PROPOSED, "依個資法規定辦理", "請先備份影像")
PARTIAL_FIELDS = ("granted_cameras", "granted_starts_at", "granted_ends_at", "granted_manner", "conditions")
FOR_STAFF = "為校內人員調閱之要件（計畫伍、一）；不符時請選「否」，並於意見說明。"


COMMON_GROUNDS = (
    RefusalGround.PDPA_10_3,
    RefusalGround.FOI_18_6,
    RefusalGround.PLAN_5_1,
    RefusalGround.NO_INTEREST,
    RefusalGround.UNSPECIFIC,
    RefusalGround.OVERWRITTEN,
    RefusalGround.NOT_CORRECTED,
)


def grounds_by_use() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the catalogue as it is offered: what schools use most stands open, the rest folded."""
    others = [one for one in RefusalGround if one not in COMMON_GROUNDS]
    return [
        ("常用", [(one.value, one.label) for one in COMMON_GROUNDS]),
        ("其他法令依據", [(one.value, one.label) for one in others]),
    ]


class SigningForm(forms.Form):
    """The act and its opinion; of the other fields, those the act and the case ask for."""

    action = forms.ChoiceField(choices=Action.choices, widget=forms.HiddenInput)
    proposal = forms.ChoiceField(choices=[("", ""), *Proposal.choices], required=False, widget=forms.HiddenInput)
    acts_seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    is_necessary = forms.TypedChoiceField(
        label="涉及個人權益維護所必要",
        choices=Answer.choices,
        coerce=Answer,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=FOR_STAFF,
        error_messages={"required": "請勾選「是」；不符時請選「否」，並於意見說明理由。"},
    )
    granted_cameras = SeveralField(
        label="准許調閱的攝影機",
        queryset=Camera.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "請至少勾選一支准許調閱的攝影機。"},
    )
    granted_starts_at = RocMomentField(label="准許時段　起", error_messages={"required": "請填寫准許時段的開始。"})
    granted_ends_at = RocMomentField(label="准許時段　至", error_messages={"required": "請填寫准許時段的結束。"})
    granted_manner = forms.TypedChoiceField(
        label="方式", choices=ViewingManner.choices, coerce=ViewingManner, widget=forms.RadioSelect
    )
    conditions = forms.CharField(
        label="附款",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="印於附錄1 續頁，例如：遮蔽其他學生後檢視。",
    )
    grounds = forms.TypedMultipleChoiceField(
        label="不予核准之依據",
        choices=grounds_by_use,
        coerce=RefusalGround,
        widget=FoldedGroups,
        help_text="至少一項，印於附錄1 續頁。",
        error_messages={"required": "請至少勾選一項依據。"},
    )
    grants_copy = forms.TypedChoiceField(
        label="申請人另請求複製",
        choices=[(Answer.NO, "不准複製"), (Answer.YES, "准予複製（遮蔽後之複製本）")],
        coerce=Answer,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": "申請人另請求複製，請選擇是否准予複製。"},
    )
    copy_answer = forms.CharField(
        label="複製請求之理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "請填寫准予或不准複製的理由。"},
    )
    phrases = forms.MultipleChoiceField(
        label="常用語", choices=[(one, one) for one in PHRASES], required=False, widget=Chips
    )
    opinion = forms.CharField(
        label="意見",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "請填寫意見，敘明理由。"},
    )
    with_remedy = forms.BooleanField(
        label="附救濟教示", required=False, help_text="申請人為當事人或法定代理人時，預設附上。"
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        case: ReviewRequest,
        step: PlanStep,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.case = case
        self._field("granted_cameras").queryset = case.cameras.select_related("place")
        for name in self._unasked(case, step):
            del self.fields[name]
        self._offer_phrases(step)
        if case.need == Need.AGENCY and "grants_copy" in self.fields:
            self.fields["grants_copy"].label = "來文請求複製"
            self._field("grants_copy").choices = [(Answer.YES, "准予複製"), (Answer.NO, "不准複製")]
        for name in ("is_necessary", "grounds", "grants_copy", "copy_answer"):
            if name in self.fields:
                self.fields[name].required = True
        if self.needs_opinion:
            self.fields["opinion"].required = True
            self.fields["opinion"].label = "事實與理由" if self.verdict == Verdict.NOTHING else "意見"

    def _field(self, name: str) -> Any:
        return self.fields[name]

    @property
    def chosen_action(self) -> Action | None:
        """The act of the link that was tapped, or None when none was chosen yet."""
        value = str(self["action"].value() or "")
        return Action(value) if value in Action.values else None

    @property
    def chosen_proposal(self) -> Proposal | None:
        """What is proposed, for a proposing act."""
        value = str(self["proposal"].value() or "")
        return Proposal(value) if value in Proposal.values else None

    @property
    def verdict(self) -> Verdict | None:
        """What the act grants or proposes to grant; None for 退回."""
        return verdict(self.chosen_action, self.chosen_proposal)

    @property
    def needs_opinion(self) -> bool:
        """Whether the act must say why."""
        return self.verdict in (None, Verdict.NOTHING)

    def has_read_again(self) -> None:
        """Let what was typed be sent once more, now that the page shows what somebody else did meanwhile."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a Mapping by its type, a QueryDict in truth
        data["acts_seen"] = str(selectors.acts_on(self.case))
        self.data = data

    def _unasked(self, case: ReviewRequest, step: PlanStep) -> Iterable[str]:
        """The fields this act on this case does not have."""
        decides = self.chosen_action in DECISIONS
        if step.order != 1 or self.verdict is None or case.need == Need.AGENCY:
            yield "is_necessary"
        if self.verdict != Verdict.PART:
            yield from PARTIAL_FIELDS
        if self.verdict != Verdict.NOTHING:
            yield "grounds"
        if not (case.wants_copy and decides) or self.verdict == Verdict.NOTHING:
            yield from ("grants_copy", "copy_answer")
        if not decides or self.verdict == Verdict.EVERYTHING:
            yield "with_remedy"
        if self.needs_opinion:
            yield "phrases"

    def _offer_phrases(self, step: PlanStep) -> None:
        """「如擬」 agrees with the step before: the first has none."""
        if "phrases" in self.fields:
            offered = PHRASES if step.order > 1 else [one for one in PHRASES if one != AS_PROPOSED]
            self._field("phrases").choices = [(one, one) for one in offered]

    def _clean_printed(self, name: str) -> str:
        text = str(self.cleaned_data[name]).strip()
        if unknown := missing_characters(text):
            raise forms.ValidationError(f"列印用的楷體沒有「{unknown}」，請改用其他寫法。")
        return text

    def clean_opinion(self) -> str:
        return self._clean_printed("opinion")

    def clean_conditions(self) -> str:
        return self._clean_printed("conditions")

    def clean_copy_answer(self) -> str:
        return self._clean_printed("copy_answer")

    def signing(self) -> dict[str, Any]:
        """Return what was filled in, by the names of `services.chain.Signing` but for the grant; after `is_valid()`."""
        data = self.cleaned_data
        return {
            "action": Action(data["action"]),
            "proposal": Proposal(data["proposal"]) if data["proposal"] else None,
            "opinion": "。".join(filter(None, [*data.get("phrases", ()), data["opinion"]])),
            "acts_seen": data["acts_seen"],
            "grounds": tuple(data.get("grounds", ())),
            "is_necessary": data.get("is_necessary"),
            "grants_copy": data.get("grants_copy"),
            "copy_answer": data.get("copy_answer", ""),
            "with_remedy": data.get("with_remedy"),
        }

    def grant(self) -> dict[str, Any] | None:
        """Return what is granted of the request, by the names of `services.chain.Grant`; None when it is no part."""
        data = self.cleaned_data
        if "granted_cameras" not in data:
            return None
        names = {name: name.removeprefix("granted_") for name in PARTIAL_FIELDS}
        return {short: data[name] for name, short in names.items()}


class PaperSignatureForm(SigningForm):
    """紙本核章登錄: the act as it was signed, who signed, when, and the scan (ruling 4)."""

    signatory = forms.ModelChoiceField(
        label="核章人", queryset=User.objects.none(), error_messages={"required": "請選擇核章人。"}, empty_label=None
    )
    signed_at = RocMomentField(label="核章日期時間", error_messages={"required": "請填寫紙本上的核章日期與時間。"})
    scan = forms.FileField(
        label="核章掃描檔",
        help_text="已核章的附錄1，PDF、JPEG 或 PNG，10 MB 以內",
        error_messages={"required": "請選擇已核章之附錄1 掃描檔。"},
    )
    field_order = ("signatory", "signed_at", "scan")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self.fields["signatory"], people)


def initial_signing(case: ReviewRequest, asked: Mapping[str, str], signatory: User | None = None) -> dict[str, Any]:
    """Return the first values: the tapped act, and what the step before proposed when it is the same ("如擬" is one tap).

    Who signs his step again, after 抽回 or 退回前一關, finds what he said himself; `signatory` None for who records paper.
    """
    previous = selectors.last_signature(case)
    own = _own_act(case, signatory) if signatory else None
    action, proposal = asked.get("action", ""), asked.get("proposal", "")
    initial: dict[str, Any] = {
        "action": action,
        "proposal": proposal,
        "acts_seen": selectors.acts_on(case),
        "granted_cameras": case.cameras.all(),
        "granted_starts_at": case.starts_at,
        "granted_ends_at": case.ends_at,
        "granted_manner": ViewingManner.ACCOMPANIED,
        "grants_copy": Answer.YES if case.need == Need.AGENCY else Answer.NO,
        "copy_answer": rules.COPY_FOR_A_BODY if case.need == Need.AGENCY else rules.NO_COPY,
        "with_remedy": case.need in (Need.OWN, Need.CHILD)
        or (case.entered_by_id is not None and case.need != Need.AGENCY),
    }
    if own and own.is_necessary:
        initial["is_necessary"] = own.is_necessary
    if own and (proposal or action) == (own.proposal or own.action):
        return initial | _scope_of(own) | {"opinion": own.opinion, "grounds": own.grounds}
    if previous and (proposal or action) == previous.proposal:
        initial |= _as_proposed(previous)
    return initial


def _own_act(case: ReviewRequest, signatory: User) -> Approval | None:
    """Return what the person signed at this step before, which is in force no more."""
    signed = case.approvals.filter(actor=signatory, step=case.step, same_as_left=False, objected_at=None)
    return signed.filter(action__in=(Action.PROPOSE, *DECISIONS)).order_by("-at", "-pk").first()


def _as_proposed(previous: Approval) -> dict[str, Any]:
    is_no = previous.proposal == Proposal.REFUSE
    said = {"opinion": previous.opinion, "grounds": previous.grounds} if is_no else {"phrases": [AS_PROPOSED]}
    return _scope_of(previous) | said


def _scope_of(act: Approval) -> dict[str, Any]:
    grant = getattr(act, "grant", None)
    return {
        "granted_cameras": grant.cameras.all(), "granted_starts_at": grant.starts_at,
        "granted_ends_at": grant.ends_at, "granted_manner": grant.manner, "conditions": grant.conditions,
    } if grant else {}  # fmt: skip
