"""Looking at every folder of recordings: scan, and say what is not as it should be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction

from retention.choices import FindingKind
from retention.selectors import sources_in_use
from retention.services.findings import keep
from retention.services.scanning import Scan, scan_source
from retention.storage import CLOCK, FUTURE, SourceBusy, turn_at
from work.services import Outcome

if TYPE_CHECKING:
    import datetime as dt

    from retention.models import FootageSource

NAMED = 3


def check_footage(now: dt.datetime) -> Outcome:
    """Scan every source in use and keep its findings. One that a destruction pass is at work on is left for the next time."""
    scans = [scan for source in sources_in_use() if (scan := _scanned(source, now))]
    opened, closed = _keep_findings(now)
    read, unchanged = sum(scan.read for scan in scans), sum(scan.unchanged for scan in scans)
    away = sum(bool(scan.problem) for scan in scans)
    words = f"掃描 {len(scans)} 個資料夾來源：讀取 {read}、未變動 {unchanged}、無法讀取 {away}"
    return Outcome(f"{words}（新增 {opened} 項、改善 {closed} 項）", acted=bool(opened or closed))


def _scanned(source: FootageSource, now: dt.datetime) -> Scan | None:
    try:
        with turn_at(source.token):
            return scan_source(source, now)
    except SourceBusy:
        return None


@transaction.atomic
def _keep_findings(now: dt.datetime) -> tuple[int, int]:
    wanting: dict[FindingKind, dict[str, str]] = {
        FindingKind.SOURCE_AWAY: {},
        FindingKind.UNKNOWN_FOLDER: {},
        FindingKind.ODD_NAME: {},
        FindingKind.WRONG_CLOCK: {},
    }
    for source in sources_in_use():
        subject = f"影像資料夾 {source.name}"
        if source.problem:
            wanting[FindingKind.SOURCE_AWAY][subject] = f"{subject}：{source.problem}"
        if unknown := list(source.folder_cameras.filter(camera=None).values_list("folder", flat=True)):
            names = "、".join(unknown[:NAMED])
            wanting[FindingKind.UNKNOWN_FOLDER][subject] = (
                f"{subject} 有 {len(unknown)} 個資料夾不知屬於哪支攝影機：{names}"
            )
        for kind, said in _oddities(source).items():
            wanting[kind][subject] = f"{subject} {said}"
    return keep({kind: {key: text[:200] for key, text in texts.items()} for kind, texts in wanting.items()}, now)


def _oddities(source: FootageSource) -> dict[FindingKind, str]:
    """Return what cannot be read, and what names a time that cannot be, with an example of each."""
    counts: Counter[FindingKind] = Counter()
    samples: dict[FindingKind, str] = {}
    for noted in source.folders.exclude(oddities={}).order_by("path").values_list("oddities", flat=True):
        for why, seen in noted.items():
            kind = FindingKind.WRONG_CLOCK if why in {CLOCK, FUTURE} else FindingKind.ODD_NAME
            counts[kind] += seen["count"]
            samples.setdefault(kind, seen["samples"][0])
    words = {FindingKind.WRONG_CLOCK: "個檔案的時間不合理", FindingKind.ODD_NAME: "個名稱無法辨認"}
    return {kind: f"有 {count} {words[kind]}，例如 {samples[kind]}" for kind, count in counts.items()}
