"""What a production setting may not be. Each refusal is one sentence that says what to set."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]", "::1")


def host_of(url: str) -> str:
    """Return the host name of `url`, empty when it has none."""
    return urlsplit(url).hostname or ""


def refusals(
    *, public_url: str, allowed_hosts: Sequence[str], allow_http: bool, demo: bool, debug: bool, alarm_webhook: str = ""
) -> list[str]:
    """Return one Chinese sentence for each unsafe setting; an empty list is safe.

    `allowed_hosts` are the names beyond this machine's own; `allow_http` and `demo` are what the operator asked for.
    """
    https = public_url.startswith("https://")
    loopback = {host_of(public_url), *allowed_hosts} <= set(LOOPBACK_HOSTS)
    found = []
    if not host_of(public_url):
        found.append("CCTV_PUBLIC_URL 不是網址：請設為例如 https://cctv.example.edu.tw。")
    if not (https or loopback or allow_http):
        found.append(
            "未加密的 HTTP 只能在本機使用：請將 CCTV_PUBLIC_URL 設為 https:// 開頭的網址，"
            "或明確設定 CCTV_ALLOW_HTTP=1（每一頁都會顯示警告）。"
        )
    if any("*" in host or host.startswith(".") for host in allowed_hosts):
        found.append("CCTV_ALLOWED_HOSTS 不可為「*」或整個網域：請逐一列出本系統的網址，以逗號分隔。")
    if debug:
        found.append("正式環境不可開啟除錯模式：請移除 CCTV_DEBUG。")
    if demo and (https or not loopback):
        found.append("示範資料的密碼是公開的，只能在本機使用：請移除 CCTV_DEMO，或將 CCTV_PUBLIC_URL 設為本機網址。")
    if alarm_webhook and not alarm_webhook.startswith("https://") and host_of(alarm_webhook) not in LOOPBACK_HOSTS:
        found.append("CCTV_ALARM_WEBHOOK 必須是 https:// 開頭的網址（本機除外）：請改用加密的網址，或移除這項設定。")
    return found
