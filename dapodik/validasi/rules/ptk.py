"""Rules on PTK. What a school has on paper and pusat can do without is a warning."""

import re
from datetime import date, timedelta

from dapodik.pokok.models import Ptk

from ..limits import NUPTK_AFTER, STAFF_AGE, STAFF_LEAST_AGE
from ..rows import Row
from ..rule import INVALID, WARNING, Broken, When, rule
from .checks import age_on, has_digits
from .families import contact_rules, digits, name_rules, nik_rules, required

GURU = {"92", *(str(code) for code in (3, 4, 5, 6, 12, 13, 14, 15, 16))}
_CURRENT = {"91", "92", "93", "94", "99"}
_DEGREE = {"23", "30", "31", "32", "35", "36", "37", "40", "41"}
_MARRIED = "1"

name_rules("PTK", Ptk, "KTP")
nik_rules("PTK", Ptk, "KTP")
contact_rules("PTK", Ptk)
required("PTK_JK_KOSONG", Ptk, "jenis_kelamin", "Jenis kelamin belum dipilih. Pilih L atau P.")
required("PTK_TANGGAL_LAHIR_KOSONG", Ptk, "tanggal_lahir", "Tanggal lahir belum diisi. Salin dari KTP.")
required("PTK_NIK_KOSONG", Ptk, "nik", "NIK belum diisi. Salin dari KTP.")
digits("PTK_NIK_16", Ptk, "nik", "NIK", "Salin dari KTP.")
digits("PTK_NO_KK_16", Ptk, "no_kk", "Nomor KK", "Salin dari Kartu Keluarga, atau kosongkan.", WARNING)
required("PTK_IBU_KOSONG", Ptk, "nama_ibu_kandung", "Nama ibu kandung belum diisi. Salin dari KK.")
digits("PTK_NUPTK_FORMAT", Ptk, "nuptk", "NUPTK", "Periksa di Info GTK, atau kosongkan bila belum punya.")
required("PTK_STATUS_KEPEGAWAIAN", Ptk, "status_kepegawaian_id", "Status kepegawaian belum dipilih.")
required("PTK_JENIS_PTK", Ptk, "jenis_ptk_id", "Jenis PTK belum dipilih.")
required("PTK_INDUK_KOSONG", Ptk, "ptk_induk", "Belum dipilih: sekolah ini sekolah induknya atau bukan.")
for _field, _code, _sentence in (
    ("nomor_surat_tugas", "SURAT_TUGAS", "Nomor surat tugas belum diisi."),
    ("tanggal_surat_tugas", "TANGGAL_SURAT_TUGAS", "Tanggal surat tugas belum diisi."),
    ("tmt_tugas", "TMT_TUGAS", "TMT tugas belum diisi."),
    ("sk_pengangkatan", "SK_PENGANGKATAN", "SK pengangkatan belum diisi."),
    ("tmt_pengangkatan", "TMT_PENGANGKATAN", "TMT pengangkatan belum diisi."),
    ("lembaga_pengangkat_id", "LEMBAGA_PENGANGKAT", "Lembaga pengangkat belum dipilih."),
    ("sumber_gaji_id", "SUMBER_GAJI", "Sumber gaji belum dipilih."),
    ("alamat_jalan", "ALAMAT", "Alamat belum diisi."),
    ("email", "EMAIL_KOSONG", "E-mail belum diisi. Akun PTK dibuat dari e-mail ini."),
    ("pendidikan_terakhir", "PENDIDIKAN_KOSONG", "Pendidikan terakhir belum dipilih."),
):
    required(f"PTK_{_code}", Ptk, _field, f"{_sentence} Lengkapi dari berkasnya.", WARNING)


@rule(
    "PTK_UMUR",
    Ptk,
    "tanggal_lahir",
    "Lahir {nilai}, jadi berumur {umur} tahun. Periksa tanggal lahirnya.",
    WARNING,
)
def age(row: Row) -> Broken:
    """From 17 to 75 years. Source: proposal, plausibility."""
    years = age_on(row["hari_ini"], row["tanggal_lahir"])
    return None if STAFF_AGE[0] <= years <= STAFF_AGE[1] else {"umur": years}


@rule(
    "PTK_NUPTK_SAMA_NIK",
    Ptk,
    "nuptk",
    "NUPTK “{nilai}” sama dengan NIK. Periksa NUPTK di Info GTK.",
    INVALID,
    also=["nik"],
)
def nuptk_is_nik(row: Row) -> Broken:
    """Two numbers of sixteen digits, easily mistaken for one another. Source: proposal, plausibility."""
    return bool(row["nuptk"] == row["nik"])


@rule(
    "PTK_NUPTK_KOSONG",
    Ptk,
    "nuptk",
    "Bertugas sejak {sejak}, tetapi NUPTK belum ada. Ajukan lewat verval GTK.",
    WARNING,
    also=["jenis_ptk_id", "tmt_tugas"],
    when=When.EMPTY,
)
def nuptk_missing(row: Row) -> Broken:
    """A teacher has one after two years. Source: public guides."""
    since, today = row["tmt_tugas"], row["hari_ini"]
    due = since and since <= today - timedelta(days=365 * NUPTK_AFTER)
    return {"sejak": since} if due and row["jenis_ptk_id"] in GURU else None


@rule(
    "PTK_JENIS_PTK_LAMA",
    Ptk,
    "jenis_ptk_id",
    "Jenis PTK ini sudah tidak dipakai sejak 14-06-2024. Pilih yang berlaku.",
    WARNING,
)
def old_kind(row: Row) -> Broken:
    """Codes 3 to 82 ended on 2024-06-14. Reference table."""
    return row["jenis_ptk_id"] not in _CURRENT


def _date_rule(field: str, what: str) -> None:
    @rule(
        f"PTK_{field.upper()}_URUT",
        Ptk,
        field,
        f"{what} {{nilai}} sebelum berumur {STAFF_LEAST_AGE} tahun, atau belum tiba. Periksa tanggalnya.",
        WARNING,
        also=["tanggal_lahir"],
    )
    def out_of_order(row: Row) -> Broken:
        """Not before the age of 15 and not after today. Source: proposal, plausibility."""
        day: date = row[field]
        born = row["tanggal_lahir"]
        return day > row["hari_ini"] or bool(born and age_on(day, born) < STAFF_LEAST_AGE)


for _field, _what in (
    ("tgl_cpns", "Tanggal CPNS"),
    ("tmt_pengangkatan", "TMT pengangkatan"),
    ("tmt_tugas", "TMT tugas"),
):
    _date_rule(_field, _what)


@rule(
    "PTK_SURAT_TUGAS_TANGGAL",
    Ptk,
    "tmt_tugas",
    "TMT tugas {nilai} lebih dari setahun sebelum tanggal surat tugas {surat}. Periksa keduanya.",
    WARNING,
    also=["tanggal_surat_tugas"],
)
def assigned_before_letter(row: Row) -> Broken:
    """Not more than a year before the letter of assignment. Source: proposal, plausibility."""
    letter = row["tanggal_surat_tugas"]
    early = letter and (letter - row["tmt_tugas"]).days > 365
    return {"surat": letter} if early else None


@rule(
    "PTK_KUALIFIKASI",
    Ptk,
    "pendidikan_terakhir",
    "Guru dengan pendidikan terakhir di bawah D4/S1. Perbarui bila sudah lulus.",
    WARNING,
    also=["jenis_ptk_id"],
)
def qualification(row: Row) -> Broken:
    """A teacher has D4 or S1. UU 14/2005."""
    return row["jenis_ptk_id"] in GURU and row["pendidikan_terakhir"] not in _DEGREE


@rule(
    "PTK_TUGAS_TAMBAHAN_NON_INDUK",
    Ptk,
    "tugas_tambahan",
    "Tugas tambahan “{nilai}” di sekolah yang bukan induknya tidak diakui. Periksa induknya.",
    WARNING,
    also=["ptk_induk"],
)
def duty_elsewhere(row: Row) -> Broken:
    """Extra duties count at the sekolah induk. Source: public guides."""
    return row["ptk_induk"] is False


@rule("PTK_NPWP", Ptk, "npwp", "NPWP “{nilai}” bukan 15 atau 16 angka. Salin dari kartu NPWP.", WARNING)
def tax_number(row: Row) -> Broken:
    """15 digits, or 16 since it may be the NIK; dots and hyphens do no harm.

    Source: structure of the number or code table.
    """
    bare = re.sub(r"[\s.-]", "", row["npwp"])
    return not (has_digits(bare, 15) or has_digits(bare, 16))


@rule(
    "PTK_JABATAN_PTK",
    Ptk,
    "jabatan_ptk_id_str",
    "Guru ini belum punya jabatan PTK. Isi jabatannya sesuai SK.",
    WARNING,
    also=["jenis_ptk_id"],
    when=When.EMPTY,
)
def position_missing(row: Row) -> Broken:
    """A teacher has a position. Source: public guides (2026)."""
    return row["jenis_ptk_id"] in GURU


@rule(
    "PTK_STATUS_KAWIN",
    Ptk,
    "nama_suami_istri",
    "Status perkawinannya kawin, tetapi nama suami/istri kosong. Isi namanya.",
    WARNING,
    also=["status_perkawinan"],
    when=When.EMPTY,
)
def spouse_missing(row: Row) -> Broken:
    """A PTK who is married has a spouse. Source: proposal, plausibility."""
    return bool(row["status_perkawinan"] == _MARRIED)
