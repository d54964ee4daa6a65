"""No sentence of the framework's stands on a form of ours, and no field that is needed is called 選填."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django import forms
from django.urls import reverse

from ledger import services as ledger
from printing.widgets import ask_for_number
from requests.forms.viewing import ArrangeForm

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.mark.parametrize(
    ("least", "most", "typed", "said"),
    [
        (1, 20, "0", "請填 1 至 20 之間的整數。"),
        (1, 20, "21", "請填 1 至 20 之間的整數。"),
        (1, 20, "兩人", "請填 1 至 20 之間的整數。"),
        (0, None, "-1", "請填 0 以上的整數。"),
        (None, 9, "10", "請填 9 以下的整數。"),
        (None, None, "兩人", "請填整數。"),
    ],
)
def test_a_number_out_of_bounds_is_told_its_bounds(least: int | None, most: int | None, typed: str, said: str) -> None:
    field = forms.IntegerField(label="數", min_value=least, max_value=most)
    ask_for_number(field)
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(typed)
    assert refusal.value.messages == [said]


def test_what_a_field_says_itself_stays() -> None:
    field = forms.IntegerField(min_value=1, error_messages={"min_value": "至少一人。", "invalid": "請填人數。"})
    ask_for_number(field)
    assert (field.error_messages["min_value"], field.error_messages["invalid"]) == ("至少一人。", "請填人數。")


def test_nobody_comes_is_no_viewing(cast: Cast) -> None:
    form = ArrangeForm({"visitors": "0"}, people=[cast.handler])
    assert form.errors["visitors"] == ["請填 1 至 20 之間的整數。"]


def test_what_is_needed_unless_something_else_is_chosen_is_not_called_optional(
    client: Client, cast: Cast, cameras: list[Camera]
) -> None:
    client.force_login(cast.handler)
    emergency = client.get(reverse("retention:emergency")).content.decode()
    assert "選填" not in emergency
    camera = client.get(reverse("cameras:new")).content.decode()
    assert "地點<span" not in camera
    assert "涵蓋說明<span" in camera
    empty = client.post(reverse("retention:emergency"), {"period": "other"}).content.decode()
    assert "起：請填寫日期與時間。" in empty
    assert "迄：請填寫日期與時間。" in empty


def test_two_errors_of_a_field_are_two_sentences(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    client.force_login(cast.handler)
    page = client.post(reverse("cameras:new"), {"coverage": "😀" * 201}).content.decode()
    assert "。；" not in page


def test_a_number_of_entries_there_never_were_is_asked_to_be_read_again(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    ledger.make_checkpoint(now)
    client.force_login(cast.auditor)
    wrong = "K7QX-2M9D-0AB1-CDEF-GHJK-MNPQ"
    page = client.get(reverse("reports:checkpoints"), {"size": "9999", "code": wrong}).content.decode()
    again = "請先與紙本核對「筆數」是否抄寫正確"
    assert again in page
    assert page.index(again) < page.index("較新的紀錄不見了")
    assert again not in client.get(reverse("reports:checkpoints"), {"size": "1", "code": wrong}).content.decode()
