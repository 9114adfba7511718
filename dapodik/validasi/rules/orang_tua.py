"""Rules on a pupil's parents and wali."""

import re

from dapodik.pokok.models import PesertaDidik

from ..limits import FIRST_YEAR, PARENT_OLDER
from ..rule import INVALID, WARNING, Row, rule
from .checks import digit_rule, has_digits, required_rule

PD = PesertaDidik
WHO = ("ayah", "ibu", "wali")
_PLACEHOLDER = re.compile(r"[\W_]*|x+|ibu|tidak ada|alm(arhumah)?\.?", re.IGNORECASE)

required_rule(
    "PD_IBU_KOSONG", PD, "nama_ibu_kandung", "Nama ibu kandung belum diisi. Salin dari akta kelahiran."
)
for _who in WHO:
    digit_rule(
        f"PD_NIK_{_who.upper()}_16",
        PD,
        f"nik_{_who}",
        f"NIK {_who}",
        "Salin dari Kartu Keluarga, atau kosongkan.",
    )


@rule("PD_IBU_KARAKTER", PD, "nama_ibu_kandung")
def mother_placeholder(row: Row) -> str | None:
    """A name, not a digit or a word in its place."""
    name = row["nama_ibu_kandung"]
    if not name.strip() or not (_PLACEHOLDER.fullmatch(name.strip()) or any(sign.isdigit() for sign in name)):
        return None
    return f"Nama ibu kandung “{name}” bukan nama. Salin dari akta kelahiran."


@rule("PD_NIK_AYAH_IBU_SAMA", PD, "nik_ibu", WARNING, also=["nik_ayah"])
def parents_share_nik(row: Row) -> str | None:
    """Two people have two numbers."""
    if not row["nik_ibu"] or row["nik_ibu"] != row["nik_ayah"]:
        return None
    return f"NIK ibu “{row['nik_ibu']}” sama dengan NIK ayah. Cocokkan dengan Kartu Keluarga."


def _birth_year_rule(who: str) -> None:
    field = f"tahun_lahir_{who}"

    @rule(f"PD_TAHUN_LAHIR_{who.upper()}", PD, field, WARNING, also=["tanggal_lahir"])
    def implausible(row: Row) -> str | None:
        """From 1900 to twelve years before the pupil; 0 means unknown."""
        text, born = row[field], row["tanggal_lahir"]
        if not text or text == "0":
            return None
        last = (born or row["hari_ini"]).year - PARENT_OLDER
        if has_digits(text, 4) and FIRST_YEAR <= int(text) <= last:
            return None
        return (
            f"Tahun lahir {who} “{text}” tidak wajar; yang wajar {FIRST_YEAR} sampai {last}. "
            "Periksa tahunnya."
        )


def _own_nik_rule(who: str) -> None:
    field = f"nik_{who}"

    @rule(f"PD_NIK_{who.upper()}_SAMA_PD", PD, field, INVALID, also=["nik"])
    def same_as_pupil(row: Row) -> str | None:
        """A parent's number is not the child's."""
        if not row[field] or row[field] != row["nik"]:
            return None
        return f"NIK {who} “{row[field]}” sama dengan NIK peserta didik. Cocokkan dengan Kartu Keluarga."


for _who in WHO:
    _birth_year_rule(_who)
    _own_nik_rule(_who)
