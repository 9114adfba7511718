"""Unduhan lists every file, each can be downloaded from there, and every download is in the history."""

from io import BytesIO

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dapodik.akun.models import Pengguna, Peristiwa, RiwayatKeamanan
from dapodik.pokok import present
from dapodik.pokok.models import PesertaDidik, RombonganBelajar
from dapodik.spreadsheet.reports import REPORTS
from dapodik.spreadsheet.sheets import SHEETS


def test_every_file_is_listed_and_leads_to_its_file(operator: Client, school: None) -> None:
    page = operator.get("/unduhan/").content.decode()
    for name, download in (SHEETS | REPORTS).items():
        address = reverse(f"unduhan:{name}")
        assert download.title in page and f'href="{address}"' in page
        answer = operator.get(address)
        book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
        if name in SHEETS:
            assert book.sheetnames == [SHEETS[name].tab or SHEETS[name].title]
        assert f'filename="{download.file_word}-' in answer["Content-Disposition"]


def test_the_pupils_of_now_are_counted(operator: Client, school: None) -> None:
    count = present.pupils().count()
    assert f"66 kolom, susunan yang sama dengan unduhan Dapodik. Berisi {count}" in " ".join(
        operator.get("/unduhan/").content.decode().split()
    )


def test_without_a_school_it_says_what_to_do(operator: Client) -> None:
    page = operator.get("/unduhan/").content.decode()
    assert "Belum ada data sekolah" in page and "Unduh xlsx" not in page
    answer = operator.get("/unduhan/profil-sekolah.xlsx", follow=True)
    assert "Belum ada data sekolah" in answer.content.decode()


def test_a_rombel_has_its_list_at_its_page(operator: Client, school: None) -> None:
    rombel = RombonganBelajar.live.first()
    address = f"/unduhan/rombel/{rombel.pk}.xlsx"
    assert f'href="{address}"' in operator.get(f"/rombel/{rombel.pk}/").content.decode()
    book = load_workbook(BytesIO(b"".join(operator.get(address).streaming_content)))
    assert book.worksheets[0]["A1"].value == f"Daftar Peserta Didik {rombel}"


def test_every_download_is_in_the_history_and_the_last_one_on_its_card(
    operator: Client, school: None
) -> None:
    rombel, pupil = RombonganBelajar.live.first(), PesertaDidik.live.first()
    assert "terakhir diunduh" not in operator.get("/unduhan/").content.decode()
    operator.get("/unduhan/ptk.xlsx")
    operator.get("/unduhan/daftar-hadir.xlsx")
    operator.get(f"/unduhan/rombel/{rombel.pk}.xlsx")
    operator.get(f"/unduhan/peserta-didik/{pupil.pk}.pdf")
    events = RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.UNDUH).order_by("pk")
    assert [event.catatan for event in events] == [
        "Daftar Pendidik dan Tenaga Kependidikan",
        "Daftar Hadir Siswa",
        f"Daftar Peserta Didik {rombel}",
        f"Biodata peserta didik {pupil.pk}",
    ]
    assert {event.pengguna.username for event in events} == {"operator"}
    kinds = operator.get("/unduhan/").context["kinds"]
    last = {card.name for _, cards in kinds for card in cards if card.last}
    assert last == {"ptk", "daftar_hadir"}


def test_who_downloads_stands_in_the_file_with_the_email_of_the_account(
    operator: Client, school: None
) -> None:
    account = Pengguna.objects.get(username="operator")
    form = {"nama": "Siti Aminah", "email": "siti@contoh.example", "peran": "operator", "ptk_id": ""}
    answer = operator.post(f"/pengaturan/pengguna/{account.pk}/", form)
    assert answer.status_code == 302, answer.content.decode()
    book = load_workbook(BytesIO(b"".join(operator.get("/unduhan/guru.xlsx").streaming_content)))
    assert book.worksheets[0]["C4"].value == "Pengunduh: Siti Aminah (siti@contoh.example)"


def test_the_biodata_is_a_pdf_with_every_value(operator: Client, school: None) -> None:
    pupil = present.pupils().first()
    answer = operator.get(f"/unduhan/peserta-didik/{pupil.pk}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF") and len(answer.content) > 5000
    assert operator.get(f"/peserta-didik/{pupil.pk}/").content.decode().count("Biodata (PDF)") == 1
