"""個人資料蒐集告知 (個人資料保護法第8條): on the check page for who asks there, on a sheet of its own for who asks on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.selectors import the_school
from printing.documents import render, require_drawable
from requests import rules
from requests.choices import BY_FORM, Asker

if TYPE_CHECKING:
    from accounts.models import SchoolPlan
    from printing.documents import Furniture

TEMPLATE = "requests/privacy.pdf.html"
ON_PAPER = tuple(asker for asker in BY_FORM if asker != Asker.STAFF)


def privacy_points(plan: SchoolPlan, asker: str | None = None) -> list[tuple[str, str]]:
    """Return heading and text of the six points, for `asker` or, without one, for everybody who asks on paper."""
    school = the_school()
    reach = "，".join(filter(None, (school.address, school.phone and f"電話 {school.phone}")))
    contact = f"（{reach}）" if reach else ""
    number = _about_number(plan, ON_PAPER if asker is None else (Asker(asker),))
    return rules.privacy_notice(
        agency=school.name, contact=contact, plan=plan.title, years=plan.paper_years, number=number
    )


def _about_number(plan: SchoolPlan, askers: tuple[Asker, ...]) -> str:
    """What is said about 身分證號, which a plan may require of some and not of others."""
    required = [asker.label for asker in askers if asker in plan.id_number_required_for]
    if not required:
        return rules.NUMBER_IS_OPTIONAL
    if len(required) == len(askers):
        return rules.NUMBER_IS_REQUIRED
    return f"申請人為{'、'.join(required)}時，身分證號為必填；其他申請人得不填寫，不影響申請。"


def render_privacy_notice(plan: SchoolPlan, furniture: Furniture) -> bytes:
    """Return the sheet as PDF. Raises what `render_appendix_1` raises."""
    points = privacy_points(plan)
    require_drawable("".join(text for _, text in points))
    return render(TEMPLATE, {"school": the_school().short_name, "points": points}, furniture)
