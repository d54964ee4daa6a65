"""The book can be trusted against whoever runs the database: its checkpoint leaves the house, and comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.management import call_command

from ledger.models import Checkpoint, Entry
from ledger.rules import foot_code
from ledger.services import make_checkpoint
from reports.services import publish_checkpoint
from requests.models import ReviewRequest
from tests.printing import reader

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings

    from tests.conftest import Cast
    from tests.house.world import World


def test_every_day_the_checkpoint_is_mailed_to_the_principal_and_who_keeps_it_apart(
    cast: Cast, now: dt.datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.CHECKPOINT_MAIL = ["documents@example.edu.tw"]
    cast.principal.email = "principal@example.edu.tw"
    cast.principal.save()
    said = publish_checkpoint(now).words
    [letter] = mail.outbox
    assert letter.to == ["principal@example.edu.tw", "documents@example.edu.tw"]
    checkpoint = Checkpoint.objects.get()
    assert foot_code(bytes(checkpoint.root)) in said
    assert said.endswith("已寄送 2 個信箱")
    kept = tmp_path / "letter.txt"
    kept.write_text(str(letter.body), encoding="utf-8")
    call_command("verify_ledger", "--checkpoint", str(kept))  # the letter itself is what is brought back


def test_without_an_address_the_duty_says_what_to_do_instead(cast: Cast, now: dt.datetime) -> None:
    assert "未設定收件信箱" in publish_checkpoint(now).words
    assert mail.outbox == []


def test_without_a_mail_server_nothing_is_said_to_have_been_sent(
    cast: Cast, now: dt.datetime, settings: Settings
) -> None:
    cast.principal.email = "principal@example.edu.tw"
    cast.principal.save()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    said = publish_checkpoint(now).words
    assert said.endswith("；未設定郵件伺服器（CCTV_EMAIL_URL），請將查核點抄錄或列印調閱登記簿另行保存")
    assert "已寄送" not in said
    assert Checkpoint.objects.count() == 1


@pytest.mark.parametrize("who", ["principal", "auditor", "administrator", "handler"])
def test_the_foot_of_a_paper_is_compared_on_the_page(client: Client, world: World, now: dt.datetime, who: str) -> None:
    checkpoint = make_checkpoint(now)
    client.force_login(getattr(world.cast, who))
    code = foot_code(bytes(checkpoint.root))
    assert "相符" in page(client, size=checkpoint.size, code=code)
    assert "不符" in page(client, size=checkpoint.size, code="0000-0000-0000-0000-0000-0000")
    assert "較新的紀錄不見了" in page(client, size=checkpoint.size + 1000, code=code)
    assert "請照頁尾輸入" in page(client, size=checkpoint.size, code="？")
    assert client.get(f"/ledger/checkpoints/{checkpoint.size}.txt").content.decode() == checkpoint.note


def page(client: Client, **typed: str | int) -> str:
    return client.get("/ledger/checkpoints/", typed).content.decode()


def test_the_register_is_printed_with_the_checkpoint_at_its_foot(
    client: Client, world: World, now: dt.datetime
) -> None:
    client.force_login(world.cast.principal)
    content = b"".join(client.get("/ledger/register.pdf"))
    checkpoint = Checkpoint.objects.get()
    for paper in reader.pages(content):
        assert f"第{checkpoint.size}筆驗證碼{foot_code(bytes(checkpoint.root))}" in reader.squeeze(paper.extract_text())
    assert Entry.objects.get(sequence=checkpoint.size).verb == "requests.register_printed"


def test_the_applicant_takes_home_the_proof_of_an_entry_of_his_own_case_and_of_no_other(
    client: Client, world: World
) -> None:
    case = ReviewRequest.objects.get(number=world.paths["approved"])
    assert case.applicant
    client.force_login(case.applicant)
    mine = Entry.objects.filter(subject=str(case)).latest("sequence")
    assert (
        f'href="/ledger/proofs/{case.number}/{mine.sequence}.json"'
        in client.get(f"/ledger/proofs/{case.number}/").content.decode()
    )
    said = json.loads(client.get(f"/ledger/proofs/{case.number}/{mine.sequence}.json").content)
    assert json.loads(said["entry"])[0] == mine.sequence
    other = Entry.objects.exclude(subject=str(case)).latest("sequence")
    assert client.get(f"/ledger/proofs/{case.number}/{other.sequence}.json").status_code == 404
    client.force_login(world.cast.handler)
    assert client.get(f"/ledger/proofs/{case.number}/").status_code == 403
