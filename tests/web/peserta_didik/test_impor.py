"""Importing on the page: choose, look, agree; and everything that can go wrong on the way."""

import os
import time
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dapodik.akun.models import Pengguna
from dapodik.pokok import write
from dapodik.pokok.models import Act, Journal, Origin, PesertaDidik
from dapodik.pokok.write import Author, Edit
from tests.spreadsheet.changed_file import changed, with_column, without
from tests.spreadsheet.sheet_file import pupil, sheet_file
from tests.spreadsheet.test_hostile_sheet import BROKEN_ROW, in_rows
from tests.web.form_data import form_data

pytestmark = pytest.mark.slow

CHOOSE = "/peserta-didik/impor/"


def upload(client: Client, content: bytes) -> str:
    """Choose a file; the address that follows."""
    file = BytesIO(content)
    file.name = "daftar.xlsx"
    answer = client.post(CHOOSE, {"berkas": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_nothing_happens_before_the_operator_agrees(operator: Client) -> None:
    address = upload(operator, sheet_file([pupil(1), pupil(2, Agama="Jedi")]).getvalue())
    page = operator.get(address).content.decode()
    assert "Jedi" in page and "Anak B" in page and not PesertaDidik.objects.exists()
    answer = operator.post(
        address, form_data(operator, address, "csrfmiddlewaretoken") | agree(operator, address)
    )
    assert answer["Location"] == "/validasi/"
    assert PesertaDidik.live.count() == 2
    assert set(Journal.objects.values_list("origin", "author")) == {(Origin.IMPORT, "Ibu Operator sekolah")}
    assert operator.get(address).status_code == 404


def agree(client: Client, address: str) -> dict[str, str]:
    """The value of the button that imports."""
    return {"setuju": client.get(address).context["fingerprint"]}


def test_an_import_is_taken_back_in_tindakan(operator: Client) -> None:
    rows = [pupil(1), pupil(1), {"Nama": "Jumlah", "JK": "1"}]
    address = upload(operator, sheet_file(rows).getvalue())
    page = operator.get(address).content.decode()
    assert "baris 8 Anak B, sama dengan baris 7" in page and "1 baris, jumlah: baris 9 Jumlah" in page
    answer = operator.post(address, agree(operator, address), follow=True)
    act = Act.objects.get()
    assert f'href="/tindakan/{act.pk}/"' in answer.content.decode()
    operator.post(f"/tindakan/{act.pk}/urungkan/")
    assert not PesertaDidik.live.exists()


def test_columns_of_another_version_are_named_before_anything_happens(operator: Client) -> None:
    content = sheet_file([pupil(1)]).getvalue()
    address = upload(operator, changed(content, with_column(67, "Hobi"), without("No KK")).getvalue())
    page = operator.get(address).content.decode()
    assert "Kolom “No KK” tidak ada di lembar ini" in page
    assert "Kolom BN “Hobi” tidak dikenal dan tidak dibaca" in page


def test_questions_are_answered_on_the_page(operator: Client) -> None:
    address = upload(operator, sheet_file([pupil(1, Rombel_Saat_Ini="Melati")]).getvalue())
    assert "Rombel “Melati” tingkat berapa?" in operator.get(address).content.decode()
    refused = operator.post(address, agree(operator, address))
    assert "belum dijawab" in refused.content.decode()
    answers = {"jawab:tingkat:Melati": "2"}
    ready = operator.post(address, answers)
    operator.post(address, answers | {"setuju": ready.context["fingerprint"]})
    assert PesertaDidik.live.get().anggota.get().rombongan_belajar.tingkat_pendidikan_id == "2"


def test_what_changed_since_the_preview_is_shown_again(operator: Client) -> None:
    first = upload(operator, sheet_file([pupil(1)]).getvalue())
    operator.post(first, agree(operator, first))
    address = upload(operator, sheet_file([pupil(1, RT="8")]).getvalue())
    seen = agree(operator, address)
    write.save([Edit(PesertaDidik, {"rt": "3"}, PesertaDidik.live.get().pk)], Author("Lain", Origin.FORM))
    page = operator.post(address, seen)
    assert "berubah sejak pratinjau" in page.content.decode()
    assert PesertaDidik.live.get().rt == "3"


def test_a_cancelled_file_is_gone(operator: Client) -> None:
    address = upload(operator, sheet_file([pupil(1)]).getvalue())
    operator.post(f"{address}batal/")
    assert operator.get(address).status_code == 404
    assert not PesertaDidik.objects.exists()


def chosen(address: str) -> Path:
    """The file behind the address of a preview."""
    path: Path = settings.DATA_DIR / "impor" / f"{address.split('/')[-2]}.xlsx"
    assert path.exists()
    return path


@pytest.mark.parametrize("leave", ["/keluar/", "/pengaturan/akun/keluar-semua/"])
def test_the_file_goes_with_the_login(operator: Client, leave: str) -> None:
    path = chosen(upload(operator, sheet_file([pupil(1)]).getvalue()))
    operator.post(leave)
    assert not path.exists()


def test_an_abandoned_file_is_gone_after_a_day(operator: Client) -> None:
    """Its session may have ended without a logout; the next login removes it."""
    path = chosen(upload(operator, sheet_file([pupil(1)]).getvalue()))
    next_login = Client()
    user = Pengguna.objects.get()
    next_login.force_login(user)
    assert path.exists()
    os.utime(path, (time.time() - 25 * 3600,) * 2)
    next_login.force_login(user)
    assert not path.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"bukan xlsx",
        b"PK\x03\x04rusak",
        b"\xd0\xcf\x11\xe0" * 9,
        in_rows(b'<row r="1000000000000"/>').getvalue(),
        in_rows(BROKEN_ROW).getvalue(),
    ],
    ids=["empty", "text", "zip", "xls", "last row", "no column"],
)
def test_a_wrong_file_gets_a_sentence(operator: Client, content: bytes) -> None:
    file = BytesIO(content)
    file.name = "daftar.xlsx"
    page = operator.post(CHOOSE, {"berkas": file})
    assert page.status_code == 200
    assert page.context["form"].errors["berkas"]


def test_no_file_gets_a_sentence(operator: Client) -> None:
    assert "Pilih dahulu berkasnya" in operator.post(CHOOSE, {}).content.decode()


def test_another_session_cannot_open_the_file(operator: Client, kepala_sekolah: Client) -> None:
    address = upload(operator, sheet_file([pupil(1)]).getvalue())
    assert kepala_sekolah.get(address).status_code == 403
    other = Client()
    assert "/masuk/" in other.get(address)["Location"]
    assert operator.get(reverse("peserta_didik:pratinjau", args=[uuid4()])).status_code == 404
