"""What a list draws once, however many of its rows show it."""

from __future__ import annotations

from django.urls import reverse

from retention.views.drawn import camera_chips, copy_address, drawn, where


def test_only_a_number_of_ours_has_a_page() -> None:
    assert copy_address("E115-0012") == reverse("retention:copy", args=["E115-0012"])
    assert [copy_address(words) for words in ("", "115-0012", "E115-0012 及他件")] == ["", "", ""]


def test_codes_and_names_are_escaped() -> None:
    assert str(camera_chips(("<b>", "C02"))) == (
        '<span class="cam__id">&lt;b&gt;</span> <span class="cam__id">C02</span> '
    )
    two = where((("走廊<", "C01"), ("大門", "C02")))
    assert "走廊&lt; <" in two
    assert "</span>、大門 <" in two


def test_what_is_drawn_follows_from_what_is_shown() -> None:
    kept = {kept: drawn("retention/_heat_kept.html", kept=kept, required=14, is_known=True) for kept in (13, 14)}
    assert ("不足" in kept[13], "不足" in kept[14]) == (True, False)
    assert "不明" in drawn("retention/_heat_kept.html", kept=0, required=14, is_known=False)
