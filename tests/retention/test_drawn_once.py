"""What a list draws once, however many of its rows show it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from retention.views.drawn import addresses, camera_chips, copy_addresses, drawn, where


@pytest.mark.parametrize("route", ["retention:hold", "retention:hold-copy", "retention:backup-close"])
def test_a_page_is_addressed_by_its_key_as_if_it_were_reversed(route: str) -> None:
    address = addresses(route)
    assert [address(key) for key in (0, 7, 1034)] == [reverse(route, args=[key]) for key in (0, 7, 1034)]


def test_a_code_is_quoted_within_an_address() -> None:
    address = addresses("retention:camera", "C01")
    assert address("C37") == reverse("retention:camera", args=["C37"])
    assert address("正門 1") == reverse("retention:camera", args=["正門 1"])


def test_only_a_number_of_ours_has_a_page() -> None:
    address = copy_addresses()
    assert address("E115-0012") == reverse("retention:copy", args=["E115-0012"])
    assert [address(words) for words in ("", "115-0012", "E115-0012 及他件")] == ["", "", ""]


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
