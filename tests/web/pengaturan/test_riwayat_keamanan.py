"""What leaves this computer, and who was refused, stands in the history of security."""

from django.test import Client
from django.urls import reverse

from dapodik.akun.models import Peristiwa, RiwayatKeamanan
from dapodik.program.command import done
from dapodik.spreadsheet.sheets import SHEETS

HISTORY = "/pengaturan/riwayat-keamanan/"


def lines() -> list[tuple[str, str, str]]:
    return [(line.siapa, line.peristiwa, line.catatan) for line in RiwayatKeamanan.objects.order_by("id")]


def test_what_is_downloaded_is_noted(operator: Client, school: None) -> None:
    for name in SHEETS:
        operator.get(reverse(f"unduhan:{name}"))
    operator.get(reverse("validasi:xlsx"))
    titles = [*(sheet.title for sheet in SHEETS.values()), "Temuan validasi"]
    assert lines() == [("Ibu Operator sekolah", Peristiwa.UNDUH, title) for title in titles]


def test_a_page_that_was_refused_is_noted(kepala_sekolah: Client, ptk: Client) -> None:
    assert ptk.get("/peserta-didik/?cari=Budi").status_code == 403
    assert kepala_sekolah.post("/pengaturan/pengguna/tambah/").status_code == 403
    assert lines() == [
        ("Ibu PTK", Peristiwa.DITOLAK, "GET /peserta-didik/"),
        ("Ibu Kepala sekolah", Peristiwa.DITOLAK, "POST /pengaturan/pengguna/tambah/"),
    ]


def test_the_head_reads_it_and_a_teacher_does_not(kepala_sekolah: Client, ptk: Client) -> None:
    assert kepala_sekolah.get(HISTORY).status_code == 200
    assert ptk.get(HISTORY).status_code == 403


def test_commands_are_found_by_the_filter(operator: Client) -> None:
    done.send(None, event="cadangan", note="ditulis ke a.cadangan")
    Client().post("/masuk/", {"username": "siapa", "password": "salah"})
    page = operator.get(HISTORY, {"pengguna": "lain"})
    assert page.context["table"].paginator.count == 1 and "a.cadangan" in page.content.decode()
    assert "Belum ada peristiwa yang cocok" in operator.get(HISTORY, {"peristiwa": "impor"}).content.decode()
