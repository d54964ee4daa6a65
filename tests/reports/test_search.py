"""搜尋: numbers first and straight to the page, words in what one may see, nothing of what one may not — not even a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.choices import Role
from accounts.models import Appointment
from ledger.choices import Verb
from ledger.models import Entry
from maintenance.models import Equipment, Fault
from requests.models import ReviewRequest

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse

    from tests.house.world import World

KINDS = ["調閱案件", "留存檔", "故障", "攝影機", "設備"]


def ask(client: Client, world: World, role: str, text: str) -> HttpResponse:
    client.force_login(getattr(world.cast, role))
    return client.get("/search/", {"q": text})


def kinds(answer: HttpResponse) -> list[str]:
    return [kind.label for kind in answer.context["kinds"]]


def numbers(answer: HttpResponse) -> set[str]:
    return {hit.number for kind in answer.context["kinds"] for hit in kind.hits}


def test_the_very_number_of_one_thing_opens_it(client: Client, world: World) -> None:
    fault, thing = Fault.objects.earliest("pk"), Equipment.objects.earliest("pk")
    case, copy = world.paths["waiting"], world.paths["copy"]
    for text, path in [
        (case, f"/requests/{case}/"),
        ("１１５-０００１", "/requests/115-0001/"),
        (copy, f"/retention/copies/{copy}/"),
        (str(copy).lower(), f"/retention/copies/{copy}/"),
        (fault.number, f"/maintenance/faults/{fault.number}/"),
        ("c01", "/cameras/C01/"),
        (thing.full_number, f"/maintenance/equipment/{thing.pk}/"),
    ]:
        answer = ask(client, world, "handler", str(text))
        assert (answer.status_code, answer.headers.get("Location")) == (302, path), text


def test_words_find_places_cameras_faults_names_and_things_kind_by_kind(client: Client, world: World) -> None:
    Fault.objects.filter(pk=Fault.objects.earliest("pk").pk).update(description="忠孝樓配線鬆脫")
    answer = ask(client, world, "handler", "忠孝樓")
    assert kinds(answer)[:1] == ["調閱案件"]
    assert {"故障", "攝影機"} <= set(kinds(answer))
    assert kinds(ask(client, world, "handler", "配線鬆脫")) == ["故障"]
    name = ReviewRequest.objects.get(number=world.paths["waiting"]).applicant_name
    assert str(world.paths["waiting"]) in numbers(ask(client, world, "handler", name))
    assert kinds(ask(client, world, "auditor", "忠孝樓")) == [one for one in kinds(answer) if one != "調閱案件"]


def test_who_has_nothing_to_do_with_cases_finds_none_by_no_words(client: Client, world: World) -> None:
    case = ReviewRequest.objects.get(number=world.paths["waiting"])
    ReviewRequest.objects.filter(pk=case.pk).update(applicant=world.cast.administrator)
    for role in ("guard", "administrator", "auditor"):
        for text in (str(case.number), case.applicant_name, "忠孝樓", "115-"):
            answer = ask(client, world, role, text)
            assert answer.status_code == 200
            assert "調閱案件" not in kinds(answer) + answer.context["offered"], role
    assert ask(client, world, "guard", str(world.paths["copy"])).context["kinds"] == []
    assert "E115" not in str(numbers(ask(client, world, "teacher", "115-")))


def test_a_teacher_finds_the_own_case_and_a_colleague_does_not(client: Client, world: World) -> None:
    case = ReviewRequest.objects.get(number=world.paths["waiting"])
    own, none = ask(client, world, "teacher", str(case.number)), ask(client, world, "colleague", str(case.number))
    assert (own.status_code, none.status_code) == (302, 200)
    assert numbers(none) == set()
    assert kinds(ask(client, world, "teacher", "忠孝樓")) == ["調閱案件"], "neither cameras nor faults of others"


def test_a_restricted_case_is_found_by_its_readers_alone_and_missed_by_nobody_else(
    client: Client, world: World
) -> None:
    case = ReviewRequest.objects.get(number=world.paths["waiting"])
    before = numbers(ask(client, world, "principal", "115-"))
    ReviewRequest.objects.filter(pk=case.pk).update(is_restricted=True, applicant_name="卯長庚", number="115-7777")
    case.refresh_from_db()
    case.readers.set([world.cast.supervisor])
    assert ask(client, world, "supervisor", str(case.number)).status_code == 302
    for role in ("handler", "principal", "colleague"):
        assert numbers(ask(client, world, role, "卯長庚")) == set()
        hidden, nothing = (ask(client, world, role, text) for text in (str(case.number), "115-9999"))
        same = [
            one.content.decode().split("<main")[1].replace(str(case.number), "115-9999") for one in (hidden, nothing)
        ]
        assert same[0] == same[1]
    assert before - numbers(ask(client, world, "principal", "115-")) == {str(world.paths["waiting"])}


def test_neither_what_is_encrypted_nor_the_reason_is_searched(client: Client, world: World) -> None:
    case = ReviewRequest.objects.get(number=world.paths["waiting"])
    case.id_number, case.reason = "A123456789", "逃生梯口遭人圍堵"
    case.save(update_fields=["id_number", "reason"])
    for text in ("A123456789", "逃生梯口", "123456"):
        assert "調閱案件" not in kinds(ask(client, world, "handler", text))


def test_a_search_is_a_look_and_what_was_searched_for_stands_nowhere(client: Client, world: World) -> None:
    entries = Entry.objects.filter(verb=Verb.SEARCHED)
    ask(client, world, "handler", "許")
    assert not entries.exists(), "too short to be a search"
    ask(client, world, "handler", "許喆安")
    entry = entries.get()
    assert (entry.account, entry.subject, entry.detail) == ("handler", "案件、留存檔、故障、攝影機與設備", {})
    assert "許喆安" not in str(Entry.objects.filter(pk=entry.pk).values())


@pytest.mark.parametrize("text", ["", " ", "許", "\x00", "%", "%%", "_' OR 1=1", "長" * 500])
def test_odd_words_are_answered(client: Client, world: World, text: str) -> None:
    answer = ask(client, world, "handler", text)
    assert answer.status_code == 200
    assert numbers(answer) == set()


def test_every_page_offers_the_search_but_one_opened_by_a_guards_code(client: Client, world: World) -> None:
    client.force_login(world.cast.teacher)
    page = client.get("/").content.decode()
    assert page.count('action="/search/"') == len(["desk", "phone"])
    assert "accesskey" not in page
    Appointment.objects.filter(user=world.cast.teacher, role=Role.STAFF).delete()
    assert client.get("/search/?q=忠孝樓").context["kinds"] == []
