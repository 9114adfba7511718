"""Rules on a PTK's employment: NIP, CPNS and PNS, rank, appointing body, retirement."""

from dapodik.pokok.models import Ptk

from ..limits import DIGITS, RETIRED_AT, STAFF_AGE
from ..rows import Row
from ..rule import INVALID, WARNING, Broken, When, is_filled, rule
from .checks import age_on, has_digits
from .families import digits
from .ptk import GURU

# Codes of status_kepegawaian: PNS and CPNS, those of contract (PPPK), and both together.
PNS = {"1", "2", "3", "10"}
PPPK = {"11", "12"}
ASN = PNS | PPPK
_CPNS = "10"
_FOUNDATION, _STATE_SCHOOL = "4", "1"
_RANK_ON_HONOR = {"", "99"}

digits("PTK_NIP_18", Ptk, "nip", "NIP", "Salin dari SK, atau kosongkan bila bukan ASN.")


@rule(
    "PTK_PENSIUN",
    Ptk,
    "tanggal_lahir",
    "Guru PNS berumur {umur} tahun masih tercatat aktif. Bila sudah pensiun, isi keluar karena.",
    WARNING,
    also=["status_kepegawaian_id", "jenis_ptk_id"],
)
def retired(row: Row) -> Broken:
    """A teacher of PNS retires at 60. Source: proposal, plausibility."""
    years = age_on(row["hari_ini"], row["tanggal_lahir"])
    is_pns = row["status_kepegawaian_id"] in PNS and row["jenis_ptk_id"] in GURU
    return {"umur": years} if is_pns and RETIRED_AT <= years <= STAFF_AGE[1] else None


@rule(
    "PTK_NIP_WAJIB",
    Ptk,
    "nip",
    "Status kepegawaiannya ASN, tetapi NIP kosong. Salin NIP dari SK.",
    INVALID,
    also=["status_kepegawaian_id"],
    when=When.EMPTY,
)
def nip_missing(row: Row) -> Broken:
    """PNS, CPNS and PPPK have a NIP. Source: public guides."""
    return row["status_kepegawaian_id"] in ASN


@rule(
    "PTK_NIP_NON_ASN",
    Ptk,
    "nip",
    "Ada NIP “{nilai}”, tetapi status kepegawaiannya bukan ASN. Periksa statusnya.",
    WARNING,
    also=["status_kepegawaian_id"],
)
def nip_of_honor(row: Row) -> Broken:
    """Only PNS, CPNS and PPPK have a NIP. Source: proposal, plausibility."""
    return is_filled(row["status_kepegawaian_id"]) and row["status_kepegawaian_id"] not in ASN


@rule(
    "PTK_NIP_TANGGAL",
    Ptk,
    "nip",
    "Tanggal di dalam NIP “{nilai}” berbeda dari tanggal lahir {lahir}. Cocokkan keduanya dengan SK.",
    WARNING,
    also=["tanggal_lahir"],
)
def nip_birthday(row: Row) -> Broken:
    """The first eight digits are the birth date. Perka BKN 22/2007."""
    nip, born = row["nip"], row["tanggal_lahir"]
    differs = born and has_digits(nip, DIGITS["nip"]) and nip[:8] != f"{born:%Y%m%d}"
    return {"lahir": born} if differs else None


@rule(
    "PTK_NIP_TMT",
    Ptk,
    "nip",
    "Angka ke-9 sampai ke-14 NIP “{nilai}” bukan tahun dan bulan pengangkatan. Cocokkan dengan SK.",
    WARNING,
    also=["status_kepegawaian_id"],
)
def nip_appointment(row: Row) -> Broken:
    """Year (at 17 years of age or later, not after this year), and of a PNS the month 01-12.

    Of a PPPK the next two digits are the number of the agreement. Perka BKN 22/2007, FOPPSI 2024.
    """
    nip, status = row["nip"], row["status_kepegawaian_id"]
    if not has_digits(nip, DIGITS["nip"]) or status not in ASN:
        return None
    year, month = int(nip[8:12]), int(nip[12:14])
    possible = int(nip[:4]) + STAFF_AGE[0] <= year <= row["hari_ini"].year
    return not possible or (status in PNS and not 1 <= month <= 12)


@rule(
    "PTK_NIP_JK",
    Ptk,
    "nip",
    "Angka ke-15 NIP “{nilai}” tidak sesuai jenis kelaminnya. Cocokkan dengan SK.",
    WARNING,
    also=["jenis_kelamin"],
)
def nip_sex(row: Row) -> Broken:
    """1 for L, 2 for P. Perka BKN 22/2007."""
    nip, sex = row["nip"], row["jenis_kelamin"]
    return has_digits(nip, DIGITS["nip"]) and bool(sex) and nip[14] != {"L": "1", "P": "2"}.get(sex)


@rule(
    "PTK_SK_CPNS",
    Ptk,
    "sk_cpns",
    "PNS, tetapi SK atau tanggal CPNS belum diisi. Lengkapi dari SK CPNS.",
    WARNING,
    also=["tgl_cpns", "status_kepegawaian_id"],
    when=When.ALWAYS,
)
def cpns_missing(row: Row) -> Broken:
    """A PNS was CPNS before. Source: public guides."""
    return row["status_kepegawaian_id"] in PNS and not (is_filled(row["sk_cpns"]) and row["tgl_cpns"])


@rule(
    "PTK_TMT_PNS",
    Ptk,
    "tmt_pns",
    "TMT PNS belum diisi, atau sebelum tanggal CPNS. Salin dari SK PNS.",
    WARNING,
    also=["tgl_cpns", "status_kepegawaian_id"],
    when=When.ALWAYS,
)
def pns_before_cpns(row: Row) -> Broken:
    """A PNS has a day of appointment, after that of CPNS. Source: public guides."""
    since, before = row["tmt_pns"], row["tgl_cpns"]
    if row["status_kepegawaian_id"] not in PNS - {_CPNS}:
        return None
    return since is None or (before is not None and since < before)


@rule(
    "PTK_LEMBAGA_GAJI_COCOK",
    Ptk,
    "lembaga_pengangkat_id",
    "Diangkat Ketua Yayasan di sekolah negeri. Periksa lembaga pengangkatnya.",
    WARNING,
)
def foundation_in_state_school(row: Row) -> Broken:
    """A foundation appoints in its own schools. Source: proposal, plausibility."""
    return bool(row["lembaga_pengangkat_id"] == _FOUNDATION and row["status_sekolah"] == _STATE_SCHOOL)


@rule(
    "PTK_PANGKAT_PNS",
    Ptk,
    "pangkat_golongan_id",
    "PNS, tetapi pangkat/golongan belum dipilih. Salin dari SK terakhir.",
    WARNING,
    also=["status_kepegawaian_id"],
    when=When.EMPTY,
)
def rank_missing(row: Row) -> Broken:
    """A PNS has a rank. Source: public guides."""
    return row["status_kepegawaian_id"] in PNS


@rule(
    "PTK_PANGKAT_NON_ASN",
    Ptk,
    "pangkat_golongan_id",
    "Bukan ASN, tetapi ada pangkat/golongannya. Kosongkan, kecuali inpassing.",
    WARNING,
    also=["status_kepegawaian_id"],
)
def rank_of_honor(row: Row) -> Broken:
    """Only ASN have a rank, and teachers of inpassing. Source: proposal, plausibility."""
    status = row["status_kepegawaian_id"]
    return status not in ASN and status not in _RANK_ON_HONOR
