from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from cctv_admin import certificate

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "製作本系統自己的 HTTPS 憑證（已有同一網址的有效憑證時不動）；供 script/server --tls 使用。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("hosts", nargs="+", metavar="HOST", help="網址中的主機名稱或 IP 位址")

    def handle(self, *, hosts: list[str], **_: object) -> None:
        files = certificate.CertificateFiles.in_folder(settings.TLS_DIR)
        made = certificate.ensure(hosts, files, timezone.now())
        self.stdout.write(f"{'已製作憑證' if made else '沿用現有憑證'}：{files.certificate}")
        self.stdout.write(f"SHA-256 指紋：{certificate.fingerprint(files)}")
