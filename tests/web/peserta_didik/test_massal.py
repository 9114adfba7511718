"""Mass edit: chosen on the list, looked at, agreed to, taken back."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dapodik.pokok import write
from dapodik.pokok.models import (
    Act,
    AnggotaRombel,
    Journal,
    Origin,
    PesertaDidik,
    RegistrasiPesertaDidik,
    RombonganBelajar,
)
from dapodik.pokok.write import Author, Edit
from tests.school import make_school

PAGE = "/peserta-didik/ubah-banyak/"


def address(isian: str, pupils: list[PesertaDidik] | None = None, **filters: str) -> str:
    chosen = [("pilih", str(pupil.pk)) for pupil in pupils] if pupils else [("semua", "1")]
    return f"{PAGE}?{urlencode([*chosen, *filters.items(), ('isian', isian)])}"


def some(count: int = 5) -> list[PesertaDidik]:
    return list(PesertaDidik.live.order_by("nama")[:count])


def look(client: Client, where: str, **values: Any) -> Any:
    return client.post(where, values)


def agree(client: Client, where: str, **values: Any) -> str:
    seen = look(client, where, **values).context["plan"]
    answer = client.post(where, values | {"setuju": seen.fingerprint}, follow=True)
    assert answer.redirect_chain
    return str(answer.content.decode())


def test_the_list_offers_what_is_ticked_and_all_that_was_found(operator: Client, school: None) -> None:
    page = operator.get("/peserta-didik/", {"jk": "P"}).content.decode()
    assert page.count('name="pilih"') == 50 and "hasil saringan" in page
    girls = PesertaDidik.live.filter(jenis_kelamin="P").count()
    opened = operator.get(PAGE, {"semua": "1", "jk": "P"}).content.decode()
    assert f"Ubah {girls} peserta didik sekaligus" in opened
    assert "Ubah 2 peserta didik" in operator.get(address("agama", some(2))).content.decode()


def test_nothing_ticked_says_what_to_do(operator: Client, school: None) -> None:
    page = operator.get(PAGE, {"jk": "P", "pilih": "x"}, follow=True)
    assert "Belum ada peserta didik yang dipilih" in page.content.decode()
    assert page.redirect_chain == [("/peserta-didik/?jk=P", 302)]


@pytest.mark.parametrize("wrong", ["tingkat=99", "rombel=x", "status=apa&jk=P", "cari=%00"])
def test_a_filter_that_cannot_be_understood_changes_nobody(
    operator: Client, school: None, wrong: str
) -> None:
    page = operator.post(f"{PAGE}?semua=1&{wrong}&isian=agama", {"agama_id": "3"}, follow=True)
    assert page.redirect_chain == [(f"/peserta-didik/?{wrong}", 302)]
    assert "hapus saringan" in page.content.decode() and "Centang dahulu" not in page.content.decode()


def test_a_kept_filter_on_a_class_of_last_semester_widens_to_nobody(operator: Client, school: None) -> None:
    old = RombonganBelajar.live.get(nama="Kelas 1A")
    choice = {"rombel": str(old.pk)}
    members = operator.get("/peserta-didik/", choice).context["table"].paginator.count
    assert 0 < members < 40
    opened = operator.get("/semester/baru/").context["fingerprint"]
    operator.post("/semester/baru/", {"setuju": opened})
    page = operator.get("/peserta-didik/", choice)
    assert not page.context["table"].paginator.count
    assert "Rombel yang disaring tidak ada di semester ini." in page.content.decode()
    # The form asks for the same, so that choosing something else besides does not drop it.
    assert f'<option value="{old.pk}" selected>(tidak dikenal)</option>' in page.content.decode()
    assert operator.post(address("agama", **choice), {"agama_id": "3"}).status_code == 302
    # In the semester of which it is, it is understood.
    operator.post("/semester/", {"semester_id": "20261"})
    assert operator.get("/peserta-didik/", choice).context["table"].paginator.count == members


def test_it_is_looked_at_first_then_done_and_taken_back(operator: Client, school: None) -> None:
    chosen = some()
    write.save([Edit(PesertaDidik, {"agama_id": "3"}, chosen[0].pk)], Author("x", Origin.FORM))
    acts = Journal.objects.count()
    where = address("agama", chosen)
    page = look(operator, where, agama_id="3").content.decode()
    assert Journal.objects.count() == acts and not Act.objects.exists()
    assert "<strong>4</strong> berubah" in page and "<strong>1</strong> sudah begitu" in page
    assert "Islam" in page and "Katholik" in page or "Katolik" in page
    assert "Lihat atau urungkan" in agree(operator, where, agama_id="3")
    assert {pupil.agama_id for pupil in some()} == {"3"}
    act = Act.objects.get()
    assert (act.records, act.title) == (4, "Agama: 4 peserta didik")
    operator.post(reverse("tindakan:urungkan", args=[act.pk]))
    assert [pupil.agama_id for pupil in some()].count("3") == 1


def test_what_was_not_looked_at_is_not_done(operator: Client, school: None) -> None:
    chosen, where = some(), address("agama", some())
    seen = look(operator, where, agama_id="3").context["plan"].fingerprint
    write.save([Edit(PesertaDidik, {"agama_id": "5"}, chosen[0].pk)], Author("x", Origin.FORM))
    page = operator.post(where, {"agama_id": "3", "setuju": seen}).content.decode()
    assert "Datanya berubah sejak dilihat" in page and not Act.objects.exists()


def test_a_value_that_does_not_fit_is_said_at_the_field(operator: Client, school: None) -> None:
    for isian, values, field in (
        ("agama", {"agama_id": "777"}, "agama_id"),
        ("rombel", {"rombel": "x"}, "rombel"),
        ("pip", {"layak_pip": "True"}, "alasan_layak_pip_id"),
        ("registrasi", {"tanggal_masuk_sekolah": "kemarin"}, "tanggal_masuk_sekolah"),
        ("registrasi", {}, "__all__"),
        ("keluar", {"jenis_keluar_id": "9"}, "jenis_keluar_id"),
    ):
        assert field in look(operator, address(isian, some()), **values).context["form"].errors, isian


def test_pupils_move_to_another_class_and_leavers_are_left_out(operator: Client, school: None) -> None:
    chosen = some(3)
    gone = RegistrasiPesertaDidik.live.get(peserta_didik=chosen[0])
    ended = {"jenis_keluar_id": "2", "tanggal_keluar": "2026-11-01"}
    write.save([Edit(RegistrasiPesertaDidik, ended, gone.pk)], Author("x", Origin.FORM))
    rombel = RombonganBelajar.live.exclude(anggota__peserta_didik__in=chosen).first()
    where = address("rombel", chosen)
    page = look(operator, where, rombel=str(rombel.pk)).content.decode()
    assert f"{chosen[0].nama}: sudah keluar" in page
    agree(operator, where, rombel=str(rombel.pk))
    members = set(AnggotaRombel.live.filter(rombongan_belajar=rombel).values_list("peserta_didik", flat=True))
    assert {pupil.pk for pupil in chosen} & members == {chosen[1].pk, chosen[2].pk}


def test_a_proposal_for_pip_comes_with_its_reason(operator: Client, school: None) -> None:
    agree(operator, address("pip", some()), layak_pip="True", alasan_layak_pip_id="6")
    assert {(pupil.layak_pip, pupil.alasan_layak_pip_id) for pupil in some()} == {(True, "6")}
    agree(operator, address("pip", some()), layak_pip="False", alasan_layak_pip_id="6")
    assert {(pupil.layak_pip, pupil.alasan_layak_pip_id) for pupil in some()} == {(False, "")}


def test_only_what_is_filled_of_the_registrasi_changes(operator: Client, school: None) -> None:
    rows = RegistrasiPesertaDidik.live.filter(peserta_didik__in=some())
    kinds = sorted(rows.values_list("jenis_pendaftaran_id", flat=True))
    agree(operator, address("registrasi", some()), tanggal_masuk_sekolah="2026-07-13")
    assert set(rows.values_list("tanggal_masuk_sekolah", flat=True)) == {rows[0].tanggal_masuk_sekolah}
    assert sorted(rows.values_list("jenis_pendaftaran_id", flat=True)) == kinds


def test_several_needs_are_ticked_at_once(operator: Client, school: None) -> None:
    agree(operator, address("kebutuhan_khusus", some()), kebutuhan_khusus_id=["1", "2"])
    assert {pupil.kebutuhan_khusus_id for pupil in some()} == {"3"}


def test_a_whole_selection_leaves_and_comes_back_as_one(operator: Client, school: None) -> None:
    chosen = some()
    values = {"jenis_keluar_id": "2", "tanggal_keluar": "2026-11-02", "keterangan": "Pindah bersama"}
    agree(operator, address("keluar", chosen), **values)
    assert not AnggotaRombel.live.filter(peserta_didik__in=chosen).exists()
    operator.post(reverse("tindakan:urungkan", args=[Act.objects.get().pk]))
    assert AnggotaRombel.live.filter(peserta_didik__in=chosen).count() == 5
    assert not RegistrasiPesertaDidik.live.exclude(jenis_keluar_id="").exists()


def test_a_selection_that_left_is_in_force_until_the_last_is_back(operator: Client, school: None) -> None:
    first, second = chosen = some(2)
    agree(operator, address("keluar", chosen), jenis_keluar_id="2", tanggal_keluar="2026-11-02")
    operator.post(reverse("peserta_didik:batal_keluar", args=[first.pk]))
    assert not Act.objects.get().undone
    operator.post(reverse("peserta_didik:batal_keluar", args=[second.pk]))
    assert Act.objects.get().undone


def test_who_has_come_back_since_stays_enrolled_once(operator: Client, school: None) -> None:
    first, second = chosen = some(2)
    agree(operator, address("keluar", chosen), jenis_keluar_id="2", tanggal_keluar="2026-11-02")
    rombel = RombonganBelajar.live.get(nama="Kelas 6B").pk
    back = {"tanggal_masuk_sekolah": "2026-11-10", "rombel": str(rombel), "apa_adanya": "1"}
    operator.post(reverse("peserta_didik:kembali", args=[first.pk]), back)
    mass = Act.objects.get(title__startswith="Keluar")
    page = operator.post(reverse("tindakan:urungkan", args=[mass.pk]), follow=True).content.decode()
    assert "3 isian sudah diubah lagi sesudahnya" in page
    opened = RegistrasiPesertaDidik.live.filter(jenis_keluar_id="")
    assert opened.get(peserta_didik=first).jenis_pendaftaran_id == "7" and opened.get(peserta_didik=second)
    assert AnggotaRombel.live.get(peserta_didik=first).rombongan_belajar_id == rombel
    assert AnggotaRombel.live.filter(peserta_didik=second).count() == 1


def test_the_preview_says_what_would_be_invalid_and_leaves_no_trace(operator: Client, school: None) -> None:
    acts = Journal.objects.count()
    values = {"jenis_keluar_id": "1", "tanggal_keluar": "2026-11-02"}
    first = list(PesertaDidik.live.filter(anggota__rombongan_belajar__tingkat_pendidikan_id="1")[:3])
    page = look(operator, address("keluar", first), **values).content.decode()
    assert "3 isian menjadi tidak valid" in page and "Keluar karena lulus, padahal di tingkat 1" in page
    assert "Tetap ubah 3 peserta didik" in page and Journal.objects.count() == acts


@pytest.mark.slow
@pytest.mark.parametrize("isian", ["agama", "rombel", "keluar"])
def test_more_pupils_cost_a_statement_for_many_of_them(operator: Client, isian: str) -> None:
    school = make_school(pupils=400)
    values = {
        "agama": {"agama_id": "3"},
        "rombel": {"rombel": str(school.rombel[0])},
        "keluar": {"jenis_keluar_id": "2", "tanggal_keluar": "2026-11-02"},
    }[isian]
    look(operator, address(isian, some(2)), **values)
    costs = []
    for pupils in (some(40), None):
        with CaptureQueriesContext(connection) as done:
            look(operator, address(isian, pupils), **values)
        costs.append(len(done))
    # What is written goes to the database in parts, of wide rows a dozen at a time.
    assert costs[0] < 80 and costs[1] - costs[0] < 360 / 10


def test_who_only_looks_is_offered_no_boxes(kepala_sekolah: Client, school: None) -> None:
    assert 'name="pilih"' not in kepala_sekolah.get("/peserta-didik/").content.decode()
    assert kepala_sekolah.get(address("agama", some())).status_code == 403
