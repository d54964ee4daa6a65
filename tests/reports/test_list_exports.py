"""Lists as sheets: what the page shows by its filter, whole, to whom it shows it; each is an entry; no cell is a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from files.rules import read_sheet
from ledger.models import Entry
from ledger.services import sentence
from maintenance.models import Fault
from requests.models import ReviewRequest
from retention.models import EvidenceCopy, Hold

if TYPE_CHECKING:
    from django.test import Client

    from files.rules import Sheet
    from tests.house.world import World

EXPORTS = {
    "/requests/export": "調閱案件",
    "/maintenance/faults/export": "故障紀錄",
    "/maintenance/outages/export": "影像中斷",
    "/maintenance/inspections/export": "檢查保養紀錄",
    "/retention/holds/export": "留存清單",
    "/retention/copies/export": "留存檔清單",
    "/retention/copies/lists/export": "銷毀清冊一覽",
    "/retention/destructions/export": "影像銷毀紀錄",
}


def sheet(client: Client, path: str, kind: str = "csv", query: str = "") -> Sheet:
    answer = client.get(f"{path}.{kind}{query}")
    assert answer.status_code == 200, path
    return read_sheet(answer.content)


def column(found: Sheet, heading: str) -> list[str]:
    place = found.headings.index(heading)
    return [cells[place] for _, cells in found.rows]


@pytest.mark.parametrize("kind", ["ods", "csv"])
@pytest.mark.parametrize("path", EXPORTS)
def test_each_list_leaves_with_a_row_a_thing_and_an_entry(client: Client, world: World, path: str, kind: str) -> None:
    client.force_login(world.cast.supervisor)
    found = sheet(client, path, kind)
    assert found.rows, "the world has one of each"
    assert all(len(cells) == len(found.headings) for _, cells in found.rows)
    assert sentence(Entry.objects.latest("sequence")) == f"總務主任 方瑀彤匯出{EXPORTS[path]}"
    assert client.get(f"{path}.xls").status_code == 404


def test_the_filter_of_a_list_goes_with_it(client: Client, world: World) -> None:
    client.force_login(world.cast.handler)
    every = column(sheet(client, "/requests/export"), "案號")
    assert len(every) > 1
    waiting = column(sheet(client, "/requests/export", query="?view=waiting"), "案號")
    assert set(waiting) < set(every)
    number = str(world.paths["waiting"])
    assert column(sheet(client, "/requests/export", query=f"?q={number}"), "案號") == [number]
    media = column(sheet(client, "/retention/copies/export", query="?medium=medium"), "型式")
    assert set(media) == {EvidenceCopy.objects.filter(medium="medium").earliest("pk").get_medium_display()}
    scrapped = sheet(client, "/maintenance/equipment/export", query="?q=NVR1")
    assert len(scrapped.rows) < len(sheet(client, "/maintenance/equipment/export").rows)
    page = client.get("/requests/?view=waiting").content.decode()
    assert "/requests/export.ods?view=waiting" in page


def test_a_restricted_case_leaves_with_its_readers_only(client: Client, world: World) -> None:
    case = ReviewRequest.objects.get(number=world.paths["waiting"])
    hold = Hold.objects.get(reference=case.number)
    ReviewRequest.objects.filter(pk=case.pk).update(is_restricted=True)
    case.readers.set([world.cast.supervisor])
    client.force_login(world.cast.handler)
    assert str(case.number) not in column(sheet(client, "/requests/export"), "案號")
    holds = sheet(client, "/retention/holds/export")
    row = dict(zip(holds.headings, next(cells for _, cells in holds.rows if cells[0] == str(hold.pk)), strict=True))
    assert (row["案號"], row["留存人"], row["解除理由"]) == ("（限制閱覽）", "", "")
    client.force_login(world.cast.supervisor)
    assert str(case.number) in column(sheet(client, "/requests/export"), "案號")
    assert column(sheet(client, "/requests/export", query=f"?q={case.number}"), "限制案") == ["是"]


def test_what_a_spreadsheet_would_run_is_text_and_what_is_secret_stays(client: Client, world: World) -> None:
    case = ReviewRequest.objects.get(number=world.paths["waiting"])
    case.applicant_name, case.id_number, case.reason = "=HYPERLINK(1)", "A123456789", "逃生梯口遭人圍堵"
    case.save(update_fields=["applicant_name", "id_number", "reason"])
    Fault.objects.filter(pk=Fault.objects.earliest("pk").pk).update(description="@SUM(A1)")
    client.force_login(world.cast.handler)
    text = client.get("/requests/export.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "A123456789" not in text
    assert "逃生梯口" not in text
    assert "'@SUM(A1)" in client.get("/maintenance/faults/export.csv").content.decode("utf-8-sig")


def test_who_sees_the_number_of_holds_alone_takes_none_out(client: Client, world: World) -> None:
    for role, status in (("guard", 403), ("administrator", 403), ("teacher", 404)):
        client.force_login(getattr(world.cast, role))
        assert client.get("/retention/holds/export.csv").status_code == status
