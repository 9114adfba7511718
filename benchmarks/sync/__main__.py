"""Our sync beside Morango 0.8.15, and beside one POST by hand: what the same school costs each of them.

    .venv/bin/pip install --target LIBS -r benchmarks/sync/requirements.txt
    .venv/bin/python -m benchmarks.sync --morango LIBS [--pupils 1000] [--repeat 5] [--json FILE]

LIBS holds a Django of its own for Morango, which asks for one before 4: only Morango's processes see it.

**The school.** A valid SD (`school.py`), its pupils as full as in a real Daftar Peserta Didik. Ours sends it
as the program keeps it: a pupil is three records (peserta didik, registrasi, anggota rombel), and rombel, PTK
and their keaktifan go too. Morango and the floor get one record per pupil with the same 66 values.

**The sides.** Ours: `pusat start` and a laptop. Morango: its own server and client, a model with 66 text
fields, certificates as its documentation says; once as it comes and once with its pauses cut to 10 ms
(`morango_site/client.py` says which). All on SQLite with a write-ahead log and synchronous=FULL, all over
HTTP on loopback, the servers on waitress.

**A run.** Every client is a process that stays and is told what to do, so no start-up is counted; servers
stay too. The timer starts when the school is filled, registered (certified) and validated, and stops when the
run has ended: ours is the whole run of the button, there and back, with the proof and the tanda terima, but
for the backup that it makes first, which is made before the timer starts: Morango makes none.
Morango's is a session with a push, a pull, or both where nothing has changed. Each repetition has new folders
and new processes for all, one contender after the other: a first push, then three times ten pupils changed at
the school, ten at the server (ours by an SK), and nothing. A run that moves other than that ends it all.

**Figures** are medians. CPU is user and system time of client and server. Bytes are of bodies as they travel.
"""

import argparse
import json
import platform
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from importlib.metadata import distributions
from pathlib import Path

from benchmarks.main_job import running_pusat

from .contenders import CHANGED, Floor, Morango, Ours
from .measure import Figures, first_push, later_runs, middle
from .report import AS_IT_IS, CUT, FLOOR, OURS, Table, bar_table, bars, tables

TURNS = 3


def main() -> None:
    """Measure and print Markdown tables; write the same as JSON where asked to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--morango", type=Path, required=True, metavar="LIBS", help="where it is installed")
    parser.add_argument("--pupils", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    versions = {package.name: package.version for package in distributions(path=[str(options.morango)])}
    if "morango" not in versions:
        parser.error(f"there is no Morango in {options.morango}")
    if options.pupils < TURNS * CHANGED:
        parser.error(f"at least {TURNS * CHANGED} pupils are changed")
    seen: dict[tuple[str, str], list[Figures]] = defaultdict(list)
    for _ in range(options.repeat):
        for name, scenario, figures in repetition(options.pupils, options.morango.resolve()):
            seen[name, scenario].append(figures)
    table = {key: middle(measurements) for key, measurements in seen.items()}
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    print(
        f"{machine}, Morango {versions['morango']}, {options.pupils:,} pupils, {options.repeat} repetitions"
    )
    print("\n".join([*tables(table), *bar_table(list(bars(table)))]))
    if options.json:
        options.json.write_text(as_json(machine, options.pupils, options.repeat, table))


def repetition(pupils: int, libraries: Path) -> Iterator[tuple[str, str, Figures]]:
    """Every contender once, in new folders: (contender, scenario, figures)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_pusat(folder / "pusat") as pusat, closing(Ours(folder, pusat, pupils)) as ours:
            rows = ours.rows()
            yield from ((OURS, *measured) for measured in first_push(ours, pupils))
            yield from ((OURS, *measured) for measured in later_runs(ours, TURNS))
        for label, cut in ((CUT, True), (AS_IT_IS, False)):
            with closing(Morango(folder / label, rows, libraries, cut)) as morango:
                yield from ((label, *measured) for measured in first_push(morango, pupils))
                yield from ((label, *measured) for measured in later_runs(morango, TURNS))
        with closing(Floor(folder / "floor", rows)) as floor:
            yield from ((FLOOR, *measured) for measured in first_push(floor, pupils))


def as_json(machine: str, pupils: int, repeat: int, table: Table) -> str:
    """All that is printed."""
    figures = [
        {"contender": name, "scenario": what, **asdict(middle_run)}
        for (name, what), middle_run in table.items()
    ]
    return json.dumps(
        {
            "machine": machine,
            "pupils": pupils,
            "repeat": repeat,
            "figures": figures,
            "bars": [asdict(bar) for bar in bars(table)],
        },
        indent=1,
    )


if __name__ == "__main__":
    main()
