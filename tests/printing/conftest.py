"""Papers to look at: one blank, one filled, one with more than a page holds."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from printing.documents import Furniture
from printing.rules import TAIPEI
from requests.documents import Appendix1, blank_appendix_1, signature_lines

STEPS = ("監錄系統管理｜承辦人", "監錄系統管理｜處室主管", "校長")
URL = "https://cctv.example.edu.tw/requests/115-0037/"


def at(day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=TAIPEI)


@pytest.fixture(scope="session")
def furniture() -> Furniture:
    return Furniture("115-0037", at(23, 9, 12), "游承堃", URL, is_demo=True)


@pytest.fixture(scope="session")
def bare_furniture(furniture: Furniture) -> Furniture:
    """What a paper of no case carries."""
    return dataclasses.replace(furniture, reference="", url="", is_demo=False)


@pytest.fixture(scope="session")
def blank_form() -> Appendix1:
    return blank_appendix_1("瑞豐國小", STEPS)


@pytest.fixture(scope="session")
def filled_form(blank_form: Appendix1) -> Appendix1:
    signed = (
        signature_lines(title="五年三班導師", name="許喆安", word="", at=at(19, 16, 42)),
        signature_lines(title="事務組長", name="游承堃", word="擬准", at=at(20, 8, 15)),
        signature_lines(title="總務主任", name="方瑀彤", word="審核同意", at=at(20, 14, 6)),
        signature_lines(title="教務主任", name="陳煒騏", word="准予調閱", at=at(23, 9, 10), acting_for_note="校長公出"),
    )
    return dataclasses.replace(
        blank_form,
        number="115-0037",
        applied_on=dt.date(2026, 11, 19),
        id_number="A12****789",
        phone="03-0000000 分機 312",
        relation="導師",
        unit="五年三班",
        camera_lines=("忠孝樓三樓東側走廊（C02）", "忠孝樓一樓川堂（C01）"),
        starts_at=at(11, 12, 35),
        ends_at=at(11, 12, 50),
        reason="學生於午休時間在走廊遭推擠跌倒，左手腕受傷送健康中心，導師需釐清經過，在場者有林𠮷祥、蘇翊甯、巴奈・古拉斯。",
        signatures=tuple(
            dataclasses.replace(cell, lines=lines) for cell, lines in zip(blank_form.signatures, signed, strict=True)
        ),
    )


@pytest.fixture(scope="session")
def long_form(filled_form: Appendix1) -> Appendix1:
    """A reason of 2,000 characters and four places of 40 characters, each character where only it can be."""
    places = tuple(
        f"忠孝樓{floor}樓東側五年級教室外走廊靠近健康中心與川堂樓梯口之間第{floor}支監視攝影機方向".ljust(40, "處")
        for floor in "一二三四"
    )
    reason = "".join(f"第{number}點，學生於午休時間在走廊跌倒；" for number in range(200))[:2000]
    return dataclasses.replace(filled_form, camera_lines=places, reason=reason)
