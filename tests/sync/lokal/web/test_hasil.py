"""After a synchronisation: the result, what was put aside, the tanda terima, the history."""

from dataclasses import astuple
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from dapodik.pokok import write
from dapodik.pokok.models import AnggotaRombel, Origin, Pending, PesertaDidik, RombonganBelajar
from dapodik.pokok.write import Author, Incoming
from sync.lokal.engine import push
from sync.lokal.models import Run
from sync.lokal.web.perubahan import pending_records
from sync.wire import receipt_words
from sync.wire.messages import Change, Result
from sync.wire.problems import PROBLEMS

COUNTS = {"peserta_didik": {"added": 0, "changed": 3, "deleted": 0}}
RECEIPT: dict[str, Any] = {
    "number": "20100001-000007",
    "time": "2026-11-12T03:04:05+00:00",
    "npsn": "20100001",
    "nama": "SD CONTOH HARAPAN",
    "installation": 1,
    "at": 1812,
    "kinds": {"peserta_didik": {"count": 300, "digest": "ab" * 32}},
    "sent": {"peserta_didik": 3, "ptk": 1},
    "signature": "0123456789abcdef" * 4,
    "pusat": "https://pusat.example",
}


@pytest.fixture(autouse=True)
def nothing_waits(registered: None) -> None:
    Pending.objects.all().delete()


def made(**values: Any) -> Run:
    """A run that ended well a minute ago, unless told otherwise."""
    now = timezone.now()
    usual = {"started": now - timedelta(seconds=61), "ended": now, "by": "Ibu Operator", "status": "selesai"}
    return Run.objects.create(**{**usual, **values})


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_first_line_says_whether_it_arrived(operator: Client) -> None:
    cases = {
        "Semua sampai. Data di sini dan di pusat sudah dicocokkan dan sama.": {
            "sent": COUNTS,
            "receipt": RECEIPT,
        },
        "<strong>Data di sini dan di pusat sudah dicocokkan dan sama.": {"receipt": RECEIPT},
        "Data belum terkirim. Pusat tidak dapat dihubungi.": {"status": "gagal", "problem": 101},
        "Sebagian sudah sampai di pusat, lalu sinkronisasi berhenti.": {
            "status": "gagal",
            "problem": 505,
            "sent": COUNTS,
        },
        "Berkas jawaban sudah dibaca.": {"way": "berkas"},
    }
    for sentence, values in cases.items():
        assert sentence in text(operator, f"/sinkronisasi/{made(**values).pk}/"), sentence


def test_what_came_in_opens_to_the_field_with_its_decree(operator: Client, pupil: PesertaDidik) -> None:
    run = made()
    place = AnggotaRombel.live.get(peserta_didik=pupil)
    other = RombonganBelajar.live.exclude(pk=place.rombongan_belajar_id).order_by("nama")[0]
    sk, pusat = Author("SK KIP/9/2026", Origin.SK), Author("Komputer lain di sekolah ini", Origin.PUSAT)
    write.receive(
        [
            Incoming(PesertaDidik, pupil.pk, {"penerima_kip": True, "nomor_kip": "AB12CD"}, sk),
            Incoming(AnggotaRombel, place.pk, {"rombongan_belajar_id": str(other.pk)}, pusat),
        ],
        run.pk,
    )
    result = text(operator, f"/sinkronisasi/{run.pk}/")
    assert "Diubah oleh: Komputer lain di sekolah ini, SK KIP/9/2026." in result and "sukses" in result
    page = text(operator, f"/sinkronisasi/{run.pk}/masuk/peserta_didik/")
    assert f'<a href="/peserta-didik/{pupil.pk}/">{pupil.nama}</a>' in page
    assert "Nomor KIP" in page and "AB12CD" in page and "SK KIP/9/2026" in page
    moved = text(operator, f"/sinkronisasi/{run.pk}/masuk/anggota_rombel/")
    assert pupil.nama in moved and other.nama in moved and place.rombongan_belajar.nama in moved
    assert "Tidak ada perubahan jenis ini" in text(operator, f"/sinkronisasi/{run.pk}/masuk/ptk/")


def test_what_pusat_refused_leads_to_its_field(operator: Client, pupil: PesertaDidik) -> None:
    address = "/sinkronisasi/disisihkan/"
    assert "Tidak ada data yang disisihkan" in text(operator, address)
    refused = {"number": 403, "field": "nik", "sentence": "x"}
    Pending.objects.create(pk=pupil.pk, kind="peserta_didik", fields={"nik": ["", 0]}, problem=refused)
    run = made(refused=1, sent=COUNTS)
    page = text(operator, address)
    assert pupil.nama in page and "Isi NIK tidak sesuai bentuknya." in page and "masalah nomor 403" in page
    form = f"/peserta-didik/{pupil.pk}/ubah/?field=nik&amp;next=%2Fsinkronisasi%2Fdisisihkan%2F"
    assert form in page and operator.get(form.replace("&amp;", "&")).status_code == 200
    for other in ("/sinkronisasi/", f"/sinkronisasi/{run.pk}/", "/"):
        assert f'href="{address}"' in text(operator, other), other


def test_what_pusat_refused_was_changed_by_who_changed_it(pupil: PesertaDidik) -> None:
    """Not by pusat, which only remarked on it or sent another field."""
    write.save(
        [write.Edit(PesertaDidik, {"nik": "3207000000000001"}, pupil.pk)], Author("Bu Siti", Origin.FORM)
    )
    change = Change("peserta_didik", pupil.pk, {"nik": "3207000000000001"})
    push._put_aside([(change, Result(pupil.pk, problem=403, field="nik"))])
    sk = Author("SK KIP/9/2026", Origin.SK)
    write.receive([Incoming(PesertaDidik, pupil.pk, {"nomor_kip": "AB12CD"}, sk)], made().pk)
    (found,) = pending_records.in_words("peserta_didik", list(pending_records.rows("peserta_didik")))
    assert found.problem and (found.author, [field.author for field in found.fields]) == (
        "Bu Siti",
        ["Bu Siti"],
    )


def test_the_tanda_terima_says_all_that_pusat_signed(operator: Client, settings: LazySettings) -> None:
    """In pusat's words and by its clock, so that it can be held beside pusat's page."""
    settings.TIME_ZONE = "Asia/Jayapura"
    run = made(receipt={**RECEIPT, "received": {"registrasi_peserta_didik": 1, "rombongan_belajar": 1}})
    assert "12 November 2026 pukul 10.04 WIB" in text(operator, f"/sinkronisasi/{run.pk}/")
    page = text(operator, f"/sinkronisasi/{run.pk}/tanda-terima/")
    for part in (
        "20100001-000007",
        "SD CONTOH HARAPAN",
        "Ibu Operator",
        "1.812",
        "ab" * 32,
        "01234567 89abcdef",
        "Kamis, 12 November 2026 pukul 10.04 WIB",
        "Registrasi peserta didik",
        "Rombongan belajar",
        "(menurut komputer sekolah; tidak ikut ditandatangani)",
        "seluruh data yang dihitung kedua pihak. Tidak ikut dihitung: 0 data yang disisihkan",
        *astuple(receipt_words.HEADS),
    ):
        assert part in page, part
    link = "https://pusat.example/tanda-terima/?nomor=20100001-000007&amp;jumlah=300&amp;tanda=0123"
    assert link in page


@pytest.mark.parametrize(
    "name", ["SD ŚLĄSK Đặng ʻĀmn", "SD العربية 中文 ꦗꦮ 😀", "<b>&amp;</b>", "X" * 255, "\x07 \u200f"]
)
def test_the_pdf_is_made_whatever_the_names_are(operator: Client, name: str) -> None:
    run = made(by=name, receipt={**RECEIPT, "nama": name})
    answer = operator.get(f"/sinkronisasi/{run.pk}/tanda-terima.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="tanda-terima-20100001-000007.pdf"'
    assert answer.content.startswith(b"%PDF-") and answer.content.rstrip().endswith(b"%%EOF")


def test_the_tanda_terima_names_the_versions_that_made_it(operator: Client) -> None:
    run = made(receipt={**RECEIPT, "app": "1.2.0", "pusat_app": "1.3.1"})
    page = text(operator, f"/sinkronisasi/{run.pk}/tanda-terima/")
    assert "Versi aplikasi" in page and "1.2.0 di sekolah, 1.3.1 di pusat" in page


def test_a_tanda_terima_of_an_older_version(operator: Client) -> None:
    older = {name: value for name, value in RECEIPT.items() if name not in ("sent", "pusat")}
    run = made(receipt=older)
    assert "http://localhost:1/tanda-terima/" in text(operator, f"/sinkronisasi/{run.pk}/tanda-terima/")
    assert operator.get(f"/sinkronisasi/{run.pk}/tanda-terima.pdf").content.startswith(b"%PDF-")


def test_without_one_there_is_no_page_of_it(operator: Client) -> None:
    run = made()
    for name in ("tanda-terima/", "tanda-terima.pdf"):
        assert operator.get(f"/sinkronisasi/{run.pk}/{name}").status_code == 404


def test_the_history_of_nothing_and_of_a_thousand(operator: Client) -> None:
    address = "/sinkronisasi/riwayat/"
    assert "Belum pernah sinkron dari komputer ini" in text(operator, address)
    now = timezone.now()
    Run.objects.bulk_create(
        Run(
            started=now - timedelta(minutes=number),
            ended=now - timedelta(minutes=number) + timedelta(seconds=5),
            by="Ibu Operator",
            status="gagal" if number % 10 == 0 else "selesai",
            problem=104 if number % 10 == 0 else None,
            way="tarik" if number % 4 == 0 else "sinkron",
            sent=COUNTS,
            bytes_up=2048,
            receipt=RECEIPT,
        )
        for number in range(1000)
    )
    for query, total in {"": 1000, "?hasil=gagal": 100, "?hasil=selesai": 900, "?hasil=tarik": 250}.items():
        page = operator.get(address + query)
        assert (page.context["page"].paginator.count, len(page.context["runs"])) == (total, 50), query
    assert "Tidak ada sinkronisasi dengan hasil" in text(operator, address + "?hasil=berkas")
    page = text(operator, address + "?hasil=gagal")
    assert "masalah nomor 104" in page and PROBLEMS[104].cure in page
    assert "5,0 detik" in page and "3 peserta didik" in page and "?hasil=gagal&amp;page=2" in page
    assert len(operator.get(address + "?hasil=gagal&page=2").context["runs"]) == 50
