"""The validation engine beside the same thirty rules in plain Python, pydantic, pandera and SQL.

    .venv/bin/pip install --target LIBS -r benchmarks/validation/requirements.txt
    PYTHONPATH=LIBS .venv/bin/python -m benchmarks.validation [--pupils 1000 50000] [--runs 5]

One process, one SQLite file, the same rows for all; every fiftieth pupil has mistakes, and all must find
the same number of them. Rows per second are of the least of the runs.
"""

import argparse
import gc
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import django


def main() -> None:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pupils", type=int, nargs="+", default=[1000, 50000])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    for count in options.pupils:
        with tempfile.TemporaryDirectory() as folder:
            child = os.fork()
            if child == 0:
                measure(Path(folder), count, options.runs)
                os._exit(0)
            if os.waitpid(child, 0)[1]:
                raise SystemExit("a measurement failed")


def measure(folder: Path, count: int, runs: int) -> None:
    """One school of so many pupils."""
    os.environ |= {"DAPODIK_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "dapodik.settings.lokal"}
    from dapodik.program import data_folder

    data_folder.prepare(folder)
    django.setup()
    make(count)
    from django.db import connection

    from . import contenders, thirty

    database = connection.settings_dict["NAME"]
    rows = list(all_rows())
    ways: dict[str, Callable[[], Any]] = {
        "plain Python": lambda: contenders.plain(rows),
        "pydantic": lambda: contenders.pydantic(rows),
        "pandera on polars": lambda: contenders.pandera(rows),
        "SQL, reading included": lambda: contenders.sql(str(database)),
        "ours": lambda: ours(rows, thirty.OURS),
    }
    faults = {name: way() for name, way in ways.items()}
    assert len(set(faults.values())) == 1, faults
    print(f"\n### {count:,} pupils, {faults['ours']:,} faults\n")
    print("| thirty rules over rows in memory | rows/s |\n|---|---:|")
    for name, way in ways.items():
        print(f"| {name} | {count / best(way, runs):,.0f} |", flush=True)
    whole(count, runs, rows)


def whole(count: int, runs: int, rows: list[Any]) -> None:
    """Reading, reading with all rules, and a full validation as an operator gets it."""
    from dapodik.validasi import engine
    from dapodik.validasi.models import Finding, ValidationState
    from dapodik.validasi.rule import RULES, SET_RULES

    # What the contenders left in memory is nobody's work here.
    gc.collect()
    gc.freeze()
    every = [code for code, rule in RULES.items() if rule.kind == "peserta_didik"]

    def full() -> None:
        ValidationState.objects.all().delete()
        engine.refresh()

    read = best(lambda: sum(1 for _ in all_rows()), runs)
    both = best(lambda: ours(all_rows(), every), runs)
    checked = best(lambda: ours(rows, every), runs)
    everything = best(full, runs)
    print("\n| step | rows/s | times reading |\n|---|---:|---:|")
    print(f"| reading the rows out of SQLite | {count / read:,.0f} | 1.0 |")
    print(
        f"| {len(every)} rules on a pupil, rows in memory | {count / checked:,.0f} | {checked / read:.2f} |"
    )
    print(f"| reading and {len(every)} rules | {count / both:,.0f} | {both / read:.2f} |")
    print(
        f"| full validation: all kinds, {len(SET_RULES)} set rules, {Finding.objects.count():,} findings "
        f"stored ({everything:.2f} s) | {count / everything:,.0f} | {everything / read:.2f} |"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\nReading is {read / everything:.0%} of a full validation. "
        f"Greatest memory of the process: {peak:.0f} MB."
    )
    page_load(Path(os.environ["DAPODIK_DATA"]), everything)


def page_load(folder: Path, full: float) -> None:
    """The pupils' list of the same school in a real browser, until it has loaded, for comparison."""
    from playwright.sync_api import sync_playwright

    from dapodik.akun.models import Pengguna, Peran
    from tests.browser import find_chromium
    from tests.site_process import Site

    Pengguna.objects.create_user("operator", password="rahasia", nama="Operator", peran=Peran.OPERATOR)
    site = Site(folder, "--no-demo").started()
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{site.url}/masuk/")
            page.fill("[name=username]", "operator")
            page.fill("[name=password]", "rahasia")
            page.click("main button")
            loads = []
            for _ in range(6):
                page.goto(f"{site.url}/peserta-didik/")
                loads.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
            browser.close()
    finally:
        site.stop()
    page_seconds = min(loads) / 1000
    print(
        f"The pupils' list loads in {page_seconds * 1000:.0f} ms in Chromium; "
        f"full validation takes {full / page_seconds:.2f} times that."
    )


def make(count: int) -> None:
    """A school of so many pupils, every fiftieth with mistakes."""
    from django.core.management import call_command

    from dapodik.pokok import write
    from dapodik.pokok.models import PesertaDidik
    from dapodik.pokok.write import Edit
    from tests.school import AUTHOR, make_school

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    school = make_school(pupils=count)
    wrong = {"nik": "3205", "rt": "x", "agama_id": "", "penerima_kps": True, "nama": "Budi 2"}
    spoiled = islice(school.pupils, 0, None, 50)
    write.save([Edit(PesertaDidik, wrong, pk) for pk in spoiled], AUTHOR)


def all_rows() -> Iterator[Any]:
    """The pupils' rows as the engine reads them."""
    from dapodik.pokok.models import PesertaDidik
    from dapodik.validasi.rows import rows

    return rows(PesertaDidik)


def ours(rows: Any, codes: list[str]) -> int:
    """The engine's rules with their sentences."""
    from dapodik.pokok.chunks import chunks
    from dapodik.validasi import rules  # noqa: F401  (fills the book)
    from dapodik.validasi.rule import message_of
    from dapodik.validasi.rule_order import broken, order_of

    order = order_of(codes)
    return len(
        [
            (row["id"], rule.field, message_of(rule.sentence, row[rule.field], details))
            for part in chunks(rows, 2000)
            for row, rule, details in broken(part, order)
        ]
    )


def best(way: Callable[[], Any], runs: int) -> float:
    """Seconds of the fastest run."""
    least = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        way()
        least = min(least, time.perf_counter() - began)
    return least


if __name__ == "__main__":
    main()
