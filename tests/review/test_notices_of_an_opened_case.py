"""Who opens a case has read what he was told of it: neither the bell nor a mail asks for it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from work.models import Notice
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from accounts.models import User
    from requests.models import ReviewRequest
    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")


def unread_of(person: User) -> set[str]:
    return set(Notice.objects.filter(recipient=person, read_at=None).values_list("text", flat=True))


def test_opening_a_case_reads_its_notices_of_this_person_only(
    client: Client, cast: Cast, case: ReviewRequest, now: dt.datetime
) -> None:
    page = reverse("review:case", args=[case.number])
    Notice.objects.all().delete()
    both = [cast.handler, cast.supervisor]
    notify(recipients=both, text=f"請擬辦 {case.number}", url=page, subject=str(case), now=now)
    notify(recipients=both, text="請修正來文", url=f"{page}letter/", subject="", now=now)
    other = page.replace(str(case.number), f"{case.number}9")
    notify(recipients=both, text="另一案", url=other, subject="案 115-00019", now=now)
    client.force_login(cast.handler)
    assert client.get("/cameras/").context["masthead"].unread == 3

    opened = client.get(page)

    assert opened.context["masthead"].unread == 1, "the head of the page says so at once"
    assert unread_of(cast.handler) == {"另一案"}
    assert len(unread_of(cast.supervisor)) == 3


def test_who_may_not_open_it_reads_nothing(client: Client, cast: Cast, case: ReviewRequest, now: dt.datetime) -> None:
    page = reverse("review:case", args=[case.number])
    notify(recipients=[cast.colleague], text="請擬辦", url=page, subject=str(case), now=now)
    client.force_login(cast.colleague)
    assert client.get(page).status_code == 404
    assert unread_of(cast.colleague) == {"請擬辦"}
