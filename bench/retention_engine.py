"""The product's own pass over a tree of the bench, from a database that has never seen it."""

from __future__ import annotations

import datetime as dt
import os
import resource
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import connection

from accounts.services import found_school
from cameras.services import add_camera, add_recorder
from ledger.services import SYSTEM
from retention import services
from retention.choices import LayoutKind, PassResult
from retention.models import CoverageDay, FolderCamera, FootageSource, ScannedFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from bench.retention_trees import Tree


def open_school(tree: Tree, cameras: list[str]) -> None:
    """Make the database: a school with its cameras."""
    call_command("migrate", verbosity=0)
    found_school(
        name="瑞豐國小", short_name="瑞豐國小", effective_from=dt.date(2019, 6, 17), actor=SYSTEM, now=tree.now
    )
    recorder = add_recorder(code="NVR1", name="主機", location="警衛室", actor=SYSTEM, now=tree.now)
    for code in cameras:
        add_camera(
            code=code, name=code, place="忠孝樓", recorder=recorder, area_type="corridor",
            installed_on=dt.date(2020, 1, 1), actor=SYSTEM, now=tree.now,
        )  # fmt: skip


def first_time(tree: Tree) -> FootageSource:
    """Return the source of this tree, ours to delete from, as if nobody had ever looked into it."""
    source = FootageSource.objects.filter(path=str(tree.root)).first() or services.register_source(
        name=tree.root.name, layout=LayoutKind.FRIGATE, path=str(tree.root), actor=SYSTEM, now=tree.now
    )
    CoverageDay.objects.filter(part__source=source).delete()
    ScannedFolder.objects.filter(source=source).delete()
    FolderCamera.objects.filter(source=source).delete()
    return services.adopt_source(source_id=source.pk, files=tree.due_files, reason="量測", actor=SYSTEM, now=tree.now)


def sweep(source: FootageSource, tree: Tree) -> int:
    """Make one pass; return how many files went."""
    report = services.enforce_source(FootageSource.objects.get(pk=source.pk), dt.datetime.now(dt.UTC))
    assert report.result in {PassResult.DONE, PassResult.NOTHING}, report.doubts
    return sum(row.destroyed_files for row in report.destructions)


def counted(tree: Tree) -> dict[str, Any]:
    """Make a first sweep; return its seconds, the peak memory of this process in MiB, and the calls that cost a disk most."""
    source = first_time(tree)
    counts: Counter[str] = Counter()
    with _counting(counts):
        start = time.perf_counter()
        gone = sweep(source, tree)
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"files": tree.files, "gone": gone, "seconds": seconds, "peak_mib": round(peak, 1), **counts}


def _counting(counts: Counter[str]) -> AbstractContextManager[None]:
    import contextlib  # noqa: PLC0415

    @contextlib.contextmanager
    def patched() -> Iterator[None]:
        real = {name: getattr(os, name) for name in ("unlink", "fsync")}
        commit = connection._commit  # type: ignore[attr-defined]

        def counting(name: str) -> Any:
            def call(*args: Any, **more: Any) -> Any:
                counts[name] += 1
                return real[name](*args, **more)

            return call

        def committing() -> Any:
            counts["commit"] += 1
            return commit()

        for name in real:
            setattr(os, name, counting(name))
        connection._commit = committing  # type: ignore[attr-defined]
        try:
            yield
        finally:
            for name, call in real.items():
                setattr(os, name, call)
            connection._commit = commit  # type: ignore[attr-defined]

    return patched()
