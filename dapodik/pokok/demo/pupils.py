"""The pupils of the demonstration school: 12 classes of 25."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from .people import BUJUR, LINTANG, People, years_before

PER_CLASS = 25
ISLAM, KRISTEN = "1", "2"
SISWA_BARU, PINDAHAN = "1", "2"
SUDAH_MENINGGAL, TIDAK_BERPENGHASILAN = "98", "99"
PEMEGANG_KPS, YATIM, MISKIN = "1", "3", "6"

_PEKERJAAN = ("3", "6", "7", "9", "11")
_PENGHASILAN = ("11", "12", "13", "14")
_PENDIDIKAN = ("4", "5", "6", "30")
# Every so many-th pupil, counted from 1: rare things in fixed places, so that their number is known.
_KPS, _KIP, _YATIM, _WALI, _PINDAHAN, _BERKEBUTUHAN = 25, 50, 70, 60, 55, 90


@dataclass
class DemoPupil:
    """What is written of one pupil; `tingkat` and `kelas` (0 for A, 1 for B) or, in none, None."""

    values: dict[str, Any]
    registrasi: dict[str, Any]
    tingkat: int
    kelas: int | None


def make_pupils(people: People, entry_day: date) -> list[DemoPupil]:
    """All pupils in the order of their classes. `entry_day`: 1 July of the school year."""
    nisn = iter(people.random.sample(range(9_000_000, 10_000_000), 12 * PER_CLASS))
    made: list[DemoPupil] = []
    for tingkat in range(1, 7):
        for kelas in range(2):
            for _ in range(PER_CLASS):
                made.append(_pupil(people, len(made) + 1, tingkat, kelas, entry_day, next(nisn)))
    return made


def _pupil(people: People, number: int, tingkat: int, kelas: int, entry_day: date, nisn: int) -> DemoPupil:
    born = people.day_in_year_before(years_before(entry_day, tingkat + 5))
    child = people.person(people.random.choice("LP"), born)
    entered = years_before(entry_day, tingkat - 1)
    siblings = people.random.randint(0, 3)
    values = {
        **vars(child),
        "nisn": f"{born.year % 1000:03d}{nisn}",
        "no_kk": people.no_kk(people.day_of(born.year)),
        "tempat_lahir": people.random.choice(("Garut", "Garut", "Garut", "Bandung", "Tasikmalaya")),
        "reg_akta_lahir": f"AL{people.digits(10)}",
        "agama_id": KRISTEN if number % 40 == 0 else ISLAM,
        "kebutuhan_khusus_id": "2048" if number % _BERKEBUTUHAN == 0 else "0",
        "anak_keberapa": str(people.random.randint(1, siblings + 1)),
        "jumlah_saudara_kandung": str(siblings),
        **_home(people),
        **_body(people, tingkat),
        **_parents(people, number, born.year),
        **_aid(people, number, child.nama),
    }
    moved = number % _PINDAHAN == 0
    registrasi = {
        "nipd": f"{entered:%y}{number:04d}",
        "jenis_pendaftaran_id": PINDAHAN if moved else SISWA_BARU,
        "tanggal_masuk_sekolah": entered,
        "sekolah_asal": "SD MELATI PAGI" if moved else "TK TUNAS CERIA",
    }
    return DemoPupil(values, registrasi, tingkat, kelas)


def _home(people: People) -> dict[str, str]:
    near = people.random.randint(1, 8)
    return {
        **people.address(),
        "lintang": f"{LINTANG + near / 2000:.4f}",
        "bujur": f"{BUJUR - near / 2000:.4f}",
        "jenis_tinggal_id": "1",
        "alat_transportasi_id": people.random.choice(("1", "1", "12", "13")),
        "nomor_telepon_seluler": f"08{people.digits(10)}",
        "jarak_rumah_ke_sekolah_km": f"{near / 2:g}",
    }


def _body(people: People, tingkat: int) -> dict[str, str]:
    return {
        "tinggi_badan": str(110 + 6 * tingkat + people.random.randint(-5, 5)),
        "berat_badan": str(16 + 3 * tingkat + people.random.randint(-2, 4)),
        "lingkar_kepala": str(people.random.randint(49, 55)),
    }


def _parents(people: People, number: int, born: int) -> dict[str, str]:
    father = _parent(people, "ayah", "L", born)
    if number % _YATIM == 0:
        father |= {"pekerjaan_ayah_id": SUDAH_MENINGGAL, "penghasilan_ayah_id": TIDAK_BERPENGHASILAN}
    mother = _parent(people, "ibu", "P", born)
    mother["nama_ibu_kandung"] = mother.pop("nama_ibu")
    if number % _WALI:
        return father | mother
    return father | mother | _parent(people, "wali", "L", born - 15) | {"jenis_tinggal_id": "2"}


def _parent(people: People, who: str, jenis_kelamin: str, child_born: int) -> dict[str, str]:
    adult = people.person(jenis_kelamin, people.day_of(child_born - people.random.randint(22, 38)))
    return {
        f"nama_{who}": adult.nama,
        f"tahun_lahir_{who}": str(adult.tanggal_lahir.year),
        f"jenjang_pendidikan_{who}_id": people.random.choice(_PENDIDIKAN),
        f"pekerjaan_{who}_id": people.random.choice(_PEKERJAAN),
        f"penghasilan_{who}_id": people.random.choice(_PENGHASILAN),
        f"nik_{who}": adult.nik,
    }


def _aid(people: People, number: int, nama: str) -> dict[str, Any]:
    none = {"penerima_kip": False, "penerima_kps": False, "layak_pip": False}
    if number % _KIP == 7:
        account = {"bank": "BRI", "rekening_bank": people.digits(15), "rekening_atas_nama": nama.upper()}
        card = {"penerima_kip": True, "nomor_kip": f"C{people.digits(5)}", "nama_di_kip": nama.upper()}
        return {**none, **card, **account}
    if number % _KPS == 4:
        card = {"penerima_kps": True, "no_kps": f"{people.digits(8)}K{people.digits(5)}"}
        return {**none, **card, "layak_pip": True, "alasan_layak_pip_id": PEMEGANG_KPS}
    if number % _YATIM == 0 or number % 20 == 9:
        reason = YATIM if number % _YATIM == 0 else MISKIN
        return {**none, "layak_pip": True, "alasan_layak_pip_id": reason}
    return none
