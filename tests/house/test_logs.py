"""A log line carries neither the values of a row nor an address of mail, of a one-time link or of a search."""

from __future__ import annotations

import copy
import io
import json
import logging
import logging.config
from smtplib import SMTPRecipientsRefused
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from accounts.models import Office
from cctv_admin.logs import Discreet
from work.services import run_duty

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from tests.conftest import Cast

NAME = "maintenance.tasks.remind_inspection"
VALUES = "DETAIL:  Failing row contains (17, 王小明, 0912345678)."
SAID = f'null value in column "name" violates not-null constraint\n{VALUES}\n'


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What is written, as the product's handler filters it."""
    caplog.handler.addFilter(Discreet())
    return caplog


@pytest.fixture
def as_json() -> Iterator[io.StringIO]:
    """What the product's own handler writes where `CCTV_LOG_FORMAT` is json, as on every server."""
    made = logging.config.DictConfigurator(copy.deepcopy(settings.LOGGING))
    for kind, make in (("formatters", made.configure_formatter), ("filters", made.configure_filter)):
        made.config[kind] = {name: make(said) for name, said in made.config[kind].items()}
    handler = made.configure_handler(made.config["handlers"]["stderr"] | {"formatter": "json"})
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(lines := io.StringIO())
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def test_the_product_writes_through_this_filter() -> None:
    said: dict[str, Any] = settings.LOGGING
    assert {"stderr"} == set(said["handlers"]) == set(said["root"]["handlers"])
    assert said["handlers"]["stderr"]["filters"] == ["discreet"]
    assert said["filters"]["discreet"] == {"()": "cctv_admin.logs.Discreet"}


def test_what_the_database_says_of_a_row_is_cut_in_every_error_of_the_chain(written: pytest.LogCaptureFixture) -> None:
    try:
        try:
            raise IntegrityError(SAID)
        except IntegrityError as error:
            raise RuntimeError("停止") from error
    except RuntimeError:
        logging.getLogger("work").exception("duty failed")
    assert "violates not-null constraint" in written.text
    assert "RuntimeError: 停止" in written.text
    assert "王小明" not in written.text


@pytest.mark.django_db
def test_a_failed_duty_says_which_error_it_was_not_what_stood_in_the_row(
    written: pytest.LogCaptureFixture, now: dt.datetime
) -> None:
    def work(_: dt.datetime) -> NoReturn:
        raise IntegrityError(SAID)

    with pytest.raises(IntegrityError):
        run_duty(NAME, work, clock=lambda: now)
    said = duty_says()
    assert said == ("IntegrityError", "失敗（IntegrityError）")
    assert "王小明" not in written.text


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_postgresql_its_code_is_said(written: pytest.LogCaptureFixture, now: dt.datetime) -> None:
    Office.objects.create(name="王小明的辦公室")

    def work(_: dt.datetime) -> NoReturn:
        Office.objects.create(name="王小明的辦公室")
        raise AssertionError

    with pytest.raises(IntegrityError):
        run_duty(NAME, work, clock=lambda: now)
    assert duty_says() == ("IntegrityError 23505", "失敗（IntegrityError 23505）")
    assert "duplicate key value" in written.text
    assert "王小明" not in written.text


def duty_says() -> tuple[str, str]:
    """Return what the newest failed duty shows and what of it stands in the ledger."""
    from ledger.models import Entry  # noqa: PLC0415
    from work.models import Duty  # noqa: PLC0415

    return Duty.objects.get(pk=NAME).last_failure, Entry.objects.latest("sequence").detail["result"]


@pytest.mark.django_db
def test_an_error_on_the_page_of_a_link_names_the_page(written: pytest.LogCaptureFixture) -> None:
    address = reverse("accounts:link", args=["a-secret-token"])

    def broken(*_: object) -> NoReturn:
        raise RuntimeError("broken")

    with connection.execute_wrapper(broken):
        assert Client(raise_request_exception=False).get(address).status_code == 500
    assert "Internal Server Error: accounts:link" in written.text
    assert "a-secret-token" not in written.text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/link/a-secret/", "/search/?q=a-secret", "/requests/a-secret-王小明/"])
def test_a_line_of_json_says_of_an_address_its_page_only(as_json: io.StringIO, cast: Cast, address: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.handler)

    def broken(*_: object) -> NoReturn:
        raise RuntimeError("broken")

    with connection.execute_wrapper(broken):
        assert client.get(address).status_code == 500
    lines = [json.loads(line) for line in as_json.getvalue().splitlines()]
    assert lines
    for line in lines:
        assert line["message"].startswith("Internal Server Error: ")
        assert line["status_code"] == 500
        assert "RuntimeError: broken" in line["exc_info"]
    assert "secret" not in as_json.getvalue()


@pytest.mark.django_db
def test_a_mail_server_that_refuses_everybody_is_said_without_their_addresses(
    as_json: io.StringIO, written: pytest.LogCaptureFixture, now: dt.datetime
) -> None:
    refused = {"principal@example.edu.tw": (550, b"no such user")}

    def work(_: dt.datetime) -> NoReturn:
        raise SMTPRecipientsRefused(refused)

    with pytest.raises(SMTPRecipientsRefused):
        run_duty(NAME, work, clock=lambda: now)
    assert duty_says() == ("SMTPRecipientsRefused", "失敗（SMTPRecipientsRefused）")
    for lines in (as_json.getvalue(), written.text):
        assert "smtplib.SMTPRecipientsRefused" in lines
        assert "principal@" not in lines
