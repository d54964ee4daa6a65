"""Whatever is recorded, held, released, stuck and however time goes on: after each pass the disk is as a model has it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cameras.models import Camera
from ledger.services import SYSTEM
from retention.choices import Doubt, LayoutKind, PassResult, Verdict
from retention.models import Destruction, FootageSource, Hold
from retention.rules import Span, terms_at, verdict
from retention.services import (
    accept_pass,
    adopt_source,
    enforce_source,
    place_hold,
    register_source,
    release_hold,
    scan_source,
)
from tests.retention.faults.tree import FRIGATE, LONGEST, MAXIMUM_YEARS, MINIMUM_DAYS
from tests.retention.recordings import left, record

if TYPE_CHECKING:
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
START = dt.datetime(2027, 3, 1, 3, tzinfo=dt.UTC)
AGES = st.sampled_from([0, 1, 13, 14, 15, 40, 358, 363, 364, 365, 366, 367, 370, 400, 800])
CAMERAS = st.sampled_from(["C01", "C02", "X9"])


class Sweeping(RuleBasedStateMachine):
    """The real engine over a real folder; the model is a set of paths and a list of holds."""

    holds = Bundle("holds")

    @initialize()
    def begin(self) -> None:
        """A folder of ours with one recording of today, so that it is never empty."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.folder = Path(tempfile.mkdtemp(prefix="cctv-model-"))
        self.root, self.now = self.folder / "recordings", START
        self.kept: list[tuple[str, Span, int]] = []
        self.stuck: set[str] = set()
        self.gone: set[str] = set()
        self.model: set[str] = set()
        self.recorded("C01", 0, 1)
        source = register_source(
            name="模型", layout=LayoutKind.FRIGATE, path=str(self.root), actor=SYSTEM, now=self.now
        )
        self.source = adopt_source(source_id=source.pk, files=1, reason="測試", actor=SYSTEM, now=self.now)

    @rule(camera=CAMERAS, age=AGES, minute=st.integers(0, 1439))
    def recorded(self, camera: str, age: int, minute: int = 0) -> None:
        """The recorder wrote a few files, or somebody copied old ones back."""
        start = (self.now - age * DAY).replace(hour=0, minute=0) + dt.timedelta(minutes=minute)
        paths = [(start + dt.timedelta(minutes=n)).strftime(f"%Y-%m-%d/%H/{camera}/%M.%S.mp4") for n in range(3)]
        if self.stuck & set(paths):
            return
        made = record(self.root, camera, start, start + dt.timedelta(minutes=3), every=60)
        self.model |= {str(path.relative_to(self.root)) for path in made}

    @rule(target=holds, camera=st.sampled_from(["C01", "C02"]), age=AGES, hours=st.integers(1, 100))
    def held(self, camera: str, age: int, hours: int) -> int:
        """Somebody needs footage kept."""
        since = self.now - age * DAY
        until = since + dt.timedelta(hours=hours)
        cameras = Camera.objects.filter(code=camera)
        hold: Hold = place_hold(
            cameras=cameras, starts_at=since, ends_at=until, reason="調閱", reference="", actor=SYSTEM, now=self.now
        )
        self.kept.append((camera, Span(since.timestamp(), until.timestamp()), hold.pk))
        return hold.pk

    @rule(number=holds)
    def released(self, number: int) -> None:
        """Not any more."""
        release_hold(hold_id=number, reason="結案", actor=SYSTEM, now=self.now)
        self.kept = [hold for hold in self.kept if hold[2] != number]

    @rule(days=st.integers(0, 6), hours=st.integers(1, 23))
    def time_goes_on(self, days: int, hours: int) -> None:
        """Up to a week between two passes."""
        self.now += days * DAY + dt.timedelta(hours=hours)
        if self.now - (self.source.last_pass_at or START) > 6 * DAY:
            self.passed()

    @rule(data=st.data())
    def gets_stuck(self, data: st.DataObject) -> None:
        """One file cannot be removed, or can again."""
        if not shutil.which("chattr"):
            return
        path = data.draw(st.sampled_from(sorted(self.model)))
        how = "-i" if path in self.stuck else "+i"
        done = subprocess.run(["chattr", how, str(self.root / path)], check=False, capture_output=True)
        if done.returncode == 0:
            self.stuck ^= {path}

    @rule()
    def passed(self) -> None:
        """The pass of the day, agreed to by a person whatever its amount."""
        accept_pass(
            source_id=self.source.pk, stated_day=self.now.date(), files=10**6, reason="核對", actor=SYSTEM, now=self.now
        )
        due = {path for path in self.model if self._is_due(path)}
        self.source = FootageSource.objects.get(pk=self.source.pk)
        scan_source(self.source, self.now)  # as every hour: whose a folder is, a pass knows from a scan
        report = enforce_source(self.source, self.now)
        assert set(report.doubts) <= {Doubt.EMPTY}
        if due & self.stuck:
            assert report.result == PassResult.PARTLY
        self.model -= due - self.stuck
        self.gone |= due - self.stuck

    @invariant()
    def the_disk_is_as_the_model_has_it(self) -> None:
        """To the last file."""
        if hasattr(self, "root"):
            assert left(self.root) == self.model

    def teardown(self) -> None:
        """What went is in the manifests of finished records, each path once for each time it went."""
        if not hasattr(self, "atomic"):
            return
        try:
            self._records_are_true()
        finally:
            for path in self.stuck:
                subprocess.run(["chattr", "-i", str(self.root / path)], check=False)
            shutil.rmtree(self.folder)
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def _records_are_true(self) -> None:
        named: set[str] = set()
        for row in Destruction.objects.all():
            assert row.finished_at
            body = Path(django_settings.RETENTION_DIR) / "manifests" / f"{row.manifest}.jsonl"
            lines = [json.loads(line) for line in body.read_text(encoding="utf-8").splitlines()]
            named |= {f"{folder}/{name}" for folder, _, files in lines for name, _, _ in files}
            body.unlink()
        assert self.gone <= named
        assert named - self.gone <= self.model

    def _is_due(self, path: str) -> bool:
        match = FRIGATE.fullmatch(path)
        assert match
        hour, camera, minute, second = match.groups()
        start = dt.datetime.strptime(f"{hour}:{minute}:{second}+0000", "%Y-%m-%d/%H:%M:%S%z").timestamp()
        holds = [span for held, span, _ in self.kept if camera in {held, "X9"}]
        terms = terms_at(self.now, minimum_days=MINIMUM_DAYS, maximum_years=MAXIMUM_YEARS)
        return verdict(start, longest=LONGEST, offset=0, terms=terms, holds=holds) == Verdict.DUE


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("examples", [6, pytest.param(150, marks=pytest.mark.long)])
def test_after_every_pass_the_disk_is_as_the_model_has_it(cast: Cast, cameras: list[Camera], examples: int) -> None:
    run_state_machine_as_test(
        Sweeping,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
