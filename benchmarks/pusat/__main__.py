"""Many simulated schools at once against pusat on PostgreSQL, and what its ingest is made of.

    .venv/bin/python -m pip install -r requirements-pusat.txt
    .venv/bin/python -m benchmarks.pusat [--schools 2000] [--deltas 400] [--turns 5] [--json FILE]

PostgreSQL must be installed; a server of its own is started on a free port, waiting for its disk as it
comes, with pusat's tables, and `pusat start --workers 2` on it. All of it is on one machine, over HTTP on
loopback.

**The schools** send what a real computer of a school sends (`benchmarks/sync/school.py`, from its outbox),
under ids of their own: a *first push* is a hello that pulls, the batches, and the proof; a *delta* is ten
pupils changed at the school, ten by an SK meanwhile, and the proof: two requests. Each must end with a
tanda terima and with the ten; anything else is an error. Requests are made ready beforehand. Registering is
not part of it.

**Loads.** *One at a time*: what a school costs by itself. *As fast as it goes*: a few clients, each with
one school after the other; that rate is the capacity. *1x* and *4x*: schools arrive as often, and four
times as often, as that, each with a connection of its own; who is told to wait (503) waits as long as it is
told and comes again with its ticket, as the school's computer does.

**Figures.** Seconds of a school are from its arrival to its tanda terima, waiting included; those of a
request are of one that was let in. CPU is of all processes of pusat and of PostgreSQL, by the kernel's
count, a school. Rows a second: see `ingest.py`. The profile is of the same requests in this process: shares
of its CPU time.
"""

import argparse
import json
import platform
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

from benchmarks.sync.worker import Process
from sync.wire import packing
from sync.wire.messages import Batch

from .servers import running

WORKERS = 2
MEAN, LARGE = 207, 1000
SIZES = (100, MEAN, LARGE, 5000)


def main() -> None:
    """Measure and print Markdown tables; write the same as JSON where asked to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=2000, help="how many there are at pusat at the end")
    parser.add_argument("--deltas", type=int, default=400, help="schools of each load")
    parser.add_argument("--turns", type=int, default=5, help="of the ingest, of which the medians are given")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.schools < options.deltas:
        parser.error("there must be as many schools as a load has")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        templates = {size: template(folder / f"school-{size}", size) for size in SIZES}
        with running(folder / "pusat", WORKERS) as servers:
            django.setup()
            # Not before: it needs the models.
            from .scenarios import Scenarios

            print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}", flush=True)
            measured: list[dict[str, Any]] = []
            scenarios = Scenarios(servers, templates, folder, options.deltas, options.turns)
            for title, rows in scenarios.run(options.schools):
                print("\n".join(as_table(title, rows)), flush=True)
                measured.append({"title": title, "rows": rows})
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1))


def template(folder: Path, pupils: int) -> list[Batch]:
    """The batches of a real school's first push."""
    laptop = Process("benchmarks.sync.laptop", folder)
    try:
        laptop("make", pupils=pupils)
        return [packing.decode(b64decode(body), Batch) for body in laptop("batches")]
    finally:
        laptop.stop()


def as_table(title: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Markdown; all rows have the same columns."""
    yield f"\n### {title}\n"
    yield "| " + " | ".join(rows[0]) + " |"
    yield "|---|" + "---:|" * (len(rows[0]) - 1)
    for row in rows:
        yield "| " + " | ".join(_cell(value) for value in row.values()) + " |"


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    main()
