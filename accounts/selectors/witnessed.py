"""What an auditor relies on of people and the plan, as the ledger witnesses it (issue 2, section 4).

No salt: these rows name nobody but the school's own staff, by number, and the ledger names them in words beside it.
"""

from __future__ import annotations

from accounts.models import Appointment, Deputy, GuardDevice, School, SchoolPlan, Undertaking
from ledger.witnesses import RowWitness, row_facts


def plan_facts(plan: SchoolPlan) -> dict[str, object]:
    """Return the columns of a plan and of its steps."""
    return row_facts(plan) | {"steps": [row_facts(step) for step in sorted(plan.steps.all(), key=lambda step: step.pk)]}


SCHOOL = RowWitness(School.objects.all(), subject=lambda _: "學校資料")
PLANS = RowWitness(
    SchoolPlan.objects.prefetch_related("steps"), subject=lambda plan: f"本校計畫第 {plan.pk} 版", facts=plan_facts
)
POSTS = RowWitness(Appointment.objects.all(), subject=lambda post: f"職務 {post.pk}")
DEPUTIES = RowWitness(Deputy.objects.all(), subject=lambda row: f"職務代理 {row.pk}")
UNDERTAKINGS = RowWitness(Undertaking.objects.all(), subject=lambda row: f"保密切結 {row.pk}")
GUARD_DEVICES = RowWitness(GuardDevice.objects.all(), subject=lambda row: f"警衛室裝置 {row.pk}（{row.name}）")
