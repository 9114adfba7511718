"""Each rule: one record that breaks it and nothing else, and one that just passes."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from dapodik.pokok import write
from dapodik.pokok.models import (
    AnggotaRombel,
    KeaktifanPtk,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Edit
from dapodik.referensi.semester import Semester
from dapodik.validasi import engine
from dapodik.validasi.rule import RULES, SET_RULES
from tests.school import AUTHOR, School, make_school

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)
LONG = "x" * 19


def found() -> set[tuple[str, str]]:
    engine.refresh()
    return {(one.code, one.field) for one in engine.findings()}


def codes() -> set[str]:
    return {code for code, _ in found()}


@pytest.mark.parametrize("bentuk", ["SD", "SMP", "SMA", "SMK", "SLB"])
def test_a_school_without_mistakes_has_no_finding(bentuk: str) -> None:
    make_school(bentuk, pupils=70)
    assert found() == set()


def test_there_are_rules_enough() -> None:
    assert len(RULES) + len(SET_RULES) >= 25


PUPIL: list[tuple[str, dict[str, Any]]] = [
    ("PD_NAMA_KOSONG", {"nama": "A"}),
    ("PD_NAMA_ANGKA", {"nama": "Budi 2"}),
    ("PD_NAMA_KARAKTER", {"nama": "Budi*Santoso"}),
    ("PD_NAMA_SPASI", {"nama": "Budi  Santoso"}),
    ("PD_JK_KOSONG", {"jenis_kelamin": ""}),
    ("PD_TEMPAT_LAHIR_KOSONG", {"tempat_lahir": " "}),
    ("PD_TEMPAT_LAHIR_ANGKA", {"tempat_lahir": "Garut 1"}),
    ("PD_TANGGAL_LAHIR_KOSONG", {"tanggal_lahir": None}),
    ("PD_NIK_KOSONG", {"nik": ""}),
    ("PD_NIK_16", {"nik": "320501120517001"}),
    ("PD_NO_KK_16", {"no_kk": "123"}),
    ("PD_NISN_FORMAT", {"nisn": "015000020"}),
    ("PD_AGAMA_KOSONG", {"agama_id": ""}),
    ("PD_ALAMAT_KOSONG", {"alamat_jalan": ""}),
    ("PD_KELURAHAN_KOSONG", {"desa_kelurahan": ""}),
    ("PD_RT", {"rt": "100"}),
    ("PD_RW", {"rw": "x"}),
    ("PD_KODE_POS", {"kode_pos": "4415"}),
    ("PD_HP", {"nomor_telepon_seluler": "12345"}),
    ("PD_EMAIL", {"email": "anak@"}),
    ("PD_LINTANG", {"lintang": "48.85"}),
    ("PD_BUJUR", {"bujur": "2.35"}),
    ("PD_TINGGI", {"tinggi_badan": "400"}),
    ("PD_BERAT", {"berat_badan": "4"}),
    ("PD_LINGKAR_KEPALA", {"lingkar_kepala": "29"}),
    ("PD_SAUDARA", {"jumlah_saudara_kandung": "21"}),
    ("PD_JARAK", {"jarak_rumah_ke_sekolah_km": "jauh"}),
    ("PD_IBU_KOSONG", {"nama_ibu_kandung": ""}),
    ("PD_IBU_KARAKTER", {"nama_ibu_kandung": "-"}),
    ("PD_NIK_AYAH_16", {"nik_ayah": "1"}),
    ("PD_NIK_IBU_16", {"nik_ibu": "1"}),
    ("PD_NIK_WALI_16", {"nik_wali": "1"}),
    ("PD_NIK_AYAH_IBU_SAMA", {"nik_ayah": "3205011205700001", "nik_ibu": "3205011205700001"}),
    ("PD_TAHUN_LAHIR_AYAH", {"tahun_lahir_ayah": "1850"}),
    ("PD_TAHUN_LAHIR_IBU", {"tahun_lahir_ibu": "2024"}),
    ("PD_TAHUN_LAHIR_WALI", {"tahun_lahir_wali": "70"}),
    ("PD_KPS_TANPA_NOMOR", {"penerima_kps": True}),
    ("PD_KIP_TANPA_NOMOR", {"penerima_kip": True}),
    ("PD_KIP_FORMAT", {"nomor_kip": "ABC12"}),
    ("PD_KKS_FORMAT", {"nomor_kks": "ABC-12"}),
    ("PD_PIP_ALASAN", {"layak_pip": True, "alasan_layak_pip_id": "-1"}),
    ("PD_REKENING_LENGKAP", {"rekening_bank": "123"}),
    ("PD_REKENING_ANGKA", {"rekening_bank": "12a", "bank": "BRI", "rekening_atas_nama": "Budi"}),
]
PASSES: list[dict[str, Any]] = [
    {"nama": "Nur 'Aini Al-Fatih, S."},
    {"nama": "Éva D’Arc"},
    {"nisn": ""},
    {"no_kk": ""},
    {"rt": "0", "rw": "99"},
    {"lintang": "0", "bujur": "0"},
    {"lintang": "-11.1", "bujur": "141.1"},
    {"lintang": "-7,2", "bujur": "107,9"},
    {"tinggi_badan": "50", "berat_badan": "150", "lingkar_kepala": "70"},
    {"nomor_telepon_seluler": "0812-3456-7890"},
    {"nomor_telepon_seluler": "+6281234567890"},
    {"tahun_lahir_ibu": "1900", "tahun_lahir_ayah": "0"},
    {"penerima_kip": True, "nomor_kip": "A1B2C3", "nama_di_kip": "NAMA YANG LAIN SEKALI"},
    {"penerima_kps": True, "no_kps": "K1"},
    {"layak_pip": True, "alasan_layak_pip_id": "6"},
    {"bank": "BRI", "rekening_bank": "123-45 6", "rekening_atas_nama": "Budi"},
]


@pytest.mark.parametrize(("code", "values"), PUPIL, ids=[code for code, _ in PUPIL])
def test_a_pupil_that_breaks_one_rule(code: str, values: dict[str, Any]) -> None:
    school = make_school()
    write.save([Edit(PesertaDidik, values, school.pupils[0])], AUTHOR)
    assert found() == {(code, RULES[code].field)}
    one = engine.findings().get()
    assert (one.kind, one.record_id, one.level) == ("peserta_didik", school.pupils[0], RULES[code].level)


@pytest.mark.parametrize("values", PASSES, ids=str)
def test_a_pupil_that_just_passes(values: dict[str, Any]) -> None:
    school = make_school()
    write.save([Edit(PesertaDidik, values, school.pupils[0])], AUTHOR)
    assert found() == set()


def nik_of(school: School) -> str:
    return str(PesertaDidik.live.get(pk=school.pupils[0]).nik)


def test_the_parts_of_a_nik() -> None:
    school = make_school()
    nik = nik_of(school)
    cases = {
        "PD_NIK_SERI": nik[:12] + "0000",
        "PD_NIK_WILAYAH": "9999" + nik[4:],
        "PD_NIK_TANGGAL": nik[:10] + f"{(int(nik[10:12]) + 1) % 100:02d}" + nik[12:],
        "PD_NIK_JK": f"{nik[:6]}{int(nik[6:8]) + 40:02d}{nik[8:]}",
    }
    for code, wrong in cases.items():
        write.save([Edit(PesertaDidik, {"nik": wrong}, school.pupils[0])], AUTHOR)
        assert codes() == {code}
    # The code of a former kecamatan stays for life.
    write.save([Edit(PesertaDidik, {"nik": nik[:4] + "99" + nik[6:]}, school.pupils[0])], AUTHOR)
    assert codes() == set()


def test_numbers_that_are_one_anothers() -> None:
    school = make_school()
    nik = nik_of(school)
    cases = {
        "no_kk": "PD_KK_SAMA_NIK",
        "nik_ayah": "PD_NIK_AYAH_SAMA_PD",
        "nik_ibu": "PD_NIK_IBU_SAMA_PD",
        "nik_wali": "PD_NIK_WALI_SAMA_PD",
    }
    for field, code in cases.items():
        write.save([Edit(PesertaDidik, {field: nik}, school.pupils[0])], AUTHOR)
        assert codes() == {code}
        write.save([Edit(PesertaDidik, {field: ""}, school.pupils[0])], AUTHOR)


def test_birth_and_age() -> None:
    school = make_school("SMP")
    pupil = PesertaDidik.live.get(pk=school.pupils[0])
    first = Semester(Sekolah.live.get().semester_id).entry_day
    for age, expected in {10: {"PD_USIA_TINGKAT"}, 11: set(), 18: set(), 19: {"PD_USIA_TINGKAT"}}.items():
        born = date(first.year - age, 6, 15)
        nik = f"320501{born:%d%m%y}0001"
        write.save([Edit(PesertaDidik, {"tanggal_lahir": born, "nik": nik}, pupil.pk)], AUTHOR)
        assert codes() == expected, age
    write.save([Edit(PesertaDidik, {"kebutuhan_khusus_id": "1"}, pupil.pk)], AUTHOR)
    assert codes() == set()
    nik = f"320501{TOMORROW:%d%m%y}0001"
    write.save([Edit(PesertaDidik, {"tanggal_lahir": TOMORROW, "nik": nik}, pupil.pk)], AUTHOR)
    assert codes() == {"PD_TANGGAL_LAHIR_MASA_DEPAN"}


def test_registrasi_is_shown_at_the_pupil() -> None:
    school = make_school()
    cases: list[tuple[dict[str, Any], set[tuple[str, str]]]] = [
        ({"nipd": ""}, {("PD_NIPD_KOSONG", "nipd")}),
        ({"nipd": LONG}, {("PD_NIPD_PANJANG", "nipd")}),
        ({"nipd": LONG[1:]}, set()),
        ({"tanggal_masuk_sekolah": TOMORROW}, {("PD_TANGGAL_MASUK", "tanggal_masuk_sekolah")}),
        ({"tanggal_masuk_sekolah": "1990-01-01"}, {("PD_TANGGAL_MASUK", "tanggal_masuk_sekolah")}),
        (
            {"tanggal_masuk_sekolah": None, "tanggal_keluar": "2026-01-01"},
            {("PD_KELUAR_TANPA_SEBAB", "jenis_keluar_id")},
        ),
    ]
    for values, expected in cases:
        write.save([Edit(RegistrasiPesertaDidik, values, school.registrasi[0])], AUTHOR)
        assert found() == expected
        assert {one.record_id for one in engine.findings()} <= {school.pupils[0]}


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("LIN_NISN_GANDA", "nisn", "0170000001"),
        ("LIN_KIP_GANDA", "nomor_kip", "ABC123"),
        ("LIN_NIK_GANDA", "nik", ""),
    ],
)
def test_what_two_pupils_share_is_shown_at_both(code: str, field: str, value: str) -> None:
    school = make_school()
    first, second = school.pupils[:2]
    value = value or nik_of(school)
    write.save([Edit(PesertaDidik, {field: value}, pk) for pk in (first, second)], AUTHOR)
    assert codes() == {code}
    assert {one.record_id for one in engine.findings()} == {first, second}
    # Who has left shares nothing.
    write.save([Edit(RegistrasiPesertaDidik, {"jenis_keluar_id": "1"}, school.registrasi[1])], AUTHOR)
    assert codes() == set()


def test_one_child_entered_twice() -> None:
    school = make_school()
    one = PesertaDidik.live.get(pk=school.pupils[0])
    same = {"nama": one.nama.upper(), "tanggal_lahir": one.tanggal_lahir}
    write.save([Edit(PesertaDidik, same, school.pupils[1])], AUTHOR)
    assert codes() == {"LIN_PD_KEMBAR"}


def test_two_pupils_with_one_nipd() -> None:
    school = make_school()
    write.save([Edit(RegistrasiPesertaDidik, {"nipd": "N1"}, school.registrasi[0])], AUTHOR)
    assert {(one.code, one.record_id) for one in (engine.refresh(), engine.findings())[1]} == {
        ("LIN_NIPD_GANDA", pk) for pk in school.pupils[:2]
    }


def test_places_in_classes() -> None:
    school = make_school()
    write.save([Edit(AnggotaRombel, {"soft_delete": True}, school.places[0])], AUTHOR)
    assert found() == {("PD_TANPA_ROMBEL", "rombel")}
    both = {"peserta_didik_id": school.pupils[0], "soft_delete": False}
    write.save([Edit(AnggotaRombel, both, school.places[0])], AUTHOR)
    write.save([Edit(AnggotaRombel, {**both, "rombongan_belajar_id": school.rombel[1]})], AUTHOR)
    assert found() == {("LIN_PD_DUA_ROMBEL", "rombel")}


def test_classes() -> None:
    school = make_school(pupils=70)
    first, second = school.rombel[:2]
    taken = RombonganBelajar.live.get(pk=second)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"nama": ""}, "ROM_NAMA_KOSONG"),
        ({"nama": taken.nama}, "ROM_NAMA_GANDA"),
        ({"tingkat_pendidikan_id": "7"}, "ROM_TINGKAT"),
        ({"ptk_id": None}, "ROM_WALI_KOSONG"),
        ({"ptk_id": taken.ptk_id}, "ROM_WALI_GANDA"),
    ]
    before = {
        name: RombonganBelajar.live.get(pk=first).plain(name) for name in RombonganBelajar.synced_fields()
    }
    for values, code in cases:
        write.save([Edit(RombonganBelajar, values, first)], AUTHOR)
        assert code in codes()
        write.save([Edit(RombonganBelajar, before, first)], AUTHOR)
        assert codes() == set()
    write.save([Edit(Ptk, {"jenis_keluar_id": "1"}, school.ptk[1])], AUTHOR)
    assert codes() == {"ROM_WALI_KELUAR"}


@pytest.mark.parametrize(("members", "expected"), [(28, set()), (29, {"ROM_ANGGOTA_MAKS"})])
def test_a_class_holds_as_many_as_the_rule_says(members: int, expected: set[str]) -> None:
    school = make_school(pupils=30)
    # Leaving out the ages: everybody moves into the first class.
    moved = [
        Edit(AnggotaRombel, {"rombongan_belajar_id": school.rombel[0]}, pk) for pk in school.places[:members]
    ]
    write.save(moved, AUTHOR)
    assert {code for code in codes() if code == "ROM_ANGGOTA_MAKS"} == expected
    write.save([Edit(AnggotaRombel, {"soft_delete": True}, pk) for pk in school.places], AUTHOR)
    assert "ROM_ANGGOTA_KOSONG" in codes()


STAFF: list[tuple[str, dict[str, Any]]] = [
    ("PTK_NAMA_KOSONG", {"nama": ""}),
    ("PTK_NAMA_ANGKA", {"nama": "Guru 1"}),
    ("PTK_JK_KOSONG", {"jenis_kelamin": ""}),
    ("PTK_TANGGAL_LAHIR_KOSONG", {"tanggal_lahir": None}),
    ("PTK_UMUR", {"tanggal_lahir": "1901-01-01", "nik": "3205014101010001"}),
    ("PTK_NIK_KOSONG", {"nik": ""}),
    ("PTK_NIK_16", {"nik": "1"}),
    ("PTK_IBU_KOSONG", {"nama_ibu_kandung": ""}),
    ("PTK_NUPTK_FORMAT", {"nuptk": "1"}),
    ("PTK_NIP_18", {"nip": "1"}),
    ("PTK_NIP_WAJIB", {"status_kepegawaian_id": "1"}),
    ("PTK_NIP_TANGGAL", {"nip": "197001012000011001"}),
    ("PTK_STATUS_KEPEGAWAIAN", {"status_kepegawaian_id": ""}),
    ("PTK_JENIS_PTK", {"jenis_ptk_id": ""}),
    ("PTK_INDUK_KOSONG", {"ptk_induk": None}),
    ("PTK_EMAIL", {"email": "x"}),
    ("PTK_EMAIL_KOSONG", {"email": ""}),
]


@pytest.mark.parametrize(("code", "values"), STAFF, ids=[code for code, _ in STAFF])
def test_a_ptk_that_breaks_one_rule(code: str, values: dict[str, Any]) -> None:
    school = make_school()
    write.save([Edit(Ptk, values, school.ptk[1])], AUTHOR)
    assert codes() == {code}


def test_staff_and_their_months() -> None:
    school = make_school()
    nik = Ptk.live.get(pk=school.ptk[1]).nik
    write.save([Edit(Ptk, {"nuptk": nik}, school.ptk[1])], AUTHOR)
    assert codes() == {"PTK_NUPTK_SAMA_NIK"}
    write.save([Edit(Ptk, {"nuptk": "1" * 16}, pk) for pk in school.ptk[1:3]], AUTHOR)
    assert codes() == {"LIN_NUPTK_GANDA"}
    write.save([Edit(Ptk, {"nuptk": ""}, pk) for pk in school.ptk[1:3]], AUTHOR)
    month = KeaktifanPtk.live.filter(ptk=school.ptk[1]).get()
    write.save([Edit(KeaktifanPtk, {"soft_delete": True}, month.pk)], AUTHOR)
    assert found() == {("PTK_KEAKTIFAN", "keaktifan")}
    write.save([Edit(Ptk, {"jenis_ptk_id": "92"}, school.ptk[0])], AUTHOR)
    assert codes() == {"PTK_KEAKTIFAN", "SEK_KEPALA_SEKOLAH"}


def test_the_school() -> None:
    school = make_school()
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"nama": ""}, {"SEK_NAMA_KOSONG"}),
        ({"npsn": ""}, {"SEK_NPSN_KOSONG"}),
        ({"npsn": "1234"}, {"SEK_NPSN_FORMAT"}),
        ({"bentuk_pendidikan_id": ""}, {"SEK_BENTUK_KOSONG"}),
        ({"status_sekolah": ""}, {"SEK_STATUS_KOSONG"}),
        ({"alamat_jalan": ""}, {"SEK_ALAMAT_KOSONG"}),
        ({"lintang": ""}, {"SEK_KOORDINAT"}),
        ({"lintang": "107.9", "bujur": "-7.2"}, {"SEK_KOORDINAT"}),
        ({"rt": "100", "kode_pos": "1"}, {"SEK_RT", "SEK_KODE_POS"}),
    ]
    before = {name: Sekolah.live.get().plain(name) for name in Sekolah.synced_fields()}
    for values, expected in cases:
        write.save([Edit(Sekolah, values, school.sekolah)], AUTHOR)
        assert codes() == expected
        write.save([Edit(Sekolah, before, school.sekolah)], AUTHOR)


def test_every_rule_is_broken_by_some_test() -> None:
    """A rule that no test names has no proof."""
    text = Path(__file__).read_text(encoding="utf-8")
    assert [code for code in [*RULES, *SET_RULES] if f'"{code}"' not in text and not _shared(code)] == []


def _shared(code: str) -> bool:
    """Rules made by one function for pupils, staff and school are proved for pupils."""
    return code.partition("_")[2] in {known.partition("_")[2] for known, _ in PUPIL} | {
        "NIK_SERI", "NIK_WILAYAH", "NIK_TANGGAL", "NIK_JK", "SURAT_TUGAS", "TMT_TUGAS", "SK_PENGANGKATAN",
        "LEMBAGA_PENGANGKAT", "SUMBER_GAJI", "PTK_NIK_GANDA", "NIP_GANDA",
    }  # fmt: skip
