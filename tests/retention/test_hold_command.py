"""`manage.py hold`: the same acts from the shell, under the operator's name."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from ledger.models import Entry
from retention.choices import HoldKind, HoldOrigin
from retention.models import BackupTask, Hold, HoldProposal
from retention.services import decide_proposal
from tests.retention.keeping import DAY, ask, emergency

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
PERIOD = ("--from", "115/11/20 12:30", "--until", "2026-11-20T13:00+08:00", "--reason", "走廊推擠")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("hold", *arguments, stdout=out)
    return out.getvalue()


def run_json(*arguments: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(run(*arguments, "--json"))
    return said


def test_cameras_are_kept_and_the_operator_is_named(cast: Cast, cameras: list[Camera]) -> None:
    said = run_json("place", "--camera", "C01", "--camera", "C02", *PERIOD)
    hold = Hold.objects.get()
    assert said == {
        "hold": hold.pk,
        "kind": "temporary",
        "legal": "",
        "cameras": ["C01", "C02"],
        "from": "2026-11-20T12:30:00+08:00",
        "until": "2026-11-20T13:00:00+08:00",
        "unknown": [],
    }
    assert hold.origin == HoldOrigin.SHELL
    assert BackupTask.objects.filter(hold=hold).exists()
    assert Entry.objects.get(verb="retention.hold_placed").actor.startswith("主機操作人員 ")
    assert f"（留存 {hold.pk + 1}）" in run("place", "--camera", "C03", *PERIOD)


def test_a_day_alone_is_kept_to_its_end(cast: Cast, cameras: list[Camera]) -> None:
    run("place", "--camera", "C01", "--from", "115/11/20", "--until", "115年11月20日", "--reason", "x")
    hold = Hold.objects.get()
    assert hold.ends_at - hold.starts_at == DAY


def test_an_unknown_camera_is_named_and_the_rest_is_kept(cast: Cast, cameras: list[Camera]) -> None:
    with pytest.raises(CommandError, match="沒有編號 C99 的攝影機，其餘已留存"):
        run("place", "--camera", "C01", "--camera", "C99", *PERIOD)
    assert Hold.objects.count() == 1
    with pytest.raises(CommandError, match="未留存任何影像"):
        run("place", "--camera", "C99", *PERIOD)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--from", "昨天", "--until", "今天", "--reason", "x"), "看不懂"),
        (("--from", "115/11/20", "--until", "115/11/19", "--reason", "x"), "迄必須晚於起"),
        (("--from", "115/11/20", "--until", "115/11/20", "--reason", " "), "請填寫事由"),
        ((*PERIOD, "--document", "字第1號"), "請加上 --legal"),
        ((*PERIOD, "--legal"), "請填寫依據文號"),
        ((*PERIOD, "--legal", "--document", "字第1號", "--review", "117/1/1"), "12 個月內"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, cameras: list[Camera], arguments: tuple[str, ...], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run("place", "--camera", "C01", *arguments)
    assert not Hold.objects.exists()


def test_a_legal_hold_is_kept_at_once_and_waits_for_the_principal(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    said = run_json("place", "--camera", "C01", *PERIOD, "--legal", "--document", "桃檢字第1號")
    assert (said["kind"], said["legal"], said["review"]) == ("temporary", "proposed", "2027-11-23")
    proposal = HoldProposal.objects.get(pk=said["proposal"])
    decide_proposal(proposal_id=proposal.pk, decision="agreed", reason="", user=cast.principal, now=now)  # type: ignore[arg-type]
    assert Hold.objects.get().kind == HoldKind.LEGAL
    with pytest.raises(CommandError, match="不能直接解除"):
        run("release", "--id", str(said["hold"]), "--reason", "x")


def test_a_temporary_hold_ends_unless_a_case_needs_it(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    hold = emergency(cast, cameras, now)
    assert run_json("release", "--id", str(hold.pk), "--reason", "已查明")["hold"] == hold.pk
    ask(cast, cameras, now)
    of_case = Hold.objects.get(released_at=None)
    with pytest.raises(CommandError, match="尚未結案"):
        run("release", "--id", str(of_case.pk), "--reason", "已查明")
    with pytest.raises(CommandError, match="沒有留存 999"):
        run("release", "--id", "999", "--reason", "已查明")
