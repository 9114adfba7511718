"""A valid SD of any size whose pupils are as full, and their numbers as varied, as in a real Daftar."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from dapodik.pokok import write
from dapodik.pokok.demo.people import People, years_before
from dapodik.pokok.models import AnggotaRombel, PesertaDidik, RegistrasiPesertaDidik
from dapodik.pokok.write import Edit
from dapodik.referensi.semester import Semester
from dapodik.spreadsheet.sheet import NUMBER
from dapodik.spreadsheet.sheets.peserta_didik import COLUMNS
from tests.school import AUTHOR, make_school

from .fields import FIELDS

GRADES = 6
_TITIK = ("-7.2139", "107.9006")


def make(pupils: int) -> list[UUID]:
    """Make it in an empty folder; the pupils' ids. The same values every time, but for the ids.

    Filled as the sample that Dapodik's own download gave: every pupil but for the mobile number (52%),
    the birth certificate's (58%), the mother's NIK (72%), KPS (3%); fathers' NIK, wali and cards are empty.
    """
    school = make_school("SD", pupils)
    people, days = People(), Counter[str]()
    entry = Semester.on(timezone.localdate()).entry_day
    edits = []
    for number, pk in enumerate(school.pupils):
        edits.append(Edit(PesertaDidik, _pupil(people, days, number, entry), pk))
        nipd = {"nipd": f"26{number + 1:04d}"}
        edits.append(Edit(RegistrasiPesertaDidik, nipd, school.registrasi[number]))
    write.save(edits, AUTHOR)
    return school.pupils


def rows(ids: list[UUID]) -> list[list[str]]:
    """The 66 values of these pupils as text, in the order of FIELDS."""
    assert [column.field for column in COLUMNS] == FIELDS
    pupils = PesertaDidik.objects.in_bulk(ids)
    registrasi = {
        registered.peserta_didik_id: registered for registered in RegistrasiPesertaDidik.objects.all()
    }
    places = AnggotaRombel.objects.select_related("rombongan_belajar")
    rombel = {place.peserta_didik_id: place.rombongan_belajar.nama for place in places}
    made = []
    for number, pk in enumerate(ids, start=1):
        holders = {PesertaDidik: pupils[pk], RegistrasiPesertaDidik: registrasi[pk]}
        own = {NUMBER: str(number)}
        made.append(
            [
                _text(holders[c.model].plain(c.field)) if c.model in holders else own.get(c.field, rombel[pk])
                for c in COLUMNS
            ]
        )
    return made


def _text(value: str | bool | None) -> str:
    return ("Tidak", "Ya")[value] if isinstance(value, bool) else value or ""


def _pupil(people: People, days: Counter[str], number: int, entry: date) -> dict[str, Any]:
    random, sex = people.random, people.random.choice("LP")
    born = people.day_in_year_before(years_before(entry, number % GRADES + 6))
    siblings, kps = random.randint(0, 3), number % 31 == 4
    return {
        "nama": people.name(sex),
        "jenis_kelamin": sex,
        "nisn": f"{born:%Y}"[1:] + f"{number + 1:07d}",
        "tempat_lahir": "Garut",
        "tanggal_lahir": born.isoformat(),
        "nik": _nik(days, sex, born),
        "no_kk": f"320501{people.digits(6)}{number % 9999 + 1:04d}",
        "reg_akta_lahir": f"AL{people.digits(10)}" if random.random() < 0.58 else "",
        **people.address(),
        **dict(zip(("lintang", "bujur"), _TITIK, strict=True)),
        "jenis_tinggal_id": "1",
        "alat_transportasi_id": random.choice(("1", "12", "13")),
        "nomor_telepon_seluler": f"08{people.digits(10)}" if random.random() < 0.52 else "",
        **_parent(people, days, "ayah", "L", born.year),
        **_parent(people, days, "ibu", "P", born.year),
        "tinggi_badan": str(random.randint(105, 150)),
        "berat_badan": str(random.randint(17, 46)),
        "lingkar_kepala": str(random.randint(49, 55)),
        "anak_keberapa": str(random.randint(1, siblings + 1)),
        "jumlah_saudara_kandung": str(siblings),
        "jarak_rumah_ke_sekolah_km": random.choice(("1", "2", "3.5", "0.5")),
        "penerima_kip": False,
        "penerima_kps": kps,
        "no_kps": people.digits(14) if kps else "",
        "layak_pip": False,
    }


def _parent(people: People, days: Counter[str], who: str, sex: str, child_born: int) -> dict[str, str]:
    random, born = people.random, people.day_of(child_born - people.random.randint(22, 38))
    known = who == "ibu" and random.random() < 0.72
    return {
        "nama_ibu_kandung" if who == "ibu" else f"nama_{who}": people.name(sex),
        f"tahun_lahir_{who}": str(born.year),
        f"jenjang_pendidikan_{who}_id": random.choice(("4", "5", "6", "30")),
        f"pekerjaan_{who}_id": random.choice(("3", "6", "7", "9", "11")),
        f"penghasilan_{who}_id": random.choice(("11", "12", "13", "14")),
        f"nik_{who}": _nik(days, sex, born) if known else "",
    }


def _nik(days: Counter[str], sex: str, born: date) -> str:
    """Region, day of birth (a woman's plus 40), month, year, and a serial of those born that day."""
    start = f"320501{born.day + (40 if sex == 'P' else 0):02d}{born:%m%y}"
    days[start] += 1
    return f"{start}{days[start]:04d}"
