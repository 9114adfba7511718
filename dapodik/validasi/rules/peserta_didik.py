"""Rules on pupils: identity, address, registrasi, class and measures."""

from datetime import timedelta

from dapodik.pokok.models import PesertaDidik

from ..limits import AGE_OVER_GRADE, MAX_LENGTH, RANGE
from ..rule import INVALID, WARNING, Row, rule
from .checks import contact_rules, digit_rule, name_rules, nik_rules, number, range_rule, required_rule

PD = PesertaDidik

name_rules("PD", PD, "akta kelahiran atau Kartu Keluarga")
required_rule("PD_JK_KOSONG", PD, "jenis_kelamin", "Jenis kelamin belum dipilih. Pilih L atau P.")
required_rule(
    "PD_TEMPAT_LAHIR_KOSONG", PD, "tempat_lahir", "Tempat lahir belum diisi. Salin dari akta kelahiran."
)
required_rule(
    "PD_TANGGAL_LAHIR_KOSONG", PD, "tanggal_lahir", "Tanggal lahir belum diisi. Salin dari akta kelahiran."
)
required_rule("PD_NIK_KOSONG", PD, "nik", "NIK belum diisi. Salin dari Kartu Keluarga.")
digit_rule("PD_NIK_16", PD, "nik", "NIK", "Salin NIK dari Kartu Keluarga.")
nik_rules("PD", PD)
digit_rule("PD_NO_KK_16", PD, "no_kk", "Nomor KK", "Salin dari Kartu Keluarga, atau kosongkan.")
digit_rule("PD_NISN_FORMAT", PD, "nisn", "NISN", "Periksa di laman NISN, atau kosongkan bila belum punya.")
required_rule("PD_AGAMA_KOSONG", PD, "agama_id", "Agama belum dipilih. Pilih dari daftar.")
required_rule("PD_ALAMAT_KOSONG", PD, "alamat_jalan", "Alamat belum diisi. Ketik nama jalan atau kampung.")
required_rule("PD_KELURAHAN_KOSONG", PD, "desa_kelurahan", "Kelurahan atau desa belum diisi.")
contact_rules("PD", PD)
required_rule("PD_NIPD_KOSONG", PD, "nipd", "NIPD (nomor induk) belum diisi. Salin dari buku induk.")
required_rule("PD_TANPA_ROMBEL", PD, "rombel", "Belum masuk rombel mana pun semester ini. Pilih rombelnya.")
range_rule("PD_TINGGI", PD, "tinggi_badan", "Tinggi badan (cm)")
range_rule("PD_BERAT", PD, "berat_badan", "Berat badan (kg)")
range_rule("PD_LINGKAR_KEPALA", PD, "lingkar_kepala", "Lingkar kepala (cm)")
range_rule("PD_SAUDARA", PD, "jumlah_saudara_kandung", "Jumlah saudara kandung")
range_rule("PD_JARAK", PD, "jarak_rumah_ke_sekolah_km", "Jarak rumah ke sekolah (km)")


@rule("PD_TEMPAT_LAHIR_ANGKA", PD, "tempat_lahir")
def birthplace_digit(row: Row) -> str | None:
    """A place's name has no digit."""
    text = row["tempat_lahir"]
    return (
        f"Tempat lahir “{text}” memuat angka. Ketik nama kota atau kabupatennya."
        if _has_digit(text)
        else None
    )


@rule("PD_TANGGAL_LAHIR_MASA_DEPAN", PD, "tanggal_lahir")
def born_in_the_future(row: Row) -> str | None:
    """Nobody is born after today."""
    born = row["tanggal_lahir"]
    if born is None or born <= row["hari_ini"]:
        return None
    return f"Tanggal lahir {born:%d-%m-%Y} belum tiba. Salin dari akta kelahiran."


@rule("PD_USIA_TINGKAT", PD, "tanggal_lahir", WARNING, also=["tingkat", "kebutuhan_khusus_id"])
def age_and_grade(row: Row) -> str | None:
    """The age on 1 July fits the grade. Permendikbud 51/2018 Art. 6-7; pupils with special needs aside."""
    born, grade, first = row["tanggal_lahir"], row["tingkat"], row["awal_tahun_ajaran"]
    if not (born and grade and first) or row["kebutuhan_khusus_id"] not in ("", "0"):
        return None
    age = first.year - born.year - ((first.month, first.day) < (born.month, born.day))
    least, most = (int(grade) + years for years in AGE_OVER_GRADE)
    if least <= age <= most:
        return None
    return (
        f"Lahir {born:%d-%m-%Y}, jadi berumur {age} tahun pada 1 Juli di tingkat {grade}; "
        f"biasanya {least} sampai "
        f"{most} tahun. Periksa tanggal lahir dan rombelnya."
    )


@rule("PD_KK_SAMA_NIK", PD, "no_kk", WARNING, also=["nik"])
def same_as_nik(row: Row) -> str | None:
    """A family's number is not a person's."""
    if not row["no_kk"] or row["no_kk"] != row["nik"]:
        return None
    return f"Nomor KK “{row['no_kk']}” sama dengan NIK. Salin nomor di bagian atas Kartu Keluarga."


@rule("PD_LINTANG", PD, "lintang", WARNING, also=["bujur"])
def latitude(row: Row) -> str | None:
    """Inside Indonesia; 0 means that nobody has measured."""
    return _outside(row, "lintang", "Lintang")


@rule("PD_BUJUR", PD, "bujur", WARNING, also=["lintang"])
def longitude(row: Row) -> str | None:
    """Inside Indonesia; 0 means that nobody has measured."""
    return _outside(row, "bujur", "Bujur")


@rule("PD_NIPD_PANJANG", PD, "nipd")
def long_nipd(row: Row) -> str | None:
    """The column's width."""
    text, most = row["nipd"] or "", MAX_LENGTH["nipd"]
    return None if len(text) <= most else f"NIPD “{text}” lebih dari {most} huruf. Singkatkan."


@rule("PD_TANGGAL_MASUK", PD, "tanggal_masuk_sekolah", INVALID, also=["tanggal_lahir"])
def entry_day(row: Row) -> str | None:
    """Not after today, and at two years of age at the earliest."""
    entered, born = row["tanggal_masuk_sekolah"], row["tanggal_lahir"]
    if entered is None:
        return None
    if entered > row["hari_ini"]:
        return f"Tanggal masuk {entered:%d-%m-%Y} belum tiba. Salin dari buku induk."
    if born and entered < born + timedelta(days=2 * 365):
        return f"Tanggal masuk {entered:%d-%m-%Y} terlalu dekat dengan tanggal lahir. Periksa keduanya."
    return None


@rule("PD_KELUAR_TANPA_SEBAB", PD, "jenis_keluar_id", INVALID, also=["tanggal_keluar"])
def left_without_reason(row: Row) -> str | None:
    """A leaving day comes with its reason."""
    day = row["tanggal_keluar"]
    return f"Ada tanggal keluar {day:%d-%m-%Y}, tetapi sebab keluarnya belum dipilih." if day else None


def _outside(row: Row, field: str, what: str) -> str | None:
    text, (least, most) = row[field], RANGE[field]
    value = number(text) if text else 0
    if value == 0 or (value is not None and least <= value <= most):
        return None
    return (
        f"{what} “{text}” di luar Indonesia ({least} sampai {most}). "
        "Mungkin tertukar atau tanda minusnya hilang."
    )


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)
