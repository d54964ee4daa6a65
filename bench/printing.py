"""附錄1, warm: WeasyPrint as the product uses it, against a running Chromium that prints the same HTML.

    python -m bench.printing [--full]

Chromium opens a new page for each document (as a web application would), and once more with one page reused. All take
turns, so that load on the machine falls on all alike. A name like 林𠮷祥 needs TW-Kai-Ext-B as well, a file of 65 MB: it
is printed beside the others, for information. `--full` prints 1,000 forms instead of 200 to watch memory.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django
from playwright.sync_api import sync_playwright

from printing.documents import Furniture, page_html
from printing.documents.renderer import HOUSE_STYLE, style_text
from printing.rules import TAIPEI
from requests.documents import Appendix1, SignatureCell, render_appendix_1, signature_lines
from requests.documents.paper import TEMPLATE, appendix_1_context

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ROUNDS = 15
TARGET = 0.30
OURS, PEER = "weasyprint", "chromium, new page"
RESULT = Path(__file__).parent / "results" / "printing.json"
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def sample(number: int, applicant: str = "許喆安") -> tuple[Appendix1, Furniture]:
    """Return form `number`; every one has other words, so that nothing can be reused from the last."""
    at = dt.datetime(2026, 11, 20, 8, 15, tzinfo=TAIPEI)
    chain = ((("監錄系統管理", "承辦人"), "擬准"), (("監錄系統管理", "處室主管"), "審核同意"), (("校長",), "准予調閱"))
    cells = [SignatureCell(("申請人",), signature_lines(title="導師", name=applicant, word="", at=at))]
    cells += [SignatureCell(label, signature_lines(title="", name="游承堃", word=word, at=at)) for label, word in chain]
    form = Appendix1(
        school_short_name="瑞豐國小",
        number=f"115-{number:04d}",
        applied_on=at.date(),
        id_number="A12****789",
        phone="03-0000000 分機 312",
        relation="導師",
        unit="五年三班",
        camera_lines=("忠孝樓三樓東側走廊（C02）", "忠孝樓一樓川堂（C01）"),
        starts_at=at,
        ends_at=at + dt.timedelta(minutes=15),
        reason=f"第 {number} 號。學生於午休時間在走廊遭推擠跌倒，左手腕受傷送健康中心，導師需釐清經過。" * 3,
        signatures=tuple(cells),
    )
    url = f"http://127.0.0.1:8000/requests/{form.number}/"
    return form, Furniture(form.number, at, "游承堃", url, is_demo=True)


def html_for_chromium(number: int) -> str:
    """Return the same HTML with the same style sheets inside."""
    form, furniture = sample(number)
    style = style_text(HOUSE_STYLE) + style_text(TEMPLATE.replace(".html", ".css"))
    return page_html(TEMPLATE, appendix_1_context(form), furniture).replace("</head>", f"<style>{style}</style></head>")


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def speed() -> dict[str, list[float]]:
    """Return the seconds of every round for each way to print."""
    taken: dict[str, list[float]] = {
        name: [] for name in (OURS, "weasyprint, with a name in Ext-B", PEER, "chromium, page reused")
    }
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"), args=CHROMIUM_ARGUMENTS
        )
        kept_page = browser.new_page()

        def print_in(page: Page, path: Path) -> None:
            page.goto(path.as_uri())
            page.pdf(prefer_css_page_size=True)

        def print_in_new_page(path: Path) -> None:
            page = browser.new_page()
            print_in(page, path)
            page.close()

        for number in range(ROUNDS + 2):
            path = Path(folder) / f"{number}.html"
            path.write_text(html_for_chromium(number), encoding="utf-8")
            for applicant, name in zip(("許喆安", "林𠮷祥"), taken, strict=False):
                form = sample(number, applicant)
                taken[name].append(seconds(lambda f=form: render_appendix_1(*f)))  # type: ignore[misc]
            taken[PEER].append(seconds(lambda p=path: print_in_new_page(p)))  # type: ignore[misc]
            taken["chromium, page reused"].append(seconds(lambda p=path: print_in(kept_page, p)))  # type: ignore[misc]
        browser.close()
    return {name: rounds[2:] for name, rounds in taken.items()}  # the first two warm all up


def resident_mib() -> float:
    """Return the memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def memory(forms: int) -> list[float]:
    """Print `forms` forms; return the memory held after each fifth of them, in MiB."""
    held = []
    for number in range(forms):
        render_appendix_1(*sample(number))
        if (number + 1) % (forms // 5) == 0:
            held.append(round(resident_mib(), 1))
    return held


def main() -> None:
    """Measure, print a table, write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="1,000 forms for memory instead of 200")
    forms = 1000 if parser.parse_args().full else 200
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cctv_admin.settings.test")
    django.setup()
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    taken = speed()
    medians = {name: statistics.median(rounds) for name, rounds in taken.items()}
    ratio = medians[OURS] / medians[PEER]
    held = memory(forms)
    for name, median in medians.items():
        print(f"{name:34} {median * 1000:7.0f} ms   {median / medians[PEER]:5.2f}×")
    print(f"target ≤ {TARGET:.2f}× of chromium, new page: {'met' if ratio <= TARGET else 'NOT met'} ({ratio:.2f}×)")
    print(f"memory over {forms} forms, MiB after each fifth: {held}; last − first: {held[-1] - held[0]:+.1f}")
    result = {
        "milliseconds": {name: round(median * 1000, 1) for name, median in medians.items()},
        "ratio": round(ratio, 3),
        "target": TARGET,
        "load_average": [round(load, 1) for load in os.getloadavg()],
        "forms": forms,
        "memory_mib": held,
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
