"""Letters: drafted from what is known of a case (`drafting`, pure), laid out as an official letter (PDF, ODT)."""

from __future__ import annotations

from requests.documents.letters.drafting import draft
from requests.documents.letters.facts import LetterFacts, letter_facts
from requests.documents.letters.odt import letter_odt
from requests.documents.letters.paper import LetterPaper, LetterText, Mark, render_letter, titled

__all__ = [
    "LetterFacts",
    "LetterPaper",
    "LetterText",
    "Mark",
    "draft",
    "letter_facts",
    "letter_odt",
    "render_letter",
    "titled",
]
