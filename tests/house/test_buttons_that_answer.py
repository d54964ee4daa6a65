"""A button with a name answers its form, and Enter presses the first: there stands one that answers nothing, or it says why not."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
ANSWERS = re.compile(r"<button[^>]*\sname=")
ASKS = '{% include "components/enter.html" %}'
HARMLESS = {
    "maintenance/_home_daily.html": "nothing is typed there",
    "maintenance/new_fault.html": "only a text of several lines is typed there",
    "reports/compliance_report.html": "the first button saves, or returns for a reason that is asked for",
    "reports/review.html": "the first button saves, or is the only one",
    "requests/identity.html": "the first button shows what the second shows and prints",
    "requests/letter_form.html": "both save; the first goes on to a page that asks before the letter goes",
}


def test_every_form_whose_buttons_answer_asks_at_enter_or_says_why_not() -> None:
    answering = {
        str(path.relative_to(TEMPLATES)): form
        for path in TEMPLATES.rglob("*.html")
        for form in FORM.findall(path.read_text())
        if ANSWERS.search(form)
    }
    asking = {name for name, form in answering.items() if ASKS in form and form.index(ASKS) < form.index("<button")}
    assert set(answering) - asking == set(HARMLESS)
    assert "maintenance/daily_check.html" in asking
