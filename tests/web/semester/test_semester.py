"""The semester that is looked at: past ones are shown and not changed."""

import pytest
from django.test import Client

from dapodik.akun.models import Pengguna
from dapodik.pokok import write
from dapodik.pokok.models import (
    AnggotaRombel,
    Journal,
    Origin,
    PesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit
from dapodik.referensi.semester import Semester

AUTHOR = Author("Operator", Origin.FORM)


@pytest.fixture
def past(school: None, pupil: PesertaDidik) -> str:
    """The id of last semester, in which the pupil was in a class of another name."""
    before = Semester(Sekolah.live.get().semester_id).before.id
    values = {"semester_id": before, "nama": "Kelas Lama", "tingkat_pendidikan_id": "3"}
    made = write.save([Edit(RombonganBelajar, values)], AUTHOR)[0].record
    place = {"rombongan_belajar_id": made.pk, "peserta_didik_id": pupil.pk}
    write.save([Edit(AnggotaRombel, place)], AUTHOR)
    return before


def test_lists_are_those_of_the_chosen_semester(operator: Client, past: str, pupil: PesertaDidik) -> None:
    assert "Kelas Lama" not in operator.get("/rombel/").content.decode()
    operator.post("/semester/", {"semester_id": past, "next": "/rombel/"})
    assert "Kelas Lama" in operator.get("/rombel/").content.decode()
    page = operator.get("/peserta-didik/", {"cari": pupil.nisn}).content.decode()
    assert "Kelas Lama" in page


def test_a_past_semester_is_not_changed(operator: Client, past: str, pupil: PesertaDidik) -> None:
    operator.post("/semester/", {"semester_id": past})
    acts = Journal.objects.count()
    address = f"/peserta-didik/{pupil.pk}/"
    page = operator.get(address).content.decode()
    assert "hanya dapat dilihat" in page and f"{address}ubah/" not in page
    for refused in (operator.get(f"{address}ubah/"), operator.post(f"{address}hapus/")):
        assert refused.status_code == 403
        assert "Pilih semester aktif" in refused.content.decode()
    assert Journal.objects.count() == acts
    operator.post("/semester/", {"semester_id": Sekolah.live.get().semester_id})
    assert operator.get(f"{address}ubah/").status_code == 200


@pytest.mark.parametrize("at_first", ["past", "active"])
def test_what_is_of_no_semester_is_worked_on_in_any(operator: Client, past: str, at_first: str) -> None:
    """Backups, accounts, one's own password and the dark, the connection to pusat."""
    if at_first == "past":
        operator.post("/semester/", {"semester_id": past})
    assert "/pengaturan/cadangan/" in operator.get("/pengaturan/").content.decode()
    made = operator.post("/pengaturan/cadangan/buat/", follow=True)
    assert made.status_code == 200 and "hanya dapat dilihat" not in made.content.decode()
    for address in (
        "/pengaturan/pengguna/",
        "/pengaturan/pengguna/tambah/",
        "/pengaturan/kata-sandi/",
        "/pengaturan/akun/",
        "/sinkronisasi/daftar/",
    ):
        assert operator.get(address).status_code == 200, address
    for what in ("unduh", "pulihkan", "hapus"):
        assert operator.get(f"/pengaturan/cadangan/1/{what}/").status_code == 404
    operator.post("/tampilan/", {"tampilan": "gelap"})
    assert Pengguna.objects.get(username="operator").tampilan == "gelap"
    refused = operator.post("/rombel/tambah/", {"nama": "X"})
    assert (refused.status_code == 403) is (at_first == "past")


def test_a_semester_that_is_not_offered_is_refused(operator: Client, past: str) -> None:
    for wrong in ("19991", "x", ""):
        answer = operator.post("/semester/", {"semester_id": wrong}, follow=True)
        assert "Semester itu tidak ada" in answer.content.decode()
        assert "hanya dapat dilihat" not in answer.content.decode()


@pytest.mark.parametrize("undone_to", [0, 1])
def test_a_semester_that_is_not_past_any_more_is_forgotten(
    operator: Client, kepala_sekolah: Client, past: str, undone_to: int
) -> None:
    """Somebody else undoes the semester after it, and perhaps that one too."""
    for client in (operator, kepala_sekolah):
        client.post("/semester/", {"semester_id": past})
    sekolah, now = Sekolah.live.get(), Semester(past).before.id if undone_to else past
    later = sekolah.semester_id
    write.save([Edit(Sekolah, {"semester_id": now}, sekolah.pk)], AUTHOR)
    for client in (operator, kepala_sekolah):
        page = client.get("/rombel/")
        assert page.context["semester"] == now and str(Semester(now)) in page.content.decode()
        assert not page.context["looks_back"]
    # Who works in the active one goes along with the school.
    write.save([Edit(Sekolah, {"semester_id": later}, sekolah.pk)], AUTHOR)
    assert operator.get("/rombel/").context["semester"] == later


def test_the_semester_is_chosen_at_login(past: str, operator: Client) -> None:
    client = Client()
    page = client.get("/masuk/").content.decode()
    active = Sekolah.live.get().semester_id
    assert f'<option value="{active}" selected>' in page and f'<option value="{past}">' in page
    name = Pengguna.objects.get(peran="operator").username
    sent = {"username": name, "password": "rahasia-sekali", "semester_id": past}
    answer = client.post("/masuk/", sent, follow=True)
    assert "hanya dapat dilihat" in answer.content.decode()


def test_a_role_does_not_grow_in_a_past_semester(kepala_sekolah: Client, past: str) -> None:
    kepala_sekolah.post("/semester/", {"semester_id": past})
    assert kepala_sekolah.get("/peserta-didik/tambah/").status_code == 403


def test_a_ptk_goes_back_to_the_active_semester(past: str, ptk: Client) -> None:
    sent = {"semester_id": past, "next": "/ptk/saya/"}
    assert "hanya dapat dilihat" in ptk.post("/semester/", sent, follow=True).content.decode()
    sent["semester_id"] = Sekolah.live.get().semester_id
    assert "hanya dapat dilihat" not in ptk.post("/semester/", sent, follow=True).content.decode()
