"""An address found once is the one that would be found again."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from work.views import address


@pytest.mark.parametrize(
    ("route", "key"),
    [("retention:hold", 0), ("retention:hold", 1034), ("retention:camera", "C37"), ("retention:camera", "正門 1")],
)
def test_it_is_what_django_says(route: str, key: object) -> None:
    assert [address(route, key), address(route, key)] == [reverse(route, args=[key])] * 2


def test_a_page_that_is_none_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        address("retention:hold", "elsewhere")


def test_a_site_mounted_elsewhere_has_other_addresses() -> None:
    before = address("work:notices")
    set_script_prefix("/school-two/")
    try:
        assert address("work:notices") == f"/school-two{before}"
    finally:
        set_script_prefix("/")
    assert address("work:notices") == before
