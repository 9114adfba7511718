"""The Daftar Peserta Didik from the database to the file, beside other writers.

    .venv/bin/pip install --target LIBS -r benchmarks/downloads/requirements.txt
    PYTHONPATH=LIBS .venv/bin/python -m benchmarks.downloads [--pupils 1000 5000] [--runs 5]

Dense pupils: more cells of the 66 columns are filled than in real sheets. Time of the processor, the least
of the runs, all in one process by turns; the memory is what a process of its own needs more than before.
What is not installed is left out.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import django

from benchmarks.validation.__main__ import make

FLOOR, RUSTPY, OURS = "floor: SQLite, XML, deflate", "rustpy-xlsxwriter on a queryset", "ours"
Way = Callable[[Path], object]


def main() -> None:
    """Measure and print a Markdown table for each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pupils", type=int, nargs="+", default=[1000, 5000])
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
    filled = fill()
    target = folder / "out.xlsx"
    ways = installed(target)
    seconds = dict.fromkeys(ways, float("inf"))
    sizes: dict[str, int] = {}
    for _ in range(runs):
        for name, way in ways.items():
            began = time.process_time()
            way(target)
            seconds[name] = min(seconds[name], time.process_time() - began)
            sizes[name] = target.stat().st_size
    print(f"\n### {count:,} pupils, {filled:.0%} of the cells filled, {runs} runs\n")
    print("| writer | s | of floor | of rustpy | MiB more | file, kB |\n|---|---:|---:|---:|---:|---:|")
    for name, best in sorted(seconds.items(), key=lambda pair: pair[1]):
        ratios = [best / seconds[other] if other in seconds else 0 for other in (FLOOR, RUSTPY)]
        print(
            f"| {name} | {best:.3f} | {ratios[0]:.1f} | {ratios[1]:.1f} | {memory(ways[name], target):.0f} "
            f"| {sizes[name] // 1000:,} |",
            flush=True,
        )


def installed(target: Path) -> dict[str, Way]:
    """The writers that are there, each tried once."""
    from dapodik.spreadsheet.export import write_sheet
    from dapodik.spreadsheet.sheets.peserta_didik import PESERTA_DIDIK

    from . import contenders

    ways: dict[str, Way] = {
        FLOOR: contenders.floor,
        OURS: lambda file: write_sheet(PESERTA_DIDIK, file, "Operator"),
        RUSTPY: contenders.rustpy_queryset,
        "rustpy-xlsxwriter, shared strings": contenders.rustpy_shared,
        "openpyxl, write-only": contenders.openpyxl_streaming,
        "XlsxWriter": contenders.xlsxwriter_shared,
        "XlsxWriter, constant memory": contenders.xlsxwriter_constant,
        "PyExcelerate": contenders.pyexcelerate,
    }
    for name, way in list(ways.items()):
        try:
            way(target)
        except ImportError as error:
            print(f"{name} left out: {error}")
            del ways[name]
    return ways


def memory(way: Way, target: Path) -> float:
    """MiB that a process needs at its greatest beyond what it has before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        way(target)
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        os.write(writing, str(more).encode())
        os._exit(0)
    os.waitpid(child, 0)
    return int(os.read(reading, 20)) / 1024


def fill() -> float:
    """Give every pupil what real sheets have, all of it different; the share of the cells that is filled."""
    from dapodik.pokok import write
    from dapodik.pokok.models import PesertaDidik, RegistrasiPesertaDidik, Sekolah
    from dapodik.pokok.write import Edit
    from dapodik.spreadsheet.sheets.peserta_didik import PESERTA_DIDIK
    from tests.school import AUTHOR

    chance = Random(7)

    def digits(count: int) -> str:
        return "".join(chance.choices("0123456789", k=count))

    edits = [
        Edit(
            PesertaDidik,
            {
                "no_kk": digits(16),
                "alamat_jalan": f"Kp. Kaler No. {digits(3)}",
                "nomor_telepon_seluler": f"08{digits(10)}",
                "penerima_kps": False,
                "nama_ayah": f"Ayah {digits(5)}",
                "tahun_lahir_ayah": f"19{digits(2)}",
                "jenjang_pendidikan_ayah_id": "6",
                "pekerjaan_ayah_id": "5",
                "penghasilan_ayah_id": "13",
                "nik_ayah": digits(16),
                "tahun_lahir_ibu": f"19{digits(2)}",
                "penghasilan_ibu_id": "99",
                "nik_ibu": digits(16),
                "penerima_kip": False,
                "reg_akta_lahir": f"AL{digits(10)}",
                "layak_pip": False,
                "lintang": f"-7.{digits(6)}",
                "bujur": f"107.{digits(6)}",
            },
            pk,
        )
        for pk in PesertaDidik.live.values_list("pk", flat=True)
    ]
    edits += [
        Edit(RegistrasiPesertaDidik, {"no_skhun": f"DN-{digits(8)}"}, pk)
        for pk in RegistrasiPesertaDidik.live.values_list("pk", flat=True)
    ]
    write.save(edits, AUTHOR)
    cells = next(iter(PESERTA_DIDIK.rows(Sekolah.live.get())))
    return sum(map(bool, cells)) / len(cells)


if __name__ == "__main__":
    main()
