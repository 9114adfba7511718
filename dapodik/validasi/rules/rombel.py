"""Rules on classes."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count

from dapodik.pokok.models import (
    AnggotaRombel,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.referensi.bentuk_pendidikan import BENTUK

from ..rows import classes, places, staff
from ..rule import INVALID, WARNING, Row, rule, set_rule
from .checks import required_rule

required_rule("ROM_NAMA_KOSONG", RombonganBelajar, "nama", "Nama rombel belum diisi.")
# The pupils' sheet does not carry it.
required_rule("ROM_WALI_KOSONG", RombonganBelajar, "ptk_id", "Wali kelas belum dipilih.", WARNING)

_MEMBERSHIP = {
    RombonganBelajar: ["semester_id", "jenis_rombel"],
    AnggotaRombel: ["rombongan_belajar_id", "peserta_didik_id"],
    PesertaDidik: [],
    RegistrasiPesertaDidik: ["jenis_keluar_id", "peserta_didik_id"],
    Sekolah: ["bentuk_pendidikan_id"],
}


@rule("ROM_TINGKAT", RombonganBelajar, "tingkat_pendidikan_id")
def grade_of_form(row: Row) -> str | None:
    """A grade that this form of school holds: SD 1-6, SMP 7-9, SMA 10-12, SMK 10-13, SLB 1-12."""
    grade, bentuk = row["tingkat_pendidikan_id"], BENTUK.get(row["bentuk"])
    if bentuk is None or (grade.isdigit() and int(grade) in bentuk.tingkat):
        return None
    grades = f"{bentuk.tingkat[0]} sampai {bentuk.tingkat[-1]}"
    return f"Tingkat “{grade}” tidak ada di {bentuk.nama} ({grades}). Pilih tingkatnya."


@set_rule(
    "ROM_NAMA_GANDA",
    RombonganBelajar,
    "nama",
    INVALID,
    {RombonganBelajar: ["nama", "semester_id", "jenis_rombel"]},
)
def twice() -> Iterator[tuple[UUID, str]]:
    """One class of a name in a semester."""
    doubled = classes().values("nama").annotate(many=Count("pk")).filter(many__gt=1).values("nama")
    for pk, nama in classes().filter(nama__in=doubled).exclude(nama="").values_list("pk", "nama"):
        yield (
            pk,
            f"Ada dua rombel bernama “{nama}” semester ini. Ganti nama salah satunya, "
            "atau hapus yang kosong.",
        )


@set_rule("ROM_ANGGOTA_MAKS", RombonganBelajar, "anggota", WARNING, _MEMBERSHIP)
def too_many() -> Iterator[tuple[UUID, str]]:
    """At most as many pupils as Permendikbudristek 47/2023 Art. 8 says; it allows exceptions."""
    kode = Sekolah.live.values_list("bentuk_pendidikan_id", flat=True).first()
    bentuk = BENTUK.get(kode or "")
    if bentuk is None:
        return
    members = (
        places()
        .values_list("rombongan_belajar_id")
        .annotate(Count("peserta_didik_id", distinct=True))
        .order_by()
    )
    for pk, count in members:
        if count > bentuk.kapasitas:
            yield (
                pk,
                f"Anggotanya {count}, "
                f"lebih dari {bentuk.kapasitas} yang ditetapkan untuk {bentuk.nama}. Periksa pembagiannya.",
            )


@set_rule("ROM_ANGGOTA_KOSONG", RombonganBelajar, "anggota", WARNING, _MEMBERSHIP)
def nobody() -> Iterator[tuple[UUID, str]]:
    """A class has members."""
    for pk in classes().exclude(pk__in=places().values("rombongan_belajar_id")).values_list("pk", flat=True):
        yield pk, "Rombel ini belum punya anggota. Masukkan peserta didiknya, atau hapus rombelnya."


@set_rule(
    "ROM_WALI_GANDA",
    RombonganBelajar,
    "ptk_id",
    WARNING,
    {RombonganBelajar: ["ptk_id", "semester_id", "jenis_rombel"]},
)
def wali_of_two() -> Iterator[tuple[UUID, str]]:
    """One class for each wali."""
    doubled = (
        classes().exclude(ptk=None).values("ptk").annotate(many=Count("pk")).filter(many__gt=1).values("ptk")
    )
    for pk, nama in classes().filter(ptk__in=doubled).values_list("pk", "ptk__nama"):
        yield (
            pk,
            f"{nama} menjadi wali kelas lebih dari satu rombel. Pilih wali kelas lain untuk salah satunya.",
        )


@set_rule(
    "ROM_WALI_KELUAR",
    RombonganBelajar,
    "ptk_id",
    INVALID,
    {RombonganBelajar: ["ptk_id", "semester_id", "jenis_rombel"], Ptk: ["jenis_keluar_id", "nama"]},
)
def wali_left() -> Iterator[tuple[UUID, str]]:
    """A wali is at the school."""
    rows = classes().exclude(ptk=None).exclude(ptk__in=staff())
    for pk, nama in rows.values_list("pk", "ptk__nama"):
        yield pk, f"Wali kelasnya, {nama or 'PTK'}, sudah tidak di sekolah ini. Pilih wali kelas lain."
