"""The main job, timed as whole processes: import, validate, first sync, sync without change, export.

    .venv/bin/python -m benchmarks.main_job [--pupils 313 5000] [--runs 3]

Every figure is the least of the runs, in seconds, and how many times the start-up of the program
(`validate` on an empty folder, in the same run) it is: seconds are the machine's, the ratio is ours.
A new data folder and a new pusat for every run; pusat is a process of its own, over HTTP on loopback.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from tests.site_process import manage
from tests.spreadsheet.sheet_file import pupil, sheet_file
from tests.sync.conftest import Pusat

NPSN, SCHOOL = "20299999", "SD NEGERI 9 CONTOH"
CLASS = 28
STEPS = ("start-up", "import", "import, nothing new", "validate", "first sync", "sync, no change", "export")


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pupils", type=int, nargs="+", default=[313, 5000])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {options.runs} runs\n"
    )
    print(f"| pupils | {' | '.join(STEPS)} |")
    print(f"|---:|{'---:|' * len(STEPS)}")
    for count in options.pupils:
        runs = [measure(count) for _ in range(options.runs)]
        best = {step: min(run[step] for run in runs) for step in STEPS}
        cells = [f"{best[step]:.2f} s ({best[step] / best['start-up']:.1f}x)" for step in STEPS]
        print(f"| {count:,} | {' | '.join(cells)} |", flush=True)


def measure(count: int) -> dict[str, float]:
    """Seconds of each step for a school of so many pupils."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet = folder / "daftar.xlsx"
        sheet.write_bytes(
            sheet_file([valid_pupil(number) for number in range(1, count + 1)], SCHOOL).getvalue()
        )
        with running_pusat(folder / "pusat") as pusat:
            code = pusat.add_school(NPSN, SCHOOL)
            return dict(steps(folder / "school", sheet, pusat.url, code, count))


def steps(data: Path, sheet: Path, url: str, code: str, count: int) -> Iterator[tuple[str, float]]:
    """Run one step after the other; each must have done its work."""
    run("validate", data=data)
    yield "start-up", timed(lambda: run("validate", data=data))
    yield "import", timed(lambda: run("import_pd", sheet, "--yes", "--json", data=data, added=count))
    yield (
        "import, nothing new",
        timed(lambda: run("import_pd", sheet, "--yes", "--json", data=data, unchanged=count)),
    )
    yield "validate", timed(lambda: run("validate", data=data))
    run("register", "--pusat", url, "--npsn", NPSN, "--code", code, data=data)
    yield "first sync", timed(lambda: synced(data, count))
    yield "sync, no change", timed(lambda: synced(data, 0))
    yield (
        "export",
        timed(lambda: run("export_pd", data.parent / "out.xlsx", "--json", data=data, peserta_didik=count)),
    )


def timed(step: Callable[[], object]) -> float:
    """Seconds that it takes."""
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def run(*words: object, data: Path, **expected: int) -> dict[str, object]:
    """Run a command and check what its JSON says; its JSON."""
    done: subprocess.CompletedProcess[str] = manage(*words, data=data)
    if done.returncode:
        sys.exit(f"{words[0]}: {done.stderr or done.stdout}")
    report = json.loads(done.stdout) if "--json" in words else {}
    for name, value in expected.items():
        assert report[name] == value, (words[0], name, report[name], value)
    return report


def synced(data: Path, added: int) -> None:
    """Synchronise; so many pupils are new to pusat."""
    sent = run("sync", "--json", data=data)["sent"]
    assert isinstance(sent, dict)
    assert sent.get("peserta_didik", {}).get("added", 0) == added, sent


def valid_pupil(number: int) -> dict[str, object]:
    """A pupil without mistakes, one of 28 in a class, with a birthday that fits the grade."""
    place = (number - 1) // CLASS
    grade, letter = place % 6 + 1, place // 6
    born = date(2020 - grade, 1, 1) + timedelta(days=number % 360)
    return pupil(
        number,
        Nama=f"Anak {letters(number)}",
        Tanggal_Lahir=born.isoformat(),
        NIK=f"320501{born:%d%m%y}{number:04d}",
        Rombel_Saat_Ini=f"Kelas {grade} {letters(letter)}",
    )


def letters(number: int) -> str:
    """A number in letters: names have no digits."""
    text = ""
    while number or not text:
        number, rest = divmod(number, 26)
        text = chr(ord("A") + rest) + text
    return text


@contextmanager
def running_pusat(folder: Path) -> Iterator[Pusat]:
    """A pusat of its own, ended afterwards."""
    pusat = Pusat(folder)
    pusat.start()
    try:
        yield pusat
    finally:
        pusat.kill()


if __name__ == "__main__":
    main()
