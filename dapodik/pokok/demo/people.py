"""Invented people whose numbers fit their birth, sex and region."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dapodik.referensi.tables import table
from dapodik.referensi.wilayah import Wilayah, wilayah

from .names import AKHIR, KAMPUNG, KELURAHAN, PUTRA, PUTRI

KECAMATAN = "320503"
SEED = 69999999
# Serial numbers of real NIK begin at 0001 for each birthday: no real person's is this high.
FIRST_SERIAL = 5001
LINTANG, BUJUR = -7.177, 107.981


@dataclass(frozen=True)
class Person:
    """Somebody with the fields that pupils and PTK share."""

    nama: str
    jenis_kelamin: str
    tanggal_lahir: date
    nik: str


class People:
    """Makes people, one after the other; the same ones in every school it is asked for."""

    def __init__(self) -> None:
        # Not for secrets: the point is that every demonstration school is the same.
        self.random = Random(SEED)  # noqa: S311
        self._serial = FIRST_SERIAL
        kabupaten = [kode for kode, _ in table("wilayah_kecamatan") if kode.startswith(KECAMATAN[:4])]
        self._regions = [KECAMATAN] * 4 * len(kabupaten) + kabupaten
        self._names: set[str] = set()

    def person(self, jenis_kelamin: str, born: date) -> Person:
        """Somebody of this sex and birthday."""
        return Person(self.name(jenis_kelamin), jenis_kelamin, born, self.nik(jenis_kelamin, born))

    def name(self, jenis_kelamin: str) -> str:
        """A name that nobody else has."""
        first = PUTRA if jenis_kelamin == "L" else PUTRI
        while True:
            name = f"{self.random.choice(first)} {self.random.choice(AKHIR)}"
            if name in self._names:
                name = f"{name} {self.random.choice(AKHIR)}"
            if name not in self._names:
                self._names.add(name)
                return name

    def nik(self, jenis_kelamin: str, born: date) -> str:
        """Region of first registration, day of birth (a woman's plus 40), month, year, serial."""
        day = born.day + (40 if jenis_kelamin == "P" else 0)
        return self._numbered(self.random.choice(self._regions), day, born)

    def no_kk(self, issued: date) -> str:
        """Region, day of issue, serial."""
        return self._numbered(KECAMATAN, issued.day, issued)

    def _numbered(self, region: str, day: int, when: date) -> str:
        self._serial += 1
        return f"{region}{day:02d}{when:%m%y}{self._serial:04d}"

    def digits(self, count: int) -> str:
        """Random digits, `count` of them."""
        return "".join(self.random.choices("0123456789", k=count))

    def day_in_year_before(self, last: date) -> date:
        """A day among the 364 that end with `last`."""
        return last - timedelta(days=self.random.randrange(364))

    def day_of(self, year: int) -> date:
        """A day of that year."""
        return date(year, 1, 1) + timedelta(days=self.random.randrange(365))

    def address(self) -> dict[str, str]:
        """Where somebody of the school's kecamatan lives."""
        return {
            "alamat_jalan": f"Kp. {self.random.choice(KAMPUNG)}",
            "rt": str(self.random.randint(1, 6)),
            "rw": str(self.random.randint(1, 12)),
            "nama_dusun": f"Dusun {self.random.randint(1, 4)}",
            "desa_kelurahan": self.random.choice(KELURAHAN),
            "kecamatan": school_region().kecamatan,
            "kode_pos": "44183",
        }


def school_region() -> Wilayah:
    """The kecamatan the school lies in."""
    region = wilayah(KECAMATAN)
    assert region is not None
    return region


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier (28 February for 29)."""
    earlier = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return earlier.replace(year=earlier.year - years)
