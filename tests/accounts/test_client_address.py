"""From where somebody acts: behind a proxy the last hop it wrote, never what the client claims."""

from __future__ import annotations

import pytest

from accounts.rules import client_address

PROXY = "172.18.0.2"


@pytest.mark.parametrize(
    ("forwarded", "behind_proxy", "address"),
    [
        ("", False, PROXY),
        ("203.0.113.9", False, PROXY),
        ("203.0.113.9", True, "203.0.113.9"),
        ("10.0.0.1, 203.0.113.9", True, "203.0.113.9"),
        (" , ", True, PROXY),
    ],
)
def test_only_the_last_hop_of_our_own_proxy_counts(forwarded: str, behind_proxy: bool, address: str) -> None:
    meta = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(meta, behind_proxy=behind_proxy) == address
