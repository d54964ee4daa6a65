"""The bell wakes the worker after commit; a bell that cannot be rung loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from work.models import Notice
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt

    from pytest_django import DjangoCaptureOnCommitCallbacks

    from tests.conftest import Cast


@pytest.mark.parametrize("broken", [False, True])
def test_a_notice_stands_whether_or_not_the_bell_rings(
    cast: Cast,
    now: dt.datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    broken: bool,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("no broker")

    if broken:
        monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True) as rung:
        notify(recipients=[cast.handler], text="待擬辦：案 115-0037", url="/", subject="案 115-0037", now=now)
    assert len(rung) == 1
    assert Notice.objects.count() == 1
    assert ("could not be rung" in caplog.text) == broken
