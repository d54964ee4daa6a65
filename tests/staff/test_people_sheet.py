"""人員 from a sheet: shown first, then asked for as 帳號申請; while a school is set up they are accounts at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from accounts.policies import roles_of
from files.rules import read_sheet, write_csv, write_ods
from ledger.choices import Verb
from ledger.models import Entry
from reports.choices import ApplicationState
from reports.forms import PersonRow
from reports.models import AccountApplication
from tests.conftest import PASSWORD
from work.models import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
IMPORT, EXPORT = "reports:people-import", "reports:people-export"
PROOF = {"proof_password": PASSWORD}
NEW = ("Chiu", "邱瓈寬", "教職員", "代理教師", "輔導室", "115/11/23", "116/1/31")
ANOTHER = ("kao", "高𣕑宇", "警衛", "警衛", "警衛室", "115/11/23", "")


def send(client: Client, rows: Sequence[Sequence[str]], kind: str = "csv") -> Any:
    headings = PersonRow.headings()
    content = write_ods("人員", headings, rows) if kind == "ods" else write_csv(headings, rows)
    return client.post(reverse(IMPORT), {"file": SimpleUploadedFile(f"人員.{kind}", content)})


def token(answer: Any) -> dict[str, str]:
    found = re.search(r'name="sheet" value="([^"]+)"', answer.content.decode())
    return {"sheet": found[1]} if found else {}


def nobody_can_approve(cast: Cast) -> None:
    """The school is being set up: 主管 and 校長 have not opened their accounts."""
    for person in (cast.supervisor, cast.principal):
        person.set_unusable_password()
        person.save()


@pytest.mark.parametrize("kind", ["ods", "csv"])
def test_what_was_exported_changes_nothing_and_the_ledger_knows(client: Client, cast: Cast, kind: str) -> None:
    client.force_login(cast.handler)
    content = client.get(reverse(EXPORT, args=[kind])).content
    assert Entry.objects.latest("sequence").verb == Verb.PEOPLE_EXPORTED
    rows = [cells for _, cells in read_sheet(content).rows]
    assert ("guard", "巴奈・古拉斯", "警衛", "警衛", "警衛室", "115/08/01", "") in rows
    answer = send(client, rows, kind)
    assert f"{len(rows)} 列都與現有資料相同" in answer.content.decode()
    assert token(answer) == {}


def test_while_nobody_could_approve_a_sheet_makes_accounts_nobody_has_a_password_of(client: Client, cast: Cast) -> None:
    nobody_can_approve(cast)
    client.force_login(cast.administrator)
    answer = send(client, [NEW, ANOTHER])
    page = answer.content.decode()
    assert "新增 2 筆。目前沒有其他可核准帳號的處室主管或校長，匯入後立即建立帳號" in page
    assert "邱瓈寬，代理教師，輔導室" in page
    assert not AccountApplication.objects.exists(), "a preview writes nothing"

    assert client.post(reverse(IMPORT), token(answer)).status_code == 422, "rights are given: a proof of person first"
    assert not AccountApplication.objects.exists()
    assert "已匯入：新增 2 筆" in client.post(reverse(IMPORT), token(answer) | PROOF, follow=True).content.decode()

    person = User.objects.get(username="chiu")
    assert (person.name, person.has_usable_password()) == ("邱瓈寬", False)
    assert str(person.expires_on) == "2027-01-31"
    assert {
        role.label for role in roles_of(User.objects.get(username="kao"), cast.guard.appointments.get().since)
    } == set()
    assert set(AccountApplication.objects.values_list("state", "decided_name")) == {
        (ApplicationState.APPROVED, "設校時無其他核准人")
    }
    assert not Notice.objects.exists()


def test_once_somebody_can_approve_a_sheet_only_asks(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    answer = send(client, [NEW])
    assert "匯入後由處室主管或校長核准，才建立帳號" in answer.content.decode()
    client.post(reverse(IMPORT), token(answer) | PROOF)
    assert AccountApplication.objects.get().state == ApplicationState.WAITING
    assert not User.objects.filter(username="chiu").exists()


def test_a_sheet_of_many_leaves_each_who_may_approve_one_notice(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    rows = [(f"new{number}", *NEW[1:]) for number in range(60)]
    client.post(reverse(IMPORT), token(send(client, rows)) | PROOF)
    assert AccountApplication.objects.filter(state=ApplicationState.WAITING).count() == 60
    notices = sorted((one.recipient.username, one.text, one.url) for one in Notice.objects.all())
    said = ("有 60 件帳號申請待核准（整批匯入）", reverse("reports:applications"))
    assert notices == [("principal", *said), ("supervisor", *said)]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("帳號", "", "帳號：請填帳號。"),
        ("帳號", "邱老師", "帳號：小寫英文字母或數字"),
        ("帳號", "teacher", "這個帳號已存在且內容不同"),
        ("帳號", "KAO", "與第 2 列重複"),
        ("姓名", "", "姓名：請填姓名。"),
        ("姓名", "邱😀寬", "列印用的楷體沒有「😀」"),
        ("角色", "導師", "角色：沒有「導師」這一項，請填：教職員、警衛、"),
        ("起始日", "", "起始日：請填起始日"),
        ("到期日", "115/11/1", "到期日不可早於"),
    ],
)
def test_one_wrong_row_stops_the_sheet_and_is_named(
    client: Client, cast: Cast, column: str, value: str, says: str
) -> None:
    client.force_login(cast.administrator)
    wrong = list(NEW)
    wrong[PersonRow.headings().index(column)] = value
    page = send(client, [ANOTHER, wrong])
    assert says in page.content.decode()
    assert token(page) == {}
    assert not AccountApplication.objects.exists()


def test_who_has_no_list_of_people_has_no_sheet_of_them(client: Client, cast: Cast) -> None:
    for person in (cast.teacher, cast.supervisor, cast.auditor):
        client.force_login(person)
        for route, arguments in ((IMPORT, []), (EXPORT, ["ods"]), ("reports:people-template", ["csv"])):
            assert client.get(reverse(route, args=arguments)).status_code == 404
    client.force_login(cast.administrator)
    template = read_sheet_headings(client.get(reverse("reports:people-template", args=["csv"])).content)
    assert template == "帳號,姓名,角色,職稱,處室,起始日,到期日"


def read_sheet_headings(content: bytes) -> str:
    return content.decode("utf-8-sig").splitlines()[0]
