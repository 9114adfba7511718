"""Rules on PTK and their monthly keaktifan."""

from dapodik.pokok.models import Ptk

from ..limits import DIGITS
from ..rule import INVALID, WARNING, Row, rule
from .checks import contact_rules, digit_rule, has_digits, name_rules, nik_rules, required_rule

# Codes of status_kepegawaian that come with a NIP.
ASN = {"1", "2", "3", "10", "11", "12"}
AGE = (17, 75)

name_rules("PTK", Ptk, "KTP")
required_rule("PTK_JK_KOSONG", Ptk, "jenis_kelamin", "Jenis kelamin belum dipilih. Pilih L atau P.")
required_rule("PTK_TANGGAL_LAHIR_KOSONG", Ptk, "tanggal_lahir", "Tanggal lahir belum diisi. Salin dari KTP.")
required_rule("PTK_NIK_KOSONG", Ptk, "nik", "NIK belum diisi. Salin dari KTP.")
digit_rule("PTK_NIK_16", Ptk, "nik", "NIK", "Salin dari KTP.")
nik_rules("PTK", Ptk)
required_rule(
    "PTK_IBU_KOSONG", Ptk, "nama_ibu_kandung", "Nama ibu kandung belum diisi. Salin dari Kartu Keluarga."
)
digit_rule("PTK_NUPTK_FORMAT", Ptk, "nuptk", "NUPTK", "Periksa di Info GTK, atau kosongkan bila belum punya.")
digit_rule("PTK_NIP_18", Ptk, "nip", "NIP", "Salin dari SK, atau kosongkan bila bukan ASN.")
required_rule("PTK_STATUS_KEPEGAWAIAN", Ptk, "status_kepegawaian_id", "Status kepegawaian belum dipilih.")
required_rule("PTK_JENIS_PTK", Ptk, "jenis_ptk_id", "Jenis PTK belum dipilih.")
required_rule("PTK_INDUK_KOSONG", Ptk, "ptk_induk", "Belum dipilih: sekolah ini sekolah induknya atau bukan.")
required_rule("PTK_SURAT_TUGAS", Ptk, "nomor_surat_tugas", "Nomor surat tugas belum diisi.", WARNING)
required_rule("PTK_TMT_TUGAS", Ptk, "tmt_tugas", "TMT tugas belum diisi.", WARNING)
required_rule("PTK_SK_PENGANGKATAN", Ptk, "sk_pengangkatan", "SK pengangkatan belum diisi.", WARNING)
required_rule(
    "PTK_LEMBAGA_PENGANGKAT", Ptk, "lembaga_pengangkat_id", "Lembaga pengangkat belum dipilih.", WARNING
)
required_rule("PTK_SUMBER_GAJI", Ptk, "sumber_gaji_id", "Sumber gaji belum dipilih.", WARNING)
required_rule(
    "PTK_EMAIL_KOSONG", Ptk, "email", "E-mail belum diisi. Akun PTK dibuat dari e-mail ini.", WARNING
)
contact_rules("PTK", Ptk)


@rule("PTK_UMUR", Ptk, "tanggal_lahir", WARNING)
def age(row: Row) -> str | None:
    """From 17 to 75 years."""
    born, today, (least, most) = row["tanggal_lahir"], row["hari_ini"], AGE
    if born is None:
        return None
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return (
        None
        if least <= years <= most
        else f"Lahir {born:%d-%m-%Y}, jadi berumur {years} tahun. Periksa tanggal lahirnya."
    )


@rule("PTK_NUPTK_SAMA_NIK", Ptk, "nuptk", INVALID, also=["nik"])
def nuptk_is_nik(row: Row) -> str | None:
    """Two numbers of sixteen digits, easily mistaken for one another."""
    if not row["nuptk"] or row["nuptk"] != row["nik"]:
        return None
    return f"NUPTK “{row['nuptk']}” sama dengan NIK. Periksa NUPTK di Info GTK."


@rule("PTK_NIP_WAJIB", Ptk, "nip", INVALID, also=["status_kepegawaian_id"])
def nip_missing(row: Row) -> str | None:
    """PNS, CPNS and PPPK have a NIP."""
    if row["nip"] or row["status_kepegawaian_id"] not in ASN:
        return None
    return "Status kepegawaiannya ASN, tetapi NIP kosong. Salin NIP dari SK."


@rule("PTK_NIP_TANGGAL", Ptk, "nip", WARNING, also=["tanggal_lahir"])
def nip_birthday(row: Row) -> str | None:
    """The first eight digits are the birth date. Perka BKN 22/2007."""
    nip, born = row["nip"], row["tanggal_lahir"]
    if born is None or not has_digits(nip, DIGITS["nip"]) or nip[:8] == f"{born:%Y%m%d}":
        return None
    return (
        f"Tanggal di dalam NIP “{nip}” berbeda dari tanggal lahir {born:%d-%m-%Y}. "
        "Cocokkan keduanya dengan SK."
    )


@rule("PTK_KEAKTIFAN", Ptk, "keaktifan", WARNING, also=["tmt_tugas"])
def month_missing(row: Row) -> str | None:
    """The month that is over has been recorded. Keaktifan is ticked month by month (2014 on)."""
    today, since = row["hari_ini"], row["tmt_tugas"]
    count = today.year * 12 + today.month - 2
    month = f"{count // 12}-{count % 12 + 1:02d}"
    if month in row["keaktifan"] or (since and f"{since:%Y-%m}" > month):
        return None
    return f"Keaktifan bulan {month} belum dicatat. Buka Keaktifan bulanan, periksa centangnya, lalu simpan."
