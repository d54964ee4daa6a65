"""What a thing is in the books, and what of its brand is to be looked into (陸、二; 資通安全管理法). Pure functions."""

from __future__ import annotations

import re
import unicodedata

from maintenance.choices import AssetKind, Restriction

PROPERTY_FROM_COST = 10_000
PROPERTY_FROM_YEARS = 2
"""財物標準分類: from NT$10,000 and two years on it is 財產, else 非消耗品 (物品)."""

SUSPECTED_BRANDS = (
    "Hikvision", "海康威視", "HiLook", "EZVIZ", "螢石", "Dahua", "大華", "Imou", "樂橙", "TP-Link", "TPLink", "普聯", "Tapo",
    "VIGI", "Mercusys", "Foscam", "福斯康", "Xiaomi", "小米", "Uniview", "UNV", "宇視", "Tiandy", "天地偉業", "Huawei", "華為",
    "ZTE", "中興通訊", "Xiongmai", "雄邁",
)  # fmt: skip
"""Brands of mainland makers and their house brands as schools meet them; a hint, not a finding: a person decides."""

_LATIN = re.compile(r"[a-z0-9-]+")
_WORDS = frozenset(brand.lower() for brand in SUSPECTED_BRANDS if brand.isascii())
_PARTS = tuple(brand for brand in SUSPECTED_BRANDS if not brand.isascii())


def asset_kind(cost: int, life_years: int) -> AssetKind:
    """Return whether a thing of this cost and life is 財產 or 非消耗品."""
    is_property = cost >= PROPERTY_FROM_COST and life_years >= PROPERTY_FROM_YEARS
    return AssetKind.PROPERTY if is_property else AssetKind.ARTICLE


def is_suspected(brand: str) -> bool:
    """Say whether the brand as typed names a maker of the list: Latin names as whole words, Chinese ones anywhere."""
    plain = unicodedata.normalize("NFKC", brand).lower()
    words = set(_LATIN.findall(plain)) | set(plain.split())
    return not words.isdisjoint(_WORDS) or any(part in plain for part in _PARTS)


def warnings_of(brand: str, restriction: str, approval_number: str) -> list[str]:
    """Return what is still to be done about the brand of a thing in use."""
    if restriction == Restriction.YES and not approval_number:
        return ["限制廠牌，尚未登錄列管核准文號"]
    if not restriction and is_suspected(brand):
        return ["廠牌疑似限制廠牌，請確認"]
    return []
