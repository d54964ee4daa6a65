"""One checked, private, gated stored file. Rooms above hold the key to it and the permission."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class StoredFile(models.Model):
    """A file whose type was told from its content, kept under its own random name outside the web root."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    original_name = models.CharField("原始檔名", max_length=200)
    content_type = models.CharField("內容類型", max_length=60)
    size = models.PositiveBigIntegerField("大小（位元組）")
    sha256 = models.CharField("SHA-256", max_length=64)
    stored_at = models.DateTimeField("存入時間")

    class Meta:
        verbose_name = verbose_name_plural = "檔案"
        ordering: ClassVar = ["stored_at"]

    def __str__(self) -> str:
        return self.original_name
