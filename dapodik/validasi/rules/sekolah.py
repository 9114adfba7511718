"""Rules on the school. What the spreadsheet does not carry is at most a warning."""

import re

from dapodik.pokok.models import Sekolah
from dapodik.referensi.bentuk_pendidikan import BENTUK

from ..limits import RANGE
from ..rule import WARNING, Row, rule
from .checks import digit_rule, number, range_rule, required_rule

_NPSN = re.compile(r"[A-Z0-9]{8}")

required_rule("SEK_NAMA_KOSONG", Sekolah, "nama", "Nama sekolah belum diisi.")
required_rule(
    "SEK_NPSN_KOSONG",
    Sekolah,
    "npsn",
    "NPSN belum diisi. Terisi sendiri saat komputer ini didaftarkan ke pusat.",
    WARNING,
)
required_rule(
    "SEK_STATUS_KOSONG",
    Sekolah,
    "status_sekolah",
    "Status sekolah (negeri atau swasta) belum dipilih.",
    WARNING,
)
required_rule("SEK_ALAMAT_KOSONG", Sekolah, "alamat_jalan", "Alamat sekolah belum diisi.", WARNING)
range_rule("SEK_RT", Sekolah, "rt", "RT")
range_rule("SEK_RW", Sekolah, "rw", "RW")
digit_rule("SEK_KODE_POS", Sekolah, "kode_pos", "Kode pos", "Periksa kode pos kelurahannya.", WARNING)


@rule("SEK_NPSN_FORMAT", Sekolah, "npsn")
def npsn_form(row: Row) -> str | None:
    """Eight digits or capital letters."""
    text = row["npsn"]
    return (
        None
        if not text or _NPSN.fullmatch(text)
        else f"NPSN “{text}” bukan 8 angka atau huruf besar. Periksa NPSN-nya."
    )


@rule("SEK_BENTUK_KOSONG", Sekolah, "bentuk_pendidikan_id")
def form_unknown(row: Row) -> str | None:
    """One of the forms that Dapodikdas and Dapodikmen serve."""
    return (
        None
        if row["bentuk_pendidikan_id"] in BENTUK
        else "Bentuk pendidikan (SD, SMP, SMA, SMK, SLB) belum dipilih."
    )


@rule("SEK_KOORDINAT", Sekolah, "lintang", WARNING, also=["bujur"])
def coordinates(row: Row) -> str | None:
    """Filled, and inside Indonesia."""
    for field in ("lintang", "bujur"):
        value = number(row[field]) if row[field] else 0
        least, most = RANGE[field]
        if not value:
            return "Koordinat sekolah belum diisi. Baca lintang dan bujurnya dari peta."
        if not least <= value <= most:
            return (
                f"{field.capitalize()} “{row[field]}” di luar Indonesia. "
                "Mungkin tertukar atau tanda minusnya hilang."
            )
    return None
