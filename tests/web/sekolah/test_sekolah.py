"""Sekolah: the region chosen from lists, and the forms of school that the application serves."""

from django.test import Client

from dapodik.pokok.models import RombonganBelajar, Sekolah
from tests.web.form_data import form_data

ADDRESS = "/sekolah/wilayah/"


def test_the_region_is_chosen_one_list_after_another(operator: Client, school: None) -> None:
    assert "Kabupaten/kota" in operator.get(ADDRESS).content.decode()
    step = operator.get(ADDRESS, {"provinsi": "12"}).context
    assert all(code.startswith("12") for code, _ in step["kabupaten_list"]) and not step["kecamatan_list"]
    kabupaten = step["kabupaten_list"][0][0]
    kecamatan, name = operator.get(ADDRESS, {"provinsi": "12", "kabupaten": kabupaten}).context[
        "kecamatan_list"
    ][0]
    operator.post(ADDRESS, {"kode_wilayah": kecamatan, "versi": step["versi"]})
    sekolah = Sekolah.live.get()
    assert (sekolah.kode_wilayah, sekolah.kecamatan) == (kecamatan, name)
    assert "Sumatera Utara" in sekolah.provinsi


def test_a_region_that_is_none_changes_nothing(operator: Client, school: None) -> None:
    before = Sekolah.live.get().kode_wilayah
    for wrong in ("", "999999", "x"):
        page = operator.post(ADDRESS, {"kode_wilayah": wrong}).content.decode()
        assert "Kecamatannya belum dipilih" in page
    assert Sekolah.live.get().kode_wilayah == before


def test_only_forms_that_decide_something_are_offered(operator: Client, school: None) -> None:
    page = operator.get("/sekolah/ubah/").content.decode()
    assert ">SMK</option>" in page and ">TK</option>" not in page


def test_another_form_brings_other_grades_and_texts(operator: Client, school: None) -> None:
    data = form_data(operator, "/sekolah/ubah/", "npsn") | {"bentuk_pendidikan_id": "15"}
    operator.post("/sekolah/ubah/", data | {"apa_adanya": "1"})
    assert "Dapodikmen" in operator.get("/").content.decode()
    grades = operator.get("/rombel/tambah/").content.decode()
    assert '<option value="13"' in grades and '<option value="6"' not in grades
    rombel = RombonganBelajar.live.first()
    assert rombel
    page = operator.get(f"/rombel/{rombel.pk}/").content.decode()
    assert "tidak ada di SMK (10 sampai 13)" in page
