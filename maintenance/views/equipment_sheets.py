"""設備帳 out to a spreadsheet, back, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import in_words, the_school
from files.views import sheet_response
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import selectors, services
from maintenance.documents import render_equipment_book
from maintenance.forms import EquipmentRow, equipment_facts
from maintenance.selectors import Wanted
from maintenance.views.equipment import book_reader, wanted_of
from printing.views import furniture, pdf_response
from work.views import Importing, import_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from work.forms import Line

TITLE, BOOK = "設備帳", "財產清冊"


def _every() -> list[dict[str, Any]]:
    return [equipment_facts(one) for one in selectors.equipment_list(Wanted(state=selectors.ALL))]


@require_http_methods(["GET", "POST"])
def import_equipment(request: HttpRequest) -> HttpResponse:
    """匯入: check a sheet of the books, show what it would do, do it."""
    user, now, _ = book_reader(request, keeps=True)

    def act(row: Mapping[str, Any]) -> None:
        services.write_equipment(row=row, user=user, now=now)

    importing = Importing(
        title="匯入設備帳",
        unit="件",
        row_form=EquipmentRow,
        register=lambda: {EquipmentRow.key_of(facts): facts for facts in _every()},
        act=act,
        refusal=services.EquipmentError,
        back_url=reverse("maintenance:equipment-list"),
        back=TITLE,
        template_route="maintenance:equipment-template",
        export_route="maintenance:equipment-export",
        remarks=_moved,
    )
    return import_page(request, importing, now)


def _moved(lines: Sequence[Line]) -> list[str]:
    """A known thing with another keeper or place is moved today: say so."""
    places = {"經管人", "使用單位", "存置地點"}
    count = sum(bool(places & {heading for heading, _, _ in line.changes}) for line in lines if line.is_act)
    return [f"其中 {count} 件的經管人、使用單位或存置地點不同，將以今天登錄異動"] if count else []


@require_GET
def export_equipment(request: HttpRequest, kind: str) -> HttpResponse:
    """匯出: what the list's filter asks for; without one everything in the books, what was scrapped too."""
    user, now, _ = book_reader(request)
    wanted = wanted_of(request) if request.GET else Wanted(state=selectors.ALL)
    rows = [EquipmentRow.cells(equipment_facts(one)) for one in selectors.equipment_list(wanted)]
    answer = sheet_response(TITLE, EquipmentRow.headings(), rows, kind)
    ledger.append_reading(verb=Verb.EQUIPMENT_EXPORTED, actor=in_words(user, now), subject=TITLE, now=now)
    return answer


@require_GET
def template_of_equipment(request: HttpRequest, kind: str) -> HttpResponse:
    """範本: the headings alone."""
    book_reader(request, keeps=True)
    return sheet_response("設備帳匯入範本", EquipmentRow.headings(), [], kind)


@require_GET
def equipment_pdf(request: HttpRequest) -> HttpResponse:
    """財產清冊: what the list's filter asks for; `?blank=1` an empty page for the hand."""
    user, now, _ = book_reader(request)
    rows = []
    if request.GET.get("blank") != "1":
        rows = selectors.equipment_list(wanted_of(request))
        ledger.append_reading(verb=Verb.EQUIPMENT_PRINTED, actor=in_words(user, now), subject=BOOK, now=now)
    note = f"共 {len(rows)} 件，原值合計 {sum(row.cost for row in rows):,} 元" if rows else ""
    paper = furniture(printed_by=user.name, now=now, path=reverse("maintenance:equipment-list"))
    return pdf_response(render_equipment_book(rows, the_school().short_name, paper, note=note), f"{BOOK}.pdf")
