"""The PTK of the demonstration school and the months they were active in."""

from datetime import date
from typing import Any

from dapodik.referensi.bulan import beside

from .people import People

KEPALA_SEKOLAH, GURU, TENDIK = "91", "92", "93"
SMA, S1 = "6", "30"
PNS, PPPK, GURU_HONOR, TENAGA_HONOR = "1", "11", "8", "9"

# One line per PTK: kind, employment, sex, year of birth. The first is the head, the next twelve have a class.
_STAFF = (
    (KEPALA_SEKOLAH, PNS, "P", 1972),
    (GURU, PNS, "P", 1974),
    (GURU, PNS, "P", 1978),
    (GURU, PNS, "L", 1980),
    (GURU, PNS, "P", 1983),
    (GURU, PNS, "P", 1985),
    (GURU, PPPK, "P", 1988),
    (GURU, PPPK, "L", 1989),
    (GURU, PPPK, "P", 1990),
    (GURU, PPPK, "P", 1992),
    (GURU, GURU_HONOR, "L", 1995),
    (GURU, GURU_HONOR, "P", 1997),
    (GURU, GURU_HONOR, "P", 1999),
    (GURU, PNS, "L", 1981),
    (GURU, PPPK, "L", 1991),
    (GURU, GURU_HONOR, "P", 1998),
    (TENDIK, TENAGA_HONOR, "L", 1994),
    (TENDIK, TENAGA_HONOR, "L", 1979),
)
CLASS_TEACHERS = range(1, 13)
# Who appoints and who pays: the same codes in both tables.
_KABUPATEN, _SEKOLAH = "3", "5"


def make_staff(people: People, entry_day: date) -> list[dict[str, Any]]:
    """The values of each PTK."""
    return [_ptk(people, entry_day, *line) for line in _STAFF]


def _ptk(people: People, entry_day: date, jenis: str, status: str, sex: str, year: int) -> dict[str, Any]:
    adult = people.person(sex, people.day_of(year))
    appointed = date(year + 25, 3, 1)
    employer = _KABUPATEN if status in (PNS, PPPK) else _SEKOLAH
    email = adult.nama.lower().replace(" ", ".")
    return {
        **vars(adult),
        "tempat_lahir": "Garut",
        "nama_ibu_kandung": people.name("P"),
        "no_kk": people.no_kk(date(year + 27, 5, 14)),
        "nuptk": people.digits(16) if year < 1995 and jenis != TENDIK else "",
        "nip": _nip(adult.tanggal_lahir, appointed, sex, status),
        "agama_id": "1",
        "status_kepegawaian_id": status,
        "jenis_ptk_id": jenis,
        "pangkat_golongan_id": "12" if status == PNS else "",
        "sumber_gaji_id": employer,
        "lembaga_pengangkat_id": employer,
        "sk_pengangkatan": f"800/{people.digits(3)}/{appointed.year}",
        "tmt_pengangkatan": appointed,
        **(_civil_service(people, appointed) if status == PNS else {}),
        "jabatan_ptk_id_str": "Guru Kelas" if jenis == GURU else "",
        "pendidikan_terakhir": SMA if jenis == TENDIK else S1,
        **people.address(),
        "nomor_telepon_seluler": f"08{people.digits(10)}",
        "email": f"{email}@contoh.example",
        "ptk_induk": True,
        "nomor_surat_tugas": f"421.2/{people.digits(3)}/SD-CH/{entry_day.year}",
        "tanggal_surat_tugas": entry_day,
        "tmt_tugas": entry_day,
    }


def _civil_service(people: People, appointed: date) -> dict[str, Any]:
    """CPNS on appointment, PNS a year later."""
    return {
        "sk_cpns": f"813/{people.digits(3)}/{appointed.year}",
        "tgl_cpns": appointed,
        "tmt_pns": appointed.replace(year=appointed.year + 1),
    }


def _nip(born: date, appointed: date, sex: str, status: str) -> str:
    """PNS: birth, month of appointment, sex, serial; PPPK: birth, year, agreement, sex, serial."""
    sex_digit = "1" if sex == "L" else "2"
    if status == PNS:
        return f"{born:%Y%m%d}{appointed:%Y%m}{sex_digit}901"
    return f"{born:%Y%m%d}{appointed:%Y}21{sex_digit}901" if status == PPPK else ""


def finished_months(entry_day: date, today: date) -> list[str]:
    """The months (`YYYY-MM`) of the school year that are over."""
    months = (beside(f"{entry_day:%Y-%m}", by) for by in range(12))
    return [month for month in months if month < f"{today:%Y-%m}"]
