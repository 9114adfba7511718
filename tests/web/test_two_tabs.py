"""Two tabs on one thing: what the first saved is never overwritten by the second unasked.

Answers to conflicts: test_konflik.py.
"""

import re
from typing import Any

import pytest
from django.test import Client

from dapodik.akun.models import Pengguna
from dapodik.pokok import write
from dapodik.pokok.models import (
    AnggotaRombel,
    Journal,
    Origin,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    RwyKepangkatan,
    RwyPendFormal,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit

from .form_data import form_data

pytestmark = pytest.mark.slow

AUTHOR = Author("Bu Lain", Origin.FORM)
FORMS = ["sekolah", "ptk", "peserta_didik", "rombel", "riwayat", "periodik", "pembelajaran", "wilayah"]


class Form:
    """A form's address, the field on which two tabs differ, and two values for it."""

    def __init__(self, address: str, field: str, first: str, second: str, having: str = "versi") -> None:
        self.address, self.field, self.first, self.second, self.having = address, field, first, second, having

    def opened(self, client: Client) -> dict[str, Any]:
        return dict(form_data(client, self.address, self.having))


@pytest.fixture
def form(request: pytest.FixtureRequest, pupil: PesertaDidik) -> Form:
    """The form that the test names."""
    rombel = AnggotaRombel.live.get(peserta_didik=pupil).rombongan_belajar_id
    ptk = Ptk.live.order_by("nama")[2].pk
    schooling = write.new_id()
    values = {"ptk_id": ptk, "jenjang_pendidikan_id": "30", "satuan_pendidikan_formal": "UPI"}
    write.save([Edit(RwyPendFormal, values, schooling)], AUTHOR)
    return {
        "sekolah": Form("/sekolah/ubah/", "alamat_jalan", "Jalan A", "Jalan B", "npsn"),
        "ptk": Form(f"/ptk/{ptk}/ubah/", "email", "a@contoh.example", "b@contoh.example", "nuptk"),
        "peserta_didik": Form(
            f"/peserta-didik/{pupil.pk}/ubah/", "nama_ayah", "Ayah Satu", "Ayah Dua", "nisn"
        ),
        "rombel": Form(f"/rombel/{rombel}/ubah/", "id_ruang_str", "Ruang 1", "Ruang 2", "id_ruang_str"),
        "riwayat": Form(f"/ptk/pendidikan/{schooling}/ubah/", "prodi", "PGSD", "PGMI", "prodi"),
        "periodik": Form(
            f"/peserta-didik/data-periodik/?rombel={rombel}", f"{pupil.pk.hex}-tinggi_badan", "131", "132"
        ),
        "pembelajaran": Form(f"/rombel/{rombel}/pembelajaran/", "baru-0-nama_mata_pelajaran", "IPAS", "PJOK"),
        "wilayah": Form("/sekolah/wilayah/", "kode_wilayah", "110101", "110102", "kode_wilayah"),
    }[request.param]


@pytest.mark.parametrize("form", FORMS, indirect=True)
def test_the_second_tab_is_told_and_saves_only_when_sent_again(operator: Client, form: Form) -> None:
    first, second = form.opened(operator), form.opened(operator)
    assert operator.post(form.address, first | {form.field: form.first}).status_code == 302
    acts = Journal.objects.count()
    late = operator.post(form.address, second | {form.field: form.second})
    assert late.status_code == 200 and Journal.objects.count() == acts
    page = late.content.decode()
    assert "Ibu Operator" in page and "sekali lagi" in page.lower()
    again = second | {"versi": [str(Journal.objects.latest("id").pk)], form.field: form.second}
    again |= {name: value for name, value in versions(page).items() if name in second}
    assert operator.post(form.address, again).status_code == 302
    assert Journal.objects.count() > acts


@pytest.mark.parametrize("form", ["sekolah", "ptk", "peserta_didik", "rombel", "riwayat"], indirect=True)
def test_what_only_the_first_tab_changed_stays(operator: Client, form: Form) -> None:
    first, second = form.opened(operator), form.opened(operator)
    operator.post(form.address, first | {form.field: form.first})
    acts = Journal.objects.count()
    assert operator.post(form.address, second).status_code == 302
    assert Journal.objects.count() == acts


MADE = {
    "/peserta-didik/tambah/": (PesertaDidik, {"nama": "Ani", "rombel": "Kelas 4A"}),
    "/ptk/tambah/": (Ptk, {"nama": "Bu Ani"}),
    "/rombel/tambah/": (RombonganBelajar, {"nama": "Kelas 4C"}),
    "/rombel/tambah/?jenis=51": (RombonganBelajar, {"nama": "Pramuka"}),
    "/ptk/{ptk}/pendidikan/tambah/": (RwyPendFormal, {"jenjang_pendidikan_id": "30"}),
    "/ptk/{ptk}/kepangkatan/tambah/": (RwyKepangkatan, {"pangkat_golongan_id": "8"}),
}


@pytest.mark.parametrize("address", MADE)
def test_a_form_that_is_sent_twice_makes_one_record(operator: Client, school: None, address: str) -> None:
    model, values = MADE[address]
    address = address.format(ptk=Ptk.live.order_by("nama")[2].pk)
    values = values | {"apa_adanya": "1"}
    if "rombel" in values:
        values["rombel"] = str(RombonganBelajar.live.get(nama=values["rombel"]).pk)
    before = {kind: kind.objects.count() for kind in (model, RegistrasiPesertaDidik, AnggotaRombel)}
    sent = form_data(operator, address, "baru") | values
    first, second = operator.post(address, sent), operator.post(address, sent)
    assert (first.status_code, first.headers["Location"]) == (302, second.headers["Location"])
    more = int(model is PesertaDidik)
    made = {kind: kind.objects.count() - count for kind, count in before.items()}
    assert made == {model: 1, RegistrasiPesertaDidik: more, AnggotaRombel: more}
    # What was deleted meanwhile is not filled again.
    write.save([Edit(model, {"soft_delete": True}, model.objects.latest("create_date").pk)], AUTHOR)
    operator.post(address, sent)
    assert model.objects.count() == before[model] + 2


def versions(page: str) -> dict[str, list[str]]:
    """The hidden versions of a page that was answered to a form."""
    return {name: [value] for name, value in re.findall(r'name="([\w-]*versi)" value="(\d+)"', page)}


@pytest.mark.parametrize("page", ["akun", "pengguna"])
def test_an_account_of_two_tabs(operator: Client, kepala_sekolah: Client, page: str) -> None:
    user = Pengguna.objects.get(peran="operator" if page == "akun" else "kepala_sekolah")
    address = "/pengaturan/akun/" if page == "akun" else f"/pengaturan/pengguna/{user.pk}/"
    first, second = (dict(form_data(operator, address, "nama")) for _ in range(2))
    assert operator.post(address, first | {"nama": "Bu Satu"}).status_code == 302
    late = operator.post(address, second | {"nama": "Bu Dua"})
    assert "diubah menjadi “Bu Satu”" in late.content.decode()
    user.refresh_from_db()
    assert user.nama == "Bu Satu"
    again = second | {"nama": "Bu Dua", "versi": late.context["form"]["versi"].value()}
    assert operator.post(address, again).status_code == 302
    user.refresh_from_db()
    assert user.nama == "Bu Dua"


def test_keaktifan_of_two_tabs(operator: Client, school: None) -> None:
    page = "/ptk/keaktifan/"
    form = dict(form_data(operator, page, "versi"))
    assert operator.post(page, form).status_code == 302
    acts = Journal.objects.count()
    late = operator.post(page, form | {"aktif": []})
    assert "Belum ada yang disimpan" in late.content.decode() and Journal.objects.count() == acts


def test_a_pupil_leaves_and_comes_back_in_two_tabs(operator: Client, pupil: PesertaDidik) -> None:
    page = f"/peserta-didik/{pupil.pk}"
    leaving = {"jenis_keluar_id": "2", "tanggal_keluar": "2026-11-02"}
    back = {"tanggal_masuk_sekolah": "2026-11-10", "apa_adanya": "1"}
    for address, first, second, sentence in (
        (f"{page}/keluar/", leaving, {"jenis_keluar_id": "3"}, "sudah tercatat keluar"),
        (f"{page}/kembali/", back, {"tanggal_masuk_sekolah": "2026-11-11"}, "tidak tercatat keluar"),
    ):
        left, right = (dict(form_data(operator, address, next(iter(first)))) for _ in range(2))
        assert operator.post(address, left | first).status_code == 302
        acts = Journal.objects.count()
        late = operator.post(address, right | first | second, follow=True).content.decode()
        assert sentence in late and Journal.objects.count() == acts, address


def test_a_ptk_leaves_and_comes_back_in_two_tabs(operator: Client, school: None) -> None:
    ptk = Ptk.live.order_by("nama")[2]
    leaving = {"jenis_keluar_id": "9", "tanggal_keluar": "2026-11-02", "apa_adanya": "1"}
    for address, first, second, sentence in (
        (f"/ptk/{ptk.pk}/keluar/", leaving, {"jenis_keluar_id": "8"}, "sekali lagi"),
        (f"/ptk/{ptk.pk}/kembali/", {"apa_adanya": "1"}, {"nomor_surat_tugas": "9"}, "tidak tercatat keluar"),
    ):
        left, right = (dict(form_data(operator, address, "versi")) for _ in range(2))
        assert operator.post(address, left | first).status_code == 302, address
        acts = Journal.objects.count()
        late = operator.post(address, right | first | second, follow=True).content.decode()
        assert sentence in late.lower() and Journal.objects.count() == acts, address


def test_a_semester_is_opened_in_two_tabs(operator: Client, school: None) -> None:
    page = "/semester/baru/"
    agreed = {"setuju": operator.get(page).context["fingerprint"]}
    assert operator.post(page, agreed).status_code == 302
    acts, semester = Journal.objects.count(), Sekolah.live.get().semester_id
    late = operator.post(page, agreed)
    assert "berubah sejak diperiksa" in late.content.decode()
    assert (Journal.objects.count(), Sekolah.live.get().semester_id) == (acts, semester)


def test_members_moved_in_another_tab_stay_there(operator: Client, pupil: PesertaDidik) -> None:
    place = AnggotaRombel.live.get(peserta_didik=pupil)
    other, third = RombonganBelajar.live.exclude(pk=place.rombongan_belajar_id).order_by("nama")[:2]
    sent = {"masuk": f"{pupil.pk}:{place.rombongan_belajar_id}"}
    operator.post(f"/rombel/{other.pk}/anggota/", sent)
    late = operator.post(f"/rombel/{third.pk}/anggota/", sent, follow=True).content.decode()
    assert "sudah dipindahkan" in late
    assert AnggotaRombel.live.get(peserta_didik=pupil).rombongan_belajar_id == other.pk


def test_a_mass_edit_that_was_looked_at_before_another_change(operator: Client, pupil: PesertaDidik) -> None:
    page = f"/peserta-didik/ubah-banyak/?pilih={pupil.pk}&isian=agama"
    looked = operator.post(page, {"agama_id": "2"})
    agreed = looked.context["plan"].fingerprint
    write.save([Edit(PesertaDidik, {"agama_id": "3"}, pupil.pk)], AUTHOR)
    late = operator.post(page, {"agama_id": "2", "setuju": agreed}).content.decode()
    assert "berubah sejak dilihat" in late
    assert PesertaDidik.live.get(pk=pupil.pk).agama_id == "3"


def test_what_a_riwayat_proposed_before_another_change(operator: Client, school: None) -> None:
    ptk = Ptk.live.order_by("nama")[2]
    for code in ("30", "35"):
        values = {"ptk_id": ptk.pk, "jenjang_pendidikan_id": code, "satuan_pendidikan_formal": "UPI"}
        write.save([Edit(RwyPendFormal, values)], AUTHOR)
    agreed = operator.get(f"/ptk/{ptk.pk}/?tab=pendidikan").context["agreed"]
    write.save([Edit(Ptk, {"pendidikan_terakhir": "40"}, ptk.pk)], AUTHOR)
    page = operator.post(f"/ptk/{ptk.pk}/pendidikan/pakai/", {"setuju": agreed}, follow=True).content.decode()
    assert "berubah sejak dilihat" in page
    assert Ptk.live.get(pk=ptk.pk).pendidikan_terakhir == "40"


def test_an_old_value_is_not_put_back_over_a_newer_one_unasked(operator: Client, pupil: PesertaDidik) -> None:
    for nama in ("Ayah Satu", "Ayah Dua"):
        write.save([Edit(PesertaDidik, {"nama_ayah": nama}, pupil.pk)], AUTHOR)
    row = Journal.objects.filter(record_id=pupil.pk).latest("id").pk
    write.save([Edit(PesertaDidik, {"nama_ayah": "Ayah Tiga"}, pupil.pk)], AUTHOR)
    page = operator.post("/riwayat/kembalikan/", {"isian": f"{row}:nama_ayah"}).content.decode()
    assert "sudah diubah lagi" in page
    assert PesertaDidik.live.get(pk=pupil.pk).nama_ayah == "Ayah Tiga"
