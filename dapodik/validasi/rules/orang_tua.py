"""Rules on a pupil's parents and wali."""

import re

from dapodik.pokok.models import PesertaDidik

from ..limits import FIRST_YEAR, PARENT_OLDER
from ..rows import Row
from ..rule import INVALID, WARNING, Broken, When, is_filled, rule
from .checks import has_digit, has_digits
from .families import digits, required

PD = PesertaDidik
WHO = ("ayah", "ibu", "wali")
_NAMES = {"ayah": "nama_ayah", "ibu": "nama_ibu_kandung", "wali": "nama_wali"}
_PLACEHOLDER = re.compile(r"[\W_]*|x+|ibu|tidak ada|alm(arhumah)?\.?", re.IGNORECASE)
_PREFIX = re.compile(r"(ny|nyonya|hj|alm|almh|almarhumah|bu|ibu)[.\s]+(?=\S)", re.IGNORECASE)
_DEAD, _NO_INCOME, _WITH_WALI = "98", ("", "99"), "2"

required("PD_IBU_KOSONG", PD, "nama_ibu_kandung", "Nama ibu kandung belum diisi. Salin dari akta kelahiran.")


@rule(
    "PD_IBU_KARAKTER",
    PD,
    "nama_ibu_kandung",
    "Nama ibu kandung “{nilai}” bukan nama. Salin dari akta kelahiran.",
)
def mother_placeholder(row: Row) -> Broken:
    """A name, not a digit or a word in its place. Source: proposal, plausibility."""
    name = row["nama_ibu_kandung"]
    return bool(_PLACEHOLDER.fullmatch(name.strip())) or has_digit(name)


def _without_prefix(name: str) -> str | None:
    bare = _PREFIX.sub("", name.strip(), count=1)
    return bare if bare != name.strip() and _PREFIX.match(name.strip()) else None


@rule(
    "PD_IBU_GELAR",
    PD,
    "nama_ibu_kandung",
    "Nama ibu kandung “{nilai}” memuat sebutan. Ketik namanya saja, sesuai akta kelahiran.",
    WARNING,
    mend=_without_prefix,
)
def mother_prefix(row: Row) -> Broken:
    """The name alone, without Ny., Hj., Alm. or Bu. Source: proposal, plausibility."""
    return not mother_placeholder(row) and bool(_PREFIX.match(row["nama_ibu_kandung"].strip()))


@rule(
    "PD_NIK_AYAH_IBU_SAMA",
    PD,
    "nik_ibu",
    "NIK ibu “{nilai}” sama dengan NIK ayah. Cocokkan dengan Kartu Keluarga.",
    WARNING,
    also=["nik_ayah"],
)
def parents_share_nik(row: Row) -> Broken:
    """Two people have two numbers. Source: proposal, plausibility."""
    return bool(row["nik_ibu"] == row["nik_ayah"])


@rule(
    "PD_WALI_KOSONG",
    PD,
    "nama_wali",
    "Tinggal bersama wali, tetapi nama wali kosong. Isi data walinya.",
    WARNING,
    also=["jenis_tinggal_id"],
    when=When.EMPTY,
)
def wali_missing(row: Row) -> Broken:
    """A pupil who lives with a wali has one. Source: proposal, plausibility."""
    return bool(row["jenis_tinggal_id"] == _WITH_WALI)


def _birth_year_rule(who: str) -> None:
    field = f"tahun_lahir_{who}"

    @rule(
        f"PD_TAHUN_LAHIR_{who.upper()}",
        PD,
        field,
        f"Tahun lahir {who} “{{nilai}}” tidak wajar; yang wajar {FIRST_YEAR} sampai {{terakhir}}. "
        "Periksa tahunnya.",
        WARNING,
        also=["tanggal_lahir"],
    )
    def implausible(row: Row) -> Broken:
        """From 1900 to twelve years before the pupil; 0 means unknown. Source: proposal, plausibility."""
        text, born = row[field], row["tanggal_lahir"]
        last = (born or row["hari_ini"]).year - PARENT_OLDER
        if text == "0" or (has_digits(text, 4) and FIRST_YEAR <= int(text) <= last):
            return None
        return {"terakhir": last}


def _own_nik_rule(who: str) -> None:
    field = f"nik_{who}"

    @rule(
        f"PD_NIK_{who.upper()}_SAMA_PD",
        PD,
        field,
        f"NIK {who} “{{nilai}}” sama dengan NIK peserta didik. Cocokkan dengan Kartu Keluarga.",
        INVALID,
        also=["nik"],
    )
    def same_as_pupil(row: Row) -> Broken:
        """A parent's number is not the child's. Source: proposal, plausibility."""
        return bool(row[field] == row["nik"])


def _income_rule(who: str) -> None:
    work, income = f"pekerjaan_{who}_id", f"penghasilan_{who}_id"

    @rule(
        f"PD_PENGHASILAN_{who.upper()}_MENINGGAL",
        PD,
        income,
        f"Pekerjaan {who} “Sudah Meninggal”, tetapi ada penghasilannya. Pilih Tidak Berpenghasilan.",
        WARNING,
        also=[work],
    )
    def dead_with_income(row: Row) -> Broken:
        """A parent or wali who has died has no income. Source: proposal, plausibility."""
        return row[work] == _DEAD and row[income] not in _NO_INCOME


def _complete_rule(who: str) -> None:
    nama, fields = _NAMES[who], [f"pekerjaan_{who}_id", f"jenjang_pendidikan_{who}_id"]

    @rule(
        f"PD_{who.upper()}_LENGKAP",
        PD,
        nama,
        f"Nama {who} ada, tetapi pekerjaan atau pendidikannya belum dipilih. Lengkapi keduanya.",
        WARNING,
        also=fields,
    )
    def incomplete(row: Row) -> Broken:
        """With the name come work and education. Source: proposal, plausibility."""
        return not all(is_filled(row[field]) for field in fields)


for _who in WHO:
    digits(
        f"PD_NIK_{_who.upper()}_16",
        PD,
        f"nik_{_who}",
        f"NIK {_who}",
        "Salin dari Kartu Keluarga, atau kosongkan.",
    )
    _birth_year_rule(_who)
    _own_nik_rule(_who)
    _income_rule(_who)
    _complete_rule(_who)
