"""Run as a program: makes the data folder of a school whose folder of recordings is there and is ours to delete from.

CCTV_DATA_DIR=… python -m tests.retention.faults.making ROOT
"""

from __future__ import annotations

import datetime as dt
import sys

import django


def main() -> None:
    """Migrate, found the school, keep C02's morning by a 法定留存, take the folder over after one scan."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - only once Django is set up
    from django.utils import timezone  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    _people(timezone.now())
    _source(sys.argv[1], timezone.now())


def _people(now: dt.datetime) -> None:
    from accounts.services import found_school  # noqa: PLC0415
    from cameras.services import add_camera, add_recorder  # noqa: PLC0415
    from ledger.services import SYSTEM  # noqa: PLC0415

    found_school(
        name="桃園市八德區瑞豐國民小學",
        short_name="瑞豐國小",
        effective_from=dt.date(2019, 6, 17),
        actor=SYSTEM,
        now=now,
    )
    recorder = add_recorder(code="NVR1", name="警衛室主機", location="警衛室", actor=SYSTEM, now=now)
    for code, place in (("C01", "忠孝樓"), ("C02", "操場")):
        add_camera(
            code=code,
            actor=SYSTEM,
            now=now,
            name=code,
            place=place,
            recorder=recorder,
            area_type="corridor",
            installed_on=dt.date(2020, 1, 1),
        )


def _source(root: str, now: dt.datetime) -> None:
    from cameras.models import Camera, Recorder  # noqa: PLC0415
    from ledger import services as ledger  # noqa: PLC0415
    from ledger.choices import Verb  # noqa: PLC0415
    from ledger.services import SYSTEM  # noqa: PLC0415
    from retention.choices import HoldKind, LayoutKind  # noqa: PLC0415
    from retention.models import Hold  # noqa: PLC0415
    from retention.selectors import HOLDS  # noqa: PLC0415
    from retention.services import adopt_source, check_footage, register_source  # noqa: PLC0415
    from tests.retention.faults.tree import HELD_CAMERA, held  # noqa: PLC0415

    source = register_source(
        name="一號主機", layout=LayoutKind.FRIGATE, path=root, recorder=Recorder.objects.get(), actor=SYSTEM, now=now
    )
    span = held(now)
    hold = Hold.objects.create(
        kind=HoldKind.LEGAL,
        starts_at=dt.datetime.fromtimestamp(span.start, dt.UTC),
        ends_at=dt.datetime.fromtimestamp(span.end, dt.UTC),
        reason="偵查中",
        document_number="桃警字第1號",
        review_on=now.date(),
        placed_by="主任",
        placed_at=now,
    )
    hold.cameras.set(Camera.objects.filter(code=HELD_CAMERA))
    words = {"cameras": HELD_CAMERA, "reason": hold.reason}
    ledger.append(verb=Verb.HOLD_PLACED, actor=SYSTEM, detail=words, now=now, **HOLDS.said(hold))
    check_footage(now)
    adopt_source(source_id=source.pk, files=1_000_000, reason="測試", actor=SYSTEM, now=now)


if __name__ == "__main__":
    main()
