"""A sheet of cameras: out and back without a change; every wrong row named; all of it or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cameras.forms import CameraRow
from cameras.models import Camera, Place
from cameras.services import CameraError, retire_camera
from files.rules import read_sheet, write_csv, write_ods
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from work.services import RowsRefused, write_rows
from work.views import imports

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
IMPORT, EXPORT = "cameras:import", "cameras:export"
NEW = ("C05", "校門", "仁愛樓", "NVR1", "校門及圍牆", "看得到車道", "維護校園安全", "有", "30", "115/11/1", "")


@pytest.fixture
def handler(client: Client, cast: Cast, cameras: list[Camera]) -> Client:
    client.force_login(cast.handler)
    return client


def exported(client: Client, kind: str = "ods") -> list[list[str]]:
    content = client.get(reverse(EXPORT, args=[kind])).content
    return [list(cells) for _, cells in read_sheet(content).rows]


def send(client: Client, rows: Sequence[Sequence[str]], kind: str = "ods") -> Any:
    headings = CameraRow.headings()
    content = write_ods("清冊", headings, rows) if kind == "ods" else write_csv(headings, rows)
    return client.post(reverse(IMPORT), {"file": SimpleUploadedFile(f"清冊.{kind}", content)})


def token(answer: Any) -> str:
    found = re.search(r'name="sheet" value="([^"]+)"', answer.content.decode())
    return found[1] if found else ""


def confirm(client: Client, answer: Any) -> Any:
    return client.post(reverse(IMPORT), {"sheet": token(answer)}, follow=True)


@pytest.mark.parametrize("kind", ["ods", "csv"])
def test_what_was_exported_changes_nothing(handler: Client, now: dt.datetime, kind: str) -> None:
    retire_camera(code="C04", on=now.date(), actor=SYSTEM, now=now)
    rows = exported(handler, kind)
    assert [row[0] for row in rows] == ["C01", "C02", "C03", "C04"]
    assert rows[3][-2:] == ["109/01/01", "115/11/23"]
    answer = send(handler, rows, kind)
    assert "4 列都與現有資料相同" in answer.content.decode()
    assert token(answer) == ""
    assert Entry.objects.latest("sequence").verb == Verb.CAMERAS_EXPORTED


def test_new_changed_and_retired_rows_are_shown_first_and_written_in_one_act(handler: Client) -> None:
    rows = exported(handler)
    rows[0][1], rows[1][-1] = "一樓川堂（北側）", "115/11/23"
    acts = Entry.objects.latest("sequence").sequence
    answer = send(handler, [*rows, NEW])
    page = answer.content.decode()
    assert "新增 1 筆、變更 2 筆、無變更 2 筆" in page
    assert "將新增地點：仁愛樓" in page
    assert "名稱：一樓川堂 → <b>一樓川堂（北側）</b>" in page
    assert Entry.objects.latest("sequence").sequence == acts, "a preview writes nothing"
    assert not Place.objects.filter(name="仁愛樓").exists()

    assert "已匯入：新增 1 筆、變更 2 筆、無變更 2 筆" in confirm(handler, answer).content.decode()
    new = Camera.objects.get(code="C05")
    assert (new.place.name, new.records_sound, new.minimum_days) == ("仁愛樓", True, 30)
    assert Camera.objects.get(code="C02").retired_on is not None
    verbs = Entry.objects.filter(sequence__gt=acts).order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == [Verb.CAMERA_CHANGED, Verb.CAMERA_RETIRED, Verb.CAMERA_ADDED]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("編號", "校門", "編號：編號請用英文字母、數字"),
        ("編號", "import", "編號：編號請用英文字母、數字"),
        ("編號", "", "編號：請填編號。"),
        ("編號", "C01", "與第 2 列重複"),
        ("主機", "NVR9", "主機：沒有這部主機"),
        ("區域類型", "大門", "區域類型：沒有「大門」這一項，請填：校門及圍牆、"),
        ("區域類型", "", "區域類型：請填區域類型。"),
        ("收音", "也許", "收音：請填「是」或「否」。"),
        ("最低保存日數", "十四", "最低保存日數："),
        ("最低保存日數", "7", "只能比本校計畫的 14 日更長"),
        ("啟用日", "115/2/30", "啟用日：沒有「115/2/30」這一天"),
        ("啟用日", "", "啟用日：請填啟用日"),
        ("停用日", "116/1/1", "停用日不可晚於今天"),
    ],
)
def test_one_wrong_row_is_named_and_stops_the_sheet(handler: Client, column: str, value: str, says: str) -> None:
    row = list(NEW)
    row[CameraRow.headings().index(column)] = value
    answer = send(handler, [*exported(handler), row])
    page = answer.content.decode()
    assert "第 6 列" in page
    assert says in page
    assert "5 列中有 1 列有誤" in page
    assert token(answer) == ""
    assert Camera.objects.count() == 4


def test_a_retired_camera_is_not_brought_back(handler: Client, now: dt.datetime) -> None:
    retire_camera(code="C04", on=now.date(), actor=SYSTEM, now=now)
    rows = exported(handler)
    rows[3][-1] = ""
    assert "已於115年11月23日（一）停用，不能再變更" in send(handler, rows).content.decode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "檔案中沒有資料"),
        ("編號,名稱\nC01,川堂\n".encode(), "缺少欄位：地點、主機"),
        ((",".join([*CameraRow.headings(), "備註"]) + "\n1\n").encode(), "不認得或重複的欄位：備註"),
        ((",".join([*CameraRow.headings(), "編號"]) + "\n1\n").encode(), "不認得或重複的欄位：編號"),
        ((",".join(CameraRow.headings()) + "\n").encode(), "沒有資料"),
        (b"PK\x03\x04", "請另存為 ODS 或 CSV"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused(handler: Client, content: bytes, says: str) -> None:
    page = handler.post(reverse(IMPORT), {"file": SimpleUploadedFile("a.csv", content)}).content.decode()
    assert says in page
    assert "預覽" not in page.replace("先檢查並預覽", "")


def test_columns_may_stand_in_another_order(handler: Client) -> None:
    headings = CameraRow.headings()
    content = write_csv(headings[::-1], [row[::-1] for row in exported(handler)])
    page = handler.post(reverse(IMPORT), {"file": SimpleUploadedFile("a.csv", content)}).content.decode()
    assert "4 列都與現有資料相同" in page


def test_what_moved_after_the_preview_is_shown_again_and_not_written(handler: Client) -> None:
    answer = send(handler, [NEW])
    Camera.objects.filter(code="C04").update(code="C05")
    again = confirm(handler, answer)
    assert "清冊在預覽之後有變動" in again.content.decode()
    assert Camera.objects.get(code="C05").name == "操場西側"
    confirm(handler, again)
    assert Camera.objects.get(code="C05").name == "校門"


def test_a_row_refused_only_at_the_act_writes_nothing(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = send(handler, [NEW])

    def refuse(*_: object, **__: object) -> None:
        raise RowsRefused({2: "不行"})

    monkeypatch.setattr(imports, "write_rows", refuse)
    assert "清冊在預覽之後有變動" in confirm(handler, answer).content.decode()


def test_rows_are_written_all_or_none(cameras: list[Camera], now: dt.datetime) -> None:
    def act(row: object) -> None:
        retire_camera(code=row["code"], on=now.date(), actor=SYSTEM, now=now)  # type: ignore[index]

    with pytest.raises(RowsRefused, match="第 3 列：攝影機 C01 已於"):
        write_rows([(2, {"code": "C01"}), (3, {"code": "C01"})], act, CameraError)
    assert Camera.objects.get(code="C01").retired_on is None


def test_a_preview_is_for_who_saw_it_and_for_an_hour(
    handler: Client, cast: Cast, now: dt.datetime, time_machine: object
) -> None:
    answer = send(handler, [NEW])
    handler.force_login(cast.administrator)
    assert "預覽已逾一小時或不屬於您" in confirm(handler, answer).content.decode()
    time_machine.move_to(now.timestamp() + 3601)  # type: ignore[attr-defined]
    handler.force_login(cast.handler)
    assert "預覽已逾一小時或不屬於您" in confirm(handler, answer).content.decode()
    assert not Camera.objects.filter(code="C05").exists()


@pytest.mark.parametrize("kind", ["ods", "csv"])
def test_the_template_has_our_headings(handler: Client, kind: str) -> None:
    answer = handler.get(reverse("cameras:template", args=[kind]))
    assert read_sheet(answer.content).headings == tuple(CameraRow.headings())
    assert f".{kind}" in answer["Content-Disposition"]
    assert handler.get(reverse("cameras:template", args=["xlsx"])).status_code == 404


def test_a_row_no_paper_can_print_is_refused_as_on_the_form(handler: Client) -> None:
    row = (NEW[0], "校門😀", *NEW[2:])
    assert "列印用的楷體沒有「😀」" in send(handler, [row]).content.decode()
    assert not Camera.objects.filter(code="C05").exists()
