"""Every list of a school of 5,000 pupils, timed at the site's own door.

    .venv/bin/python -m benchmarks.lists [--pupils 5000] [--runs 7]

One process, one SQLite file, the test client; the least of the runs, in time of the processor. The ratio is
to the page of shortcuts, which has the same frame and no list, in the same run.
"""

import argparse
import os
import platform
import tempfile
import time
from pathlib import Path
from uuid import UUID

import django

TRIVIAL = "/bantuan/pintasan/"
LISTS = (
    TRIVIAL,
    "/",
    "/peserta-didik/",
    "/peserta-didik/?cari=putri%205A&urut=-rombel",
    "/peserta-didik/?page=100",
    "/cari/?q=an",
    "/cari/?q=001234",
    "/ptk/",
    "/ptk/keaktifan/",
    "/ptk/keaktifan/tahun/",
    "/rombel/",
    "/rombel/{rombel}/",
    "/rombel/{rombel}/anggota/",
    "/peserta-didik/data-periodik/?rombel={rombel}",
    "/validasi/?tingkat=warning",
    "/validasi/?tingkat=warning&kelompok=aturan",
    "/validasi/?tingkat=warning&kelompok=data",
    "/tindakan/",
    "/tindakan/{act}/",
    "/peserta-didik/{pupil}/?tab=riwayat",
    "/sinkronisasi/",
    "/sinkronisasi/perubahan/peserta_didik/",
    "/sinkronisasi/{run}/masuk/peserta_didik/",
    "/sinkronisasi/konflik/",
    "/sinkronisasi/disisihkan/",
    "/sinkronisasi/riwayat/",
    "/pengaturan/riwayat-keamanan/",
)


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pupils", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"DAPODIK_DATA": name, "DJANGO_SETTINGS_MODULE": "dapodik.settings.test"}
        from dapodik.program import data_folder

        data_folder.prepare(Path(name))
        django.setup()
        from benchmarks.validation.__main__ import make

        make(options.pupils)
        print(f"Python {platform.python_version()}, {platform.system()}, {options.runs} runs\n")
        print("| page | ms | times the frame | queries |\n|---|---:|---:|---:|")
        measure(options.runs)


def measure(runs: int) -> None:
    """Each page, opened once before it is timed."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from dapodik.akun.models import Pengguna

    ids = around()
    client = Client(headers={"host": "localhost"})
    client.force_login(Pengguna.objects.create_user("operator", password="rahasia", nama="Operator"))
    frame = 0.0
    for page in LISTS:
        address = page.format(**ids)
        assert client.get(address).status_code == 200, address
        seconds = min(timed(client, address) for _ in range(runs))
        frame = frame or seconds
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        print(f"| `{page}` | {seconds * 1000:.0f} | {seconds / frame:.1f} | {len(asked)} |", flush=True)


def timed(client: object, address: str) -> float:
    """Seconds of the processor that one request takes: the machine may have other work."""
    began = time.process_time()
    client.get(address)  # type: ignore[attr-defined]
    return time.process_time() - began


def around() -> dict[str, object]:
    """A registration at a pusat, an act on all pupils, what a run left of each, and the records whose pages
    are opened."""
    from dapodik.pokok import acts
    from dapodik.pokok.models import AnggotaRombel, Origin, PesertaDidik, Sekolah
    from dapodik.pokok.write import Author, Edit
    from sync.lokal.models import Connection

    school, place = Sekolah.live.get(), AnggotaRombel.live.first()
    Connection.objects.create(
        url="http://localhost:1", sekolah_id=school.pk, npsn=school.npsn, nama=school.nama, installation=1
    )
    everybody = PesertaDidik.live.values_list("pk", flat=True)
    edits = [Edit(PesertaDidik, {"agama_id": "2"}, pk) for pk in everybody]
    act = acts.perform("Agama", edits, Author("Operator", Origin.MASS))
    assert act and place
    opened = {"rombel": place.rombongan_belajar_id, "pupil": place.peserta_didik_id, "act": act.pk}
    return {**opened, "run": after_a_run(list(everybody))}


def after_a_run(pupils: list[UUID]) -> UUID:
    """A run that changed every pupil, each with a conflict; every second was refused before."""
    from django.utils import timezone

    from dapodik.pokok.models import Journal, Pending
    from sync.lokal.models import Conflict, Run

    run = Run.objects.create(started=timezone.now(), by="Operator", received={})
    changes = {"nomor_kip": ["", "AB12CD"]}
    common = {"kind": "peserta_didik", "author": "SK 1", "origin": "pusat", "base": 0, "at": timezone.now()}
    Journal.objects.bulk_create(
        Journal(operation=run.pk, record_id=pk, changes=changes, **common) for pk in pupils
    )
    values = {"kind": "peserta_didik", "field": "nama", "kept": "A", "lost": "B", "lost_is_own": True}
    Conflict.objects.bulk_create(Conflict(run=run, record_id=pk, **values) for pk in pupils)
    Pending.objects.filter(pk__in=pupils[::2]).update(problem={"number": 403, "field": "nik", "sentence": ""})
    return run.pk


if __name__ == "__main__":
    main()
