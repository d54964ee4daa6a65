"""Pages: 人員名單 in from a spreadsheet and out to one. Each row of an import is an 帳號申請."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as people
from accounts.selectors import in_words, people_with_posts
from accounts.services import PeopleError
from files.views import sheet_response
from ledger import services as ledger
from ledger.choices import Verb
from reports.forms import PersonRow, person_facts
from reports.services import staff
from reports.views.staff.acting import proof_of
from work.views import Importing, import_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

TITLE = "人員名單"
HOW = (
    "每列一個帳號與其第一個職務，帳號不存在的列會提出帳號申請；已存在的帳號內容相同為「無變更」，"
    "不同則為有誤：職務與到期日請在人員頁面辦理。角色填：教職員、警衛、承辦人、處室主管、校長、系統管理、稽核。"
)
AT_ONCE = "目前沒有其他可核准帳號的處室主管或校長，匯入後立即建立帳號；之後請發給單次連結"
ASKED = "匯入後由處室主管或校長核准，才建立帳號"


def _reader(request: HttpRequest) -> tuple[User, dt.datetime]:
    """Return who asks and when. Raises Http404 for who has no list of people."""
    user, now = cast("User", request.user), timezone.now()
    if not people.may_see_people(user, timezone.localdate(now)):
        raise Http404
    return user, now


def _facts(now: dt.datetime) -> list[dict[str, Any]]:
    return [person_facts(*one) for one in people_with_posts(timezone.localdate(now))]


@require_http_methods(["GET", "POST"])
def import_people(request: HttpRequest) -> HttpResponse:
    """匯入: check a sheet of people, show what it would do, ask for the accounts with a proof of person."""
    user, now = _reader(request)

    def act(row: Mapping[str, Any]) -> None:
        staff.apply_for_row(row=row, actor=user, now=now)

    importing = Importing(
        title="匯入人員",
        unit="人",
        row_form=PersonRow,
        register=lambda: {PersonRow.key_of(facts): facts for facts in _facts(now)},
        act=act,
        refusal=PeopleError,
        back_url=reverse("accounts:people"),
        back="人員",
        template_route="reports:people-template",
        export_route="reports:people-export",
        remarks=lambda _: [AT_ONCE if staff.makes_at_once(user, now) else ASKED],
        proof=proof_of(request, now),
        tell=lambda count: staff.tell_of_sheet(count=count, actor=user, now=now),
        how=HOW,
    )
    return import_page(request, importing, now)


@require_GET
def export_people(request: HttpRequest, kind: str) -> HttpResponse:
    """匯出: everybody, who has left too, as ods or csv."""
    user, now = _reader(request)
    rows = [PersonRow.cells(facts) for facts in _facts(now)]
    answer = sheet_response(TITLE, PersonRow.headings(), rows, kind)
    ledger.append_reading(verb=Verb.PEOPLE_EXPORTED, actor=in_words(user, now), subject=TITLE, now=now)
    return answer


@require_GET
def template_of_people(request: HttpRequest, kind: str) -> HttpResponse:
    """範本: the headings alone."""
    _reader(request)
    return sheet_response("人員匯入範本", PersonRow.headings(), [], kind)
