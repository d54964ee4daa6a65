"""Taking a copy in against `age` and `openssl sha256` on the same file: `uv run python -m bench.copies [--mib 1024]`.

(a) sealed, hashed part by part and durable, against `age` then `openssl sha256`; and with the finishing job, which reads
    every part again and hashes the plain whole
(b) peak memory of an intake and its finishing at a quarter and at all of --mib, each in a process of its own
(c) the first bytes of a Range in the middle of 8 GiB, against opening two parts

(a) takes turns; medians of --rounds. The page cache is warm for both.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench.report import Line, publish
from script.lib import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from retention.models import EvidenceCopy

MIB = 2**20
AGE = prepare.Package("age", program="age")
EIGHT_GIB = 8 * 2**30


def main() -> None:
    """Make the file, measure, publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mib", type=int, default=1024, help="size of the file")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", default=None, help="where the files are made (default: the temporary folder)")
    parser.add_argument("--here", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    if options.here:
        print(json.dumps(_alone(Path(options.here))))
        return
    prepare.prepare((AGE,), dev=True)
    with tempfile.TemporaryDirectory(prefix="cctv-bench-", dir=options.folder) as name:
        os.environ["CCTV_DATA_DIR"] = f"{name}/data"
        _measure(Path(name), options)


def _measure(folder: Path, options: argparse.Namespace) -> None:
    file = _made(folder / "file.mp4", options.mib)
    lines = _intake(folder, file, options)
    lines += _memory(folder, options)
    lines.append(_first_bytes())
    publish("copies", lines)


def _made(path: Path, mib: int) -> Path:
    with path.open("wb") as file:
        for _ in range(mib):
            file.write(os.urandom(MIB))
    return path


def _intake(folder: Path, file: Path, options: argparse.Namespace) -> list[Line]:
    hold = _hold()
    taken: dict[str, list[float]] = defaultdict(list)
    for _ in range(options.rounds):
        _time(taken, "peer", lambda: _age_and_sha256(file, folder))
        copy = _open(hold, file)
        _time(taken, "intake", lambda copy=copy: _take_in(copy, file))  # type: ignore[misc]
        _time(taken, "finish", lambda copy=copy: _finish(copy))  # type: ignore[misc]
        _drop(copy)
    taken["whole"] = [one + two for one, two in zip(taken["intake"], taken["finish"], strict=True)]
    said = f"{options.mib} MiB"
    return [
        _line("(a) intake, age + openssl sha256", taken, "intake", options.mib, "≥ 0.6", said),
        _line("    with the finishing job", taken, "whole", options.mib, "", "each part read and opened again"),
    ]


def _line(what: str, taken: dict[str, list[float]], ours: str, mib: int, target: str, note: str) -> Line:
    mine, peer = statistics.median(taken[ours]), statistics.median(taken["peer"])
    return Line(what, "SQLite", mib / mine, mib / peer, "MiB/s", peer / mine, target, note)


def _time(taken: dict[str, list[float]], name: str, work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    taken[name].append(time.perf_counter() - began)


def _age_and_sha256(file: Path, folder: Path) -> None:
    sealed = folder / "peer.age"
    recipient = _recipient()
    subprocess.run(["age", "-r", recipient, "-o", str(sealed), str(file)], check=True)
    subprocess.run(["openssl", "sha256", str(file)], check=True, stdout=subprocess.DEVNULL)
    sealed.unlink()


def _recipient() -> str:
    from retention.storage import new_keys  # noqa: PLC0415 - only once Django is set up

    return new_keys().recipient


def _hold() -> int:
    import django  # noqa: PLC0415 - the data folder stands in the environment only now

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from accounts.services import found_school  # noqa: PLC0415
    from cameras.services import add_camera, add_recorder  # noqa: PLC0415
    from ledger.services import SYSTEM  # noqa: PLC0415
    from retention.services import place_from_shell  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    call_command("migrate", verbosity=0)
    found_school(name="瑞豐國小", short_name="瑞豐國小", effective_from=dt.date(2019, 6, 17), actor=SYSTEM, now=now)
    recorder = add_recorder(code="NVR1", name="主機", location="警衛室", actor=SYSTEM, now=now)
    camera = add_camera(
        code="C01", name="川堂", place="忠孝樓", recorder=recorder, area_type="corridor",
        installed_on=dt.date(2020, 1, 1), actor=SYSTEM, now=now,
    )  # fmt: skip
    day = dt.timedelta(days=1)
    return place_from_shell(cameras=[camera], starts_at=now - day, ends_at=now, reason="測試", actor=SYSTEM, now=now).pk


def _open(hold: int, file: Path) -> EvidenceCopy:
    from ledger.services import SYSTEM  # noqa: PLC0415
    from retention.models import Hold  # noqa: PLC0415
    from retention.services.copies import Content, open_from_shell  # noqa: PLC0415

    kept = Hold.objects.get(pk=hold)
    content = Content(list(kept.cameras.all()), kept.starts_at, kept.ends_at)
    now = dt.datetime.now(dt.UTC)
    return open_from_shell(
        hold_id=hold, content=content, name=file.name, size=file.stat().st_size, actor=SYSTEM, now=now
    )


def _take_in(copy: EvidenceCopy, file: Path) -> None:
    from retention.services.copies import take_stream  # noqa: PLC0415

    take_stream(copy, _chunks(file))


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb", buffering=0) as opened:
        while chunk := opened.read(MIB):
            yield chunk


def _finish(copy: EvidenceCopy) -> None:
    from retention.choices import CopyState  # noqa: PLC0415
    from retention.services.copies import finish_copy  # noqa: PLC0415

    assert finish_copy(copy.pk, dt.datetime.now(dt.UTC)).state == CopyState.FINISHED


def _drop(copy: EvidenceCopy) -> None:
    from retention.storage import drop_parts  # noqa: PLC0415

    drop_parts(copy.key)


def _memory(folder: Path, options: argparse.Namespace) -> list[Line]:
    peaks = []
    for mib in (options.mib // 4, options.mib):
        file = _made(folder / f"memory-{mib}.mp4", mib)
        module = [sys.executable, "-m", "bench.copies", "--here", str(file)]
        env = os.environ | {"CCTV_DATA_DIR": str(folder / f"memory-{mib}")}
        said = subprocess.run(module, env=env, check=True, capture_output=True, text=True).stdout
        peaks.append(json.loads(said.splitlines()[-1]))
        file.unlink()
    note = f"{options.mib} MiB to {options.mib // 4} MiB"
    return [Line("(b) peak memory", "SQLite", peaks[1], peaks[0], "MiB", peaks[1] / peaks[0], "≤ 1.1", note)]


def _alone(file: Path) -> float:
    copy = _open(_hold(), file)
    _take_in(copy, file)
    _finish(copy)
    _drop(copy)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _first_bytes() -> Line:
    """A copy of 8 GiB of which only the part in the middle is on the disk: opening any other would fail."""
    from retention.models import CopyFile, CopyPart, EvidenceCopy  # noqa: PLC0415
    from retention.rules import PART_BYTES, part_count  # noqa: PLC0415
    from retention.services.copies import plain_range  # noqa: PLC0415
    from retention.services.copies.finishing import taken_parts  # noqa: PLC0415
    from retention.services.copies.receiving import as_columns  # noqa: PLC0415
    from retention.storage import plain_part, take_part  # noqa: PLC0415

    copy, now = EvidenceCopy.objects.earliest("pk"), dt.datetime.now(dt.UTC)
    middle = part_count(EIGHT_GIB) // 2
    taken = [take_part(copy.key, middle + number, os.urandom(PART_BYTES), copy.recipient) for number in (0, 1)]
    copy.parts.all().delete()
    absent = {"size": PART_BYTES, "plain_sha256": "0" * 64, "sealed_sha256": "0" * 64}
    CopyPart.objects.bulk_create(CopyPart(copy=copy, number=number, **absent) for number in range(1, middle) if number)
    CopyPart.objects.bulk_create(CopyPart(copy=copy, **as_columns(part)) for part in taken)
    file = CopyFile(copy=copy, position=2, name="8 GiB", offset=0, size=EIGHT_GIB)
    first = (middle - 1) * PART_BYTES + 12_345
    began = time.perf_counter()
    next(iter(plain_range(copy, file, first, first + 999, now)))
    ours = time.perf_counter() - began
    parts = taken_parts(copy, [middle, middle + 1])
    began = time.perf_counter()
    for part in parts:
        plain_part(copy.key, part, copy.identity)
    peer = time.perf_counter() - began
    return Line(
        "(c) first byte amid 8 GiB", "SQLite", ours * 1000, peer * 1000, "ms", ours / peer, "≤ 1", "two parts opened"
    )


if __name__ == "__main__":
    main()
