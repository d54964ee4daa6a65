"""The form of the plan's values as the page shows it."""

from __future__ import annotations

import datetime as dt

from accounts.forms import PlanForm
from accounts.models import SchoolPlan


def filled() -> dict[str, str]:
    """Return what a browser sends back unchanged on 115年11月23日."""
    form = PlanForm(plan=SchoolPlan.objects.latest(), today=dt.date(2026, 11, 23))
    texts = {name: str(form.initial.get(name) or "") for name in form.fields}
    lines = {name: text.replace("\n", "\r\n") for name, text in texts.items()}
    return lines | {"effective_from_0": "115", "effective_from_1": "11", "effective_from_2": "23"}
