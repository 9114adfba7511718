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

from ..rows import Row
from ..rule import INVALID, WARNING, Broken, When, rule, set_rule
from ..snapshot import Class, Snapshot
from .families import required
from .ptk import GURU

_SMK, _CLUB, _CLUB_LEAST = "15", "51", 20
_FIRST_GRADES = {"1", "7", "10"}
_Broken = Iterator[tuple[UUID, Mapping[str, object]]]

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
def twice(school: Snapshot) -> _Broken:
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
def room_twice(school: Snapshot) -> _Broken:
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
def wali_of_two(school: Snapshot) -> _Broken:
    """One class for each wali. Source: public guides."""
    count = Counter(rombel.ptk for rombel in school.classes if rombel.ptk)
    for rombel in school.classes:
        if rombel.ptk and count[rombel.ptk] > 1:
            yield rombel.id, {"nama": school.name_of(Ptk.kind(), rombel.ptk) or "PTK"}


def _shared(classes: list[Class], field: str) -> _Broken:
    """The classes whose value of a field another class has too; the sentence calls it `{nama}`."""
    values = {rombel.id: getattr(rombel, field) for rombel in classes}
    count = Counter(values.values())
    for pk, value in values.items():
        if value and count[value] > 1:
            yield pk, {"nama": value}


@set_rule(
    "ROM_WALI_KELUAR",
    RombonganBelajar,
    "ptk_id",
    "Wali kelasnya, {nama}, sudah tidak di sekolah ini. Pilih wali kelas lain.",
    INVALID,
    {RombonganBelajar: ["ptk_id", *_CLASSES], Ptk: ["jenis_keluar_id", "nama"]},
)
def wali_left(school: Snapshot) -> _Broken:
    """A wali is at the school. Source: proposal, plausibility."""
    present = {ptk.id for ptk in school.staff}
    for rombel in school.classes:
        if rombel.ptk and rombel.ptk not in present:
            yield rombel.id, {"nama": school.name_of(Ptk.kind(), rombel.ptk) or "PTK"}


@set_rule(
    "ROM_WALI_BUKAN_GURU",
    RombonganBelajar,
    "ptk_id",
    "Wali kelasnya, {nama}, bukan guru. Pilih guru, atau betulkan jenis PTK-nya.",
    WARNING,
    {RombonganBelajar: ["ptk_id", *_CLASSES], Ptk: ["jenis_ptk_id", "jenis_keluar_id", "nama"]},
)
def wali_no_teacher(school: Snapshot) -> _Broken:
    """A wali is a teacher. Source: proposal, plausibility."""
    kinds = {ptk.id: (ptk.nama, ptk.jenis_ptk_id) for ptk in school.staff}
    for rombel in school.classes:
        nama, kind = kinds.get(rombel.ptk, ("", "")) if rombel.ptk else ("", "")
        if kind and kind not in GURU:
            yield rombel.id, {"nama": nama}


@set_rule(
    "ROM_ANGGOTA_MAKS",
    RombonganBelajar,
    "anggota",
    "Anggotanya {jumlah}, lebih dari {kapasitas} yang ditetapkan untuk {bentuk}. Periksa pembagiannya.",
    WARNING,
    _MEMBERSHIP,
)
def too_many(school: Snapshot) -> _Broken:
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
def nobody(school: Snapshot) -> _Broken:
    """A class has members. Source: public guides."""
    yield from ((rombel.id, {}) for rombel in school.classes if not school.members[rombel.id])


@set_rule(
    "ROM_JUMLAH_TINGKAT",
    RombonganBelajar,
    "tingkat_pendidikan_id",
    "Tingkat {tingkat} punya {jumlah} rombel untuk {anggota} peserta didik; cukup {cukup}. Periksa "
    "pembagiannya.",
    WARNING,
    {**_MEMBERSHIP, RombonganBelajar: ["tingkat_pendidikan_id", *_CLASSES]},
)
def too_many_classes(school: Snapshot) -> _Broken:
    """In grades 1, 7 and 10 no more classes than their pupils fill (manual of 2019, 2020)."""
    limits = school.limits
    if limits is None:
        return
    grades: dict[str, list[UUID]] = {}
    for rombel in school.classes:
        if rombel.tingkat in _FIRST_GRADES:
            grades.setdefault(rombel.tingkat, []).append(rombel.id)
    for grade, classes in grades.items():
        count = sum(school.members[pk] for pk in classes)
        enough = max(1, -(-count // limits.kapasitas))
        if len(classes) > enough:
            details = {"tingkat": grade, "jumlah": len(classes), "anggota": count, "cukup": enough}
            yield from ((pk, details) for pk in classes)


@set_rule(
    "ROM_JUMLAH_SEKOLAH",
    Sekolah,
    "nama",
    "Sekolah ini punya {jumlah} rombel; {bentuk} biasanya {paling_sedikit} sampai {paling_banyak}.",
    WARNING,
    {RombonganBelajar: _CLASSES, Sekolah: ["bentuk_pendidikan_id"]},
)
def number_of_classes(school: Snapshot) -> _Broken:
    """As many classes as Permendikbudristek 47/2023 says for this form of school."""
    limits, count = school.limits, len(school.classes)
    if limits and school.sekolah and count and not limits.rombel[0] <= count <= limits.rombel[1]:
        lowest, highest = limits.rombel
        details = {"bentuk": limits.nama, "paling_sedikit": lowest, "paling_banyak": highest}
        yield school.sekolah.pk, {**details, "jumlah": count}


@set_rule(
    "ROM_EKSKUL_MIN",
    RombonganBelajar,
    "anggota",
    f"Anggota ekstrakurikuler ini {{jumlah}}, kurang dari {_CLUB_LEAST}: jam pembinanya tidak diakui.",
    WARNING,
    _MEMBERSHIP,
)
def small_club(school: Snapshot) -> _Broken:
    """Twenty members for the coach's hours to count (guide of 2025)."""
    for club in school.clubs:
        count = school.club_members[club.id]
        if count < _CLUB_LEAST:
            yield club.id, {"jumlah": count}


@set_rule(
    "ROM_EKSKUL_PEMBINA",
    RombonganBelajar,
    "ptk_id",
    "Ekstrakurikuler ini belum punya pembina. Pilih PTK-nya.",
    WARNING,
    {RombonganBelajar: [*_CLASSES, "ptk_id"]},
)
def club_without_coach(school: Snapshot) -> _Broken:
    """A club has a coach. Source: public guides."""
    yield from ((club.id, {}) for club in school.clubs if club.ptk is None)
