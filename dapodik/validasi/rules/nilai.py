"""Rules on the marks of reports."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from dapodik.pokok.models import MatevRapor, Nilai, RombonganBelajar

from ..rule import WARNING, set_rule
from ..snapshot import Snapshot


@set_rule(
    "ROM_NILAI_BATAS",
    RombonganBelajar,
    "nilai",
    "{jumlah} nilai rapor di rombel ini di luar 0 sampai 100, misalnya {angka} ({mapel}, {nama}). Betulkan "
    "di aplikasi rapor, lalu kirim lagi.",
    WARNING,
    {
        Nilai: ["nilai_kognitif_angka", "matev_rapor_id", "anggota_rombel_id"],
        MatevRapor: ["rombongan_belajar_id", "nm_mata_evaluasi"],
        RombonganBelajar: ["semester_id"],
    },
)
def out_of_range(school: Snapshot) -> Iterator[tuple[UUID, Mapping[str, object]]]:
    """A mark lies between 0 and 100. It is mended where it was given. Source: what clients send."""
    by_class: dict[UUID, list[tuple[str, str, str]]] = {}
    for rombel, angka, mapel, nama in school.marks_out_of_range:
        by_class.setdefault(rombel, []).append((angka, mapel, nama))
    for rombel, marks in by_class.items():
        angka, mapel, nama = marks[0]
        yield rombel, {"jumlah": len(marks), "angka": angka, "mapel": mapel, "nama": nama}
