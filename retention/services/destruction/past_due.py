"""The list of exceptions (逾期未銷毀清冊): what is past the ceiling and still there, each with its reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction

from printing.rules import local_date
from retention.models import PastDue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from retention.choices import Doubt
    from retention.models import Destruction, FootageSource
    from retention.services.destruction.judging import Judge
    from retention.services.destruction.planning import Survey


@transaction.atomic
def keep_past_due(
    source: FootageSource,
    found: Survey,
    doubts: Mapping[Doubt, str],
    destructions: Sequence[Destruction],
    judge: Judge,
) -> None:
    """Make the list of a source say exactly what this pass left; what stood there before keeps its date.

    A pass that could not even look leaves the list as it was.
    """
    if doubts and not found.units:
        return
    left = _left(found, doubts, destructions)
    standing = {(row.folder, row.camera_folder, row.reason): row for row in source.past_due.all()}
    source.past_due.filter(pk__in=[row.pk for key, row in standing.items() if key not in left]).delete()
    today = local_date(judge.now)
    PastDue.objects.bulk_create(
        [
            PastDue(source=source, folder=unit, camera_folder=camera, reason=reason, files=files, since=today)
            for (unit, camera, reason), files in left.items()
            if (unit, camera, reason) not in standing
        ]
    )
    for key, row in standing.items():
        if key in left and row.files != left[key]:
            row.files = left[key]
            row.save(update_fields=["files"])


def _left(
    found: Survey, doubts: Mapping[Doubt, str], destructions: Sequence[Destruction]
) -> Counter[tuple[str, str, str]]:
    left: Counter[tuple[str, str, str]] = Counter()
    for (unit, camera, verdict), files in found.kept.items():
        left[unit, camera, verdict.label] = files
    for path, why in found.closed.items():
        left[path, "", why] = 0
    if doubts:
        why = "、".join(doubt.label for doubt in doubts)
        for (unit, camera), files in found.due.items():
            left[unit, camera, f"銷毀未執行：{why}"] = files
    for destruction in destructions:
        for failure in destruction.failures:
            folder = failure["path"].rpartition("/")[0]
            unit = next((each for each in found.units if folder == each or folder.startswith(f"{each}/")), folder)
            left[unit, failure["camera"], failure["reason"]] += 1
    return left
