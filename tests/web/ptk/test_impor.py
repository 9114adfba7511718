"""Importing a sheet of the PTK on the page: choose, look, agree, and take back."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client

from dapodik.akun.models import Peristiwa, RiwayatKeamanan
from dapodik.pokok import write
from dapodik.pokok.models import Act, Origin, Ptk, Sekolah
from dapodik.pokok.write import Author, Edit
from tests.spreadsheet.ptk_file import ptk, ptk_file
from tests.spreadsheet.sheet_file import SCHOOL, pupil, sheet_file

pytestmark = pytest.mark.slow

CHOOSE = "/ptk/impor/"


@pytest.fixture
def sekolah(operator: Client) -> None:
    write.save([Edit(Sekolah, {"nama": SCHOOL, "semester_id": "20261"})], Author("Penguji", Origin.FORM))


def upload(client: Client, file: BytesIO) -> str:
    file.seek(0)
    file.name = "daftar-guru.xlsx"
    answer = client.post(CHOOSE, {"berkas": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


@pytest.mark.usefixtures("sekolah")
def test_nothing_happens_before_the_operator_agrees_and_all_can_be_taken_back(operator: Client) -> None:
    address = upload(operator, ptk_file([ptk(1), ptk(2, Agama="Jedi")]))
    page = operator.get(address)
    text = page.content.decode()
    assert "Jedi" in text and "Guru B" in text and "NUPTK" in text
    assert not Ptk.objects.exists()
    operator.post(address, {"setuju": page.context["fingerprint"]})
    assert Ptk.live.count() == 2
    assert operator.get(address).status_code == 404
    event = RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.IMPOR).get()
    assert event.catatan == "Daftar PTK"
    operator.post(f"/tindakan/{Act.objects.get().pk}/urungkan/")
    assert not Ptk.live.exists()


@pytest.mark.usefixtures("sekolah")
def test_another_sheet_is_refused_and_a_chosen_one_can_be_left(operator: Client) -> None:
    file = sheet_file([pupil(1)])
    file.seek(0)
    file.name = "daftar.xlsx"
    answer = operator.post(CHOOSE, {"berkas": file})
    assert answer.status_code == 200 and "Sel A1 berisi “Daftar Peserta Didik”" in answer.content.decode()
    folder = settings.DATA_DIR / "impor"
    left_by_others = set(folder.glob("*"))
    address = upload(operator, ptk_file([ptk(1)]))
    assert set(folder.glob("*")) > left_by_others
    assert operator.post(f"{address}batal/")["Location"] == "/ptk/"
    assert set(folder.glob("*")) == left_by_others
    assert not Ptk.objects.exists()


def test_before_there_is_a_school_it_says_what_to_do(operator: Client) -> None:
    file = ptk_file([ptk(1)])
    file.name = "daftar-guru.xlsx"
    answer = operator.post(CHOOSE, {"berkas": file})
    assert "Belum ada data sekolah di sini" in answer.content.decode()
