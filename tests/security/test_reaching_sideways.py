"""Who may see one thing reaches no other by its number, id, token or file name; what was sent once counts once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client

from reports.choices import MoveKind, PostAfter
from reports.services.staff import Leaving, let_go
from requests.models import ReviewRequest
from tests.house.test_every_url_for_every_role import POSTS, TABLE, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.house.world import World

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("only_statuses", "sessions_at_hand")]
NESTED = re.compile(r"/\{(\w+)\}/.*(?:\{\w+\}|/\d+/)")
"""An address of something that belongs to something else: an attachment of a case, a photo of a fault, an item of a list."""
SAME_KIND = (
    ("waiting", "returned", "approved", "granted", "entered", "officer", "body", "letter"),
    ("fault", "done"),
    ("taken", "closed"),
    ("list", "signed", "gone", "owed"),
    ("source", "ours"),
    ("copy", "coming", "stick", "old_copy", "disputed"),
    ("hold", "legal"),
)
BY_ITSELF = {
    "retention:copy",
    "maintenance:daily-check",
    "maintenance:work-camera",
    "maintenance:work-recorder",
    "maintenance:work-photo",
}
"""Not something of something: a camera, a recorder and a shift stand in many sheets."""
FILES = re.compile(
    r"\.(pdf|ods|csv|odt|ics|txt|json|crt|py)(\?|$)|attachments/|photos?/|files/|receipt/|letters/.*/(letter|code)"
)


def swapped() -> Iterator[tuple[str, str, str]]:
    """Yield method, name and address of every nested thing under a parent of the same kind that is not its own."""
    for method, table in (("get", TABLE), ("post", POSTS)):
        for name, path, _ in rows(table):
            match = NESTED.search(path)
            if match and name not in BY_ITSELF:
                kin = next((names for names in SAME_KIND if match[1] in names), ())
                yield from (
                    (method, name, path.replace(f"{{{match[1]}}}", f"{{{other}}}", 1))
                    for other in kin
                    if other != match[1]
                )


def test_a_thing_is_not_found_under_another_of_the_same_kind(client: Client, world: World) -> None:
    """As 承辦人 and 校長, who may see both: each thing only under what it belongs to."""
    asked = {(method, path.format(**world.paths)) for method, _, path in swapped()}
    real = {path.format(**world.paths) for table in (TABLE, POSTS) for _, path, _ in rows(table)}
    reached = []
    for person in (world.cast.handler, world.cast.principal):
        client.force_login(person)
        for method, path in sorted(one for one in asked if one[1] not in real):
            point = transaction.savepoint()
            status = getattr(client, method)(path).status_code
            reached += [f"{person.username} {method} {path}: {status}"] if status not in {403, 404, 405, 410} else []
            transaction.savepoint_rollback(point)
    assert len(asked) > 60
    assert "\n".join(reached) == ""


def test_no_file_paper_or_export_is_there_for_the_asking(client: Client, world: World) -> None:
    """Forced browsing: every file by its address, as nobody, as a person whose account was closed, as who has no part in it."""
    paths = [
        (path.format(**world.paths), cells) for _, path, cells in rows() if FILES.search(path) and cells[0] == "in"
    ]
    assert len(paths) > 40
    leaving = Leaving(world.cast.supervisor.pk, MoveKind.CLOSING, world.cast.dean.pk, PostAfter.VACANT)
    let_go(leaving=leaving, actor=world.cast.administrator, now=world.now)
    closed = Client()
    closed.force_login(world.cast.supervisor)
    for one in (client, closed):
        assert [
            path for path, _ in paths if not one.get(path).headers.get("Location", "").startswith("/accounts/login/")
        ] == []
    client.force_login(world.cast.colleague)
    refused = {"no": {403}, "-": {404}, "post": {405}}
    assert [
        path for path, cells in paths if cells[2] in refused and client.get(path).status_code not in refused[cells[2]]
    ] == []


@pytest.mark.parametrize("username", ["teacher", "colleague", "guard", "administrator"])
def test_numbers_and_ids_beside_ones_own_lead_nowhere(client: Client, world: World, username: str) -> None:
    """Counting up and down from what one knows: cases, events, papers, copies, drafts of others."""
    client.force_login(getattr(world.cast, username))
    others = ReviewRequest.objects.exclude(applicant__username=username).exclude(number=None)
    paths = [
        *(f"/requests/{case.number}/{rest}" for case in others for rest in ("", "appendix-1.pdf", "letters/")),
        *(f"/requests/drafts/{case.draft_key}/" for case in others),
        *(f"/requests/misuses/{key}/record.pdf" for key in range(1, 5)),
        *(f"/print/papers/{key}.pdf" for key in range(1, 5)),
    ]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
