"""Rules on a pupil's identity, address and measures."""

from dapodik.pokok.models import PesertaDidik

from ..limits import AGE_OVER_GRADE, DIGITS, HOME_WITHIN_KM, RANGE
from ..rows import Row
from ..rule import INFO, INVALID, WARNING, Broken, When, rule
from .checks import age_on, distance_km, has_digit, has_digits, is_abroad, number
from .families import at_most, contact_rules, digits, name_rules, nik_rules, required, within

PD = PesertaDidik
_KEBUTUHAN_KHUSUS = PD._meta.get_field("kebutuhan_khusus_id")
_IN_DORMITORY = {"4", "5", "10"}
_ABROAD = "di luar Indonesia. Mungkin tertukar atau tanda minusnya hilang."

name_rules("PD", PD, "akta kelahiran atau Kartu Keluarga")
nik_rules("PD", PD)
contact_rules("PD", PD)
required("PD_JK_KOSONG", PD, "jenis_kelamin", "Jenis kelamin belum dipilih. Pilih L atau P.")
required("PD_TEMPAT_LAHIR_KOSONG", PD, "tempat_lahir", "Tempat lahir belum diisi. Salin dari akta kelahiran.")
required(
    "PD_TANGGAL_LAHIR_KOSONG", PD, "tanggal_lahir", "Tanggal lahir belum diisi. Salin dari akta kelahiran."
)
required("PD_NIK_KOSONG", PD, "nik", "NIK belum diisi. Salin dari Kartu Keluarga.")
digits("PD_NIK_16", PD, "nik", "NIK", "Salin NIK dari Kartu Keluarga.")
digits("PD_NO_KK_16", PD, "no_kk", "Nomor KK", "Salin dari Kartu Keluarga, atau kosongkan.")
required("PD_NO_KK_KOSONG", PD, "no_kk", "Nomor KK belum diisi. Salin dari Kartu Keluarga.", WARNING)
digits("PD_NISN_FORMAT", PD, "nisn", "NISN", "Periksa di laman NISN, atau kosongkan bila belum punya.")
required("PD_AGAMA_KOSONG", PD, "agama_id", "Agama belum dipilih. Pilih dari daftar.")
required("PD_ALAMAT_KOSONG", PD, "alamat_jalan", "Alamat belum diisi. Ketik nama jalan atau kampung.")
required("PD_KELURAHAN_KOSONG", PD, "desa_kelurahan", "Kelurahan atau desa belum diisi.")
required("PD_KECAMATAN_KOSONG", PD, "kecamatan", "Kecamatan belum diisi.", WARNING)
required("PD_RT_KOSONG", PD, "rt", "RT belum diisi. Ketik 0 bila memang tidak ada.", WARNING)
required("PD_RW_KOSONG", PD, "rw", "RW belum diisi. Ketik 0 bila memang tidak ada.", WARNING)
required("PD_KODE_POS_KOSONG", PD, "kode_pos", "Kode pos belum diisi.", WARNING)
required("PD_JENIS_TINGGAL", PD, "jenis_tinggal_id", "Jenis tinggal (bersama siapa) belum dipilih.", WARNING)
required("PD_TRANSPORTASI", PD, "alat_transportasi_id", "Alat transportasi belum dipilih.", WARNING)
at_most("PD_AKTA_PANJANG", PD, "reg_akta_lahir", "No. registrasi akta lahir")

for _field, _code, _what in (
    ("tinggi_badan", "TINGGI", "Tinggi badan (cm)"),
    ("berat_badan", "BERAT", "Berat badan (kg)"),
    ("lingkar_kepala", "LINGKAR_KEPALA", "Lingkar kepala (cm)"),
    ("jumlah_saudara_kandung", "SAUDARA", "Jumlah saudara kandung"),
    ("jarak_rumah_ke_sekolah_km", "JARAK", "Jarak rumah ke sekolah (km)"),
    ("anak_keberapa", "ANAK_KE", "Anak ke berapa"),
):
    within(f"PD_{_code}", PD, _field, _what)
    required(
        f"PD_{_code}_KOSONG",
        PD,
        _field,
        f"{_what} semester ini belum diisi. Lengkapi data periodiknya.",
        WARNING,
    )


@rule(
    "PD_TEMPAT_LAHIR_ANGKA",
    PD,
    "tempat_lahir",
    "Tempat lahir “{nilai}” memuat angka. Ketik nama kota atau kabupatennya.",
)
def birthplace_digit(row: Row) -> Broken:
    """A place's name has no digit. Source: public guides."""
    return has_digit(row["tempat_lahir"])


@rule(
    "PD_TANGGAL_LAHIR_MASA_DEPAN",
    PD,
    "tanggal_lahir",
    "Tanggal lahir {nilai} belum tiba. Salin dari akta kelahiran.",
)
def born_in_the_future(row: Row) -> Broken:
    """Nobody is born after today. Source: proposal, plausibility."""
    return bool(row["tanggal_lahir"] > row["hari_ini"])


@rule(
    "PD_USIA_TINGKAT",
    PD,
    "tanggal_lahir",
    "Lahir {nilai}, jadi berumur {umur} tahun pada 1 Juli di tingkat {tingkat}; biasanya {paling_muda} "
    "sampai {paling_tua} tahun. Periksa tanggal lahir dan rombelnya.",
    WARNING,
    also=["tingkat", "kebutuhan_khusus_id"],
)
def age_and_grade(row: Row) -> Broken:
    """The age on 1 July fits the grade. Permendikbud 51/2018 Art. 6-7; pupils with special needs aside."""
    grade, first = row["tingkat"], row["awal_tahun_ajaran"]
    if not (grade and first) or row["kebutuhan_khusus_id"] not in ("", "0"):
        return None
    age = age_on(first, row["tanggal_lahir"])
    lowest, highest = (int(grade) + years for years in AGE_OVER_GRADE)
    if lowest <= age <= highest:
        return None
    return {"umur": age, "tingkat": grade, "paling_muda": lowest, "paling_tua": highest}


@rule(
    "PD_USIA_MASUK",
    PD,
    "tanggal_lahir",
    "Berumur {umur} tahun pada 1 Juli di tingkat {tingkat}; {bentuk} menerima umur {paling_muda} sampai "
    "{paling_tua} tahun. Periksa tanggal lahirnya, atau siapkan surat keterangannya.",
    WARNING,
    also=["tingkat", "kebutuhan_khusus_id"],
)
def age_at_entry(row: Row) -> Broken:
    """The age on 1 July in the school's first grade: SD from 6, SMP at most 15, SMA and SMK at most 21.

    Permendikbud 51/2018 Art. 6-7, which allow exceptions. What PD_USIA_TINGKAT finds is left to it.
    """
    limits, first = row["batas"], row["awal_tahun_ajaran"]
    if not (limits and first) or row["tingkat"] != str(limits.tingkat[0]) or age_and_grade(row):
        return None
    age = age_on(first, row["tanggal_lahir"])
    lowest, highest = limits.usia_masuk
    if lowest <= age <= highest or row["kebutuhan_khusus_id"] not in ("", "0"):
        return None
    named = {"umur": age, "tingkat": row["tingkat"], "bentuk": limits.nama}
    return {**named, "paling_muda": lowest, "paling_tua": highest}


@rule(
    "PD_KK_SAMA_NIK",
    PD,
    "no_kk",
    "Nomor KK “{nilai}” sama dengan NIK. Salin nomor di bagian atas Kartu Keluarga.",
    WARNING,
    also=["nik"],
)
def same_as_nik(row: Row) -> Broken:
    """A family's number is not a person's. Source: proposal, plausibility."""
    return bool(row["no_kk"] == row["nik"])


@rule(
    "PD_NO_KK_SERI",
    PD,
    "no_kk",
    "Nomor KK “{nilai}” berakhiran 0000. Cocokkan dengan Kartu Keluarga.",
    WARNING,
)
def kk_serial(row: Row) -> Broken:
    """Serials begin at 0001. Dukcapil."""
    return has_digits(row["no_kk"], DIGITS["no_kk"]) and row["no_kk"].endswith("0000")


@rule(
    "PD_NISN_KOSONG",
    PD,
    "nisn",
    "NISN belum ada. NISN diterbitkan pusat; periksa di laman NISN, lalu ketik di sini bila sudah ada.",
    WARNING,
    also=["tingkat"],
    when=When.EMPTY,
)
def nisn_missing(row: Row) -> Broken:
    """From grade 2 on a pupil has one; in grade 1 it is still being issued. Source: public guides."""
    return row["tingkat"] not in (None, "", "1")


@rule(
    "PD_NISN_TAHUN",
    PD,
    "nisn",
    "Awal NISN “{nilai}” bukan tiga angka terakhir tahun lahir {lahir}. Ini sering benar adanya.",
    INFO,
    also=["tanggal_lahir"],
)
def nisn_year(row: Row) -> Broken:
    """A pattern only: many lawful NISN do not follow it (generator of 2014, opaque since)."""
    born = row["tanggal_lahir"]
    if born is None or not has_digits(row["nisn"], DIGITS["nisn"]) or row["nisn"][:3] == f"{born:%Y}"[1:]:
        return None
    return {"lahir": born}


@rule("PD_LINTANG", PD, "lintang", f"Lintang “{{nilai}}” {_ABROAD}", WARNING)
def latitude(row: Row) -> Broken:
    """Inside Indonesia; 0 means that nobody has measured. Source: proposal, plausibility."""
    return is_abroad(row["lintang"], RANGE["lintang"])


@rule("PD_BUJUR", PD, "bujur", f"Bujur “{{nilai}}” {_ABROAD}", WARNING)
def longitude(row: Row) -> Broken:
    """Inside Indonesia; 0 means that nobody has measured. Source: proposal, plausibility."""
    return is_abroad(row["bujur"], RANGE["bujur"])


@rule(
    "PD_KOORDINAT_JAUH",
    PD,
    "lintang",
    "Titik rumah {jarak} km dari sekolah. Periksa lintang dan bujurnya.",
    WARNING,
    also=["bujur", "jenis_tinggal_id"],
)
def far_from_school(row: Row) -> Broken:
    """At most 50 km from the school, where the pupil lives at home. Source: proposal, plausibility."""
    if row["jenis_tinggal_id"] in _IN_DORMITORY or latitude(row) or longitude(row):
        return None
    away = distance_km((row["lintang"], row["bujur"]), row["letak_sekolah"])
    return {"jarak": round(away)} if away is not None and away > HOME_WITHIN_KM else None


@rule(
    "PD_ANAK_KE_SAUDARA",
    PD,
    "anak_keberapa",
    "Anak ke-{nilai} dengan {saudara} saudara kandung. Periksa keduanya; saudara tiri tidak dihitung.",
    INFO,
    also=["jumlah_saudara_kandung"],
)
def birth_order(row: Row) -> Broken:
    """Not after the last of the siblings; only full ones are counted, so it may be right.

    Source: proposal, plausibility.
    """
    place, siblings = number(row["anak_keberapa"]), number(row["jumlah_saudara_kandung"])
    if place is None or siblings is None or place <= siblings + 1:
        return None
    return {"saudara": row["jumlah_saudara_kandung"]}


@rule(
    "PD_KEBUTUHAN_KHUSUS",
    PD,
    "kebutuhan_khusus_id",
    "Kebutuhan khusus “{nilai}” tidak ada dalam daftar. Pilih lagi.",
    INVALID,
)
def special_needs(row: Row) -> Broken:
    """A sum of the reference's bits."""
    return not _KEBUTUHAN_KHUSUS.accepts(row["kebutuhan_khusus_id"])
