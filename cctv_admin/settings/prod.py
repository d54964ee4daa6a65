"""For people: what `script/server` and containers run. An unsafe setting fails with a sentence that says what to set."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from cctv_admin.settings.base import *  # noqa: F403
from cctv_admin.settings.base import ALARM_WEBHOOK, ALLOW_HTTP, DEMO, HTTPS, PUBLIC_URL, env
from cctv_admin.settings.safety import LOOPBACK_HOSTS, host_of, refusals

DEBUG = False
ASKED_HOSTS: list[str] = env.list("CCTV_ALLOWED_HOSTS", default=[host_of(PUBLIC_URL)])
if unsafe := refusals(
    public_url=PUBLIC_URL,
    allowed_hosts=ASKED_HOSTS,
    allow_http=ALLOW_HTTP,
    demo=DEMO,
    debug=env.bool("CCTV_DEBUG", default=False),
    alarm_webhook=ALARM_WEBHOOK,
):
    raise ImproperlyConfigured("\n".join(unsafe))

ALLOWED_HOSTS = [*dict.fromkeys([*LOOPBACK_HOSTS, *ASKED_HOSTS])]  # this machine itself may always ask /health/
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CCTV_TRUSTED_ORIGINS", default=[PUBLIC_URL])

# A browser that has seen HSTS offers no way past an unknown certificate: script/server sets 0 for the one it made itself.
SECURE_HSTS_SECONDS = env.int("CCTV_HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: the other names under a school's domain are not ours to decide about
    "security.W008",  # redirect to HTTPS: the proxy or script/server answers TLS only, there is no plain port behind it
    "security.W021",  # HSTS preload: a list of public sites; a school's CCTV administration stands in its own network
]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
