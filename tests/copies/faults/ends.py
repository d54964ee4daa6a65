"""Run inside a started interpreter: copies that come due are made ready, and the due day is done, by the product's own services."""

from __future__ import annotations

import datetime as dt

SIZE = 3000


def prepare() -> None:
    """Give the school three copies past their day: two on a list two people signed, one that goes by itself."""
    from django.utils import timezone  # noqa: PLC0415 - only once Django is set up

    from accounts.choices import Role  # noqa: PLC0415
    from accounts.models import User  # noqa: PLC0415
    from accounts.services import appoint  # noqa: PLC0415
    from cameras.models import Recorder  # noqa: PLC0415
    from ledger.services import SYSTEM  # noqa: PLC0415
    from retention.choices import ListKind  # noqa: PLC0415
    from retention.services import record_hand_check  # noqa: PLC0415
    from retention.services.copy_destruction import WantedList, open_list, sign_list  # noqa: PLC0415

    now = timezone.now()
    people = {}
    for name, role in (("handler", Role.HANDLER), ("supervisor", Role.SUPERVISOR)):
        people[name] = User.objects.create_user(name, name, "Ruifeng-108-demo")
        appoint(user=people[name], role=role, title=name, office="總務處", since=now.date(), actor=SYSTEM, now=now)
    record_hand_check(
        recorder=Recorder.objects.get(), earliest_day=now.date() - dt.timedelta(days=20), clock_offset_seconds=0,
        user=people["handler"], now=now,
    )  # fmt: skip
    copies = [_copy(seed, now) for seed in range(3)]
    wanted = WantedList(ListKind.DUE, copies[:2])
    row = open_list(wanted=wanted, user=people["handler"], now=now)
    sign_list(list_id=row.pk, user=people["supervisor"], now=now)


def _copy(seed: int, now: dt.datetime) -> int:
    """Copy an hour of C01: the station's 法定留存 keeps C02."""
    from cameras.models import Camera  # noqa: PLC0415
    from ledger.services import SYSTEM  # noqa: PLC0415
    from retention.services import place_from_shell, release_hold  # noqa: PLC0415
    from retention.services.copies import finish_copy, open_from_shell, take_stream  # noqa: PLC0415
    from tests.copies.making import content_of, file_of  # noqa: PLC0415

    start = now - dt.timedelta(days=370 + 10 * seed)
    hold = place_from_shell(
        cameras=Camera.objects.filter(code="C01"), starts_at=start, ends_at=start + dt.timedelta(hours=1), reason="測試",
        actor=SYSTEM, now=now,
    )  # fmt: skip
    copy = open_from_shell(
        hold_id=hold.pk, content=content_of(hold), name="a.mp4", size=SIZE, actor=SYSTEM, now=now
    )  # fmt: skip
    take_stream(copy, [file_of(SIZE, seed)])
    finish_copy(copy.pk, now)
    release_hold(hold_id=hold.pk, reason="結束", actor=SYSTEM, now=now)
    return copy.pk


def destroy() -> None:
    """Do the duty of the due day."""
    from django.utils import timezone  # noqa: PLC0415

    from retention.services.copy_destruction import destroy_copies  # noqa: PLC0415

    print(destroy_copies(timezone.now()).words)  # noqa: T201
