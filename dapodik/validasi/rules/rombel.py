"""Rules on classes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from uuid import UUID

from dapodik.pokok.models import (
    AnggotaRombel,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)

from ..picture import Class, Picture
from ..rows import Row
from ..rule import INVALID, WARNING, Broken, When, rule, set_rule
from .families import required
from .ptk import GURU

_SMK, _CLUB, _CLUB_LEAST = "15", "51", 20
_FIRST_GRADES = {"1", "7", "10"}
_Found = Iterator[tuple[UUID, Mapping[str, object]]]

required("ROM_NAMA_KOSONG", RombonganBelajar, "nama", "Nama rombel belum diisi.")
# The pupils' sheet carries neither wali nor curriculum nor room.
required("ROM_WALI_KOSONG", RombonganBelajar, "ptk_id", "Wali kelas belum dipilih.", WARNING)
required("ROM_KURIKULUM", RombonganBelajar, "kurikulum_id_str", "Kurikulum belum diisi.", WARNING)
required("ROM_RUANG_KOSONG", RombonganBelajar, "id_ruang_str", "Ruang belum diisi.", WARNING)

_CLASSES = ["semester_id", "jenis_rombel"]
_MEMBERSHIP = {
    RombonganBelajar: _CLASSES,
    AnggotaRombel: ["rombongan_belajar_id", "peserta_didik_id"],
    PesertaDidik: [],
    RegistrasiPesertaDidik: ["jenis_keluar_id", "peserta_didik_id"],
    Sekolah: ["bentuk_pendidikan_id"],
}


@rule(
    "ROM_TINGKAT",
    RombonganBelajar,
    "tingkat_pendidikan_id",
    "Tingkat “{nilai}” tidak ada di {bentuk} ({awal} sampai {akhir}). Pilih tingkatnya.",
    when=When.ALWAYS,
)
def grade_of_form(row: Row) -> Broken:
    """A grade that this form of school holds: SD 1-6, SMP 7-9, SMA 10-12, SMK 10-13, SLB 1-12.

    Source: public guides.
    """
    grade, limits = row["tingkat_pendidikan_id"], row["batas"]
    if limits is None or (grade.isdigit() and int(grade) in limits.tingkat):
        return None
    return {"bentuk": limits.nama, "awal": limits.tingkat[0], "akhir": limits.tingkat[-1]}


@rule(
    "ROM_JURUSAN",
    RombonganBelajar,
    "jurusan_id_str",
    "Rombel SMK ini belum punya jurusan. Isi konsentrasi keahliannya.",
    WARNING,
    when=When.EMPTY,
)
def programme_missing(row: Row) -> Broken:
    """A class of an SMK follows a programme. Source: proposal, plausibility."""
    return bool(row["bentuk"] == _SMK)


@set_rule(
    "ROM_NAMA_GANDA",
    RombonganBelajar,
    "nama",
    "Ada dua rombel bernama “{nama}” semester ini. Ganti nama salah satunya, atau hapus yang kosong.",
    INVALID,
    {RombonganBelajar: ["nama", *_CLASSES]},
)
def twice(school: Picture) -> _Found:
    """One class of a name in a semester. Source: public guides."""
    yield from _shared(school.classes, "nama")


@set_rule(
    "ROM_RUANG_GANDA",
    RombonganBelajar,
    "id_ruang_str",
    "Ruang “{nama}” dipakai lebih dari satu rombel. Periksa, kecuali bergantian (double shift).",
    WARNING,
    {RombonganBelajar: ["id_ruang_str", *_CLASSES]},
)
def room_twice(school: Picture) -> _Found:
    """One class for each room, shifts aside. Source: proposal, plausibility."""
    yield from _shared(school.classes, "ruang")


@set_rule(
    "ROM_WALI_GANDA",
    RombonganBelajar,
    "ptk_id",
    "{nama} menjadi wali kelas lebih dari satu rombel. Pilih wali kelas lain untuk salah satunya.",
    WARNING,
    {RombonganBelajar: ["ptk_id", *_CLASSES], Ptk: ["nama"]},
)
def wali_of_two(school: Picture) -> _Found:
    """One class for each wali. Source: public guides."""
    many = Counter(one.ptk for one in school.classes if one.ptk)
    for one in school.classes:
        if one.ptk and many[one.ptk] > 1:
            yield one.id, {"nama": school.name_of(Ptk.kind(), one.ptk) or "PTK"}


def _shared(found: list[Class], field: str) -> _Found:
    """The classes that share a value, which the sentence calls `{nama}`."""
    values = {one.id: getattr(one, field) for one in found}
    many = Counter(values.values())
    for pk, value in values.items():
        if value and many[value] > 1:
            yield pk, {"nama": value}


@set_rule(
    "ROM_WALI_KELUAR",
    RombonganBelajar,
    "ptk_id",
    "Wali kelasnya, {nama}, sudah tidak di sekolah ini. Pilih wali kelas lain.",
    INVALID,
    {RombonganBelajar: ["ptk_id", *_CLASSES], Ptk: ["jenis_keluar_id", "nama"]},
)
def wali_left(school: Picture) -> _Found:
    """A wali is at the school. Source: proposal, plausibility."""
    here = {one.id for one in school.staff}
    for one in school.classes:
        if one.ptk and one.ptk not in here:
            yield one.id, {"nama": school.name_of(Ptk.kind(), one.ptk) or "PTK"}


@set_rule(
    "ROM_WALI_BUKAN_GURU",
    RombonganBelajar,
    "ptk_id",
    "Wali kelasnya, {nama}, bukan guru. Pilih guru, atau betulkan jenis PTK-nya.",
    WARNING,
    {RombonganBelajar: ["ptk_id", *_CLASSES], Ptk: ["jenis_ptk_id", "jenis_keluar_id", "nama"]},
)
def wali_no_teacher(school: Picture) -> _Found:
    """A wali is a teacher. Source: proposal, plausibility."""
    kinds = {one.id: (one.nama, one.jenis_ptk_id) for one in school.staff}
    for one in school.classes:
        nama, kind = kinds.get(one.ptk, ("", "")) if one.ptk else ("", "")
        if kind and kind not in GURU:
            yield one.id, {"nama": nama}


@set_rule(
    "ROM_ANGGOTA_MAKS",
    RombonganBelajar,
    "anggota",
    "Anggotanya {jumlah}, lebih dari {kapasitas} yang ditetapkan untuk {bentuk}. Periksa pembagiannya.",
    WARNING,
    _MEMBERSHIP,
)
def too_many(school: Picture) -> _Found:
    """At most as many pupils as Permendikbudristek 47/2023 Art. 8 says; it allows exceptions."""
    limits = school.limits
    for pk, count in school.members.items() if limits else ():
        if limits and count > limits.kapasitas:
            yield pk, {"jumlah": count, "kapasitas": limits.kapasitas, "bentuk": limits.nama}


@set_rule(
    "ROM_ANGGOTA_KOSONG",
    RombonganBelajar,
    "anggota",
    "Rombel ini belum punya anggota. Masukkan peserta didiknya, atau hapus rombelnya.",
    WARNING,
    _MEMBERSHIP,
)
def nobody(school: Picture) -> _Found:
    """A class has members. Source: public guides."""
    yield from ((one.id, {}) for one in school.classes if not school.members[one.id])


@set_rule(
    "ROM_JUMLAH_TINGKAT",
    RombonganBelajar,
    "tingkat_pendidikan_id",
    "Tingkat {tingkat} punya {jumlah} rombel untuk {anggota} peserta didik; cukup {cukup}. Periksa "
    "pembagiannya.",
    WARNING,
    {**_MEMBERSHIP, RombonganBelajar: ["tingkat_pendidikan_id", *_CLASSES]},
)
def too_many_classes(school: Picture) -> _Found:
    """In grades 1, 7 and 10 no more classes than their pupils fill (manual of 2019, 2020)."""
    limits = school.limits
    if limits is None:
        return
    grades: dict[str, list[UUID]] = {}
    for one in school.classes:
        if one.tingkat in _FIRST_GRADES:
            grades.setdefault(one.tingkat, []).append(one.id)
    for grade, found in grades.items():
        count = sum(school.members[pk] for pk in found)
        enough = max(1, -(-count // limits.kapasitas))
        if len(found) > enough:
            told = {"tingkat": grade, "jumlah": len(found), "anggota": count, "cukup": enough}
            yield from ((pk, told) for pk in found)


@set_rule(
    "ROM_JUMLAH_SEKOLAH",
    Sekolah,
    "nama",
    "Sekolah ini punya {jumlah} rombel; {bentuk} biasanya {paling_sedikit} sampai {paling_banyak}.",
    WARNING,
    {RombonganBelajar: _CLASSES, Sekolah: ["bentuk_pendidikan_id"]},
)
def number_of_classes(school: Picture) -> _Found:
    """Classes of a school. Permendikbudristek 47/2023."""
    limits, count = school.limits, len(school.classes)
    if limits and school.sekolah and count and not limits.rombel[0] <= count <= limits.rombel[1]:
        least, most = limits.rombel
        told = {"bentuk": limits.nama, "paling_sedikit": least, "paling_banyak": most}
        yield school.sekolah.pk, {**told, "jumlah": count}


_CLUBS = {
    RombonganBelajar: [*_CLASSES, "ptk_id"],
    AnggotaRombel: ["rombongan_belajar_id", "peserta_didik_id"],
}


@set_rule(
    "ROM_EKSKUL_MIN",
    RombonganBelajar,
    "anggota",
    f"Anggota ekstrakurikuler ini {{jumlah}}, kurang dari {_CLUB_LEAST}: jam pembinanya tidak diakui.",
    WARNING,
    _CLUBS,
)
def small_club(school: Picture) -> _Found:
    """Twenty members for the coach's hours to count (guide of 2025)."""
    for one in school.clubs:
        count = school.club_members[one.id]
        if count < _CLUB_LEAST:
            yield one.id, {"jumlah": count}


@set_rule(
    "ROM_EKSKUL_PEMBINA",
    RombonganBelajar,
    "ptk_id",
    "Ekstrakurikuler ini belum punya pembina. Pilih PTK-nya.",
    WARNING,
    _CLUBS,
)
def club_without_coach(school: Picture) -> _Found:
    """A club has a coach. Source: public guides."""
    yield from ((one.id, {}) for one in school.clubs if one.ptk is None)
