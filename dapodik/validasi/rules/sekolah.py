"""Rules on the school. What the spreadsheet does not carry is at most a warning."""

import re

from dapodik.pokok.models import Sekolah
from dapodik.referensi.bentuk_pendidikan import BENTUK

from ..limits import RANGE
from ..rows import Row
from ..rule import INVALID, WARNING, Broken, When, rule
from .checks import is_abroad, number, without_blanks
from .families import address_rules, digits, email_rule, required

_NPSN = re.compile(r"[A-Z0-9]{8}")
_PHONE = re.compile(r"[0-9+() .-]+")

required(
    "SEK_NPSN_KOSONG",
    Sekolah,
    "npsn",
    "NPSN belum diisi. Terisi sendiri saat komputer ini didaftarkan ke pusat.",
    WARNING,
)
required("SEK_STATUS_KOSONG", Sekolah, "status_sekolah", "Status sekolah belum dipilih.", WARNING)
required("SEK_ALAMAT_KOSONG", Sekolah, "alamat_jalan", "Alamat sekolah belum diisi.", WARNING)
required(
    "SEK_KODE_WILAYAH",
    Sekolah,
    "kode_wilayah",
    "Wilayah sekolah belum dikenal. Terisi dari lembar yang diimpor atau dari pusat.",
    WARNING,
)
digits("SEK_NSS_FORMAT", Sekolah, "nss", "NSS", "Periksa di SK pendirian.", WARNING)
address_rules("SEK", Sekolah)
email_rule("SEK", Sekolah)


@rule(
    "SEK_NAMA_KOSONG",
    Sekolah,
    "nama",
    "Nama sekolah belum diisi. Ketik nama lengkapnya.",
    when=When.ALWAYS,
)
def no_name(row: Row) -> Broken:
    """At least three characters. Source: proposal, plausibility."""
    return len(without_blanks(row["nama"])) < 3


@rule(
    "SEK_NPSN_FORMAT",
    Sekolah,
    "npsn",
    "NPSN “{nilai}” bukan 8 angka atau huruf besar. Periksa NPSN-nya.",
    form=_NPSN.pattern,
)
def npsn_form(row: Row) -> Broken:
    """Eight digits or capital letters. Source: structure of the number or code table."""
    return not _NPSN.fullmatch(row["npsn"])


@rule(
    "SEK_BENTUK_KOSONG",
    Sekolah,
    "bentuk_pendidikan_id",
    "Bentuk pendidikan (SD, SMP, SMA, SMK, SLB) belum dipilih.",
    when=When.ALWAYS,
)
def form_unknown(row: Row) -> Broken:
    """One of the forms that Dapodikdas and Dapodikmen serve. Source: proposal, plausibility."""
    return row["bentuk_pendidikan_id"] not in BENTUK


@rule(
    "SEK_TELEPON",
    Sekolah,
    "nomor_telepon",
    "Telepon “{nilai}” bukan nomor telepon. Ketik angkanya, dengan kode daerah.",
    WARNING,
)
def phone(row: Row) -> Broken:
    """Digits, +, -, brackets and blanks; at least six digits. Source: proposal, plausibility."""
    text = row["nomor_telepon"]
    return not _PHONE.fullmatch(text) or sum(sign.isdigit() for sign in text) < 6


@rule(
    "SEK_KOORDINAT_KOSONG",
    Sekolah,
    "lintang",
    "Koordinat sekolah belum diisi. Baca lintang dan bujurnya dari peta.",
    WARNING,
    also=["bujur"],
    when=When.ALWAYS,
)
def no_coordinates(row: Row) -> Broken:
    """Filled, and not 0: many schools stand at 0,0 (appeal of the PAUD directorate)."""
    return not all(number(row[name] or "0") != 0 for name in ("lintang", "bujur"))


@rule(
    "SEK_KOORDINAT_TERTUKAR",
    Sekolah,
    "lintang",
    "Lintang “{nilai}” dan bujur “{bujur}” tertukar. Tukar keduanya.",
    INVALID,
    also=["bujur"],
)
def swapped(row: Row) -> Broken:
    """Indonesia's latitude is within 11 degrees of the equator, its longitude far from 0.

    Source: proposal, plausibility.
    """
    north, east = number(row["lintang"]), number(row["bujur"] or "0")
    if north is None or not east:
        return None
    return {"bujur": row["bujur"]} if abs(north) > 11.1 and abs(east) <= 11.1 else None


@rule(
    "SEK_LINTANG",
    Sekolah,
    "lintang",
    "Lintang “{nilai}” di luar Indonesia. Mungkin tanda minusnya hilang.",
    INVALID,
    also=["bujur"],
)
def latitude(row: Row) -> Broken:
    """Between 11.1 south and 6.2 north. Source: proposal, plausibility."""
    return not swapped(row) and is_abroad(row["lintang"], RANGE["lintang"])


@rule(
    "SEK_BUJUR",
    Sekolah,
    "bujur",
    "Bujur “{nilai}” di luar Indonesia. Periksa angkanya.",
    INVALID,
    also=["lintang"],
)
def longitude(row: Row) -> Broken:
    """Between 94.9 and 141.1 east. Source: proposal, plausibility."""
    return not swapped(row) and is_abroad(row["bujur"], RANGE["bujur"])
