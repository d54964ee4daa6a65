"""The words of the rulings in the frame, the components and the form pack; punctuation as Taiwanese offices write it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OURS = sorted(
    path
    for pattern in ("*.html", "components/*.html", "ds/**/*.html", "dev/*.html", "django/**/*.html")
    for path in TEMPLATES.glob(pattern)
)
HALF_WIDTH_AFTER_HAN = re.compile(r"[\u3400-\u9fff][,:;()!?]")
NOT_OUR_WORDS = (
    "保全",
    "鏡頭",
    "身分證字號",
    "家長",
    "覆寫",
    "點檢",
    "維護行事曆",
    "專簿",
    "法定期限",
    "會核",
    "可申訴",
    "監視器管理",
)


def shown(path: Path) -> str:
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_uses_full_width_marks_and_the_words_of_the_rulings(path: Path) -> None:
    text = shown(path)
    assert HALF_WIDTH_AFTER_HAN.findall(text) == []
    assert [word for word in NOT_OUR_WORDS if word in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_keeps_the_strict_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"\sstyle=|\son\w+=\"|<style|javascript:", text) is None
    assert re.search(r"<script(?![^>]*\ssrc=)", text) is None
