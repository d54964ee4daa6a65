"""For people: what `script/server` and containers run. An unsafe setting fails with a sentence that says what to set."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from cctv_admin.settings.base import *  # noqa: F403
from cctv_admin.settings.base import ALLOW_HTTP, PUBLIC_URL, env

DEBUG = False
ALLOWED_HOSTS = env.list("CCTV_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CCTV_TRUSTED_ORIGINS", default=[PUBLIC_URL])

HTTPS = PUBLIC_URL.startswith("https://")
LOOPBACK = all(host in {"127.0.0.1", "localhost", "[::1]"} for host in ALLOWED_HOSTS)
if not (HTTPS or LOOPBACK or ALLOW_HTTP):
    message = (
        "未加密的 HTTP 只能在本機使用：請將 CCTV_PUBLIC_URL 設為 https:// 開頭的網址，"
        "或明確設定 CCTV_ALLOW_HTTP=1（每一頁都會顯示警告）。"
    )
    raise ImproperlyConfigured(message)
if "*" in ALLOWED_HOSTS:
    message = "CCTV_ALLOWED_HOSTS 不可為「*」：請列出本系統的網址，以逗號分隔。"
    raise ImproperlyConfigured(message)

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False  # the proxy or script/server answers TLS only; there is no plain port to redirect from
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("CCTV_BEHIND_PROXY", default=False) else None

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
