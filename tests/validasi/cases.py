"""For each rule on one record: values that break it and nothing else, and values that just pass.

Values are those of the first pupil (or PTK, class, ...) of `tests.school.make_school`; where they
follow from what the record holds, a function of the record makes them.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from dapodik.pokok.models import Record
from dapodik.referensi.semester import Semester

Values = Mapping[str, Any] | Callable[[Any], Mapping[str, Any]]
Case = tuple[str, Values, Values]

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)
ENTRY = Semester.on(TODAY).entry_day
LONG = "x" * 300


def nik(change: Callable[[str], str]) -> Callable[[Record], dict[str, Any]]:
    """The record's NIK, changed."""
    return lambda record: {"nik": change(str(record.plain("nik")))}


def same(nik: str) -> str:
    return nik


def born(age: int) -> dict[str, Any]:
    """Born so that the age on 1 July is this; with the NIK of a boy that says the same."""
    day = date(ENTRY.year - age, 6, 15)
    return {"tanggal_lahir": day, "nik": f"320501{day:%d%m%y}0001", "nisn": ""}


def began(day: date) -> dict[str, Any]:
    """Assigned on a day, by a letter of that day."""
    return {"tmt_tugas": day, "tanggal_surat_tugas": day}


PERSON: list[Case] = [
    ("NAMA_KOSONG", {"nama": "A"}, {"nama": "Al"}),
    ("NAMA_ANGKA", {"nama": "Budi 2"}, {"nama": "Budi II"}),
    ("NAMA_KARAKTER", {"nama": "Budi*Santoso"}, {"nama": "Éva D’Arc, Nur 'Aini Al-Fatih/Siti S."}),
    ("NAMA_SPASI", {"nama": "Budi  Santoso"}, {"nama": "Budi Santoso"}),
    ("NAMA_HURUF_KECIL", {"nama": "budi santoso"}, {"nama": "budi Santoso"}),
    ("NAMA_GELAR", {"nama": "Asep Sunandar, S.Pd."}, {"nama": "Asep Sunandar, S."}),
    ("NAMA_GELAR", {"nama": "Drs. Asep"}, {"nama": "Drajat Asep"}),
    ("JK_KOSONG", {"jenis_kelamin": ""}, {}),
    ("TANGGAL_LAHIR_KOSONG", {"tanggal_lahir": None}, {}),
    ("NIK_KOSONG", {"nik": " "}, {}),
    ("NIK_16", nik(lambda text: text[:15]), nik(same)),
    ("NIK_SERI", nik(lambda text: text[:12] + "0000"), nik(lambda text: text[:12] + "9999")),
    ("NIK_WILAYAH", nik(lambda text: "99" + text[2:]), nik(lambda text: "110101" + text[6:])),
    ("NIK_WILAYAH", nik(lambda text: "3299" + text[4:]), nik(same)),
    ("NIK_WILAYAH", nik(lambda text: "320599" + text[6:]), nik(same)),
    ("NIK_TANGGAL_FORM", nik(lambda text: text[:8] + "13" + text[10:]), nik(same)),
    ("NIK_TANGGAL", nik(lambda text: f"{text[:10]}{(int(text[10:12]) + 1) % 100:02d}{text[12:]}"), nik(same)),
    ("NIK_JK", nik(lambda text: f"{text[:6]}{(int(text[6:8]) + 40) % 80:02d}{text[8:]}"), nik(same)),
    ("NO_KK_16", {"no_kk": "123"}, {"no_kk": "3205011205100002"}),
    ("RT", {"rt": "100"}, {"rt": "99"}),
    ("RT", {"rt": "-1"}, {"rt": "0"}),
    ("RW", {"rw": "x"}, {"rw": "07"}),
    ("KODE_POS", {"kode_pos": "4415"}, {"kode_pos": "44152"}),
    ("KODE_POS_NOL", {"kode_pos": "04415"}, {"kode_pos": "10000"}),
    ("HP", {"nomor_telepon_seluler": "12345"}, {"nomor_telepon_seluler": "0812-3456-7890"}),
    ("HP", {"nomor_telepon_seluler": "08123456"}, {"nomor_telepon_seluler": "+628123456789"}),
    ("EMAIL", {"email": "anak@"}, {"email": "a@b.id"}),
    ("IBU_KOSONG", {"nama_ibu_kandung": " "}, {}),
]

PUPIL: list[Case] = [
    ("PD_TEMPAT_LAHIR_KOSONG", {"tempat_lahir": " "}, {}),
    ("PD_TEMPAT_LAHIR_ANGKA", {"tempat_lahir": "Garut 1"}, {"tempat_lahir": "Garut I"}),
    ("PD_NO_KK_KOSONG", {"no_kk": ""}, {}),
    ("PD_NO_KK_SERI", {"no_kk": "3205011205100000"}, {"no_kk": "3205011205100001"}),
    ("PD_KK_SAMA_NIK", lambda pupil: {"no_kk": pupil.nik}, {"no_kk": "3205011205100009"}),
    ("PD_NISN_FORMAT", {"nisn": "015000020"}, {"nisn": ""}),
    (
        "PD_NISN_TAHUN",
        {"nisn": "0000000001"},
        lambda pupil: {"nisn": f"{pupil.tanggal_lahir:%Y}"[1:] + "9999999"},
    ),
    ("PD_AGAMA_KOSONG", {"agama_id": ""}, {}),
    ("PD_ALAMAT_KOSONG", {"alamat_jalan": " "}, {}),
    ("PD_KELURAHAN_KOSONG", {"desa_kelurahan": ""}, {}),
    ("PD_KECAMATAN_KOSONG", {"kecamatan": ""}, {}),
    ("PD_RT_KOSONG", {"rt": ""}, {"rt": "0"}),
    ("PD_RW_KOSONG", {"rw": ""}, {"rw": "0"}),
    ("PD_KODE_POS_KOSONG", {"kode_pos": ""}, {}),
    ("PD_JENIS_TINGGAL", {"jenis_tinggal_id": ""}, {}),
    ("PD_TRANSPORTASI", {"alat_transportasi_id": ""}, {}),
    ("PD_AKTA_PANJANG", {"reg_akta_lahir": LONG[:81]}, {"reg_akta_lahir": LONG[:80]}),
    ("PD_LINTANG", {"lintang": "48.85", "bujur": "107.9"}, {"lintang": "0", "bujur": "0"}),
    ("PD_BUJUR", {"lintang": "-7.2", "bujur": "2.35"}, {"lintang": "-7,2", "bujur": "107,9"}),
    ("PD_KOORDINAT_JAUH", {"lintang": "-6.2", "bujur": "106.8"}, {"lintang": "-7.6", "bujur": "107.9"}),
    (
        "PD_KOORDINAT_JAUH",
        {"lintang": "-11.1", "bujur": "141.1"},
        {"lintang": "-11.1", "bujur": "141.1", "jenis_tinggal_id": "4"},
    ),
    ("PD_TINGGI", {"tinggi_badan": "49"}, {"tinggi_badan": "50"}),
    ("PD_TINGGI", {"tinggi_badan": "221"}, {"tinggi_badan": "220"}),
    ("PD_TINGGI_KOSONG", {"tinggi_badan": ""}, {}),
    ("PD_BERAT", {"berat_badan": "4.9"}, {"berat_badan": "5"}),
    ("PD_BERAT_KOSONG", {"berat_badan": ""}, {}),
    ("PD_LINGKAR_KEPALA", {"lingkar_kepala": "71"}, {"lingkar_kepala": "70"}),
    ("PD_LINGKAR_KEPALA_KOSONG", {"lingkar_kepala": ""}, {}),
    ("PD_SAUDARA", {"jumlah_saudara_kandung": "21"}, {"jumlah_saudara_kandung": "20"}),
    ("PD_SAUDARA_KOSONG", {"jumlah_saudara_kandung": ""}, {}),
    ("PD_JARAK", {"jarak_rumah_ke_sekolah_km": "jauh"}, {"jarak_rumah_ke_sekolah_km": "50"}),
    ("PD_JARAK_KOSONG", {"jarak_rumah_ke_sekolah_km": ""}, {}),
    ("PD_ANAK_KE", {"anak_keberapa": "0"}, {"anak_keberapa": "1"}),
    ("PD_ANAK_KE_KOSONG", {"anak_keberapa": ""}, {}),
    ("PD_ANAK_KE_SAUDARA", {"anak_keberapa": "3"}, {"anak_keberapa": "2"}),
    ("PD_KEBUTUHAN_KHUSUS", {"kebutuhan_khusus_id": "x"}, {"kebutuhan_khusus_id": "3"}),
    ("PD_USIA_TINGKAT", born(4), born(6)),
    ("PD_USIA_TINGKAT", born(13), {**born(13), "kebutuhan_khusus_id": "1"}),
    ("PD_USIA_MASUK", born(5), born(6)),
    ("PD_IBU_KARAKTER", {"nama_ibu_kandung": "-"}, {"nama_ibu_kandung": "Ibunda"}),
    ("PD_IBU_KARAKTER", {"nama_ibu_kandung": "Sari 2"}, {"nama_ibu_kandung": "Sari"}),
    ("PD_IBU_GELAR", {"nama_ibu_kandung": "Ny. Sari"}, {"nama_ibu_kandung": "Nyi Sari"}),
    ("PD_NIK_AYAH_16", {"nik_ayah": "1"}, {"nik_ayah": "3205011205700001"}),
    ("PD_NIK_IBU_16", {"nik_ibu": "1"}, {"nik_ibu": "3205015205700001"}),
    ("PD_NIK_WALI_16", {"nik_wali": "1"}, {"nik_wali": "3205011205700001"}),
    ("PD_NIK_AYAH_SAMA_PD", lambda pupil: {"nik_ayah": pupil.nik}, {"nik_ayah": ""}),
    ("PD_NIK_IBU_SAMA_PD", lambda pupil: {"nik_ibu": pupil.nik}, {"nik_ibu": ""}),
    ("PD_NIK_WALI_SAMA_PD", lambda pupil: {"nik_wali": pupil.nik}, {"nik_wali": ""}),
    (
        "PD_NIK_AYAH_IBU_SAMA",
        {"nik_ayah": "3205011205700001", "nik_ibu": "3205011205700001"},
        {"nik_ayah": "3205011205700001", "nik_ibu": "3205015205700001"},
    ),
    ("PD_TAHUN_LAHIR_AYAH", {"tahun_lahir_ayah": "1899"}, {"tahun_lahir_ayah": "1900"}),
    (
        "PD_TAHUN_LAHIR_IBU",
        lambda pupil: {"tahun_lahir_ibu": str(pupil.tanggal_lahir.year - 11)},
        lambda pupil: {"tahun_lahir_ibu": str(pupil.tanggal_lahir.year - 12)},
    ),
    ("PD_TAHUN_LAHIR_WALI", {"tahun_lahir_wali": "70"}, {"tahun_lahir_wali": "0"}),
    ("PD_WALI_KOSONG", {"jenis_tinggal_id": "2"}, {"jenis_tinggal_id": "3"}),
    *(
        (
            f"PD_PENGHASILAN_{who.upper()}_MENINGGAL",
            {f"pekerjaan_{who}_id": "98", f"penghasilan_{who}_id": "11"},
            {f"pekerjaan_{who}_id": "98", f"penghasilan_{who}_id": "99"},
        )
        for who in ("ayah", "ibu", "wali")
    ),
    *(
        (
            f"PD_{who.upper()}_LENGKAP",
            {nama: "Asep", f"pekerjaan_{who}_id": "3", f"jenjang_pendidikan_{who}_id": ""},
            {nama: "Asep", f"pekerjaan_{who}_id": "3", f"jenjang_pendidikan_{who}_id": "0"},
        )
        for who, nama in (("ayah", "nama_ayah"), ("ibu", "nama_ibu_kandung"), ("wali", "nama_wali"))
    ),
    ("PD_KPS_TANPA_NOMOR", {"penerima_kps": True}, {"penerima_kps": True, "no_kps": "12345678K12345"}),
    ("PD_KPS_FORMAT", {"no_kps": "12-34"}, {"no_kps": "1234"}),
    ("PD_KIP_DI_KOLOM_KPS", {"no_kps": "ABC123"}, {"no_kps": "ABC1234"}),
    (
        "PD_KIP_TANPA_NOMOR",
        {"penerima_kip": True},
        lambda pupil: {"penerima_kip": True, "nomor_kip": "A1B2C3", "nama_di_kip": pupil.nama.upper()},
    ),
    (
        "PD_KIP_FORMAT",
        lambda pupil: {"nomor_kip": "ABC12", "nama_di_kip": pupil.nama},
        lambda pupil: {"nomor_kip": "ABC123", "nama_di_kip": pupil.nama},
    ),
    (
        "PD_KIP_HURUF_KECIL",
        lambda pupil: {"nomor_kip": "abc123", "nama_di_kip": pupil.nama},
        lambda pupil: {"nomor_kip": "ABC123", "nama_di_kip": pupil.nama},
    ),
    ("PD_KIP_NAMA_KOSONG", {"nomor_kip": "ABC123"}, {"nomor_kip": ""}),
    (
        "PD_KIP_NAMA_BEDA",
        {"nomor_kip": "ABC123", "nama_di_kip": "NAMA LAIN"},
        lambda pupil: {"nomor_kip": "ABC123", "nama_di_kip": f" {pupil.nama.upper()}  "},
    ),
    ("PD_KKS_FORMAT", {"nomor_kks": "ABC-12"}, {"nomor_kks": "ABC012"}),
    ("PD_PIP_ALASAN", {"layak_pip": True}, {"layak_pip": True, "alasan_layak_pip_id": "6"}),
    (
        "PD_PIP_ALASAN",
        {"layak_pip": True, "alasan_layak_pip_id": "-1"},
        {"layak_pip": False, "alasan_layak_pip_id": "-1"},
    ),
    (
        "PD_PIP_TIDAK_ALASAN",
        {"layak_pip": False, "alasan_layak_pip_id": "6"},
        {"layak_pip": None, "alasan_layak_pip_id": "6"},
    ),
    (
        "PD_PIP_ALASAN_KARTU",
        {"layak_pip": True, "alasan_layak_pip_id": "1"},
        {"layak_pip": True, "alasan_layak_pip_id": "1", "nomor_kks": "ABC123"},
    ),
    (
        "PD_REKENING_LENGKAP",
        {"rekening_bank": "123"},
        {"bank": "BRI", "rekening_bank": "123-45 6", "rekening_atas_nama": "Budi"},
    ),
    (
        "PD_REKENING_ANGKA",
        {"bank": "BRI", "rekening_bank": "12a", "rekening_atas_nama": "Budi"},
        {"bank": "BRI", "rekening_bank": "12.3", "rekening_atas_nama": "Budi"},
    ),
    ("PD_PENGHASILAN_AYAH_LAMA", {"penghasilan_ayah_id": "17"}, {"penghasilan_ayah_id": "16"}),
    ("PD_ALASAN_LAYAK_PIP_LAMA", {"alasan_layak_pip_id": "2"}, {"alasan_layak_pip_id": "3"}),
]

REGISTRASI: list[Case] = [
    ("PD_NIPD_KOSONG", {"nipd": ""}, {}),
    ("PD_NIPD_PANJANG", {"nipd": LONG[:19]}, {"nipd": LONG[:18]}),
    ("PD_SKHUN_PANJANG", {"no_skhun": LONG[:23]}, {"no_skhun": LONG[:22]}),
    ("PD_PESERTA_UJIAN_PANJANG", {"no_peserta_ujian": LONG[:23]}, {"no_peserta_ujian": LONG[:22]}),
    ("PD_IJAZAH_PANJANG", {"no_seri_ijazah": LONG[:81]}, {"no_seri_ijazah": LONG[:80]}),
    ("PD_TANGGAL_MASUK_KOSONG", {"tanggal_masuk_sekolah": None}, {}),
    (
        "PD_TANGGAL_MASUK_MASA_DEPAN",
        {"tanggal_masuk_sekolah": TOMORROW},
        {"tanggal_masuk_sekolah": TODAY},
    ),
    (
        "PD_TANGGAL_MASUK_DINI",
        {"tanggal_masuk_sekolah": date(ENTRY.year - 7, 1, 1)},
        {"tanggal_masuk_sekolah": date(ENTRY.year - 4, 7, 1)},
    ),
    ("PD_JENIS_PENDAFTARAN_KOSONG", {"jenis_pendaftaran_id": ""}, {}),
    ("PD_JENIS_PENDAFTARAN", {"jenis_pendaftaran_id": "3"}, {"jenis_pendaftaran_id": "7"}),
    (
        "PD_SEKOLAH_ASAL",
        {"jenis_pendaftaran_id": "2", "sekolah_asal": ""},
        {"jenis_pendaftaran_id": "1", "sekolah_asal": ""},
    ),
    ("PD_KELUAR_TANPA_SEBAB", {"tanggal_keluar": TODAY}, {"tanggal_keluar": None}),
]

STAFF: list[Case] = [
    ("PTK_NUPTK_FORMAT", {"nuptk": "1"}, {"nuptk": "1" * 16}),
    ("PTK_NUPTK_SAMA_NIK", lambda ptk: {"nuptk": ptk.nik}, {"nuptk": "2" * 16}),
    (
        "PTK_NUPTK_KOSONG",
        began(TODAY - timedelta(days=730)),
        began(TODAY - timedelta(days=729)),
    ),
    ("PTK_STATUS_KEPEGAWAIAN", {"status_kepegawaian_id": ""}, {}),
    ("PTK_JENIS_PTK", {"jenis_ptk_id": ""}, {}),
    ("PTK_JENIS_PTK_LAMA", {"jenis_ptk_id": "4"}, {"jenis_ptk_id": "92"}),
    ("PTK_JABATAN_PTK", {"jabatan_ptk_id_str": ""}, {"jabatan_ptk_id_str": "Guru Mapel"}),
    ("PTK_INDUK_KOSONG", {"ptk_induk": None}, {"ptk_induk": False}),
    *(
        (f"PTK_{code}", {field: value}, {})
        for code, field, value in (
            ("SURAT_TUGAS", "nomor_surat_tugas", ""),
            ("TANGGAL_SURAT_TUGAS", "tanggal_surat_tugas", None),
            ("TMT_TUGAS", "tmt_tugas", None),
            ("SK_PENGANGKATAN", "sk_pengangkatan", ""),
            ("TMT_PENGANGKATAN", "tmt_pengangkatan", None),
            ("LEMBAGA_PENGANGKAT", "lembaga_pengangkat_id", ""),
            ("SUMBER_GAJI", "sumber_gaji_id", ""),
            ("ALAMAT", "alamat_jalan", ""),
            ("EMAIL_KOSONG", "email", ""),
            ("PENDIDIKAN_KOSONG", "pendidikan_terakhir", ""),
        )
    ),
    (
        "PTK_UMUR",
        {"tanggal_lahir": "1901-01-01", "nik": "3205014101010001"},
        {"tanggal_lahir": "1952-01-01", "nik": "3205014101520001"},
    ),
    ("PTK_NIP_WAJIB", {"status_kepegawaian_id": "11"}, {"status_kepegawaian_id": "9"}),
    (
        "PTK_TMT_PENGANGKATAN_URUT",
        lambda ptk: {"tmt_pengangkatan": ptk.tanggal_lahir + timedelta(days=365 * 14)},
        {"tmt_pengangkatan": TODAY},
    ),
    (
        "PTK_TMT_TUGAS_URUT",
        lambda ptk: {**began(ptk.tanggal_lahir + timedelta(days=365 * 14)), "nuptk": "4" * 16},
        lambda ptk: {**began(ptk.tanggal_lahir + timedelta(days=365 * 16)), "nuptk": "4" * 16},
    ),
    ("PTK_TGL_CPNS_URUT", {"tgl_cpns": TOMORROW}, {"tgl_cpns": TODAY}),
    (
        "PTK_SURAT_TUGAS_TANGGAL",
        lambda ptk: {"tanggal_surat_tugas": ptk.tmt_tugas + timedelta(days=366)},
        lambda ptk: {"tanggal_surat_tugas": ptk.tmt_tugas + timedelta(days=365)},
    ),
    ("PTK_LEMBAGA_GAJI_COCOK", {"lembaga_pengangkat_id": "4"}, {"lembaga_pengangkat_id": "5"}),
    ("PTK_PANGKAT_NON_ASN", {"pangkat_golongan_id": "9"}, {"pangkat_golongan_id": ""}),
    ("PTK_KUALIFIKASI", {"pendidikan_terakhir": "22"}, {"pendidikan_terakhir": "23"}),
    (
        "PTK_TUGAS_TAMBAHAN_NON_INDUK",
        {"tugas_tambahan": "Bendahara", "ptk_induk": False},
        {"tugas_tambahan": "Bendahara", "ptk_induk": True},
    ),
    ("PTK_NPWP", {"npwp": "12"}, {"npwp": "12.345.678.9-012.345"}),
    (
        "PTK_STATUS_KAWIN",
        {"status_perkawinan": "1"},
        {"status_perkawinan": "1", "nama_suami_istri": "Asep"},
    ),
    ("PTK_STATUS_KEPEGAWAIAN_LAMA", {"status_kepegawaian_id": "7"}, {"status_kepegawaian_id": "8"}),
]


def civil_servant(ptk: Any, **other: Any) -> dict[str, Any]:
    """A PTK without a mistake as PNS: born, appointed 2010-03, a woman."""
    values = {
        "status_kepegawaian_id": "1",
        "nip": f"{ptk.tanggal_lahir:%Y%m%d}2010032001",
        "nuptk": "3" * 16,
        "pangkat_golongan_id": "9",
        "sk_cpns": "1/CPNS",
        "tgl_cpns": date(2010, 3, 1),
        "tmt_pns": date(2011, 3, 1),
    }
    return {**values, **other}


CIVIL_SERVANT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("PTK_NIP_18", {"nip": "131234567"}, {}),
    ("PTK_NIP_TANGGAL", {"nip": "197001012010032001"}, {}),
    ("PTK_NIP_NON_ASN", {"status_kepegawaian_id": "4", "pangkat_golongan_id": ""}, {}),
    ("PTK_SK_CPNS", {"sk_cpns": ""}, {}),
    ("PTK_TMT_PNS", {"tmt_pns": date(2010, 2, 28)}, {"tmt_pns": date(2010, 3, 1)}),
    ("PTK_PANGKAT_PNS", {"pangkat_golongan_id": ""}, {"pangkat_golongan_id": "13"}),
]

CLASS: list[Case] = [
    ("ROM_NAMA_KOSONG", {"nama": " "}, {}),
    ("ROM_TINGKAT", {"tingkat_pendidikan_id": ""}, {"tingkat_pendidikan_id": "1"}),
    ("ROM_WALI_KOSONG", {"ptk_id": None}, {}),
    ("ROM_KURIKULUM", {"kurikulum_id_str": ""}, {}),
    ("ROM_RUANG_KOSONG", {"id_ruang_str": ""}, {}),
]

SCHOOL: list[Case] = [
    ("SEK_NAMA_KOSONG", {"nama": "SD"}, {"nama": "SDN"}),
    ("SEK_NPSN_KOSONG", {"npsn": ""}, {}),
    ("SEK_NPSN_FORMAT", {"npsn": "1234567"}, {"npsn": "P1234567"}),
    ("SEK_NSS_FORMAT", {"nss": "12"}, {"nss": "1" * 12}),
    ("SEK_STATUS_KOSONG", {"status_sekolah": ""}, {}),
    ("SEK_ALAMAT_KOSONG", {"alamat_jalan": ""}, {}),
    ("SEK_KODE_WILAYAH", {"kode_wilayah": ""}, {}),
    ("SEK_RT", {"rt": "100"}, {"rt": "99"}),
    ("SEK_RW", {"rw": "x"}, {"rw": "0"}),
    ("SEK_KODE_POS", {"kode_pos": "1"}, {"kode_pos": "44151"}),
    ("SEK_KODE_POS_NOL", {"kode_pos": "04415"}, {"kode_pos": "10000"}),
    ("SEK_EMAIL", {"email": "x"}, {"email": "a@b.id"}),
    ("SEK_TELEPON", {"nomor_telepon": "12345"}, {"nomor_telepon": "(0262) 12-34"}),
    ("SEK_KOORDINAT_KOSONG", {"lintang": "0"}, {"lintang": "0.001"}),
    ("SEK_KOORDINAT_KOSONG", {"bujur": ""}, {"bujur": "95"}),
    ("SEK_KOORDINAT_TERTUKAR", {"lintang": "107.9", "bujur": "-7.2"}, {"lintang": "-7.2", "bujur": "107.9"}),
    ("SEK_LINTANG", {"lintang": "6.3"}, {"lintang": "6.2"}),
    ("SEK_BUJUR", {"bujur": "141.2"}, {"bujur": "141.1"}),
]
