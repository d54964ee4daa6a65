"""The values of the plan as a school decides on them, and its chain of one to four steps (ruling 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from accounts.choices import SIGNS, Role
from accounts.forms.looks import Looks
from accounts.models import SchoolPlan
from accounts.rules import Step
from accounts.selectors import plan_on, says_otherwise
from printing.rules import long_date
from printing.widgets import PaperTextField, RocDateField

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

NUMBERS = {
    "minimum_days": (1, 365), "maximum_years": (1, 10), "paper_years": (1, 30), "inspection_months": (1, 12),
    "reply_days": (1, 60), "extension_days": (0, 60), "correction_days": (1, 30), "proof_minutes": (1, 60),
    "appeal_days": (0, 365), "withdrawn_days": (0, 365),
}  # fmt: skip
OPTIONAL = {"confirm_days": (1, 30), "letter_days": (1, 30)}
TEXTS = ("title", "basis", "text", "remedy")
MOST_STEPS = 4
USUAL = {
    Role.HANDLER: ("承辦人擬辦", "監錄系統管理｜承辦人"),
    Role.SUPERVISOR: ("處室主管審核", "監錄系統管理｜處室主管"),
    Role.PRINCIPAL: ("校長核定", "校長"),
}
"""What a step is called and printed as where nobody says otherwise."""


class PlanForm(Looks, forms.Form):
    """計畫數值: from when, the numbers, the plan's own words, the chain."""

    submit: ClassVar[str] = ""
    hints: ClassVar = {
        "effective_from": "數值與目前相同時不必改日期。案件依送件當日的計畫辦理。",
        "minimum_days": "來文所訂為至少 14 日。",
        "maximum_years": "計畫肆、四訂為 1 年。",
        "confirm_days": "留白為 7 日。",
        "letter_days": "留白為 3 個工作日。",
        "remedy": "留白時用系統內建文字。",
        "text": "「本校計畫」頁依「壹、」「一、」分段顯示。",
    }

    effective_from = RocDateField(label="自何日起適用")
    title = PaperTextField(label="計畫名稱", max_length=80)
    basis = PaperTextField(label="依據（壹）", required=False, widget=forms.Textarea({"rows": 3, "class": "input"}))
    text = PaperTextField(label="計畫全文", required=False, widget=forms.Textarea({"rows": 12, "class": "input"}))
    remedy = PaperTextField(label="救濟教示", required=False, widget=forms.Textarea({"rows": 3, "class": "input"}))

    shown = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: SchoolPlan, today: dt.date, **kwargs: Any) -> None:
        held = {name: getattr(plan, name) for name in (*TEXTS, *NUMBERS, *OPTIONAL)}
        begins = {"effective_from": max(plan.effective_from, today), "shown": plan.pk}
        self.plan, self.today = plan, today
        super().__init__(*args, initial=held | begins | _held_steps(plan), **kwargs)
        for name, (least, most) in (NUMBERS | OPTIONAL).items():
            self.fields[name] = _number(name, least, most, required=name in NUMBERS, hint=self.hints.get(name, ""))
        for order in range(1, MOST_STEPS + 1):
            self.fields |= _step_fields(order)

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields of the numbers, as they stand on the page."""
        return [self[name] for name in (*NUMBERS, *OPTIONAL)]

    @property
    def steps(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each step of the chain with its number."""
        return [(order, [self[name] for name in _step_names(order)]) for order in range(1, MOST_STEPS + 1)]

    def clean(self) -> dict[str, Any]:
        """Read the chain; the minimum must leave something between itself and the maximum."""
        cleaned = super().clean() or self.cleaned_data
        asked = [Step(*(cleaned.get(name) or "" for name in _step_names(n))) for n in range(1, MOST_STEPS + 1)]  # type: ignore[arg-type]
        filled = [order for order, step in enumerate(asked, start=1) if step.role]
        if not filled:
            self.add_error("step1_role", "請至少選擇一關；最後一關核定。")
        elif filled != list(range(1, len(filled) + 1)):
            self.add_error(f"step{filled[-1]}_role", "請依序填寫，中間不可空一關。")
        cleaned["steps"] = [_named(step) for step in asked if step.role]
        if not self.errors:
            self._ask_once(cleaned)
        return cleaned

    def decided(self) -> dict[str, Any]:
        """Return what `decide_plan` is told: the day, the values, the steps."""
        given = self.cleaned_data
        return {"effective_from": given["effective_from"], "values": self._values(), "steps": given["steps"]}

    def _ask_once(self, given: Mapping[str, Any]) -> None:
        """Ask before a plan that was not on the page is written over: the next sending has read what it says."""
        self.plan = plan_on(max(given["effective_from"], self.today))
        said = says_otherwise(self.plan, self._values(), given["steps"])
        if (given["shown"] or self.initial["shown"]) == self.plan.pk or not said:
            return
        words = "、".join(f"{label} {value}" for label, value in said)
        day = long_date(self.plan.effective_from)
        self.add_error("effective_from", f"{day}起適用的計畫所訂與本頁不同：{words}。要改依本頁所填，請再確認一次。")
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a Mapping by its type, a QueryDict in truth
        data["shown"] = str(self.plan.pk)
        self.data = data

    def _values(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in (*NUMBERS, *OPTIONAL)}
        for name in TEXTS:  # what a text field tidies away is no other decision
            held, given = getattr(self.plan, name), self.cleaned_data[name]
            values[name] = held if self.fields[name].to_python(held) == given else given
        return values


def _named(step: Step) -> Step:
    title, label = USUAL[Role(step.role)]
    return Step(Role(step.role), step.title or title, step.paper_label or label)


def _number(name: str, least: int, most: int, *, required: bool, hint: str) -> forms.IntegerField:
    label = next(str(column.verbose_name) for column in SchoolPlan._meta.fields if column.name == name)
    wrong = f"請填 {least} 至 {most} 之間的整數。" if required else f"請填 {least} 至 {most} 之間的整數，或留白。"
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=required, help_text=hint,
        widget=forms.NumberInput({"class": "input input--short", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )  # fmt: skip


def _step_names(order: int) -> tuple[str, str, str]:
    return f"step{order}_role", f"step{order}_title", f"step{order}_label"


def _step_fields(order: int) -> dict[str, forms.Field]:
    role, title, label = _step_names(order)
    choices = [("", "沒有這一關"), *((one.value, one.label) for one in SIGNS)]
    return {
        role: forms.ChoiceField(label=f"第 {order} 關由誰辦理", choices=choices, required=False),
        title: PaperTextField(label=f"第 {order} 關名稱", max_length=40, required=False),
        label: PaperTextField(label=f"第 {order} 關附錄1 欄名", max_length=40, required=False),
    }


def _held_steps(plan: SchoolPlan) -> dict[str, str]:
    held: dict[str, str] = {}
    for step in plan.steps.all():
        held |= dict(zip(_step_names(step.order), (step.role, step.title, step.paper_label), strict=True))
    return held
