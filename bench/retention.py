"""The sweep of a folder of recordings against bare loops: `uv run python -m bench.retention [--files 1000000]`.

(a) a first sweep with 2 % due, against a walk that also asks the state of each file and unlinks the same 2 %
(b) a sweep of --due files with manifest, holds, verification and record, against walk and unlink, and against a loop of
    the peers' shape: a row a segment, select, unlink, delete
(c) the tree of (a) again, unchanged
(d) peak memory of a first sweep at a hundredth, a tenth and all of --files, each in a process of its own

All take turns in one process; medians of --rounds. Files are empty: what is measured is the work per file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import retention_loops, retention_trees
from bench.report import Line, publish

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.retention_trees import Tree

Taken = dict[str, list[float]]


def main() -> None:
    """Make the trees, measure, publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1_000_000, help="files of (a), (c) and (d)")
    parser.add_argument("--due", type=int, default=0, help="due files of (b); 30 %% of --files without")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", default=None, help="where the trees are made (default: the temporary folder)")
    parser.add_argument("--only", default="abcd", help="which parts, for instance: ac")
    parser.add_argument("--here", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    if options.here:
        print(json.dumps(_alone(Path(options.here), options.files)))
        return
    with tempfile.TemporaryDirectory(prefix="cctv-bench-", dir=options.folder) as name:
        os.environ["CCTV_DATA_DIR"] = f"{name}/data"
        _measure(Path(name), options)


def _measure(folder: Path, options: argparse.Namespace) -> None:
    """Measure part by part, publishing what there is after each."""
    _ready(retention_trees.Tree(folder, dt.datetime.now(dt.UTC)))
    lines: list[Line] = []
    if set("ac") & set(options.only):
        lines += _first_and_again(folder / "first", options)
        publish("retention", lines)
    if "b" in options.only:
        lines += _backlog(folder / "backlog", options)
        publish("retention", lines)
    if "d" in options.only:
        lines += _memory(folder, options)
        publish("retention", lines)


def _ready(tree: Tree) -> None:
    import django  # noqa: PLC0415 - the data folder stands in the environment only now

    django.setup()
    from bench.retention_engine import open_school  # noqa: PLC0415

    open_school(tree, retention_trees.CAMERAS)


def _first_and_again(root: Path, options: argparse.Namespace) -> list[Line]:
    from bench import retention_engine as engine  # noqa: PLC0415

    tree = _made(root, options.files, options.files // 50)
    taken: Taken = defaultdict(list)
    loops = (retention_loops.walk_stat_unlink, retention_loops.scandir_stat_unlink)
    for _ in range(options.rounds):
        _time(taken, "bare_walk", lambda: retention_loops.bare_walk(tree))
        for loop in loops:
            assert _time(taken, loop.__name__, lambda loop=loop: loop(tree)) == tree.due_files  # type: ignore[misc]
            retention_trees.fill(tree.due)
        source = engine.first_time(tree)
        assert _time(taken, "ours", lambda source=source: engine.sweep(source, tree)) == tree.due_files  # type: ignore[misc]
        assert _time(taken, "again", lambda source=source: engine.sweep(source, tree)) == 0  # type: ignore[misc]
        retention_trees.fill(tree.due)
    said = f"{tree.files} files, {tree.due_files} due"
    return [
        _line("(a) first sweep, walk+stat+unlink", taken, "ours", "walk_stat_unlink", "≤ 1.5", said),
        _line("    against scandir+stat+unlink", taken, "ours", "scandir_stat_unlink"),
        _line("    against the bare walk", taken, "ours", "bare_walk"),
        _line("(c) unchanged again, first sweep", taken, "again", "ours", "≤ 0.1"),
    ]


def _backlog(root: Path, options: argparse.Namespace) -> list[Line]:
    from bench import retention_engine as engine  # noqa: PLC0415

    due = options.due or options.files * 3 // 10
    names = ("walk_unlink", "sweep_in_batches", "sweep_row_by_row", "ours")
    # All trees are made before the first file goes: ext4 is slow to give out the numbers of files just deleted.
    trees = [
        {name: _made(root / f"{name}-{turn}", due * 21 // 20, due) for name in names} for turn in range(options.rounds)
    ]
    taken: Taken = defaultdict(list)
    peer = retention_loops.Peer(root.parent)
    for of_turn in trees:
        for name, tree in of_turn.items():
            if name == "ours":
                source = engine.first_time(tree)
                work: Callable[[], int] = partial(engine.sweep, source, tree)
            elif name == "walk_unlink":
                work = partial(retention_loops.walk_unlink, tree)
            else:
                peer.know(tree)
                work = partial(getattr(peer, name), tree)
            assert _time(taken, name, work) == tree.due_files
    peer.close()
    said = f"{trees[0]['ours'].due_files} due of {trees[0]['ours'].files}, records included"
    return [
        _line("(b) backlog, walk+unlink", taken, "ours", "walk_unlink", "≤ 2", said),
        _line("    peer deleting row by row", taken, "sweep_row_by_row", "ours", "≥ 4", "ours is the peer column"),
        _line("    peer deleting in batches", taken, "sweep_in_batches", "ours", "", "ours is the peer column"),
    ]


def _memory(folder: Path, options: argparse.Namespace) -> list[Line]:
    lines = []
    for part in (100, 10, 1):
        files = options.files // part
        with tempfile.TemporaryDirectory(prefix="memory-", dir=folder) as name:
            root = folder / "first" if part == 1 and (folder / "first").is_dir() else Path(name) / "tree"
            if not root.is_dir():
                retention_trees.make(root, dt.datetime.now(dt.UTC), files=files, due=files // 50)
            environment = os.environ | {"CCTV_DATA_DIR": f"{name}/data"}
            command = [sys.executable, "-m", "bench.retention", "--here", str(root), "--files", str(files)]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
        said: dict[str, Any] = json.loads(done.stdout)
        calls = ", ".join(f"{said.get(call, 0)} {call}" for call in ("unlink", "fsync", "commit"))
        peak = said["peak_mib"]
        lines.append(Line(f"(d) memory, {said['files']} files", "sqlite", peak, 150, "MiB", peak / 150, "≤ 1", calls))
    return lines


def _alone(root: Path, files: int) -> dict[str, Any]:
    tree = retention_trees.Tree(root, dt.datetime.now(dt.UTC))
    for camera in root.glob("*/*/*"):
        (tree.due if tree.is_due(camera.parent.parent.name) else tree.kept).append(camera)
    _ready(tree)
    from bench.retention_engine import counted  # noqa: PLC0415

    del files
    return counted(tree)


def _made(root: Path, files: int, due: int) -> Tree:
    print(f"making {files} files …", flush=True)
    return retention_trees.make(root, dt.datetime.now(dt.UTC), files=files, due=due)


def _time(taken: Taken, name: str, work: Callable[[], int]) -> int:
    start, used = time.perf_counter(), time.process_time()
    result = work()
    taken[name].append(time.perf_counter() - start)
    taken[f"{name} used"].append(time.process_time() - used)
    print(f"  {name}: {taken[name][-1]:.2f} s, {taken[f'{name} used'][-1]:.2f} s of a processor", flush=True)
    return result


def _line(what: str, taken: Taken, ours: str, peer: str, target: str = "", note: str = "") -> Line:
    mine, others = statistics.median(taken[ours]), statistics.median(taken[peer])
    used = statistics.median(taken[f"{ours} used"]) / statistics.median(taken[f"{peer} used"])
    said = f"{used:.2f} of processor time"
    return Line(what, "sqlite", mine, others, "s", mine / others, target, f"{said}; {note}" if note else said)


if __name__ == "__main__":
    main()
