"""Every list takes as many queries for twenty pupils as for three hundred."""

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dapodik.pokok import acts
from dapodik.pokok.models import (
    KINDS,
    AnggotaRombel,
    Journal,
    Origin,
    Pending,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
)
from dapodik.pokok.write import Author, Edit
from dapodik.validasi import engine
from dapodik.validasi.models import Finding
from sync.lokal.models import Conflict, Run

pytestmark = pytest.mark.slow

# Each list and the most queries that it may take, those of the frame (who, semester, school) among them.
LISTS = {
    "/": 60,
    "/peserta-didik/": 16,
    "/peserta-didik/?cari=a&kip=False": 16,
    "/ptk/": 16,
    "/ptk/keaktifan/": 16,
    "/ptk/keaktifan/tahun/": 16,
    "/rombel/": 16,
    "/validasi/": 30,
    "/validasi/?tingkat=warning&kelompok=data": 30,
    "/validasi/?kelompok=aturan&tingkat=warning": 30,
    "/tindakan/": 12,
    "/sinkronisasi/": 30,
    "/sinkronisasi/perubahan/peserta_didik/": 20,
    "/sinkronisasi/perubahan/anggota_rombel/": 20,
    "/sinkronisasi/riwayat/": 16,
    "/sinkronisasi/komputer/": 16,
    "/sinkronisasi/konflik/": 20,
    "/sinkronisasi/konflik/?tampil=dijawab": 20,
    "/sinkronisasi/disisihkan/": 20,
    "/cari/?q=an": 10,
}


def queries(client: Client, address: str) -> int:
    """How many the page takes when it is opened again."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return len(asked)


def few() -> list[UUID]:
    """Twenty pupils, among them one for each rule that has something to say of pupils."""
    lists = set(
        dict(Finding.objects.filter(kind=PesertaDidik.kind()).values_list("code", "record_id")).values()
    )
    others = PesertaDidik.live.exclude(pk__in=lists).filter(anggota__soft_delete=False).order_by("nama")
    return [*lists, *others.values_list("pk", flat=True)[: 20 - len(lists)]]


def shrink(stay: list[UUID]) -> None:
    """Leave these pupils with their classes, and three PTK."""
    AnggotaRombel.objects.exclude(peserta_didik__in=stay).delete()
    RegistrasiPesertaDidik.objects.exclude(peserta_didik__in=stay).delete()
    PesertaDidik.objects.exclude(pk__in=stay).delete()
    RombonganBelajar.objects.exclude(anggota__peserta_didik__in=stay).delete()
    Ptk.objects.exclude(pk__in=list(Ptk.objects.values_list("pk", flat=True)[:3])).delete()
    left = [pk for model in KINDS.values() for pk in model.objects.values_list("pk", flat=True)]
    for kept in (Journal, Pending, Finding):
        kept.objects.exclude(record_id__in=left).delete()


@pytest.fixture
def run(registered: None, act: acts.Act) -> Run:
    """What the act did came in with this run. Every pupil was changed in two places, every second time with
    an answer; all others were refused."""
    run = Run.objects.create(pk=act.pk, started=timezone.now(), by="Bu Siti")
    values = {"kind": "peserta_didik", "field": "nama", "kept": "A", "lost": "B", "lost_is_own": True}
    pupils = list(PesertaDidik.live.values_list("pk", flat=True))
    Conflict.objects.bulk_create(
        Conflict(run=run, record_id=pk, answer="kalah" if number % 2 else "", **values)
        for number, pk in enumerate(pupils)
    )
    Pending.objects.filter(pk__in=pupils).update(problem={"number": 403, "field": "nik", "sentence": ""})
    return run


@pytest.fixture
def act(school: None) -> acts.Act:
    """All pupils were made one religion."""
    author = Author("Penguji", Origin.MASS)
    edits = [
        Edit(PesertaDidik, {"agama_id": "2"}, pk) for pk in PesertaDidik.live.values_list("pk", flat=True)
    ]
    made = acts.perform("Agama", edits, author)
    assert made
    return made


def test_lists_take_the_same_queries_for_a_small_school_and_a_large(
    operator: Client, act: acts.Act, run: Run
) -> None:
    engine.refresh()
    stay = few()
    place = AnggotaRombel.live.get(peserta_didik=stay[-1])
    rombel = f"/rombel/{place.rombongan_belajar_id}/"
    pages = [*LISTS, rombel, f"{rombel}anggota/", f"/tindakan/{act.pk}/"]
    pages += [f"/peserta-didik/{stay[-1]}/?tab=riwayat", f"/sinkronisasi/{run.pk}/masuk/peserta_didik/"]
    large = {page: queries(operator, page) for page in pages}
    shrink(stay)
    assert PesertaDidik.live.count() == len(stay) == 20
    assert {page: queries(operator, page) for page in pages} == large
    assert {page: large[page] for page, most in LISTS.items() if large[page] > most} == {}
