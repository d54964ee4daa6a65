"""Long papers as one job against WeasyPrint on the same HTML: `uv run python -m bench.register [--viewings 200] [--forms 100]`.

(a) the 調閱登記簿 of a year, from the order to the file: its rows asked, laid out page by page with progress, written,
    kept and entered; against WeasyPrint alone on the same pages as one document
(b) 附錄1 of many cases as one file, against the same forms one file each
(c) peak memory of the process after both

Seconds are of the processor: other work on the machine changes them less. Every case and viewing is made by the services.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import time
from dataclasses import astuple
from typing import TYPE_CHECKING

from bench.report import Line, publish

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from cameras.models import Camera
    from printing.documents import Furniture
    from reports.documents import RegisterRow
    from requests.models import ReviewRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
DAY = dt.timedelta(days=1)
REASON = "學生於午休時間在走廊遭推擠跌倒，左手腕受傷送健康中心，導師需釐清經過。"


def main() -> None:
    """Make a year, measure, publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--viewings", type=int, default=200)
    parser.add_argument("--forms", type=int, default=100)
    options = parser.parse_args()
    import django  # noqa: PLC0415 - the settings stand in the environment only now

    django.setup()
    handler = _a_year(options.viewings)
    lines = [_register(handler, options.viewings), _forms(handler, options.forms)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    publish("register", [*lines, Line("(c) peak memory", "SQLite", peak, peak, "MiB", 1.0, "", "fonts included")])


def _register(handler: User, viewings: int) -> Line:
    from reports import documents  # noqa: PLC0415
    from reports.services import make_papers, order_register  # noqa: PLC0415
    from requests.selectors import Narrowed, register_lines  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    rows = [documents.register_row(line) for line in register_lines(handler, now)]
    assert len(rows) == viewings
    _seconds(lambda: documents.render_register(rows[:5], "瑞豐國小", _margin(handler)))  # fonts are cut once
    peer = _seconds(lambda: _one_document(rows, handler))
    order_register(user=handler, narrowed=Narrowed(), words="", now=now)
    ours = _seconds(lambda: make_papers(now))
    _require_made()
    return Line(
        f"(a) register of {viewings} viewings", "SQLite", ours, peer, "s", ours / peer, "≤ 1.2", "peer: one document"
    )


def _forms(handler: User, forms: int) -> Line:
    from reports.services import make_papers, order_forms  # noqa: PLC0415
    from requests.documents import render_appendix_1  # noqa: PLC0415
    from requests.documents.filling import printed_appendix_1  # noqa: PLC0415
    from requests.models import ReviewRequest  # noqa: PLC0415

    now, cases = dt.datetime.now(dt.UTC), list(ReviewRequest.objects.order_by("pk")[:forms])
    filled = [printed_appendix_1(case, for_ink=False) for case in cases]
    peer = _seconds(lambda: [render_appendix_1(form, _margin(handler)) for form in filled])
    order_forms(user=handler, cases=[case.pk for case in cases], now=now)
    ours = _seconds(lambda: make_papers(now))
    _require_made()
    return Line(f"(b) 附錄1 of {forms} cases", "SQLite", ours, peer, "s", ours / peer, "≤ 1.2", "peer: a file each")


def _require_made() -> None:
    from work.models import Job  # noqa: PLC0415

    assert not Job.objects.filter(file=None).exists()


def _margin(handler: User) -> Furniture:
    from printing.views import furniture  # noqa: PLC0415

    return furniture(printed_by=handler.name, now=dt.datetime.now(dt.UTC), path="/ledger/register/")


def _one_document(rows: list[RegisterRow], handler: User) -> bytes:
    """The same pages, one behind the other in one HTML, as WeasyPrint lays them out by itself."""
    from weasyprint import HTML  # noqa: PLC0415

    from printing.documents import Book, renderer  # noqa: PLC0415
    from printing.documents.books import TEMPLATE, laid_out, nobody  # noqa: PLC0415
    from reports.documents import COLUMNS, HAND, register  # noqa: PLC0415

    book = Book("瑞豐國小監錄系統調閱登記簿", COLUMNS, [astuple(row) for row in rows], register.FOOT, hand=HAND)
    pages = [
        renderer.page_html(TEMPLATE, context, margin) for context, margin in laid_out(book, _margin(handler), nobody)
    ]
    head = pages[0].partition("<section")[0]
    sections = ["<section" + page.partition("<section")[2].partition("</body>")[0] for page in pages]
    styles = [renderer.style_sheet(name) for name in (renderer.HOUSE_STYLE, "printing/book.pdf.css")]
    broken = '<div style="break-before: page"></div>'.join(sections)
    return bytes(
        HTML(string=f"{head}{broken}</body></html>").write_pdf(stylesheets=styles, font_config=renderer._fonts)
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _a_year(viewings: int) -> User:
    """A school of four people whose cases were all granted and seen."""
    from django.core.management import call_command  # noqa: PLC0415

    from accounts.choices import Role  # noqa: PLC0415
    from accounts.models import User  # noqa: PLC0415
    from accounts.services import appoint, found_school  # noqa: PLC0415
    from cameras.services import add_camera, add_recorder  # noqa: PLC0415
    from ledger.services import SYSTEM  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    call_command("migrate", verbosity=0)
    found_school(name="瑞豐國小", short_name="瑞豐國小", effective_from=dt.date(2019, 6, 17), actor=SYSTEM, now=now)
    people: dict[str, User] = {}
    for role, title in (
        (Role.STAFF, "五年三班導師"),
        (Role.HANDLER, "事務組長"),
        (Role.SUPERVISOR, "總務主任"),
        (Role.PRINCIPAL, "校長"),
    ):
        people[role] = User.objects.create_user(role, f"游承堃{role[:1]}")
        appoint(user=people[role], role=role, title=title, since=dt.date(2020, 8, 1), actor=SYSTEM, now=now)
    recorder = add_recorder(code="NVR1", name="主機", location="警衛室", actor=SYSTEM, now=now)
    cameras = [
        add_camera(
            code=f"C{number:02}", name=f"三樓走廊{number}", place="忠孝樓", recorder=recorder, area_type="corridor",
            installed_on=dt.date(2020, 1, 1), actor=SYSTEM, now=now,
        )
        for number in (1, 2)
    ]  # fmt: skip
    for _ in range(viewings):
        _viewed(people, cameras, now)
    return people[Role.HANDLER]


def _viewed(people: dict[str, User], cameras: list[Camera], now: dt.datetime) -> ReviewRequest:
    from requests import selectors  # noqa: PLC0415
    from requests.choices import Action, Answer, Need, Proposal  # noqa: PLC0415
    from requests.services.chain import Signing, sign  # noqa: PLC0415
    from requests.services.drafts import Content, save_draft, submit  # noqa: PLC0415
    from requests.services.viewings import end_viewing, start_viewing  # noqa: PLC0415

    content = Content(
        need=Need.DUTY, relation="導師", phone="03-0000000", unit="五年三班", id_number="", cameras=cameras, places=[],
        starts_at=now - DAY, ends_at=now - DAY + DAY / 96, long_period_reason="", reason=REASON,
    )  # fmt: skip
    teacher = people["staff"]
    draft = save_draft(applicant=teacher, content=content, key=None, now=now)
    case = submit(key=draft.draft_key, applicant=teacher, accepts_note=True, now=now)
    for role, action, proposal in (
        ("handler", Action.PROPOSE, Proposal.APPROVE),
        ("supervisor", Action.PROPOSE, Proposal.APPROVE),
        ("principal", Action.APPROVE, None),
    ):
        signing = Signing(
            action=action,
            proposal=proposal,
            opinion="如擬。",
            acts_seen=selectors.acts_on(case),
            is_necessary=Answer.YES,
        )
        case = sign(case_id=case.pk, actor=people[role], signing=signing, now=now)
    viewing = start_viewing(
        case_id=case.pk,
        escort=people["handler"],
        people_present="導師游承堃",
        told_not_to_film=True,
        place="總務處",
        now=now,
    )
    end_viewing(viewing_id=viewing.pk, escort=people["handler"], remarks="", now=now + DAY / 96)
    return case


if __name__ == "__main__":
    main()
